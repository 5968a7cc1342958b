//! What every store of orders must do, whose rows the inventory's batches write.

use std::collections::HashSet;
use std::time::Duration;

use admit_app::ports::Store;
use admit_app::ports::orders::{DueRefund, Orders, Ticket, TicketStatus, UnsettledOrder};
use admit_domain::id::{AccountId, OrderId, PaymentId, RefundId, TicketId};
use admit_domain::money::Money;
use admit_domain::order::{NextAction, Order, OrderStatus};
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};
use tokio::task::JoinSet;

use super::sale::{FEE, PRICE, STARTS_AT, Sale, fresh};

/// Far longer than a test takes.
const UNANSWERED_FOR: Duration = Duration::from_secs(3_600);

fn account() -> AccountId {
    AccountId::from_u128(fresh())
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + millis)
}

pub async fn an_order_is_read_with_its_hold<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    let pending = sale.begin(account(), UnitRange::new(0, 2), STARTS_AT).await;
    let paid = sale.buy(account(), UnitRange::new(4, 3)).await;
    for (order, hold) in [pending, paid] {
        let by_id = store.order(order.id).await.unwrap().unwrap();
        assert_eq!((by_id.event, &by_id.order, &by_id.hold, by_id.refunded), (sale.event, &order, &hold, 0));
        let by_payment = store.order_of_payment(order.payment).await.unwrap().unwrap();
        assert_eq!((by_payment.order, by_payment.hold), (order, hold));
    }
    assert!(store.order(OrderId::minted_from(fresh())).await.unwrap().is_none());
    assert!(store.order_of_payment(PaymentId::from_u128(fresh())).await.unwrap().is_none());
}

pub async fn a_buyer_sees_the_orders_that_came_through<S: Store>(store: &S) {
    let (sale, account) = (Sale::open(store).await, account());
    let (declined, hold) = sale.begin(account, UnitRange::new(0, 1), STARTS_AT).await;
    sale.fail(declined, hold, OrderStatus::Declined).await;
    let (paid, _) = sale.buy(account, UnitRange::new(0, 2)).await;
    let (cancelled, hold) = sale.buy(account, UnitRange::new(2, 1)).await;
    let cancelled = sale.cancel(cancelled, &hold, at(0)).await;
    let (expired, hold) = sale.begin(account, UnitRange::new(3, 1), STARTS_AT).await;
    sale.fail(expired, hold, OrderStatus::Expired).await;
    sale.buy(AccountId::from_u128(fresh()), UnitRange::new(4, 1)).await;
    let (pending, _) = sale.begin(account, UnitRange::new(5, 1), STARTS_AT).await;
    let (too_late, hold) = sale.begin(account, UnitRange::new(6, 1), STARTS_AT).await;
    let too_late = sale.fail(too_late, hold, OrderStatus::Expired).await;
    let too_late = sale.refuse_money(too_late).await;

    let wanted = [too_late, pending, cancelled, paid];
    for limit in 1..=5 {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.orders_of(account, after, limit).await.unwrap();
            assert!(page.len() <= limit as usize);
            let Some(last) = page.last() else { break };
            after = Some(last.order.id);
            seen.extend(page.into_iter().map(|record| record.order));
            assert!(seen.len() <= wanted.len(), "something came twice in pages of {limit}");
        }
        assert_eq!(seen, wanted, "in pages of {limit}");
    }
    assert!(store.orders_of(AccountId::from_u128(fresh()), None, 10).await.unwrap().is_empty());
}

pub async fn a_ticket_is_valid_until_its_order_is_cancelled<S: Store>(store: &S) {
    let (sale, account) = (Sale::open(store).await, account());
    let (order, hold) = sale.buy(account, UnitRange::new(4, 2)).await;
    let id = TicketId::of(order.id, 1);
    let ticket = store.ticket(id).await.unwrap().unwrap();
    let wanted = Ticket { id, event: sale.event, account, unit: Unit(5), status: TicketStatus::Valid, ..ticket };
    assert_eq!(ticket, wanted);
    sale.cancel(order.clone(), &hold, at(0)).await;
    assert_eq!(store.ticket(id).await.unwrap(), Some(Ticket { status: TicketStatus::Void, ..wanted }));
    for unknown in [TicketId::of(order.id, 2), TicketId::from_u128(order.id.as_u128()), TicketId::from_u128(fresh())] {
        assert_eq!(store.ticket(unknown).await.unwrap(), None);
    }
}

pub async fn a_buyers_tickets_come_in_pages_without_gaps<S: Store>(store: &S) {
    let (sale, account) = (Sale::open(store).await, account());
    let (first, _) = sale.buy(account, UnitRange::new(0, 3)).await;
    sale.begin(account, UnitRange::new(3, 2), STARTS_AT).await;
    let (second, hold) = sale.buy(account, UnitRange::new(5, 1)).await;
    sale.cancel(second.clone(), &hold, at(0)).await;
    sale.buy(AccountId::from_u128(fresh()), UnitRange::new(6, 2)).await;
    let (third, _) = sale.buy(account, UnitRange::new(10, 4)).await;

    let of = |order: OrderId, count: u16| (0..count).map(move |index| TicketId::of(order, index));
    let wanted: Vec<_> = of(third.id, 4).chain(of(second.id, 1)).chain(of(first.id, 3)).collect();
    for limit in [1, 2, 3, 4, 5, 8, 100] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.tickets_of(account, after, limit).await.unwrap();
            assert!(page.len() <= limit as usize);
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            seen.extend(page.iter().map(|ticket| ticket.id));
            assert!(seen.len() <= wanted.len(), "something came twice in pages of {limit}");
        }
        assert_eq!(seen, wanted, "in pages of {limit}");
    }
}

pub async fn orders_past_their_deadline_are_found_oldest_first<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    let now = store.now().await.unwrap();
    let (late, _) = sale.begin(account(), UnitRange::new(0, 1), now - Duration::from_secs(10)).await;
    let (later, _) = sale.begin(account(), UnitRange::new(1, 1), now - Duration::from_secs(20)).await;
    sale.begin(account(), UnitRange::new(2, 1), now + Duration::from_secs(3_600)).await;
    let (settled, hold) = sale.begin(account(), UnitRange::new(3, 1), now - Duration::from_secs(30)).await;
    sale.fail(settled, hold, OrderStatus::Expired).await;

    let found = overdue(store, 10).await;
    assert_eq!(found.iter().map(|order| order.order).collect::<Vec<_>>(), [later.id, late.id]);
    assert!(found.iter().all(|order| order.event == sale.event));
    assert_eq!(found[0].payment, later.payment);
    assert_eq!(overdue(store, 1).await, found[..1]);
}

pub async fn an_overdue_order_is_taken_by_one_and_comes_again_later<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    let now = store.now().await.unwrap();
    let (first, _) = sale.begin(account(), UnitRange::new(0, 1), now - Duration::from_secs(20)).await;
    let (second, _) = sale.begin(account(), UnitRange::new(1, 1), now - Duration::from_secs(10)).await;
    let take = async |retry_in: Duration, limit: u32| {
        let taken = store.take_overdue_orders(UNANSWERED_FOR, retry_in, limit).await.unwrap();
        taken.into_iter().map(|order| order.order).collect::<Vec<_>>()
    };
    // One that failed at once comes again after one that nobody has tried.
    assert_eq!(take(Duration::ZERO, 1).await, [first.id]);
    assert_eq!(take(Duration::ZERO, 1).await, [second.id]);
    assert_eq!(take(Duration::from_secs(3_600), 1).await, [first.id]);
    assert_eq!(take(Duration::from_secs(3_600), 10).await, [second.id]);
    assert!(take(Duration::ZERO, 10).await.is_empty());
}

pub async fn an_event_with_many_overdue_orders_keeps_none_from_its_turn<S: Store>(store: &S) {
    let (busy, quiet) = (Sale::open(store).await, Sale::open(store).await);
    let now = store.now().await.unwrap();
    for unit in 0..6 {
        busy.begin(account(), UnitRange::new(unit, 1), now - Duration::from_secs(100)).await;
    }
    let (order, _) = quiet.begin(account(), UnitRange::new(0, 1), now - Duration::from_secs(1)).await;
    let taken = overdue(store, 2).await;
    assert_eq!(taken.len(), 2);
    assert_eq!((taken[0].event, taken[1].order), (busy.event, order.id));
}

/// Taken so that they come again at once.
async fn overdue(store: &impl Orders, limit: u32) -> Vec<UnsettledOrder> {
    store.take_overdue_orders(UNANSWERED_FOR, Duration::ZERO, limit).await.unwrap()
}

pub async fn orders_whose_charge_was_never_answered_are_found_too<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    let now = store.now().await.unwrap();
    let begun = |unit: u32, created_at: Timestamp, next_action: Option<NextAction>| {
        let pay_by = now + Duration::from_secs(600);
        let change = move |order: Order| Order { created_at, next_action, pay_by, ..order };
        sale.begin_as(account(), UnitRange::new(unit, 1), change)
    };
    begun(0, now, None).await;
    begun(1, now, Some(NextAction::Wait)).await;
    let page = NextAction::Redirect { url: "https://pay.example".into(), expires_at: now };
    begun(2, now - 2 * UNANSWERED_FOR, Some(page)).await;
    let (silent, _) = begun(3, now - 2 * UNANSWERED_FOR, None).await;
    let (waiting, _) = begun(4, now - 2 * UNANSWERED_FOR, Some(NextAction::Wait)).await;
    let mut found = overdue(store, 10).await;
    found.sort_unstable_by_key(|unsettled| unsettled.order);
    let mut wanted =
        [silent, waiting].map(|order| UnsettledOrder { event: sale.event, order: order.id, payment: order.payment });
    wanted.sort_unstable_by_key(|unsettled| unsettled.order);
    assert_eq!(found, wanted);
}

pub async fn a_refund_is_tried_until_it_is_done<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    let (order, hold) = sale.buy(account(), UnitRange::new(0, 2)).await;
    sale.cancel(order.clone(), &hold, at(100)).await;
    assert!(store.take_due_refunds(at(99), at(200), 10).await.unwrap().is_empty());
    let mut id = None;
    for (attempts, now) in [(0, 100), (1, 200), (2, 300)] {
        let due = store.take_due_refunds(at(now), at(now + 100), 10).await.unwrap();
        let [refund] = due[..] else { panic!("{due:?}") };
        let money = Money::new(2 * (PRICE + FEE), "GBP".parse().expect("GBP is a currency"));
        assert_eq!(refund, DueRefund { id: refund.id, order: order.id, payment: order.payment, money, attempts });
        assert_eq!(*id.get_or_insert(refund.id), refund.id);
        store.refund_failed(refund.id, "the provider said \"no\"").await.unwrap();
        assert!(store.take_due_refunds(at(now + 99), at(9_000), 10).await.unwrap().is_empty());
        assert_eq!(store.order(order.id).await.unwrap().unwrap().refunded, 0);
    }
    store.refund_done(id.unwrap(), at(500)).await.unwrap();
    store.refund_done(id.unwrap(), at(600)).await.unwrap();
    store.refund_done(RefundId::from_u128(fresh()), at(600)).await.unwrap();
    store.refund_failed(RefundId::from_u128(fresh()), "unknown").await.unwrap();
    assert!(store.take_due_refunds(at(9_999), at(10_000), 10).await.unwrap().is_empty());
    assert_eq!(store.order(order.id).await.unwrap().unwrap().refunded, order.total);
}

pub async fn a_refund_is_taken_by_one_only<S: Store + Clone>(store: &S) {
    let sale = Sale::open(store).await;
    for unit in 0..20 {
        let (order, hold) = sale.buy(account(), UnitRange::new(unit, 1)).await;
        sale.cancel(order, &hold, at(0)).await;
    }
    let mut takers = JoinSet::new();
    for _ in 0..6 {
        let store = store.clone();
        takers.spawn(async move {
            let due = store.take_due_refunds(at(1), at(100), 5).await.unwrap();
            assert!(due.len() <= 5);
            due
        });
    }
    let mut taken: Vec<_> = takers.join_all().await.into_iter().flatten().map(|refund| refund.id).collect();
    taken.extend(store.take_due_refunds(at(1), at(100), 100).await.unwrap().iter().map(|refund| refund.id));
    assert_eq!(taken.len(), 20);
    assert_eq!(taken.into_iter().collect::<HashSet<_>>().len(), 20);
}

pub async fn a_store_without_orders_has_none(store: &impl Orders) {
    assert!(overdue(store, 10).await.is_empty());
    assert!(store.take_due_refunds(at(0), at(1), 10).await.unwrap().is_empty());
    assert!(store.tickets_of(account(), None, 10).await.unwrap().is_empty());
}
