//! The body in which an organizer says or changes what an event is.

use std::time::Duration;

use admit_app::organizers::{EventChange, TierChange};
use admit_domain::amendment::Amendment;
use admit_domain::event::Category;
use admit_domain::id::{PerformerId, TierId, VenueId};
use admit_domain::seat_map::SeatId;
use admit_domain::terms::{FeeRefund, OrphanRule};
use admit_domain::time::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::http::given::given;
use crate::http::object::Object;
use crate::http::problem::{Answer, Problem};
use crate::http::request::{Body, field_id};
use crate::http::texts::{Id, Name, Time};

/// 9999-12-31T23:59:59.999Z.
const TIME_MAX: i64 = 253_402_300_799_999;

#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "EventRequest")]
pub(in crate::http) struct EventBody {
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Id<VenueId>")]
    venue: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "String")]
    name: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "String")]
    description: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Name<Category>")]
    category: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Vec<Id<PerformerId>>")]
    performers: Option<Vec<String>>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Time")]
    starts_at: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Time")]
    doors_at: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Time")]
    on_sale_at: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Time")]
    off_sale_at: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "String", regex(pattern = "^[A-Z]{3}$"))]
    currency: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Vec<TierBody>")]
    tiers: Option<Vec<Object<TierBody>>>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32")]
    max_tickets_per_order: Option<u32>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32")]
    max_tickets_per_buyer: Option<u32>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32")]
    max_open_holds: Option<u32>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32")]
    hold_s: Option<u32>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32")]
    extension_s: Option<u32>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32")]
    payment_s: Option<u32>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "OrphanRuleBody")]
    orphan_rule: Option<OrphanRuleBody>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "RefundsBody")]
    refunds: Option<Object<RefundsBody>>,
}

/// Prices are minor units of the event's currency.
#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "TierRequest")]
struct TierBody {
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Id<TierId>")]
    id: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "String")]
    name: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "i64", range(min = 0))]
    price: Option<i64>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "i64", range(min = 0))]
    fee: Option<i64>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Vec<String>")]
    sections: Option<Vec<String>>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Vec<String>")]
    categories: Option<Vec<String>>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Vec<Id<SeatId>>")]
    seats: Option<Vec<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "OrphanRule")]
enum OrphanRuleBody {
    Allowed,
    Refused,
}

#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "RefundsRequest")]
struct RefundsBody {
    /// `null`: a buyer can't cancel.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Option<Time>")]
    until: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "FeesBody")]
    fees: Option<FeesBody>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FeesRefund")]
enum FeesBody {
    Returned,
    Kept,
}

pub(super) fn read(body: &Body) -> Answer<EventChange> {
    let body: EventBody = body.json()?;
    let terms = Amendment {
        opens_at: time("on_sale_at", body.on_sale_at.as_deref())?,
        closes_at: time("off_sale_at", body.off_sale_at.as_deref())?,
        tickets_per_order_max: body.max_tickets_per_order,
        tickets_per_buyer_max: body.max_tickets_per_buyer,
        open_holds_max: body.max_open_holds,
        orphan_rule: body.orphan_rule.map(|rule| match rule {
            OrphanRuleBody::Allowed => OrphanRule::Allowed,
            OrphanRuleBody::Refused => OrphanRule::Refused,
        }),
        hold_ttl: seconds(body.hold_s),
        extension: seconds(body.extension_s),
        payment_ttl: seconds(body.payment_s),
        ..refunds(body.refunds)?
    };
    let category = body.category.map(|name| {
        Category::from_name(&name).ok_or_else(|| Problem::field("category", "must be one of the known categories"))
    });
    let currency =
        body.currency.map(|code| code.parse().map_err(|_| Problem::field("currency", "must be an ISO 4217 code")));
    let performers = body.performers.map(|ids| -> Answer<_> {
        let read = |(index, id): (usize, &String)| field_id(&format!("performers[{index}]"), id);
        ids.iter().enumerate().map(read).collect()
    });
    let tiers = body.tiers.map(|tiers| tiers.into_iter().enumerate().map(read_tier).collect::<Answer<_>>());
    let change = EventChange {
        venue: body.venue.map(|id| field_id("venue", &id)).transpose()?,
        name: body.name,
        description: body.description,
        category: category.transpose()?,
        performers: performers.transpose()?,
        starts_at: time("starts_at", body.starts_at.as_deref())?,
        doors_at: time("doors_at", body.doors_at.as_deref())?,
        currency: currency.transpose()?,
        tiers: tiers.transpose()?,
        terms,
    };
    if change.is_empty() {
        return Err(Problem::field("body", "must say something"));
    }
    Ok(change)
}

fn read_tier((index, Object(tier)): (usize, Object<TierBody>)) -> Answer<TierChange> {
    let seats = tier.seats.map(|ids| -> Answer<Vec<SeatId>> {
        let read = |(place, id): (usize, &String)| field_id(&format!("tiers[{index}].seats[{place}]"), id);
        ids.iter().enumerate().map(read).collect()
    });
    Ok(TierChange {
        id: tier.id.map(|id| field_id(&format!("tiers[{index}].id"), &id)).transpose()?,
        name: tier.name,
        price: tier.price,
        fee: tier.fee,
        sections: tier.sections,
        categories: tier.categories,
        seats: seats.transpose()?,
    })
}

fn refunds(body: Option<Object<RefundsBody>>) -> Answer<Amendment> {
    let Object(body) = body.unwrap_or_default();
    let until = match body.until {
        None => None,
        Some(None) => Some(None),
        Some(Some(text)) => Some(time("refunds.until", Some(&text))?),
    };
    let refunded_fees = body.fees.map(|fees| match fees {
        FeesBody::Returned => FeeRefund::Returned,
        FeesBody::Kept => FeeRefund::Kept,
    });
    Ok(Amendment { refundable_until: until, refunded_fees, ..Amendment::default() })
}

/// RFC 3339, in any offset, from 1970 to 9999.
pub(super) fn time(field: &str, text: Option<&str>) -> Answer<Option<Timestamp>> {
    let Some(text) = text else { return Ok(None) };
    let at = text.parse::<jiff::Timestamp>().ok().map(|at| at.as_millisecond());
    let at = at.filter(|at| (0..=TIME_MAX).contains(at));
    match at {
        Some(at) => Ok(Some(Timestamp::from_millis(at))),
        None => Err(Problem::field(field, "must be a time such as 2030-05-01T19:30:00Z")),
    }
}

fn seconds(span: Option<u32>) -> Option<Duration> {
    span.map(|seconds| Duration::from_secs(seconds.into()))
}
