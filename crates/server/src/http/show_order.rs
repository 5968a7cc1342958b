//! Orders on the wire.

use admit_app::desk::view::View;
use admit_app::ports::orders::OrderRecord;
use admit_domain::hold::Hold;
use admit_domain::id::TicketId;
use admit_domain::order::{NextAction, Order, OrderStatus};
use admit_domain::terms::Terms;
use serde::Serialize;

use super::show::{ShownMoney, ShownPlace, held_place, money, place, time};

#[derive(Debug, Serialize)]
pub(super) struct OrderBody {
    id: String,
    event_id: String,
    hold_id: String,
    status: &'static str,
    lines: Vec<Line>,
    total: ShownMoney,
    refunded: ShownMoney,
    tickets: Vec<OrderTicket>,
    next_action: Option<ShownAction>,
    payment_id: String,
    created_at: String,
}

#[derive(Debug, Serialize)]
struct Line {
    kind: &'static str,
    amount: ShownMoney,
    #[serde(skip_serializing_if = "Option::is_none")]
    seat: Option<ShownPlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<String>,
}

#[derive(Debug, Serialize)]
struct OrderTicket {
    id: String,
    seat: ShownPlace,
    tier: String,
    status: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ShownAction {
    Wait,
    Redirect { url: Box<str>, expires_at: String },
}

pub(super) fn show_order(record: &OrderRecord, view: &View) -> OrderBody {
    let OrderRecord { event, order, hold, refunded } = record;
    let terms = view.terms();
    OrderBody {
        id: order.id.to_string(),
        event_id: event.to_string(),
        hold_id: hold.id.to_string(),
        status: status(order, *refunded),
        lines: lines(hold, view),
        total: money(order.total, terms.currency),
        refunded: money(*refunded, terms.currency),
        tickets: tickets(order, hold, view),
        next_action: order.next_action.as_ref().filter(|_| order.is_pending()).map(show_action),
        payment_id: order.payment.to_string(),
        created_at: time(order.created_at),
    }
}

/// A cancelled order is refunded once all that is owed has been paid back.
fn status(order: &Order, refunded: i64) -> &'static str {
    match order.status {
        OrderStatus::Pending => "pending_payment",
        OrderStatus::Paid => "paid",
        OrderStatus::Cancelled if order.refund.is_some_and(|refund| refund.amount == refunded) => "refunded",
        OrderStatus::Cancelled => "cancelled",
        OrderStatus::Declined => "payment_failed",
        OrderStatus::Expired => "expired",
    }
}

fn lines(hold: &Hold, view: &View) -> Vec<Line> {
    let terms: &Terms = view.terms();
    let tickets = hold.units.iter().map(|held| Line {
        kind: "ticket",
        amount: money(held.price, terms.currency),
        seat: Some(held_place(view.hall(), terms, held)),
        tier: Some(terms.tier(held.tier).id.to_string()),
    });
    let fees = (hold.fees_total() > 0).then(|| Line {
        kind: "fee",
        amount: money(hold.fees_total(), terms.currency),
        seat: None,
        tier: None,
    });
    tickets.chain(fees).collect()
}

fn tickets(order: &Order, hold: &Hold, view: &View) -> Vec<OrderTicket> {
    let status = match order.status {
        OrderStatus::Paid => "valid",
        OrderStatus::Cancelled => "void",
        OrderStatus::Pending | OrderStatus::Declined | OrderStatus::Expired => return Vec::new(),
    };
    let terms = view.terms();
    let tickets = (0..).zip(&hold.units).map(|(index, held)| OrderTicket {
        id: TicketId::of(order.id, index).to_string(),
        seat: place(view.hall(), terms, held.unit, held.tier, None),
        tier: terms.tier(held.tier).id.to_string(),
        status,
    });
    tickets.collect()
}

fn show_action(action: &NextAction) -> ShownAction {
    match action {
        NextAction::Wait => ShownAction::Wait,
        NextAction::Redirect { url, expires_at } => {
            ShownAction::Redirect { url: url.clone(), expires_at: time(*expires_at) }
        }
    }
}
