//! What an organizer says of an event, and what of it can't be meant whatever the event is.

use std::time::Duration;

use admit_domain::amendment::{Amendment, TierAmendment};
use admit_domain::draft::{Draft, DraftTier, Fault, Sells};
use admit_domain::event::{Category, Event};
use admit_domain::id::{PerformerId, TierId, VenueId};
use admit_domain::money::Currency;
use admit_domain::seat_map::SeatId;
use admit_domain::terms::{PRICE_MAX, TICKETS_PER_ORDER_CAP, TIERS_MAX, Terms, Tier};
use admit_domain::time::Timestamp;

use super::error::OrganizerError;
use super::texts::{put_description, put_name};
use crate::ids::mint;

const PERFORMERS_MAX: usize = 50;
const DAY: Duration = Duration::from_secs(86_400);

/// `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventChange {
    pub venue: Option<VenueId>,
    pub name: Option<String>,
    pub description: Option<String>,
    pub category: Option<Category>,
    pub performers: Option<Vec<PerformerId>>,
    pub starts_at: Option<Timestamp>,
    pub doors_at: Option<Timestamp>,
    pub currency: Option<Currency>,
    /// All of a draft's tiers; of a published event those that change.
    pub tiers: Option<Vec<TierChange>>,
    /// Everything else of the terms. Its tiers and its phase are empty.
    pub terms: Amendment,
}

/// A tier that has an `id` is the one that has it already.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TierChange {
    pub id: Option<TierId>,
    pub name: Option<String>,
    pub price: Option<i64>,
    pub fee: Option<i64>,
    pub sections: Option<Vec<String>>,
    pub categories: Option<Vec<String>>,
    pub seats: Option<Vec<SeatId>>,
}

impl EventChange {
    pub fn is_empty(&self) -> bool {
        *self == EventChange::default()
    }

    /// What is wrong with the numbers and how many there are of something.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let performers = self.performers.as_deref().unwrap_or_default();
        if performers.len() > PERFORMERS_MAX {
            faults.push(Fault::new("performers", format!("must be at most {PERFORMERS_MAX}")));
        }
        for (index, performer) in performers.iter().enumerate() {
            if performers[..index].contains(performer) {
                faults.push(Fault::new(format!("performers[{index}]"), "is named twice"));
            }
        }
        let tiers = self.tiers.as_deref().unwrap_or_default();
        if tiers.len() > TIERS_MAX {
            faults.push(Fault::new("tiers", format!("must be at most {TIERS_MAX}")));
        }
        for (index, tier) in tiers.iter().enumerate() {
            for (name, amount) in [("price", tier.price), ("fee", tier.fee)] {
                if amount.is_some_and(|amount| !(0..=PRICE_MAX).contains(&amount)) {
                    faults.push(Fault::new(format!("tiers[{index}].{name}"), format!("must be from 0 to {PRICE_MAX}")));
                }
            }
            if tier.id.is_some() && tiers[..index].iter().any(|earlier| earlier.id == tier.id) {
                faults.push(Fault::new(format!("tiers[{index}].id"), "is named twice"));
            }
        }
        check_terms(&self.terms, &mut faults);
        faults
    }

    /// Changes a draft; whether venue and performers exist was checked.
    pub(super) fn apply_to_draft(self, draft: &mut Draft) -> Result<(), OrganizerError> {
        let mut faults = Vec::new();
        put_name("name", &mut draft.name, self.name, &mut faults);
        put_description(&mut draft.description, self.description, &mut faults);
        put(&mut draft.venue, self.venue);
        put(&mut draft.category, self.category);
        put(&mut draft.performers, self.performers);
        draft.starts_at = self.starts_at.or(draft.starts_at);
        draft.doors_at = self.doors_at.or(draft.doors_at);
        draft.opens_at = self.terms.opens_at.or(draft.opens_at);
        draft.closes_at = self.terms.closes_at.or(draft.closes_at);
        draft.currency = self.currency.or(draft.currency);
        if let Some(tiers) = self.tiers {
            let known = std::mem::take(&mut draft.tiers);
            draft.tiers =
                tiers.into_iter().enumerate().map(|(at, tier)| tier.drafted(at, &known, &mut faults)).collect();
        }
        put(&mut draft.limits.tickets_per_order_max, self.terms.tickets_per_order_max);
        put(&mut draft.limits.tickets_per_buyer_max, self.terms.tickets_per_buyer_max);
        put(&mut draft.limits.open_holds_max, self.terms.open_holds_max);
        put(&mut draft.orphan_rule, self.terms.orphan_rule);
        put(&mut draft.hold_ttl, self.terms.hold_ttl);
        put(&mut draft.extension, self.terms.extension);
        put(&mut draft.payment_ttl, self.terms.payment_ttl);
        put(&mut draft.refunds.until, self.terms.refundable_until);
        put(&mut draft.refunds.fees, self.terms.refunded_fees);
        OrganizerError::of(faults)
    }

    /// Changes what is said of a published event, and gives what is to change of its terms.
    pub(super) fn apply_to_event(self, event: &mut Event, terms: &Terms) -> Result<Amendment, OrganizerError> {
        if self.venue.is_some_and(|venue| venue != event.venue) {
            return Err(OrganizerError::Fixed { field: "venue" });
        }
        if self.currency.is_some_and(|currency| currency != terms.currency) {
            return Err(OrganizerError::Fixed { field: "currency" });
        }
        let mut faults = Vec::new();
        put_name("name", &mut event.name, self.name, &mut faults);
        put_description(&mut event.description, self.description, &mut faults);
        put(&mut event.category, self.category);
        put(&mut event.performers, self.performers);
        put(&mut event.starts_at, self.starts_at);
        put(&mut event.doors_at, self.doors_at);
        if event.doors_at > event.starts_at {
            faults.push(Fault::new("doors_at", "must not be after the start"));
        }
        let mut amendment = self.terms;
        for (index, tier) in self.tiers.unwrap_or_default().into_iter().enumerate() {
            amendment.tiers.push(tier.amended(index, terms, &mut faults)?);
        }
        OrganizerError::of(faults)?;
        Ok(amendment)
    }
}

impl TierChange {
    /// A tier of a draft: what isn't said of one that was there before stays.
    fn drafted(self, index: usize, known: &[DraftTier], faults: &mut Vec<Fault>) -> DraftTier {
        let before = self.id.and_then(|id| known.iter().find(|draft| draft.tier.id == id)).cloned();
        if self.id.is_some() && before.is_none() {
            faults.push(Fault::new(format!("tiers[{index}].id"), "is no tier of this draft; new ones get their ids"));
        }
        let is_new = before.is_none();
        if is_new && self.name.is_none() {
            faults.push(Fault::new(format!("tiers[{index}].name"), "must be given"));
        }
        if is_new && self.price.is_none() {
            faults.push(Fault::new(format!("tiers[{index}].price"), "must be given"));
        }
        let new = || DraftTier {
            tier: Tier { id: TierId::from_u128(mint()), name: "".into(), price: 0, fee: 0 },
            sells: Sells::default(),
        };
        let mut draft = before.unwrap_or_else(new);
        put_name(format!("tiers[{index}].name"), &mut draft.tier.name, self.name, faults);
        put(&mut draft.tier.price, self.price);
        put(&mut draft.tier.fee, self.fee);
        let texts = |list: Vec<String>| list.into_iter().map(Into::into).collect();
        put(&mut draft.sells.sections, self.sections.map(texts));
        put(&mut draft.sells.categories, self.categories.map(texts));
        put(&mut draft.sells.seats, self.seats);
        let mut written = draft.sells.sections.iter().chain(&draft.sells.categories);
        if written.any(|text| text.contains('\0')) {
            faults.push(Fault::new(format!("tiers[{index}]"), "must not contain U+0000"));
        }
        draft
    }

    /// What changes of a published event's tier.
    fn amended(self, index: usize, terms: &Terms, faults: &mut Vec<Fault>) -> Result<TierAmendment, OrganizerError> {
        if self.sections.is_some() || self.categories.is_some() || self.seats.is_some() {
            return Err(OrganizerError::Fixed { field: "what a tier sells" });
        }
        let Some(id) = self.id else { return Err(OrganizerError::Fixed { field: "the set of tiers" }) };
        let Some(tier) = terms.tier_index(id).map(|index| terms.tier(index)) else {
            return Err(OrganizerError::invalid(&format!("tiers[{index}].id"), "is no tier of this event"));
        };
        let mut name = tier.name.clone();
        let is_renamed = self.name.is_some();
        put_name(format!("tiers[{index}].name"), &mut name, self.name, faults);
        Ok(TierAmendment { id, name: is_renamed.then_some(name), price: self.price, fee: self.fee })
    }
}

fn check_terms(terms: &Amendment, faults: &mut Vec<Fault>) {
    let at_least_one = [
        ("max_tickets_per_order", terms.tickets_per_order_max, TICKETS_PER_ORDER_CAP),
        ("max_tickets_per_buyer", terms.tickets_per_buyer_max, u32::MAX),
        ("max_open_holds", terms.open_holds_max, u32::MAX),
    ];
    for (field, value, most) in at_least_one {
        if value.is_some_and(|value| value == 0 || value > most) {
            faults.push(Fault::new(field, format!("must be from 1 to {most}")));
        }
    }
    let spans = [
        ("hold_s", terms.hold_ttl, Duration::from_secs(1)),
        ("extension_s", terms.extension, Duration::ZERO),
        ("payment_s", terms.payment_ttl, Duration::from_secs(1)),
    ];
    for (field, span, least) in spans {
        if span.is_some_and(|span| span < least || span > DAY) {
            faults.push(Fault::new(field, format!("must be from {} to {}", least.as_secs(), DAY.as_secs())));
        }
    }
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
