//! The rows beside holds and orders that a store writes: tickets, payments and refunds, made change by change.

use admit_domain::id::{OrderId, RefundId, TicketId};
use admit_domain::inventory::audit::{PaymentRow, PaymentState, Records, RefundRow, TicketRow, TicketState};
use admit_domain::inventory::journal::Change;
use admit_domain::inventory::state::Inventory;
use admit_domain::money::Money;
use admit_domain::order::Refund;

#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    tickets: Vec<TicketRow>,
    payments: Vec<PaymentRow>,
    refunds: Vec<RefundRow>,
}

impl Rows {
    /// Writes what `changes` made; `state` has them applied.
    pub(crate) fn write(&mut self, state: &Inventory, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Begun(order) => {
                    let money = Money::new(order.total, state.terms().currency);
                    let (id, state) = (order.payment, PaymentState::Pending);
                    self.payments.push(PaymentRow { id, order: order.id, money, state });
                }
                Change::Paid { order } => {
                    self.settle(*order, PaymentState::Charged);
                    self.issue(state, *order);
                }
                Change::Failed { order, .. } => self.settle(*order, PaymentState::Failed),
                Change::Cancelled { order, refund, .. } => {
                    for ticket in self.tickets.iter_mut().filter(|ticket| ticket.order == *order) {
                        ticket.state = TicketState::Void;
                    }
                    if let Some(refund) = refund {
                        self.refund(state, *order, refund);
                    }
                }
                Change::RefusedMoney { order, refund } => {
                    self.settle(*order, PaymentState::Charged);
                    self.refund(state, *order, refund);
                }
                Change::Adopted { orders, buyer, .. } => {
                    for ticket in self.tickets.iter_mut().filter(|ticket| orders.contains(&ticket.order)) {
                        ticket.account = buyer.account;
                    }
                }
                _ => {}
            }
        }
    }

    pub(crate) fn complete(&self, records: Records) -> Records {
        let Rows { tickets, payments, refunds } = self.clone();
        Records { tickets, payments, refunds, ..records }
    }

    fn settle(&mut self, order: OrderId, state: PaymentState) {
        for payment in self.payments.iter_mut().filter(|payment| payment.order == order) {
            payment.state = state;
        }
    }

    fn issue(&mut self, state: &Inventory, id: OrderId) {
        let order = state.order(id).expect("a paid order");
        let hold = state.hold(order.hold).expect("a paid hold");
        for (index, held) in hold.units.iter().enumerate() {
            let (unit, account) = (held.unit, order.buyer.account);
            let ticket = TicketId::of(id, index as u16);
            self.tickets.push(TicketRow { id: ticket, order: id, account, unit, state: TicketState::Valid });
        }
    }

    fn refund(&mut self, state: &Inventory, id: OrderId, refund: &Refund) {
        if refund.amount == 0 {
            return;
        }
        let payment = state.order(id).expect("a refunded order").payment;
        let money = Money::new(refund.amount, state.terms().currency);
        let row = RefundId::from_u128(payment.as_u128());
        self.refunds.push(RefundRow { id: row, order: id, payment, money, reason: refund.reason });
    }
}
