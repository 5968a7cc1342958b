//! What buyers do, and what they remember of it for the auditor.

use std::sync::Arc;

use admit_domain::id::{HoldId, OrderId, TicketId};
use serde::Deserialize;

use crate::auditor::deeds::{Deeds, Ended, Held, How};
use crate::auditor::view::{id, places};
use crate::engine::kind::{Kind, Outcome};
use crate::engine::wire_log::{Reply, Wire};
use crate::ground::buyers::Buyers;
use crate::ground::hall::Hall;
use crate::wire::connection::Request;

/// The simulated gateway's number that pays.
pub(crate) const PAYS: &str = "4242 4242 4242 4242";
/// And the one that is declined.
pub(crate) const DECLINED: &str = "4000 0000 0000 0002";

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Want<'want> {
    Seats(&'want [u32]),
    /// So many, side by side or not.
    Best {
        quantity: u32,
        together: bool,
    },
    General {
        section: usize,
        quantity: u32,
    },
}

/// What asking for a hold came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Got {
    Hold(HoldId),
    Refused(String),
    Failed,
}

/// What paying came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Paid {
    Order(OrderId),
    Declined,
    Failed,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Payment<'payment> {
    pub(crate) buyer: u32,
    pub(crate) hold: HoldId,
    pub(crate) card: &'static str,
    pub(crate) key: Option<&'payment str>,
}

#[derive(Debug)]
enum Charged {
    Order(Receipt),
    Declined,
    Failed,
}

#[derive(Debug)]
struct Receipt {
    order: OrderId,
    total: i64,
    tickets: Box<[TicketId]>,
}

pub(crate) struct Shopper {
    pub(crate) hall: Arc<Hall>,
    pub(crate) buyers: Arc<Buyers>,
    pub(crate) deeds: Deeds,
    body: String,
}

impl Shopper {
    pub(crate) fn new(hall: &Arc<Hall>, buyers: &Arc<Buyers>) -> Self {
        Self { hall: hall.clone(), buyers: buyers.clone(), deeds: Deeds::default(), body: String::new() }
    }

    pub(crate) async fn hold(&mut self, wire: &mut Wire<'_>, buyer: u32, want: Want<'_>) -> Got {
        self.write_want(want);
        let request = Request::post(&self.hall.reserve_path, self.body.as_bytes()).by(self.buyers.token(buyer));
        let Some(reply) = wire.ask(Kind::Hold, request).await else {
            self.deeds.unclear.push(buyer);
            return Got::Failed;
        };
        if reply.outcome == Outcome::Conflict {
            return Got::Refused(reply.code.to_owned());
        }
        match read_hold(&self.hall, buyer, &reply) {
            Ok(held) => {
                let hold = held.hold;
                self.deeds.held.push(held);
                Got::Hold(hold)
            }
            Err(error) => {
                let said = reply.body.to_vec();
                wire.object(Kind::Hold, &format!("{error:#}"), &said);
                self.deeds.unclear.push(buyer);
                Got::Failed
            }
        }
    }

    pub(crate) async fn release(&mut self, wire: &mut Wire<'_>, buyer: u32, hold: HoldId) {
        use std::fmt::Write;
        self.body.clear();
        write!(self.body, "{{\"hold_id\":\"{hold}\"}}").expect("a string takes everything");
        let asked = std::time::Instant::now();
        let request = Request::post(&self.hall.release_path, self.body.as_bytes()).by(self.buyers.token(buyer));
        let how = if wire.ask(Kind::Release, request).await.is_some() { How::Released } else { How::Unclear };
        self.deeds.ended.push(Ended { hold, buyer, asked, how });
    }

    pub(crate) async fn pay(&mut self, wire: &mut Wire<'_>, payment: Payment<'_>) -> Paid {
        let asked = std::time::Instant::now();
        let Payment { buyer, hold, .. } = payment;
        match self.charge(wire, Kind::Pay, payment).await {
            Charged::Order(Receipt { order, total, tickets }) => {
                self.deeds.ended.push(Ended { hold, buyer, asked, how: How::Paid { order, total, tickets } });
                Paid::Order(order)
            }
            Charged::Declined => Paid::Declined,
            Charged::Failed => {
                self.deeds.ended.push(Ended { hold, buyer, asked, how: How::Unclear });
                Paid::Failed
            }
        }
    }

    /// The same payment once more, as after an answer that got lost: it must be answered as the first was.
    pub(crate) async fn pay_again(&mut self, wire: &mut Wire<'_>, payment: Payment<'_>, first: OrderId) {
        let again = self.charge(wire, Kind::PayAgain, payment).await;
        match again {
            Charged::Order(Receipt { order, .. }) if order == first => {}
            // Noted where it was asked.
            Charged::Failed => {}
            other => {
                let said = format!("first {first}, then {other:?}");
                wire.object(Kind::PayAgain, "the same payment was answered otherwise", said.as_bytes());
            }
        }
    }

    async fn charge(&mut self, wire: &mut Wire<'_>, kind: Kind, payment: Payment<'_>) -> Charged {
        use std::fmt::Write;
        let Payment { buyer, hold, card, key } = payment;
        self.body.clear();
        let written = write!(
            self.body,
            "{{\"hold_id\":\"{hold}\",\"payment\":{{\"method\":\"card\",\"card_number\":\"{card}\",\"exp_month\":12,\
             \"exp_year\":2099,\"cvc\":\"123\"}}}}"
        );
        written.expect("a string takes everything");
        let request = Request::post("/api/v1/checkout", self.body.as_bytes()).by(self.buyers.token(buyer));
        let Some(reply) = wire.ask(kind, Request { key, ..request }).await else { return Charged::Failed };
        if reply.outcome == Outcome::Conflict {
            return Charged::Declined;
        }
        match read_receipt(&reply) {
            Ok(receipt) => Charged::Order(receipt),
            Err(error) => {
                let said = reply.body.to_vec();
                wire.object(kind, &format!("{error:#}"), &said);
                Charged::Failed
            }
        }
    }

    pub(crate) async fn cancel(&mut self, wire: &mut Wire<'_>, buyer: u32, hold: HoldId, order: OrderId) {
        let asked = std::time::Instant::now();
        let path = format!("/api/v1/checkout/orders/{order}/cancel");
        let request = Request::post(&path, b"{}").by(self.buyers.token(buyer));
        let done = wire.ask(Kind::Cancel, request).await.is_some();
        let how = if done { How::Cancelled { order } } else { How::Unclear };
        self.deeds.ended.push(Ended { hold, buyer, asked, how });
    }

    fn write_want(&mut self, want: Want<'_>) {
        use std::fmt::Write;
        let body = &mut self.body;
        body.clear();
        let written = match want {
            Want::Seats(units) => {
                let seat = |unit: &u32| self.hall.seats[*unit as usize].as_str();
                let seats: Vec<&str> = units.iter().map(seat).collect();
                write!(body, "{{\"seats\":[\"{}\"]}}", seats.join("\",\""))
            }
            Want::Best { quantity, together } => {
                write!(body, "{{\"best_available\":{{\"quantity\":{quantity},\"together\":{together}}}}}")
            }
            Want::General { section, quantity } => {
                let section = &self.hall.sections[section].id;
                write!(body, "{{\"section\":\"{section}\",\"quantity\":{quantity}}}")
            }
        };
        written.expect("a string takes everything");
    }
}

#[derive(Deserialize)]
struct HoldAnswer<'answer> {
    #[serde(borrow)]
    hold: HoldBody<'answer>,
}

#[derive(Deserialize)]
struct HoldBody<'answer> {
    id: &'answer str,
    #[serde(borrow)]
    seats: Vec<PlaceBody<'answer>>,
    total: MoneyBody,
    expires_in_s: u64,
}

#[derive(Deserialize)]
struct PlaceBody<'answer> {
    id: Option<&'answer str>,
    section: &'answer str,
}

#[derive(Deserialize)]
struct MoneyBody {
    amount: i64,
}

#[derive(Deserialize)]
struct OrderAnswer<'answer> {
    id: &'answer str,
    status: &'answer str,
    total: MoneyBody,
    #[serde(borrow)]
    tickets: Vec<TicketBody<'answer>>,
}

#[derive(Deserialize)]
struct TicketBody<'answer> {
    id: &'answer str,
}

fn read_hold(hall: &Hall, buyer: u32, reply: &Reply<'_>) -> anyhow::Result<Held> {
    let HoldAnswer { hold } = serde_json::from_slice(reply.body)?;
    Ok(Held {
        hold: id(hold.id)?,
        buyer,
        places: places(hall, hold.seats.iter().map(|seat| (seat.id, seat.section)))?,
        total: hold.total.amount,
        asked: reply.sent,
        answered: reply.answered,
        lasts: std::time::Duration::from_secs(hold.expires_in_s),
    })
}

fn read_receipt(reply: &Reply<'_>) -> anyhow::Result<Receipt> {
    let order: OrderAnswer<'_> = serde_json::from_slice(reply.body)?;
    anyhow::ensure!(order.status == "paid", "a payment ended as {}", order.status);
    let tickets = order.tickets.iter().map(|ticket| id(ticket.id)).collect::<anyhow::Result<_>>()?;
    Ok(Receipt { order: id(order.id)?, total: order.total.amount, tickets })
}
