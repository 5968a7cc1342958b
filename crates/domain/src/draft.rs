//! An event that isn't published yet: anything of it may be missing or wrong, and publishing says what.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::event::{Category, Event};
use crate::hall::Hall;
use crate::id::{AccountId, EventId, PerformerId, SectionId, VenueId};
use crate::money::Currency;
use crate::seat_map::{SeatId, SeatMap};
use crate::terms::{
    BadTerms, EXTENSION, FeeRefund, HOLD_TTL, Limits, OrphanRule, PAYMENT_TTL, RefundPolicy, SalePhase, TIERS_MAX,
    Terms, Tier, TierIndex,
};
use crate::time::Timestamp;
use crate::unit::Unit;

#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The event's, also once it is published.
    pub id: EventId,
    pub organizer: AccountId,
    pub venue: VenueId,
    pub name: Box<str>,
    pub description: Box<str>,
    pub category: Category,
    pub performers: Vec<PerformerId>,
    pub starts_at: Option<Timestamp>,
    /// `None`: at the start.
    pub doors_at: Option<Timestamp>,
    /// `None`: once it is published.
    pub opens_at: Option<Timestamp>,
    /// `None`: at the start.
    pub closes_at: Option<Timestamp>,
    pub currency: Option<Currency>,
    /// Best first.
    pub tiers: Vec<DraftTier>,
    pub limits: Limits,
    pub orphan_rule: OrphanRule,
    pub hold_ttl: Duration,
    pub extension: Duration,
    pub payment_ttl: Duration,
    pub refunds: RefundPolicy,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftTier {
    pub tier: Tier,
    pub sells: Sells,
}

/// What is sold at a tier's price. A seat goes before its section, a section before its seats' categories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sells {
    /// Ids or names of the plan's sections.
    pub sections: Vec<Box<str>>,
    /// Names of the plan's categories.
    pub categories: Vec<Box<str>>,
    pub seats: Vec<SeatId>,
}

/// A field that can't be meant, or not yet, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Such as `tiers[2].price`.
    pub field: String,
    pub message: String,
}

impl Fault {
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Fault {
        Fault { field: field.into(), message: message.into() }
    }
}

/// What a published event begins with.
#[derive(Debug, Clone)]
pub struct Publication {
    pub event: Event,
    pub terms: Terms,
    /// One entry a unit of the plan; `None` isn't for sale.
    pub tiers: Vec<Option<TierIndex>>,
}

impl Draft {
    pub fn new(
        id: EventId,
        organizer: AccountId,
        venue: VenueId,
        name: Box<str>,
        category: Category,
        now: Timestamp,
    ) -> Draft {
        Draft {
            id,
            organizer,
            venue,
            name,
            description: "".into(),
            category,
            performers: Vec::new(),
            starts_at: None,
            doors_at: None,
            opens_at: None,
            closes_at: None,
            currency: None,
            tiers: Vec::new(),
            limits: Limits::default(),
            orphan_rule: OrphanRule::Allowed,
            hold_ttl: HOLD_TTL,
            extension: EXTENSION,
            payment_ttl: PAYMENT_TTL,
            refunds: RefundPolicy { until: None, fees: FeeRefund::Returned },
            created_at: now,
        }
    }

    /// What is sold from `now` on in the hall of this plan.
    ///
    /// # Errors
    /// Everything for which it can't be sold.
    pub fn publish(&self, map: &Arc<SeatMap>, now: Timestamp) -> Result<Publication, Vec<Fault>> {
        let mut faults = Vec::new();
        self.check_dates(now, &mut faults);
        if self.currency.is_none() {
            faults.push(Fault::new("currency", "must be set"));
        }
        let tiers = self.tiers_in(map, &mut faults);
        let (Some(starts_at), Some(currency)) = (self.starts_at, self.currency) else { return Err(faults) };
        let terms = self.terms(starts_at, currency, now);
        if let Err(bad) = terms.check()
            && let Some(field) = field_of(&bad)
        {
            faults.push(Fault::new(field, format!("can't be so: {bad}")));
        }
        if faults.is_empty()
            && let Err(bad) = Hall::new(map.clone(), &tiers, terms.tiers.len())
        {
            faults.push(Fault::new("tiers", bad.to_string()));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let event = Event {
            id: self.id,
            organizer: Some(self.organizer),
            venue: self.venue,
            seat_map: map.id,
            name: self.name.clone(),
            description: self.description.clone(),
            category: self.category,
            performers: self.performers.clone(),
            starts_at,
            doors_at: self.doors_at.unwrap_or(starts_at),
            created_at: self.created_at,
        };
        Ok(Publication { event, terms, tiers })
    }

    fn terms(&self, starts_at: Timestamp, currency: Currency, now: Timestamp) -> Terms {
        Terms {
            currency,
            phase: SalePhase::Open,
            opens_at: self.opens_at.unwrap_or(now),
            closes_at: self.closes_at.unwrap_or(starts_at),
            tiers: self.tiers.iter().map(|draft| draft.tier.clone()).collect(),
            limits: self.limits,
            orphan_rule: self.orphan_rule,
            hold_ttl: self.hold_ttl,
            extension: self.extension,
            payment_ttl: self.payment_ttl,
            refunds: self.refunds,
        }
    }

    fn check_dates(&self, now: Timestamp, faults: &mut Vec<Fault>) {
        let Some(starts_at) = self.starts_at else {
            faults.push(Fault::new("starts_at", "must be set"));
            return;
        };
        if starts_at <= now {
            faults.push(Fault::new("starts_at", "must be in the future"));
        }
        if self.doors_at.is_some_and(|doors| doors > starts_at) {
            faults.push(Fault::new("doors_at", "must not be after the start"));
        }
        let closes_at = self.closes_at.unwrap_or(starts_at);
        if closes_at <= now {
            faults.push(Fault::new("off_sale_at", "must be in the future"));
        } else if closes_at <= self.opens_at.unwrap_or(now) {
            faults.push(Fault::new("on_sale_at", "must be before the sale closes"));
        }
    }

    /// Each unit's tier, in unit order.
    fn tiers_in(&self, map: &SeatMap, faults: &mut Vec<Fault>) -> Vec<Option<TierIndex>> {
        if self.tiers.is_empty() || self.tiers.len() > TIERS_MAX {
            faults.push(Fault::new("tiers", format!("must be 1 to {TIERS_MAX}")));
            return Vec::new();
        }
        let mapping = Mapping::of(&self.tiers, map, faults);
        let mut tiers = Vec::with_capacity(map.units() as usize);
        for (index, section) in map.sections.iter().enumerate() {
            for unit in section.units.units() {
                let seat = section.seats.get((unit.0 - section.units.first.0) as usize);
                let category = seat.map_or(section.category, |seat| seat.category);
                tiers.push(mapping.tier(unit, index, category));
            }
        }
        let mut counts = vec![0u32; self.tiers.len()];
        for tier in tiers.iter().flatten() {
            counts[tier.index()] += 1;
        }
        for (index, _) in counts.iter().enumerate().filter(|(_, count)| **count == 0) {
            faults.push(Fault::new(format!("tiers[{index}]"), "sells no place"));
        }
        tiers
    }
}

/// Which tier claims what.
#[derive(Default)]
struct Mapping {
    seats: HashMap<Unit, TierIndex>,
    sections: HashMap<usize, TierIndex>,
    categories: HashMap<usize, TierIndex>,
}

impl Mapping {
    fn of(tiers: &[DraftTier], map: &SeatMap, faults: &mut Vec<Fault>) -> Mapping {
        let mut mapping = Mapping::default();
        for (index, draft) in tiers.iter().enumerate() {
            let tier = TierIndex(index as u8);
            if tiers[..index].iter().any(|earlier| earlier.tier.name == draft.tier.name) {
                faults.push(Fault::new(format!("tiers[{index}].name"), "is the name of another tier too"));
            }
            for (place, seat) in draft.sells.seats.iter().enumerate() {
                let field = || format!("tiers[{index}].seats[{place}]");
                claim(&mut mapping.seats, tier, map.unit_of(*seat).into_iter(), field, "seat", faults);
            }
            for (place, section) in draft.sells.sections.iter().enumerate() {
                let field = || format!("tiers[{index}].sections[{place}]");
                claim(&mut mapping.sections, tier, sections_of(map, section), field, "section", faults);
            }
            for (place, name) in draft.sells.categories.iter().enumerate() {
                let field = || format!("tiers[{index}].categories[{place}]");
                let named = map.categories.iter().enumerate().filter(|(_, category)| category.name == *name);
                claim(&mut mapping.categories, tier, named.map(|(at, _)| at), field, "category", faults);
            }
        }
        mapping
    }

    fn tier(&self, unit: Unit, section: usize, category: u16) -> Option<TierIndex> {
        let by_seat = self.seats.get(&unit);
        let by_section = by_seat.or_else(|| self.sections.get(&section));
        by_section.or_else(|| self.categories.get(&usize::from(category))).copied()
    }
}

/// A section's id names one, a name all that bear it.
fn sections_of<'map>(map: &'map SeatMap, text: &'map str) -> impl Iterator<Item = usize> + 'map {
    let id: Option<SectionId> = text.parse().ok();
    let is_meant = move |section: &crate::seat_map::Section| match id {
        Some(id) => section.id == id,
        None => &*section.name == text,
    };
    map.sections.iter().enumerate().filter(move |(_, section)| is_meant(section)).map(|(index, _)| index)
}

fn claim<K: std::hash::Hash + Eq>(
    claims: &mut HashMap<K, TierIndex>,
    tier: TierIndex,
    named: impl Iterator<Item = K>,
    field: impl Fn() -> String,
    kind: &str,
    faults: &mut Vec<Fault>,
) {
    let mut is_known = false;
    for one in named {
        is_known = true;
        if let Some(other) = claims.insert(one, tier) {
            faults.push(Fault::new(field(), format!("is sold by tiers[{}] already", other.0)));
        }
    }
    if !is_known {
        faults.push(Fault::new(field(), format!("is no {kind} of the venue's plan")));
    }
}

/// The field that bad terms are about; `None` where it was named already.
fn field_of(bad: &BadTerms) -> Option<&'static str> {
    match bad {
        BadTerms::TierCount | BadTerms::Dates => None,
        BadTerms::DoubledTier | BadTerms::Price => Some("tiers"),
        BadTerms::Limits => Some("max_tickets_per_order"),
        BadTerms::Times => Some("hold_s"),
    }
}
