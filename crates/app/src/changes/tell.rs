//! What an entry of a journal comes to, told to other systems: its changes in their order, and of each what became of seats, the
//! order, its payment, tickets, and what the buyer is to be told.
//!
//! Architecture invariant: only what never changes afterwards is told, so that an entry told again, after whatever else has
//! happened, says the same under the same ids. Nobody's address, key or way to pay is among it.

use admit_domain::hold::Hold;
use admit_domain::id::{EventId, HoldId, OrderId, RefundId, TicketId};
use admit_domain::inventory::journal::{Change, Entry};
use admit_domain::order::{NextAction, Order, Refund};
use admit_domain::terms::{SalePhase, Terms};
use admit_domain::unit::{Unit, UnitRange};
use serde::Serialize;
use serde_json::json;

use super::kind::Kind;
use super::message::{ChangeMessage, MoneyText, Text, Time};
use crate::ports::error::{StoreError, StoreResult};
use crate::ports::journals::Facts;

/// The messages of one entry, in order. A later release may tell more of a change, but never less, and never in another order:
/// whoever stopped within an entry counts on it.
pub fn messages_of(event: EventId, entry: &Entry, facts: &Facts) -> StoreResult<Vec<ChangeMessage>> {
    let mut teller = Teller { event, entry, facts, index: 0, told: Vec::with_capacity(entry.changes.len()) };
    for (index, change) in entry.changes.iter().enumerate() {
        teller.index = index;
        teller.tell(change)?;
    }
    Ok(teller.told)
}

struct Teller<'a> {
    event: EventId,
    entry: &'a Entry,
    facts: &'a Facts,
    /// The change that is being told.
    index: usize,
    told: Vec<ChangeMessage>,
}

#[derive(Serialize)]
struct HeldPlace {
    unit: u32,
    tier_id: Text<admit_domain::id::TierId>,
    price: MoneyText,
    fee: MoneyText,
}

#[derive(Serialize)]
struct Held<'a> {
    hold_id: Text<HoldId>,
    buyer_id: Text<admit_domain::id::AccountId>,
    places: &'a [HeldPlace],
    total: MoneyText,
    expires_at: Time,
}

impl<'a> Teller<'a> {
    fn tell(&mut self, change: &Change) -> StoreResult<()> {
        match change {
            Change::Held(hold) => self.held(hold),
            Change::Released { hold } => self.released(*hold, None, "released")?,
            Change::Expired { hold } => self.released(*hold, None, "expired")?,
            Change::Extended { hold, expires_at, .. } => {
                self.say(Kind::SeatsExtended, json!({ "hold_id": Text(hold), "expires_at": Time(*expires_at) }));
            }
            Change::Begun(order) => self.begun(order),
            Change::Awaited { order, next_action } => {
                let next_action = match next_action {
                    NextAction::Wait => "wait",
                    NextAction::Redirect { .. } => "redirect",
                };
                self.say(Kind::OrderAwaited, json!({ "order_id": Text(order), "next_action": next_action }));
            }
            Change::Paid { order } => self.paid(*order)?,
            Change::Failed { order, reason, hold_until } => {
                let order = self.order(*order)?;
                if hold_until.is_none() {
                    self.released(order.hold, Some(order.id), "payment_failed")?;
                }
                let (order_id, hold_until) = (Text(order.id), hold_until.map(Time));
                let failed = json!({ "order_id": order_id, "reason": reason.name(), "hold_until": hold_until });
                self.say(Kind::OrderFailed, failed);
                let failed =
                    json!({ "payment_id": Text(order.payment), "order_id": order_id, "reason": reason.name() });
                self.say(Kind::PaymentFailed, failed);
            }
            Change::Cancelled { order, refund, .. } => self.cancelled(*order, *refund)?,
            Change::RefusedMoney { order, refund } => self.refused_money(*order, *refund)?,
            Change::Adopted { hold, orders, buyer } => {
                let (hold_id, buyer_id) = (Text(hold), Text(buyer.account));
                self.say(Kind::SeatsAdopted, json!({ "hold_id": hold_id, "buyer_id": buyer_id }));
                if !orders.is_empty() {
                    let order_ids: Vec<_> = orders.iter().map(Text).collect();
                    let adopted = json!({ "hold_id": hold_id, "order_ids": order_ids, "buyer_id": buyer_id });
                    self.say(Kind::OrdersAdopted, adopted);
                }
            }
            Change::Configured(terms) => self.configured(terms),
            Change::Blocked(ranges) => self.say(Kind::SeatsBlocked, json!({ "units": runs_of_ranges(ranges) })),
            Change::Unblocked(ranges) => self.say(Kind::SeatsUnblocked, json!({ "units": runs_of_ranges(ranges) })),
        }
        Ok(())
    }

    fn held(&mut self, hold: &Hold) {
        let places: Vec<HeldPlace> = hold
            .units
            .iter()
            .map(|held| HeldPlace {
                unit: held.unit.0,
                tier_id: Text(self.facts.terms.tier(held.tier).id),
                price: self.money(held.price),
                fee: self.money(held.fee),
            })
            .collect();
        let held = Held {
            hold_id: Text(hold.id),
            buyer_id: Text(hold.buyer.account),
            places: &places,
            total: self.money(hold.total()),
            expires_at: Time(hold.expires_at),
        };
        self.say(Kind::SeatsHeld, held);
    }

    fn released(&mut self, hold: HoldId, order: Option<OrderId>, reason: &str) -> StoreResult<()> {
        let units = self.units(hold)?;
        let released = json!({ "hold_id": Text(hold), "order_id": order.map(Text), "reason": reason, "units": units });
        self.say(Kind::SeatsReleased, released);
        Ok(())
    }

    fn begun(&mut self, order: &Order) {
        let total = self.money(order.total);
        let begun = json!({
            "order_id": Text(order.id), "hold_id": Text(order.hold), "payment_id": Text(order.payment),
            "buyer_id": Text(order.buyer.account), "total": total, "ticket_count": order.ticket_count,
            "pay_by": Time(order.pay_by),
        });
        self.say(Kind::OrderBegun, begun);
        let payment = json!({ "payment_id": Text(order.payment), "order_id": Text(order.id), "amount": total });
        self.say(Kind::PaymentBegun, payment);
    }

    fn paid(&mut self, id: OrderId) -> StoreResult<()> {
        let order = self.order(id)?;
        let sold = json!({ "hold_id": Text(order.hold), "order_id": Text(id), "units": self.units(order.hold)? });
        self.say(Kind::SeatsSold, sold);
        let total = self.money(order.total);
        self.say(Kind::OrderPaid, json!({ "order_id": Text(id), "total": total, "ticket_count": order.ticket_count }));
        self.say(Kind::PaymentCharged, self.charged(order));
        self.say(Kind::TicketsIssued, self.tickets(order)?);
        // Where it is cancelled in the same commit, nobody is told that it was confirmed.
        let later = &self.entry.changes[self.index + 1..];
        if !later.iter().any(|change| matches!(change, Change::Cancelled { order, .. } if *order == id)) {
            self.notify("order_confirmed", id);
        }
        Ok(())
    }

    fn cancelled(&mut self, id: OrderId, refund: Option<Refund>) -> StoreResult<()> {
        let order = self.order(id)?;
        self.released(order.hold, Some(id), "order_cancelled")?;
        let amount = refund.map(|refund| self.money(refund.amount));
        self.say(Kind::OrderCancelled, json!({ "order_id": Text(id), "refund": amount }));
        if let Some(refund) = refund {
            self.refund_owed(order, refund);
        }
        self.say(Kind::TicketsVoided, self.tickets(order)?);
        self.notify("order_cancelled", id);
        Ok(())
    }

    /// Money for an order that was still pending ends the order. One that had failed before stays as it was, and no order goes
    /// on after this, so its row tells which it is. A free order that comes too late has failed, and nothing else.
    fn refused_money(&mut self, id: OrderId, refund: Refund) -> StoreResult<()> {
        const REASON: &str = "paid_too_late";
        let order = self.order(id)?;
        if order.decline.is_none() {
            self.released(order.hold, Some(id), REASON)?;
            self.say(Kind::OrderFailed, json!({ "order_id": Text(id), "reason": REASON, "hold_until": null }));
        }
        if refund.amount > 0 {
            self.say(Kind::PaymentCharged, self.charged(order));
            self.refund_owed(order, refund);
            self.notify(REASON, id);
        }
        Ok(())
    }

    fn refund_owed(&mut self, order: &Order, refund: Refund) {
        // A payment is paid back at most once, and its refund's id has the same bits.
        let refund_id = RefundId::from_u128(order.payment.as_u128());
        let owed = json!({
            "refund_id": Text(refund_id), "payment_id": Text(order.payment), "order_id": Text(order.id),
            "amount": self.money(refund.amount), "reason": refund.reason.name(),
        });
        self.say(Kind::RefundOwed, owed);
    }

    fn configured(&mut self, terms: &Terms) {
        let phase = match terms.phase {
            SalePhase::Open => "open",
            SalePhase::Paused => "paused",
            SalePhase::Cancelled => "cancelled",
        };
        let tiers: Vec<_> = terms
            .tiers
            .iter()
            .map(|tier| {
                let (price, fee) = (self.money(tier.price), self.money(tier.fee));
                json!({ "id": Text(tier.id), "name": tier.name, "price": price, "fee": fee })
            })
            .collect();
        let configured = json!({
            "phase": phase, "opens_at": Time(terms.opens_at), "closes_at": Time(terms.closes_at), "tiers": tiers,
            "max_tickets_per_order": terms.limits.tickets_per_order_max,
            "max_tickets_per_buyer": terms.limits.tickets_per_buyer_max,
            "max_open_holds": terms.limits.open_holds_max,
            "refundable_until": terms.refunds.until.map(Time),
        });
        self.say(Kind::SeatsConfigured, configured);
    }

    fn notify(&mut self, topic: &str, order: OrderId) {
        self.say(Kind::NotificationDue, json!({ "topic": topic, "order_id": Text(order) }));
    }

    fn say(&mut self, kind: Kind, data: impl Serialize) {
        self.told.push(ChangeMessage::new(self.event, self.entry, self.index, kind, &data));
    }

    fn charged(&self, order: &Order) -> serde_json::Value {
        let amount = self.money(order.total);
        json!({ "payment_id": Text(order.payment), "order_id": Text(order.id), "amount": amount })
    }

    /// An order's tickets are numbered in the order of its hold's units.
    fn tickets(&self, order: &Order) -> StoreResult<serde_json::Value> {
        let units = (0..).zip(&self.hold(order.hold)?.units);
        let tickets: Vec<_> = units
            .map(|(index, held)| json!({ "id": Text(TicketId::of(order.id, index)), "unit": held.unit.0 }))
            .collect();
        Ok(json!({ "order_id": Text(order.id), "tickets": tickets }))
    }

    fn units(&self, hold: HoldId) -> StoreResult<Vec<(u32, u32)>> {
        Ok(runs_of(self.hold(hold)?.units.iter().map(|held| held.unit)))
    }

    fn hold(&self, id: HoldId) -> StoreResult<&'a Hold> {
        self.facts
            .holds
            .get(&id)
            .ok_or_else(|| StoreError::corrupt(format!("the journal names {id}, which has no row")))
    }

    fn order(&self, id: OrderId) -> StoreResult<&'a Order> {
        self.facts
            .orders
            .get(&id)
            .ok_or_else(|| StoreError::corrupt(format!("the journal names {id}, which has no row")))
    }

    fn money(&self, amount: i64) -> MoneyText {
        MoneyText::of(amount, self.facts.terms.currency)
    }
}

/// Runs of units, each its first and how many.
fn runs_of(units: impl Iterator<Item = Unit>) -> Vec<(u32, u32)> {
    let mut units: Vec<u32> = units.map(|unit| unit.0).collect();
    units.sort_unstable();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for unit in units {
        match runs.last_mut() {
            Some((first, count)) if *first + *count == unit => *count += 1,
            _ => runs.push((unit, 1)),
        }
    }
    runs
}

fn runs_of_ranges(ranges: &[UnitRange]) -> Vec<(u32, u32)> {
    ranges.iter().map(|range| (range.first.0, range.count)).collect()
}
