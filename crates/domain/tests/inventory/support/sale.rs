//! A sale in a small hall: it decides, commits and keeps its journal, as whatever serves an event does.

use std::sync::Arc;
use std::time::Duration;

use admit_domain::hall::Hall;
use admit_domain::hold::{AddressHash, Buyer, Hold, RequestKey};
use admit_domain::id::{AccountId, HoldId, OrderId, PaymentId};
use admit_domain::inventory::audit::{Records, check_inventory};
use admit_domain::inventory::command::{Choice, Command};
use admit_domain::inventory::journal::{BatchId, Change, Entry, Version};
use admit_domain::inventory::refusal::Refusal;
use admit_domain::inventory::state::{Inventory, Log, PurchaseLimits};
use admit_domain::inventory::{Decision, decide, expire_due};
use admit_domain::order::{DeclineReason, Order};
use admit_domain::terms::{
    EXTENSION, FeeRefund, HOLD_TTL, Limits, OrphanRule, PAYMENT_TTL, RefundPolicy, SalePhase, Terms, Tier,
};
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;

use super::drawn_hall::tier_id;
use super::rows::Rows;

/// When every sale begins.
const START: Timestamp = Timestamp::from_millis(1_000_000_000_000);

/// An account with an address of its own.
pub(crate) fn buyer(number: u8) -> Buyer {
    Buyer { account: AccountId::from_u128(u128::from(number)), address: AddressHash([number; 16]) }
}

pub(crate) fn key(key: u8, body: u8) -> Option<RequestKey> {
    Some(RequestKey { key: [key; 16], body: [body; 16] })
}

pub(crate) fn seats(units: &[u32]) -> Choice {
    Choice::Seats(units.iter().copied().map(Unit).collect())
}

/// On sale for a month from the beginning, generous limits, no orphan rule; a ticket of tier n costs n thousand and a fee of n.
pub(crate) fn probe_terms(hall: &Hall) -> Terms {
    let price = |index: usize| 1000 * (index as i64 + 1);
    let tier =
        |index: usize| Tier { id: tier_id(index), name: "tier".into(), price: price(index), fee: price(index) / 1000 };
    Terms {
        currency: "EUR".parse().expect("a currency"),
        phase: SalePhase::Open,
        opens_at: START,
        closes_at: START + Duration::from_secs(30 * 24 * 3600),
        tiers: (0..hall.tier_capacity().len()).map(tier).collect(),
        limits: Limits { tickets_per_order_max: 100, tickets_per_buyer_max: 1000, open_holds_max: 100 },
        orphan_rule: OrphanRule::Allowed,
        hold_ttl: HOLD_TTL,
        extension: EXTENSION,
        payment_ttl: PAYMENT_TTL,
        refunds: RefundPolicy { until: None, fees: FeeRefund::Kept },
    }
}

#[derive(Clone)]
pub(crate) struct Sale {
    pub(crate) state: Inventory,
    pub(crate) now: Timestamp,
    pub(crate) first_terms: Terms,
    pub(crate) journal: Vec<Entry>,
    pub(crate) rows: Rows,
    last_id: u128,
}

impl Sale {
    pub(crate) fn new(hall: &Arc<Hall>) -> Sale {
        Sale::under(hall, probe_terms(hall))
    }

    pub(crate) fn under(hall: &Arc<Hall>, terms: Terms) -> Sale {
        terms.check().expect("good terms");
        let state = Inventory::new(hall.clone(), terms.clone(), Version::START, START, PurchaseLimits::Enforced);
        Sale { state, now: START, first_terms: terms, journal: Vec::new(), rows: Rows::default(), last_id: 0 }
    }

    pub(crate) fn wait(&mut self, span: Duration) {
        self.now = self.now + span;
    }

    pub(crate) fn next_id(&mut self) -> u128 {
        self.last_id += 1;
        self.last_id << 16
    }

    /// Goes on with ids after those that `other` gave.
    pub(crate) fn next_id_from(&mut self, other: &Sale) {
        self.last_id = other.last_id;
    }

    pub(crate) fn decide(&self, command: &Command) -> Result<Decision, Refusal> {
        decide(&self.state, command, self.now)
    }

    /// One batch of one command: ends what is due, decides, commits.
    pub(crate) fn run(&mut self, command: &Command) -> Result<Decision, Refusal> {
        let mut changes = Vec::new();
        for change in expire_due(&self.state, self.now, usize::MAX) {
            self.apply(change, &mut Log::default(), &mut changes);
        }
        let decision = self.decide(command);
        if let Ok(Decision::Change(change)) = &decision {
            self.apply(change.clone(), &mut Log::default(), &mut changes);
        }
        self.commit(changes);
        assert_eq!(check_inventory(&self.state), [], "after {command:?}");
        decision
    }

    pub(crate) fn apply(&mut self, change: Change, log: &mut Log, changes: &mut Vec<Change>) {
        self.state.apply(&change, self.now, log);
        changes.push(change);
    }

    pub(crate) fn commit(&mut self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let version = self.state.version().next();
        self.rows.write(&self.state, &changes);
        self.journal.push(Entry { version, at: self.now, batch: BatchId(u128::from(version.number)), changes });
        self.state.advance(version, self.now);
    }

    /// What a store would have.
    pub(crate) fn records(&self) -> Records {
        self.rows.complete(Records::in_memory(&self.state))
    }

    pub(crate) fn configure(&mut self, edit: impl FnOnce(&mut Terms)) {
        let mut terms = Terms::clone(self.state.terms());
        edit(&mut terms);
        self.run(&Command::Configure(terms)).expect("new terms are taken");
    }
}

/// Shorthands for what buyers do.
impl Sale {
    pub(crate) fn try_hold(
        &mut self,
        number: u8,
        choice: Choice,
        key: Option<RequestKey>,
    ) -> Result<Decision, Refusal> {
        let hold = HoldId::from_u128(self.next_id());
        self.run(&Command::Hold { hold, buyer: buyer(number), choice, key })
    }

    pub(crate) fn hold(&mut self, number: u8, choice: Choice) -> HoldId {
        match self.try_hold(number, choice, None) {
            Ok(Decision::Change(Change::Held(hold))) => hold.id,
            other => panic!("no hold: {other:?}"),
        }
    }

    /// The units of a new hold.
    pub(crate) fn held(&mut self, number: u8, choice: Choice) -> Vec<u32> {
        let id = self.hold(number, choice);
        self.the_hold(id).units.iter().map(|held| held.unit.0).collect()
    }

    pub(crate) fn try_begin(&mut self, number: u8, hold: HoldId, key: Option<RequestKey>) -> Result<Decision, Refusal> {
        let order = OrderId::from_u128(self.next_id());
        let payment = PaymentId::from_u128(self.next_id());
        self.run(&Command::Begin { hold, account: buyer(number).account, order, payment, key })
    }

    pub(crate) fn begin(&mut self, number: u8, hold: HoldId) -> OrderId {
        match self.try_begin(number, hold, None) {
            Ok(Decision::Change(Change::Begun(order))) => order.id,
            other => panic!("no checkout: {other:?}"),
        }
    }

    pub(crate) fn confirm(&mut self, order: OrderId) -> Decision {
        let amount = self.the_order(order).total;
        self.run(&Command::Confirm { order, amount }).expect("money is taken")
    }

    pub(crate) fn decline(&mut self, order: OrderId) -> Decision {
        self.run(&Command::Decline { order, reason: DeclineReason::CardDeclined }).expect("a decline is taken")
    }

    pub(crate) fn buy(&mut self, number: u8, choice: Choice) -> OrderId {
        let hold = self.hold(number, choice);
        let order = self.begin(number, hold);
        assert!(matches!(self.confirm(order), Decision::Change(Change::Paid { .. })));
        order
    }

    pub(crate) fn the_hold(&self, id: HoldId) -> &Hold {
        self.state.hold(id).expect("a hold")
    }

    pub(crate) fn the_order(&self, id: OrderId) -> &Order {
        self.state.order(id).expect("an order")
    }
}
