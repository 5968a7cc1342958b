//! How the domain's values are written on the wire.

use admit_app::desk::view::View;
use admit_domain::hall::Hall;
use admit_domain::hold::{HeldUnit, Hold};
use admit_domain::id::{EventId, HoldId, SectionId, TierId};
use admit_domain::money::Currency;
use admit_domain::seat_map::SeatId;
use admit_domain::terms::{Terms, TierIndex};
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;
use schemars::JsonSchema;
use serde::Serialize;

use super::texts::{Id, Time};

pub(super) fn time(at: Timestamp) -> Time {
    Time(at)
}

/// An amount in minor units of its currency (ISO 4217): cents of a dollar, paise of a rupee, whole yen.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Money")]
pub(super) struct ShownMoney {
    pub(super) amount: i64,
    #[schemars(regex(pattern = "^[A-Z]{3}$"))]
    pub(super) currency: &'static str,
}

pub(super) fn money(amount: i64, currency: Currency) -> ShownMoney {
    ShownMoney { amount, currency: currency.code() }
}

/// A place of an event: a numbered seat, or a place of a general-admission section, which has no id, row or number.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Place")]
pub(super) struct ShownPlace {
    id: Option<Id<SeatId>>,
    section: Id<SectionId>,
    section_name: Box<str>,
    row: Option<Box<str>>,
    number: Option<Box<str>>,
    tier: Id<TierId>,
    tier_name: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<ShownMoney>,
}

pub(super) fn place(hall: &Hall, terms: &Terms, unit: Unit, tier: TierIndex, price: Option<i64>) -> ShownPlace {
    let found = hall.map().place(unit);
    let seat = found.and_then(|place| place.seat);
    let tier = terms.tier(tier);
    ShownPlace {
        id: seat.map(|_| Id(hall.map().seat_id(unit))),
        section: Id(found.map_or(SectionId::from_u128(0), |place| place.section.id)),
        section_name: found.map(|place| place.section.name.clone()).unwrap_or_default(),
        row: seat.map(|(_, row)| row.label.clone()),
        number: seat.map(|(seat, _)| seat.number.clone()),
        tier: Id(tier.id),
        tier_name: tier.name.clone(),
        price: price.map(|price| money(price, terms.currency)),
    }
}

pub(super) fn held_place(hall: &Hall, terms: &Terms, held: &HeldUnit) -> ShownPlace {
    place(hall, terms, held.unit, held.tier, Some(held.price))
}

/// Places kept for one account until a moment.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Hold")]
pub(super) struct ShownHold {
    id: Id<HoldId>,
    event_id: Id<EventId>,
    seats: Vec<ShownPlace>,
    fees: ShownMoney,
    total: ShownMoney,
    expires_at: Time,
    /// Left out where the answer may be a repeated one.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in_s: Option<u64>,
    /// Whether it may be extended, which it may once.
    extendable: bool,
}

/// The hold as it stands at `now`.
pub(super) fn hold(event: EventId, hold: &Hold, view: &View, now: Timestamp) -> ShownHold {
    let (hall, terms) = (view.hall(), view.terms());
    ShownHold {
        id: Id(hold.id),
        event_id: Id(event),
        seats: hold.units.iter().map(|held| held_place(hall, terms, held)).collect(),
        fees: money(hold.fees_total(), terms.currency),
        total: money(hold.total(), terms.currency),
        expires_at: time(hold.expires_at),
        expires_in_s: Some(hold.expires_at.since(now).as_secs()),
        extendable: hold.extendable(),
    }
}

/// The hold as it was first granted, for a request that is repeated.
pub(super) fn hold_as_granted(event: EventId, granted: &Hold, view: &View) -> ShownHold {
    ShownHold {
        expires_at: time(granted.granted_until),
        expires_in_s: Some(granted.granted_until.since(granted.created_at).as_secs()),
        extendable: true,
        ..hold(event, granted, view, granted.created_at)
    }
}

/// The hold as its extension made it. How many seconds are left isn't said: when it was extended isn't kept, and a repeated request
/// is answered as the first was.
pub(super) fn hold_as_extended(event: EventId, extended: &Hold, view: &View) -> ShownHold {
    let expires_at = extended.extension.map_or(extended.expires_at, |extension| extension.expires_at);
    ShownHold {
        expires_at: time(expires_at),
        expires_in_s: None,
        extendable: false,
        ..hold(event, extended, view, extended.created_at)
    }
}
