//! The journal folded by the auditor: what stood after each single change.

use std::collections::BTreeMap;
use std::sync::Arc;

use admit_app::ports::inventory::Claim;
use admit_domain::hall::Hall;
use admit_domain::hold::{Buyer, Hold};
use admit_domain::id::{HoldId, OrderId};
use admit_domain::inventory::journal::Version;
use admit_domain::order::Order;
use admit_domain::terms::Terms;
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;

use super::keys::Keys;

/// How things stood after one change.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) owners: Vec<Option<Claim>>,
    pub(super) terms: Arc<Terms>,
    /// When the next open hold ends.
    pub(super) next_due: Option<Timestamp>,
}

/// What one buyer has: by account or by address, whichever is more.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Usage {
    pub(super) units: u32,
    pub(super) holds: u32,
}

pub(super) struct History {
    pub(super) hall: Arc<Hall>,
    pub(super) version: Version,
    pub(super) at: Timestamp,
    pub(super) steps: Vec<Step>,
    /// By version number: the last step that belongs to it.
    last_steps: Vec<usize>,
    /// Every state that a hold was ever in, with the step that brought it.
    holds: BTreeMap<HoldId, Vec<(usize, Hold)>>,
    orders: BTreeMap<OrderId, Vec<(usize, Order)>>,
    pub(super) keys: Keys,
}

impl History {
    pub(super) fn new(hall: Arc<Hall>, terms: Terms) -> History {
        let owners = vec![None; hall.units() as usize];
        History {
            hall,
            version: Version::START,
            at: Timestamp::MIN,
            steps: vec![Step { owners, terms: Arc::new(terms), next_due: None }],
            last_steps: vec![0],
            holds: BTreeMap::new(),
            orders: BTreeMap::new(),
            keys: Keys::default(),
        }
    }

    pub(super) fn latest(&self) -> &Step {
        &self.steps[self.steps.len() - 1]
    }

    /// The steps that anybody who asked at `from` and was answered at `to` may have seen.
    pub(super) fn between(&self, from: Version, to: Version) -> std::ops::RangeInclusive<usize> {
        self.last_step_of(from)..=self.last_step_of(to)
    }

    pub(super) fn last_step_of(&self, version: Version) -> usize {
        let last = self.last_steps.len() - 1;
        self.last_steps[usize::try_from(version.number).unwrap_or(last).min(last)]
    }

    pub(super) fn hold(&self, id: HoldId) -> Option<&Hold> {
        Some(&self.holds.get(&id)?.last()?.1)
    }

    pub(super) fn order(&self, id: OrderId) -> Option<&Order> {
        Some(&self.orders.get(&id)?.last()?.1)
    }

    pub(super) fn hold_at(&self, id: HoldId, step: usize) -> Option<&Hold> {
        at(self.holds.get(&id)?, step)
    }

    pub(super) fn order_at(&self, id: OrderId, step: usize) -> Option<&Order> {
        at(self.orders.get(&id)?, step)
    }

    pub(super) fn holds(&self) -> impl Iterator<Item = &Hold> {
        self.holds.values().filter_map(|states| Some(&states.last()?.1))
    }

    pub(super) fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values().filter_map(|states| Some(&states.last()?.1))
    }

    /// The step that made the hold.
    pub(super) fn held_at(&self, id: HoldId) -> Option<usize> {
        Some(self.holds.get(&id)?.first()?.0)
    }

    pub(super) fn begun_at(&self, id: OrderId) -> Option<usize> {
        Some(self.orders.get(&id)?.first()?.0)
    }

    pub(super) fn usage_at(&self, buyer: Buyer, step: usize) -> Usage {
        let (mut account, mut address) = (Usage::default(), Usage::default());
        for hold in self.holds.values().filter_map(|states| at(states, step)) {
            let units = if hold.claims() { hold.units.len() as u32 } else { 0 };
            let holds = u32::from(hold.is_pending());
            for (same, usage) in [
                (hold.buyer.account == buyer.account, &mut account),
                (hold.buyer.address == buyer.address, &mut address),
            ] {
                usage.units += if same { units } else { 0 };
                usage.holds += if same { holds } else { 0 };
            }
        }
        Usage { units: account.units.max(address.units), holds: account.holds.max(address.holds) }
    }

    pub(super) fn is_free_at(&self, unit: Unit, step: usize) -> bool {
        self.hall.tier(unit).is_some() && self.steps[step].owners[unit.index()].is_none()
    }

    /// Notes how things stand after one more change.
    pub(super) fn add_step(&mut self, mut step: Step, hold: Option<Hold>, orders: Vec<Order>) {
        let index = self.steps.len();
        if let Some(hold) = hold {
            self.holds.entry(hold.id).or_default().push((index, hold));
        }
        for order in orders {
            self.orders.entry(order.id).or_default().push((index, order));
        }
        step.next_due = self.holds().filter(|hold| hold.is_open()).map(|hold| hold.expires_at).min();
        self.steps.push(step);
    }

    /// Ends an entry.
    pub(super) fn close_entry(&mut self, version: Version, at: Timestamp) {
        self.version = version;
        self.at = at;
        self.last_steps.push(self.steps.len() - 1);
    }
}

/// The latest state that was there at `step`.
fn at<T>(states: &[(usize, T)], step: usize) -> Option<&T> {
    let after = states.partition_point(|(since, _)| *since <= step);
    Some(&states[after.checked_sub(1)?].1)
}
