//! What batches came to, counted for whoever watches the sale. Each node counts what it committed itself, so the sum is the whole.

use admit_domain::inventory::journal::Change;
use admit_domain::inventory::state::Inventory;
use admit_domain::money::Currency;
use metrics::counter;

const HOLD_CHANGES: [&str; 4] = ["made", "extended", "released", "expired"];
const ORDER_CHANGES: [&str; 5] = ["begun", "paid", "failed", "cancelled", "paid_too_late"];

/// Begins the counters of changes at 0, so that nobody has to tell a sale in which nothing of a kind happened from one that isn't
/// measured. Once a process, after the recorder is installed.
pub fn begin_counting() {
    for change in HOLD_CHANGES {
        counter!("admit_holds_total", "change" => change).increment(0);
    }
    for change in ORDER_CHANGES {
        counter!("admit_orders_total", "change" => change).increment(0);
    }
}

/// One batch's counts, published once it is committed.
#[derive(Default)]
pub(super) struct Tally {
    held: u64,
    extended: u64,
    released: u64,
    expired: u64,
    begun: u64,
    paid: u64,
    failed: u64,
    cancelled: u64,
    refused_money: u64,
    tickets: u64,
    /// Minor units.
    sold: u64,
    refunded: u64,
    currency: Option<Currency>,
}

impl Tally {
    /// `inventory` is as the changes left it.
    pub(super) fn of(inventory: &Inventory, changes: &[Change]) -> Self {
        let mut tally = Tally { currency: Some(inventory.terms().currency), ..Tally::default() };
        changes.iter().for_each(|change| tally.add(inventory, change));
        tally
    }

    fn add(&mut self, inventory: &Inventory, change: &Change) {
        match change {
            Change::Held(_) => self.held += 1,
            Change::Extended { .. } => self.extended += 1,
            Change::Released { .. } => self.released += 1,
            Change::Expired { .. } => self.expired += 1,
            Change::Begun(_) => self.begun += 1,
            Change::Failed { .. } => self.failed += 1,
            Change::Paid { order } => {
                self.paid += 1;
                if let Some(order) = inventory.order(*order) {
                    self.tickets += u64::from(order.ticket_count);
                    self.sold += minor_units(order.total);
                }
            }
            Change::Cancelled { refund, .. } => {
                self.cancelled += 1;
                self.refunded += refund.map_or(0, |refund| minor_units(refund.amount));
            }
            Change::RefusedMoney { refund, .. } => {
                self.refused_money += 1;
                self.refunded += minor_units(refund.amount);
            }
            Change::Awaited { .. }
            | Change::Adopted { .. }
            | Change::Configured(_)
            | Change::Blocked(_)
            | Change::Unblocked(_) => {}
        }
    }

    /// Only what came about is counted, because most batches hold or sell and do nothing else.
    pub(super) fn publish(self) {
        let holds = HOLD_CHANGES.into_iter().zip([self.held, self.extended, self.released, self.expired]);
        for (change, count) in holds.filter(|(_, count)| *count > 0) {
            counter!("admit_holds_total", "change" => change).increment(count);
        }
        let counts = [self.begun, self.paid, self.failed, self.cancelled, self.refused_money];
        for (change, count) in ORDER_CHANGES.into_iter().zip(counts).filter(|(_, count)| *count > 0) {
            counter!("admit_orders_total", "change" => change).increment(count);
        }
        if self.tickets > 0 {
            counter!("admit_tickets_sold_total").increment(self.tickets);
        }
        let Some(currency) = self.currency else { return };
        if self.sold > 0 {
            counter!("admit_sold_minor_units_total", "currency" => currency.code()).increment(self.sold);
        }
        if self.refunded > 0 {
            counter!("admit_refunds_owed_minor_units_total", "currency" => currency.code()).increment(self.refunded);
        }
    }
}

fn minor_units(amount: i64) -> u64 {
    u64::try_from(amount).unwrap_or(0)
}
