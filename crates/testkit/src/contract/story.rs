//! A sale's whole life in a few batches: every kind of change at least once.

use std::time::Duration;

use admit_app::ports::inventory::Opening;
use admit_domain::hold::{AddressHash, Buyer, HeldUnit, Hold, HoldStatus, RequestKey};
use admit_domain::id::{AccountId, HoldId, OrderId, PaymentId};
use admit_domain::inventory::journal::Change;
use admit_domain::inventory::state::Inventory;
use admit_domain::order::{DeclineReason, NextAction, Order, OrderStatus, Refund, RefundReason};
use admit_domain::terms::{SalePhase, Terms, TierIndex};
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};

use super::sale::{FEE, PRICE, fresh};

/// One batch: what it does to what is there.
pub type Step = fn(&Inventory, Opening) -> Vec<Change>;

const SOON: Duration = Duration::from_secs(600);

pub fn story() -> Vec<Step> {
    vec![
        // Five buyers; the last one's hold is due at once.
        |_, opening| {
            let holds = [&[0, 1][..], &[4], &[5, 6], &[10, 11, 12]];
            let mut changes: Vec<_> = holds.map(|units| Change::Held(a_hold(units, opening.now + SOON))).into();
            changes.push(Change::Held(a_hold(&[20], opening.now)));
            changes
        },
        |_, _| vec![Change::Blocked(vec![UnitRange::new(25, 3), UnitRange::new(29, 1)])],
        |memory, opening| {
            let expires_at = opening.now + SOON + SOON;
            vec![
                Change::Expired { hold: holder(memory, 20).id },
                Change::Extended { hold: holder(memory, 0).id, expires_at, key: Some(request_key()) },
                Change::Extended { hold: holder(memory, 4).id, expires_at, key: None },
                Change::Released { hold: holder(memory, 5).id },
                Change::Unblocked(vec![UnitRange::new(26, 1)]),
            ]
        },
        |memory, opening| [0, 4, 10].map(|unit| Change::Begun(an_order(holder(memory, unit), opening.now))).into(),
        |memory, opening| {
            let url = "https://pay.example/?a=\"1\"&b=\\\u{1f39f}".into();
            let next_action = NextAction::Redirect { url, expires_at: opening.now + SOON };
            let hold_until = Some(opening.now + Duration::from_secs(60));
            let reason = DeclineReason::InsufficientFunds;
            vec![
                Change::Awaited { order: order_for(memory, 0), next_action },
                Change::Failed { order: order_for(memory, 4), reason, hold_until },
                Change::Paid { order: order_for(memory, 10) },
            ]
        },
        // A second attempt begins in the batch that settles the first of another.
        |memory, opening| {
            vec![
                Change::Begun(an_order(holder(memory, 4), opening.now)),
                Change::Failed { order: order_for(memory, 0), reason: DeclineReason::TimedOut, hold_until: None },
            ]
        },
        // Held, begun and paid within one batch; money that is late but still in time.
        |memory, opening| {
            let hold = a_hold(&[7, 8], opening.now + SOON);
            let order = an_order(&hold, opening.now);
            let late = memory.orders().find(|order| order.decline == Some(DeclineReason::TimedOut)).unwrap().id;
            let paid = Change::Paid { order: order.id };
            vec![Change::Held(hold), Change::Begun(order), paid, Change::Paid { order: late }]
        },
        // A guest's hold with two attempts to pay it, and one whose tickets are valid, turn out to be another account's.
        |memory, _| [4, 10].map(|unit| adopted(memory, holder(memory, unit))).into(),
        |memory, opening| {
            let order = memory.order(order_for(memory, 10)).unwrap();
            let refund = Refund { amount: order.total, reason: RefundReason::BuyerCancelled, at: opening.now };
            vec![
                Change::Cancelled { order: order.id, refund: Some(refund), key: Some(request_key()) },
                Change::Cancelled { order: order_for(memory, 7), refund: None, key: None },
            ]
        },
        |memory, opening| {
            let declined = memory.orders().find(|order| order.decline == Some(DeclineReason::InsufficientFunds));
            let order = declined.unwrap();
            let refund = Refund { amount: order.total, reason: RefundReason::PaidTooLate, at: opening.now };
            vec![Change::RefusedMoney { order: order.id, refund }]
        },
        |memory, _| {
            let mut terms: Terms = (**memory.terms()).clone();
            terms.phase = SalePhase::Paused;
            terms.tiers[1].price += 500;
            terms.tiers[1].name = "Flo\u{e9}r \"B\"".into();
            terms.refunds.until = None;
            vec![Change::Configured(terms)]
        },
    ]
}

/// An open hold of `units` until `until`.
pub fn a_hold(units: &[u32], until: Timestamp) -> Hold {
    let tier = |unit: u32| TierIndex(u8::from(unit >= 10));
    let held = |unit: &u32| HeldUnit { unit: Unit(*unit), tier: tier(*unit), price: PRICE, fee: FEE };
    Hold {
        id: HoldId::from_u128(fresh()),
        buyer: Buyer { account: AccountId::from_u128(fresh()), address: AddressHash(fresh().to_be_bytes()) },
        units: units.iter().map(held).collect(),
        created_at: Timestamp::from_millis(until.as_millis() - 1),
        granted_until: until,
        expires_at: until,
        status: HoldStatus::Open,
        ended_at: None,
        extension: None,
        attempts: 0,
        raised: false,
        key: Some(request_key()),
    }
}

/// An order that is begun to pay the hold.
pub fn an_order(hold: &Hold, now: Timestamp) -> Order {
    Order {
        id: OrderId::minted_from(fresh()),
        hold: hold.id,
        buyer: hold.buyer,
        payment: PaymentId::from_u128(fresh()),
        total: hold.total(),
        ticket_count: hold.units.len() as u16,
        status: OrderStatus::Pending,
        created_at: now,
        pay_by: now + SOON,
        next_action: None,
        settled_at: None,
        decline: None,
        refund: None,
        key: None,
        cancel_key: None,
    }
}

fn adopted(memory: &Inventory, hold: &Hold) -> Change {
    let orders = memory.orders().filter(|order| order.hold == hold.id).map(|order| order.id).collect();
    let buyer = Buyer { account: AccountId::from_u128(fresh()), ..hold.buyer };
    Change::Adopted { hold: hold.id, orders, buyer }
}

fn request_key() -> RequestKey {
    RequestKey { key: fresh().to_be_bytes(), body: fresh().to_be_bytes() }
}

/// The hold that claims `unit`, or did before it ended.
fn holder(memory: &Inventory, unit: u32) -> &Hold {
    memory.holds().find(|hold| hold.units[0].unit == Unit(unit)).unwrap()
}

/// The order that pays for `unit` now.
fn order_for(memory: &Inventory, unit: u32) -> OrderId {
    match holder(memory, unit).status {
        HoldStatus::InCheckout(order) | HoldStatus::Completed(order) => order,
        _ => panic!("nobody pays for unit {unit}"),
    }
}
