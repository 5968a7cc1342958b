//! An event's terms as JSON: in `inventory.terms` and in the journal.

use std::borrow::Cow;
use std::time::Duration;

use admit_domain::money::Currency;
use admit_domain::terms::{FeeRefund, Limits, OrphanRule, RefundPolicy, SalePhase, Terms, Tier};
use admit_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::db::DbError;

/// Times and spans are milliseconds, prices minor units.
#[derive(Serialize, Deserialize)]
pub(super) struct TermsText<'a> {
    currency: Cow<'a, str>,
    phase: PhaseText,
    opens_at: i64,
    closes_at: i64,
    tiers: Vec<TierText<'a>>,
    tickets_per_order_max: u32,
    tickets_per_buyer_max: u32,
    open_holds_max: u32,
    orphans: OrphansText,
    hold_ttl_ms: u64,
    extension_ms: u64,
    payment_ttl_ms: u64,
    refundable_until: Option<i64>,
    refunded_fees: FeesText,
}

#[derive(Serialize, Deserialize)]
struct TierText<'a> {
    id: Cow<'a, str>,
    name: Cow<'a, str>,
    price: i64,
    fee: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PhaseText {
    Open,
    Paused,
    Cancelled,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OrphansText {
    Allowed,
    Refused,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FeesText {
    Returned,
    Kept,
}

pub(crate) fn terms_text(terms: &Terms) -> String {
    serde_json::to_string(&TermsText::from(terms)).expect("texts and numbers are always JSON")
}

pub(crate) fn terms_from(text: &str) -> Result<Terms, DbError> {
    let terms: TermsText<'_> =
        serde_json::from_str(text).map_err(|error| DbError::corrupt(format!("an event's terms: {error}")))?;
    terms.try_into()
}

impl<'a> From<&'a Terms> for TermsText<'a> {
    fn from(terms: &'a Terms) -> Self {
        Self {
            currency: terms.currency.code().into(),
            phase: match terms.phase {
                SalePhase::Open => PhaseText::Open,
                SalePhase::Paused => PhaseText::Paused,
                SalePhase::Cancelled => PhaseText::Cancelled,
            },
            opens_at: terms.opens_at.as_millis(),
            closes_at: terms.closes_at.as_millis(),
            tiers: terms.tiers.iter().map(TierText::from).collect(),
            tickets_per_order_max: terms.limits.tickets_per_order_max,
            tickets_per_buyer_max: terms.limits.tickets_per_buyer_max,
            open_holds_max: terms.limits.open_holds_max,
            orphans: match terms.orphan_rule {
                OrphanRule::Allowed => OrphansText::Allowed,
                OrphanRule::Refused => OrphansText::Refused,
            },
            hold_ttl_ms: millis(terms.hold_ttl),
            extension_ms: millis(terms.extension),
            payment_ttl_ms: millis(terms.payment_ttl),
            refundable_until: terms.refunds.until.map(Timestamp::as_millis),
            refunded_fees: match terms.refunds.fees {
                FeeRefund::Returned => FeesText::Returned,
                FeeRefund::Kept => FeesText::Kept,
            },
        }
    }
}

impl<'a> From<&'a Tier> for TierText<'a> {
    fn from(tier: &'a Tier) -> Self {
        Self { id: tier.id.to_string().into(), name: (&*tier.name).into(), price: tier.price, fee: tier.fee }
    }
}

impl TryFrom<TermsText<'_>> for Terms {
    type Error = DbError;

    fn try_from(text: TermsText<'_>) -> Result<Self, DbError> {
        let currency: Currency =
            text.currency.parse().map_err(|error| DbError::corrupt(format!("an event's currency: {error}")))?;
        Ok(Self {
            currency,
            phase: match text.phase {
                PhaseText::Open => SalePhase::Open,
                PhaseText::Paused => SalePhase::Paused,
                PhaseText::Cancelled => SalePhase::Cancelled,
            },
            opens_at: Timestamp::from_millis(text.opens_at),
            closes_at: Timestamp::from_millis(text.closes_at),
            tiers: text.tiers.into_iter().map(Tier::try_from).collect::<Result<_, _>>()?,
            limits: Limits {
                tickets_per_order_max: text.tickets_per_order_max,
                tickets_per_buyer_max: text.tickets_per_buyer_max,
                open_holds_max: text.open_holds_max,
            },
            orphan_rule: match text.orphans {
                OrphansText::Allowed => OrphanRule::Allowed,
                OrphansText::Refused => OrphanRule::Refused,
            },
            hold_ttl: Duration::from_millis(text.hold_ttl_ms),
            extension: Duration::from_millis(text.extension_ms),
            payment_ttl: Duration::from_millis(text.payment_ttl_ms),
            refunds: RefundPolicy {
                until: text.refundable_until.map(Timestamp::from_millis),
                fees: match text.refunded_fees {
                    FeesText::Returned => FeeRefund::Returned,
                    FeesText::Kept => FeeRefund::Kept,
                },
            },
        })
    }
}

impl TryFrom<TierText<'_>> for Tier {
    type Error = DbError;

    fn try_from(text: TierText<'_>) -> Result<Self, DbError> {
        let id = text.id.parse().map_err(|error| DbError::corrupt(format!("a tier's id: {error}")))?;
        Ok(Self { id, name: text.name.into(), price: text.price, fee: text.fee })
    }
}

/// Terms never hold more than some days.
fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
