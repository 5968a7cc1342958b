//! Orders on the wire.

use admit_app::desk::view::View;
use admit_app::ports::orders::OrderRecord;
use admit_domain::hold::Hold;
use admit_domain::id::{EventId, HoldId, OrderId, PaymentId, TicketId, TierId};
use admit_domain::order::{NextAction, Order, OrderStatus};
use admit_domain::terms::Terms;
use schemars::JsonSchema;
use serde::Serialize;

use super::show::{ShownMoney, ShownPlace, held_place, money, place, time};
use super::texts::{Id, Time};

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Order")]
pub(super) struct OrderBody {
    id: Id<OrderId>,
    event_id: Id<EventId>,
    hold_id: Id<HoldId>,
    #[schemars(extend("enum" = ["pending_payment", "paid", "cancelled", "refunded", "payment_failed", "expired"]))]
    status: &'static str,
    lines: Vec<Line>,
    total: ShownMoney,
    refunded: ShownMoney,
    /// None before the order is paid.
    tickets: Vec<OrderTicket>,
    /// What the buyer has to do or wait for while the payment is pending.
    next_action: Option<ShownAction>,
    /// The last attempt to pay.
    payment_id: Id<PaymentId>,
    created_at: Time,
}

/// A part of what is to be paid: a ticket with its place and tier, or a fee, a tax or a discount without.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "OrderLine")]
struct Line {
    #[schemars(extend("enum" = ["ticket", "fee", "tax", "discount"]))]
    kind: &'static str,
    amount: ShownMoney,
    #[serde(skip_serializing_if = "Option::is_none")]
    seat: Option<ShownPlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<Id<TierId>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct OrderTicket {
    id: Id<TicketId>,
    seat: ShownPlace,
    tier: Id<TierId>,
    #[schemars(extend("enum" = ["valid", "void"]))]
    status: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schemars(rename = "NextAction")]
enum ShownAction {
    /// The provider's word is awaited: ask for the order again, or listen.
    Wait,
    /// The buyer approves or declines on a page of the provider.
    Redirect { url: Box<str>, expires_at: Time },
}

pub(super) fn show_order(record: &OrderRecord, view: &View) -> OrderBody {
    let OrderRecord { event, order, hold, refunded } = record;
    let terms = view.terms();
    OrderBody {
        id: Id(order.id),
        event_id: Id(*event),
        hold_id: Id(hold.id),
        status: status(order, *refunded),
        lines: lines(hold, view),
        total: money(order.total, terms.currency),
        refunded: money(*refunded, terms.currency),
        tickets: tickets(order, hold, view),
        next_action: order.next_action.as_ref().filter(|_| order.is_pending()).map(show_action),
        payment_id: Id(order.payment),
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
        tier: Some(Id(terms.tier(held.tier).id)),
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
        id: Id(TicketId::of(order.id, index)),
        seat: place(view.hall(), terms, held.unit, held.tier, None),
        tier: Id(terms.tier(held.tier).id),
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
