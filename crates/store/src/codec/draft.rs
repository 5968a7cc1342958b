//! A draft as JSON, in `event_drafts.body`. Its id and organizer stand in columns of their own.

use std::time::Duration;

use admit_domain::draft::{Draft, DraftTier, Sells};
use admit_domain::event::Category;
use admit_domain::id::{AccountId, EventId};
use admit_domain::money::Currency;
use admit_domain::terms::{FeeRefund, Limits, OrphanRule, RefundPolicy, Tier};
use admit_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::db::DbError;

/// Times and spans are milliseconds, prices minor units.
#[derive(Serialize, Deserialize)]
struct DraftText {
    venue: String,
    name: Box<str>,
    description: Box<str>,
    category: String,
    performers: Vec<String>,
    starts_at: Option<i64>,
    doors_at: Option<i64>,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    currency: Option<String>,
    tiers: Vec<TierText>,
    tickets_per_order_max: u32,
    tickets_per_buyer_max: u32,
    open_holds_max: u32,
    orphans_refused: bool,
    hold_ttl_ms: u64,
    extension_ms: u64,
    payment_ttl_ms: u64,
    refundable_until: Option<i64>,
    fees_kept: bool,
    created_at: i64,
}

#[derive(Serialize, Deserialize)]
struct TierText {
    id: String,
    name: Box<str>,
    price: i64,
    fee: i64,
    sections: Vec<Box<str>>,
    categories: Vec<Box<str>>,
    seats: Vec<String>,
}

pub(crate) fn draft_text(draft: &Draft) -> String {
    let text = DraftText {
        venue: draft.venue.to_string(),
        name: draft.name.clone(),
        description: draft.description.clone(),
        category: draft.category.name().to_owned(),
        performers: draft.performers.iter().map(ToString::to_string).collect(),
        starts_at: draft.starts_at.map(Timestamp::as_millis),
        doors_at: draft.doors_at.map(Timestamp::as_millis),
        opens_at: draft.opens_at.map(Timestamp::as_millis),
        closes_at: draft.closes_at.map(Timestamp::as_millis),
        currency: draft.currency.map(|currency| currency.code().to_owned()),
        tiers: draft.tiers.iter().map(tier_text).collect(),
        tickets_per_order_max: draft.limits.tickets_per_order_max,
        tickets_per_buyer_max: draft.limits.tickets_per_buyer_max,
        open_holds_max: draft.limits.open_holds_max,
        orphans_refused: draft.orphan_rule == OrphanRule::Refused,
        hold_ttl_ms: millis(draft.hold_ttl),
        extension_ms: millis(draft.extension),
        payment_ttl_ms: millis(draft.payment_ttl),
        refundable_until: draft.refunds.until.map(Timestamp::as_millis),
        fees_kept: draft.refunds.fees == FeeRefund::Kept,
        created_at: draft.created_at.as_millis(),
    };
    serde_json::to_string(&text).expect("texts and numbers are always JSON")
}

pub(crate) fn draft_from(id: EventId, organizer: AccountId, text: &str) -> Result<Draft, DbError> {
    let text: DraftText = serde_json::from_str(text).map_err(|error| corrupt(&error))?;
    let time = |millis: Option<i64>| millis.map(Timestamp::from_millis);
    let currency: Option<Result<Currency, _>> = text.currency.map(|code| code.parse());
    Ok(Draft {
        id,
        organizer,
        venue: text.venue.parse().map_err(|error| corrupt(&error))?,
        name: text.name,
        description: text.description,
        category: Category::from_name(&text.category).ok_or_else(|| DbError::corrupt("a draft's category"))?,
        performers: read_all(&text.performers)?,
        starts_at: time(text.starts_at),
        doors_at: time(text.doors_at),
        opens_at: time(text.opens_at),
        closes_at: time(text.closes_at),
        currency: currency.transpose().map_err(|error| corrupt(&error))?,
        tiers: text.tiers.into_iter().map(tier_from).collect::<Result<_, _>>()?,
        limits: Limits {
            tickets_per_order_max: text.tickets_per_order_max,
            tickets_per_buyer_max: text.tickets_per_buyer_max,
            open_holds_max: text.open_holds_max,
        },
        orphan_rule: if text.orphans_refused { OrphanRule::Refused } else { OrphanRule::Allowed },
        hold_ttl: Duration::from_millis(text.hold_ttl_ms),
        extension: Duration::from_millis(text.extension_ms),
        payment_ttl: Duration::from_millis(text.payment_ttl_ms),
        refunds: RefundPolicy {
            until: time(text.refundable_until),
            fees: if text.fees_kept { FeeRefund::Kept } else { FeeRefund::Returned },
        },
        created_at: Timestamp::from_millis(text.created_at),
    })
}

fn tier_text(draft: &DraftTier) -> TierText {
    TierText {
        id: draft.tier.id.to_string(),
        name: draft.tier.name.clone(),
        price: draft.tier.price,
        fee: draft.tier.fee,
        sections: draft.sells.sections.clone(),
        categories: draft.sells.categories.clone(),
        seats: draft.sells.seats.iter().map(ToString::to_string).collect(),
    }
}

fn tier_from(text: TierText) -> Result<DraftTier, DbError> {
    let id = text.id.parse().map_err(|error| corrupt(&error))?;
    let sells = Sells { sections: text.sections, categories: text.categories, seats: read_all(&text.seats)? };
    Ok(DraftTier { tier: Tier { id, name: text.name, price: text.price, fee: text.fee }, sells })
}

fn read_all<T: std::str::FromStr<Err: std::fmt::Display>>(texts: &[String]) -> Result<Vec<T>, DbError> {
    texts.iter().map(|text| text.parse().map_err(|error| corrupt(&error))).collect()
}

fn corrupt(error: &impl std::fmt::Display) -> DbError {
    DbError::corrupt(format!("a draft: {error}"))
}

/// No span of a draft is longer than some days.
fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
