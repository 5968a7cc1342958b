//! What the server acknowledged, and whether it is still so.

use std::collections::HashMap;

use admit_testkit::client::{Answer, Buyer, checkout, id};
use serde_json::{Value, json};

/// The last thing that a buyer knows of their purchase.
#[derive(Debug, Clone)]
pub(crate) enum Known {
    Held(Value),
    Released,
    /// Paid; the order as it was answered.
    Paid(Value),
    /// To be settled by the provider's webhook.
    Pending(Value),
    Cancelled(Value),
    /// A payment under this key that was never answered.
    Unanswered {
        hold: Value,
        key: String,
        number: &'static str,
    },
    /// Something else was asked and never answered, so that nothing can be said.
    Nothing,
}

/// One buyer's purchase.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) buyer: Buyer,
    pub(crate) known: Known,
    /// Nobody asks for more in this buyer's name.
    pub(crate) is_final: bool,
}

impl Record {
    /// Holds what is known against what the server says now.
    pub(crate) async fn verify(&self) -> Result<(), String> {
        let buyer = &self.buyer;
        let wrong =
            |what: &str, found: &dyn std::fmt::Debug| Err(format!("{what}: {:?}\nbut found {found:?}", self.known));
        match &self.known {
            Known::Nothing | Known::Unanswered { .. } => {}
            Known::Held(hold) => {
                let holds = buyer.holds().await;
                let kept = holds.iter().find(|kept| kept["id"] == hold["id"]);
                let fields = ["seats", "total", "expires_at", "event_id"];
                if !kept.is_some_and(|kept| fields.iter().all(|field| kept[field] == hold[field])) {
                    return wrong("a hold is gone or changed", &holds);
                }
            }
            Known::Released => {
                let holds = buyer.holds().await;
                if !holds.is_empty() {
                    return wrong("a released hold is back", &holds);
                }
            }
            Known::Paid(order) => {
                let now = buyer.get(&path_of(order)).await;
                if now.status != 200 || now.json() != *order {
                    return wrong("a paid order is gone or changed", &now.shown());
                }
                return self.verify_tickets(order, "valid").await;
            }
            Known::Cancelled(order) => {
                let now = buyer.get(&path_of(order)).await;
                if !matches!(now.json()["status"].as_str(), Some("cancelled" | "refunded")) {
                    return wrong("a cancelled order isn't", &now.shown());
                }
                return self.verify_tickets(order, "void").await;
            }
            Known::Pending(order) => {
                let now = buyer.get(&path_of(order)).await;
                if !matches!(now.json()["status"].as_str(), Some("pending_payment" | "paid" | "expired")) {
                    return wrong("an order that waits for its payment is lost", &now.shown());
                }
            }
        }
        Ok(())
    }

    async fn verify_tickets(&self, order: &Value, status: &str) -> Result<(), String> {
        let tickets = self.buyer.tickets().await;
        let listed: HashMap<&str, &Value> = tickets.iter().map(|ticket| (id(ticket), ticket)).collect();
        for ticket in order["tickets"].as_array().into_iter().flatten() {
            let found = listed.get(id(ticket));
            if !found.is_some_and(|found| found["status"] == status && found["seat"]["id"] == ticket["seat"]["id"]) {
                return Err(format!("a ticket of {order} isn't {status}: {found:?}"));
            }
        }
        Ok(())
    }

    /// The seats that are this buyer's, as far as is known.
    pub(crate) fn seats(&self) -> Vec<String> {
        let of = |seats: &Value| -> Vec<String> {
            seats.as_array().into_iter().flatten().map(|seat| id(seat).to_owned()).collect()
        };
        match &self.known {
            Known::Held(hold) => of(&hold["seats"]),
            Known::Paid(order) | Known::Pending(order) => {
                let lines = order["lines"].as_array().into_iter().flatten();
                lines.filter(|line| line["kind"] == "ticket").map(|line| id(&line["seat"]).to_owned()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Looks for the end of what was pending or never answered. `None`: not yet.
    pub(crate) async fn settle(&mut self) -> Option<()> {
        match self.known.clone() {
            Known::Pending(order) => {
                let now = self.buyer.order(id(&order)).await;
                self.known = match now["status"].as_str() {
                    Some("pending_payment") => Known::Pending(order),
                    Some("paid") => Known::Paid(now),
                    // The charge never came to the provider, which is asked before anything is given up.
                    Some("expired") => Known::Nothing,
                    _ => panic!("no payment ends so: {now}"),
                };
                (!matches!(self.known, Known::Pending(_))).then_some(())
            }
            Known::Unanswered { hold, key, number } => {
                let answer = self.buyer.post_once("/checkout", &key, &checkout(id(&hold), number)).await;
                self.known = answered(&answer, hold)?;
                matches!(self.known, Known::Paid(_) | Known::Nothing).then_some(())
            }
            Known::Cancelled(order) => {
                let now = self.buyer.order(id(&order)).await;
                (now["status"] == "refunded").then_some(())
            }
            _ => Some(()),
        }
    }
}

/// What the same payment asked for again came to: paid after all, or declined because it was given up, or still open.
fn answered(answer: &Answer, hold: Value) -> Option<Known> {
    match (answer.status, answer.code().as_str()) {
        (201, _) => Some(Known::Paid(answer.json())),
        (202, _) => Some(Known::Pending(answer.json())),
        (402, "payment_declined") | (410, "hold_expired") => Some(Known::Nothing),
        (409, "request_in_progress") => None,
        _ => panic!("the payment of {hold} came to nothing that it may: {}", answer.shown()),
    }
}

fn path_of(order: &Value) -> String {
    format!("/checkout/orders/{}", id(order))
}

/// Who has each seat; two owners of one are an error.
pub(crate) fn owners(records: &[Record]) -> Result<HashMap<String, String>, String> {
    let mut owners: HashMap<String, String> = HashMap::new();
    for record in records {
        for seat in record.seats() {
            if let Some(other) = owners.insert(seat.clone(), record.buyer.id.clone()) {
                return Err(format!("{seat} is both {other}'s and {}'s: {}", record.buyer.id, json!(record.seats())));
            }
        }
    }
    Ok(owners)
}
