//! What every book of the simulated gateway must do.

use std::collections::HashSet;

use admit_app::ports::gateway_ledger::{ChargeState, Delivery, GatewayLedger, LedgerCharge};
use admit_domain::id::{JobId, PaymentId, RefundId};
use admit_domain::money::Money;
use admit_domain::order::DeclineReason;
use admit_domain::time::Timestamp;
use tokio::task::JoinSet;

use super::sale::fresh;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + millis)
}

fn charge_of(amount: i64, state: ChargeState) -> LedgerCharge {
    LedgerCharge {
        payment: PaymentId::from_u128(fresh()),
        money: Money::new(amount, "EUR".parse().expect("EUR is a currency")),
        state,
        return_url: Some("https://shop.example/back?a=1&b=%20".to_owned()),
        created_at: at(0),
        refunded: 0,
    }
}

fn job() -> JobId {
    JobId::from_u128(fresh())
}

fn refund() -> RefundId {
    RefundId::from_u128(fresh())
}

pub async fn an_attempt_is_booked_once(store: &impl GatewayLedger) {
    let states = DeclineReason::ALL.map(ChargeState::Declined).into_iter().chain([
        ChargeState::Open,
        ChargeState::Paid,
        ChargeState::Voided,
    ]);
    for state in states {
        let charge = charge_of(1_250, state);
        assert_eq!(store.charge(charge.payment).await.unwrap(), None);
        assert_eq!(store.book_charge(&charge, None).await.unwrap(), charge);
        let other = LedgerCharge {
            money: charge_of(9, state).money,
            state: ChargeState::Open,
            return_url: None,
            ..charge.clone()
        };
        assert_eq!(store.book_charge(&other, Some((job(), at(0)))).await.unwrap(), charge);
        assert_eq!(store.charge(charge.payment).await.unwrap(), Some(charge));
    }
    assert!(store.take_due_deliveries(at(1), at(2), 10).await.unwrap().is_empty(), "a repeat sends no webhook");
}

pub async fn only_an_open_charge_is_settled(store: &impl GatewayLedger) {
    let open = charge_of(500, ChargeState::Open);
    store.book_charge(&open, None).await.unwrap();
    let declined = ChargeState::Declined(DeclineReason::Refused);
    let settled = LedgerCharge { state: declined, ..open.clone() };
    let first = job();
    assert_eq!(
        store.settle_charge(open.payment, declined, None, Some((first, at(0)))).await.unwrap(),
        Some(settled.clone())
    );
    let repeated =
        store.settle_charge(open.payment, ChargeState::Paid, Some(&open), Some((job(), at(0)))).await.unwrap();
    assert_eq!(repeated, Some(settled.clone()));
    assert_eq!(store.charge(open.payment).await.unwrap(), Some(settled));
    let due = store.take_due_deliveries(at(1), at(2), 10).await.unwrap();
    assert_eq!(due, [Delivery { id: first, payment: open.payment, attempts: 0 }]);
}

pub async fn an_unknown_charge_is_settled_as_told(store: &impl GatewayLedger) {
    let voided = charge_of(0, ChargeState::Voided);
    assert_eq!(store.settle_charge(voided.payment, ChargeState::Voided, None, None).await.unwrap(), None);
    assert_eq!(store.charge(voided.payment).await.unwrap(), None);
    let answer = store.settle_charge(voided.payment, ChargeState::Voided, Some(&voided), None).await.unwrap();
    assert_eq!(answer, Some(voided.clone()));
    // The attempt that comes after its own voiding takes no money.
    let late = LedgerCharge { state: ChargeState::Paid, ..voided.clone() };
    assert_eq!(store.book_charge(&late, None).await.unwrap(), voided);
}

pub async fn an_attempt_and_its_voiding_at_once_end_voided<S: GatewayLedger + Clone>(store: &S) {
    for _ in 0..10 {
        let open = charge_of(700, ChargeState::Open);
        let voided = LedgerCharge { state: ChargeState::Voided, ..open.clone() };
        let payment = open.payment;
        let (booker, voider) = (store.clone(), store.clone());
        let booking = tokio::spawn(async move { booker.book_charge(&open, None).await.unwrap() });
        let voiding = tokio::spawn(async move {
            voider.settle_charge(payment, ChargeState::Voided, Some(&voided), None).await.unwrap()
        });
        booking.await.unwrap();
        assert_eq!(voiding.await.unwrap().unwrap().state, ChargeState::Voided);
        assert_eq!(store.charge(payment).await.unwrap().unwrap().state, ChargeState::Voided);
    }
}

pub async fn refunds_are_booked_once_and_never_exceed_the_charge(store: &impl GatewayLedger) {
    let paid = charge_of(1_000, ChargeState::Paid);
    store.book_charge(&paid, None).await.unwrap();
    let (first, second) = (refund(), refund());
    for (id, amount, booked) in [
        (first, 600, true),
        (first, 600, true),
        (first, 500, false),
        (second, 401, false),
        (second, -1, false),
        (second, 400, true),
        (refund(), 1, false),
    ] {
        assert_eq!(store.book_refund(id, paid.payment, amount, at(1)).await.unwrap(), booked, "{id} of {amount}");
    }
    assert_eq!(store.charge(paid.payment).await.unwrap().unwrap().refunded, 1_000);
}

pub async fn only_a_paid_charge_is_refunded(store: &impl GatewayLedger) {
    for state in [ChargeState::Open, ChargeState::Voided, ChargeState::Declined(DeclineReason::CardDeclined)] {
        let charge = charge_of(1_000, state);
        store.book_charge(&charge, None).await.unwrap();
        assert!(!store.book_refund(refund(), charge.payment, 1, at(1)).await.unwrap(), "{state:?}");
        assert_eq!(store.charge(charge.payment).await.unwrap(), Some(charge));
    }
    assert!(!store.book_refund(refund(), PaymentId::from_u128(fresh()), 1, at(1)).await.unwrap());
}

pub async fn refunds_at_once_never_exceed_the_charge<S: GatewayLedger + Clone>(store: &S) {
    let paid = charge_of(1_000, ChargeState::Paid);
    store.book_charge(&paid, None).await.unwrap();
    let repeated = refund();
    let mut tries = JoinSet::new();
    for index in 0..12 {
        let (store, payment) = (store.clone(), paid.payment);
        let id = if index < 4 { repeated } else { refund() };
        tries.spawn(async move { (id, store.book_refund(id, payment, 300, at(1)).await.unwrap()) });
    }
    let booked: HashSet<_> =
        tries.join_all().await.into_iter().filter(|(_, booked)| *booked).map(|(id, _)| id).collect();
    assert_eq!(booked.len(), 3);
    assert_eq!(store.charge(paid.payment).await.unwrap().unwrap().refunded, 900);
}

pub async fn a_webhook_is_tried_until_it_is_done(store: &impl GatewayLedger) {
    let charge = charge_of(1_000, ChargeState::Paid);
    let id = job();
    store.book_charge(&charge, Some((id, at(100)))).await.unwrap();
    assert!(store.take_due_deliveries(at(99), at(200), 10).await.unwrap().is_empty());
    for (attempts, now) in [(0, 100), (1, 200), (2, 300)] {
        let due = store.take_due_deliveries(at(now), at(now + 100), 10).await.unwrap();
        assert_eq!(due, [Delivery { id, payment: charge.payment, attempts }]);
        assert!(store.take_due_deliveries(at(now + 99), at(9_000), 10).await.unwrap().is_empty());
    }
    store.put_off_delivery(id, at(350)).await.unwrap();
    assert!(store.take_due_deliveries(at(349), at(400), 10).await.unwrap().is_empty());
    assert_eq!(store.take_due_deliveries(at(350), at(400), 10).await.unwrap().len(), 1);
    store.delivery_done(id).await.unwrap();
    store.delivery_done(job()).await.unwrap();
    store.put_off_delivery(id, at(500)).await.unwrap();
    assert!(store.take_due_deliveries(at(9_999), at(10_000), 10).await.unwrap().is_empty());
}

pub async fn a_webhook_that_was_not_taken_is_put_off(store: &impl GatewayLedger) {
    let charge = charge_of(1_000, ChargeState::Paid);
    let id = job();
    store.book_charge(&charge, Some((id, at(100)))).await.unwrap();
    assert_eq!(store.take_due_deliveries(at(100), at(200), 10).await.unwrap().len(), 1);
    store.put_off_delivery(id, at(5_000)).await.unwrap();
    assert!(store.take_due_deliveries(at(4_999), at(9_000), 10).await.unwrap().is_empty());
    let due = store.take_due_deliveries(at(5_000), at(6_000), 10).await.unwrap();
    assert_eq!(due, [Delivery { id, payment: charge.payment, attempts: 1 }]);
    store.delivery_done(id).await.unwrap();
    store.put_off_delivery(id, at(0)).await.unwrap();
    store.put_off_delivery(job(), at(0)).await.unwrap();
    assert!(store.take_due_deliveries(at(9_999), at(10_000), 10).await.unwrap().is_empty());
}

pub async fn a_webhook_is_taken_by_one_only<S: GatewayLedger + Clone>(store: &S) {
    for _ in 0..40 {
        store.book_charge(&charge_of(1, ChargeState::Paid), Some((job(), at(0)))).await.unwrap();
    }
    let mut takers = JoinSet::new();
    for _ in 0..6 {
        let store = store.clone();
        takers.spawn(async move {
            let due = store.take_due_deliveries(at(1), at(100), 10).await.unwrap();
            assert!(due.len() <= 10);
            due
        });
    }
    let mut taken: Vec<_> = takers.join_all().await.into_iter().flatten().map(|delivery| delivery.id).collect();
    taken.extend(store.take_due_deliveries(at(1), at(100), 100).await.unwrap().iter().map(|delivery| delivery.id));
    assert_eq!(taken.len(), 40);
    assert_eq!(taken.into_iter().collect::<HashSet<_>>().len(), 40);
}
