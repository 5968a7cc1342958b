//! A desk's committed state as everybody may read it: what each unit is, and how many of each.

use std::sync::Arc;

use admit_domain::hall::Hall;
use admit_domain::inventory::command::{BestAvailable, Choice};
use admit_domain::inventory::journal::Version;
use admit_domain::inventory::refusal::Refusal;
use admit_domain::inventory::state::{Inventory, Owner};
use admit_domain::seat_map::SectionKind;
use admit_domain::terms::{Terms, TierIndex};
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;
use tokio::time::Instant;

use crate::counts::Counts;
use crate::standing::Standing;

/// What a unit is to somebody who doesn't own it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum UnitState {
    Available = 0,
    Held = 1,
    Sold = 2,
    Blocked = 3,
}

#[derive(Debug)]
pub struct View {
    hall: Arc<Hall>,
    terms: Arc<Terms>,
    version: Version,
    states: Vec<UnitState>,
    /// By index into the plan's sections.
    sections: Vec<Counts>,
    /// By tier.
    tiers: Vec<Counts>,
    next_due: Option<Timestamp>,
    /// A time of the store's clock, and when that was by this process's own. The commit that this view is of may be much older.
    clock: (Timestamp, Instant),
}

impl View {
    /// `now` is the store's time, read since the caller began to read `inventory`.
    pub(super) fn new(inventory: &Inventory, now: Timestamp) -> View {
        let hall = inventory.hall().clone();
        let mut view = View {
            terms: inventory.terms().clone(),
            version: inventory.version(),
            states: Vec::with_capacity(hall.units() as usize),
            sections: vec![Counts::default(); hall.map().sections.len()],
            tiers: vec![Counts::default(); hall.tier_capacity().len()],
            next_due: inventory.next_due(),
            clock: (now.max(inventory.at()), Instant::now()),
            hall,
        };
        for index in 0..view.hall.units() {
            let state = state_of(inventory, Unit(index));
            view.states.push(state);
            view.count(Unit(index), state, |count| *count += 1);
        }
        view
    }

    /// Takes over what `inventory` says of `touched` and of the whole.
    pub(super) fn update(&mut self, inventory: &Inventory, touched: impl Iterator<Item = Unit>) {
        for unit in touched {
            let state = state_of(inventory, unit);
            let before = std::mem::replace(&mut self.states[unit.index()], state);
            if before != state {
                self.count(unit, before, |count| *count -= 1);
                self.count(unit, state, |count| *count += 1);
            }
        }
        self.terms = inventory.terms().clone();
        self.version = inventory.version();
        self.next_due = inventory.next_due();
        // What others committed may be old, and so tell less of the time than is known already.
        if inventory.at() > self.now() {
            self.clock = (inventory.at(), Instant::now());
        }
    }

    /// The units that are something else in `other`, a view of the same event.
    pub(super) fn differences(&self, other: &View) -> impl Iterator<Item = Unit> {
        let pairs = self.states.iter().zip(&other.states);
        pairs.zip(0..).filter(|((before, after), _)| before != after).map(|(_, index)| Unit(index))
    }

    pub fn hall(&self) -> &Arc<Hall> {
        &self.hall
    }

    pub fn terms(&self) -> &Arc<Terms> {
        &self.terms
    }

    pub fn version(&self) -> Version {
        self.version
    }

    pub fn state(&self, unit: Unit) -> UnitState {
        self.states[unit.index()]
    }

    /// All units in order.
    pub fn states(&self) -> &[UnitState] {
        &self.states
    }

    /// By index into the plan's sections.
    pub fn sections(&self) -> &[Counts] {
        &self.sections
    }

    /// By tier.
    pub fn tiers(&self) -> &[Counts] {
        &self.tiers
    }

    pub fn total(&self) -> Counts {
        Counts::total(&self.tiers)
    }

    pub fn standing(&self) -> Standing {
        Standing { terms: self.terms.clone(), version: self.version, total: self.total(), now: self.now() }
    }

    /// The store's time, as far as it can be told without asking: never ahead of it.
    pub fn now(&self) -> Timestamp {
        let (at, read_at) = self.clock;
        at + read_at.elapsed()
    }

    /// Why `choice` can't be held, if that is plain from this view alone. Only seats taken and places all gone are; and not
    /// while a hold is due, since a decision would first end it.
    pub(super) fn refuse(&self, choice: &Choice) -> Option<Refusal> {
        let now = self.now();
        if !self.terms.sells(now) {
            return None;
        }
        let refusal = match choice {
            Choice::Seats(units) => self.refuse_seats(units),
            Choice::General { section, quantity } => self.refuse_general(*section, *quantity),
            Choice::Best(best) => self.refuse_best(best),
        }?;
        let hold_is_due = self.next_due.is_some_and(|due| due <= now);
        (!hold_is_due).then_some(refusal)
    }

    fn refuse_seats(&self, units: &[Unit]) -> Option<Refusal> {
        if units.len() > self.terms.limits.tickets_per_order_max as usize {
            return None;
        }
        let mut taken = Vec::new();
        for (index, unit) in units.iter().enumerate() {
            let known = self.states.get(unit.index())?;
            if !self.hall.map().is_seat(*unit) || units[..index].contains(unit) {
                return None;
            }
            if *known != UnitState::Available {
                taken.push(*unit);
            }
        }
        (!taken.is_empty()).then_some(Refusal::SeatsTaken(taken))
    }

    fn refuse_general(&self, section: u16, quantity: u32) -> Option<Refusal> {
        let plan = self.hall.map().sections.get(usize::from(section))?;
        let sane = (1..=self.terms.limits.tickets_per_order_max).contains(&quantity);
        if plan.kind != SectionKind::GeneralAdmission || !sane {
            return None;
        }
        refusal_of(&self.sections[usize::from(section)])
    }

    fn refuse_best(&self, best: &BestAvailable) -> Option<Refusal> {
        if !(1..=self.terms.limits.tickets_per_order_max).contains(&best.quantity) {
            return None;
        }
        match (best.section, best.tier, best.price_max) {
            (Some(section), None, None) => refusal_of(self.sections.get(usize::from(section))?),
            (None, Some(tier), None) => refusal_of(self.tiers.get(tier.index())?),
            (None, None, None) => refusal_of(&self.total()),
            _ => None,
        }
    }

    fn count(&mut self, unit: Unit, state: UnitState, change: impl Fn(&mut u32)) {
        let (Some(TierIndex(tier)), Some(section)) = (self.hall.tier(unit), self.hall.map().section_of(unit)) else {
            return;
        };
        for counts in [&mut self.tiers[usize::from(tier)], &mut self.sections[section]] {
            if let Some(count) = count_of(counts, state) {
                change(count);
            }
        }
    }
}

fn count_of(counts: &mut Counts, state: UnitState) -> Option<&mut u32> {
    match state {
        UnitState::Available => Some(&mut counts.available),
        UnitState::Held => Some(&mut counts.held),
        UnitState::Sold => Some(&mut counts.sold),
        UnitState::Blocked => None,
    }
}

fn refusal_of(counts: &Counts) -> Option<Refusal> {
    match counts {
        Counts { available: 1.., .. } => None,
        Counts { held: 1.., .. } => Some(Refusal::AllHeld),
        Counts { sold: 1.., .. } => Some(Refusal::SoldOut),
        _ => None,
    }
}

fn state_of(inventory: &Inventory, unit: Unit) -> UnitState {
    match inventory.owner(unit) {
        _ if inventory.hall().tier(unit).is_none() => UnitState::Blocked,
        Owner::Nobody => UnitState::Available,
        Owner::Held(_) => UnitState::Held,
        Owner::Sold(_) => UnitState::Sold,
        Owner::Blocked => UnitState::Blocked,
    }
}
