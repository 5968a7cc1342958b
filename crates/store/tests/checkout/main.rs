//! Checking out on a real store while buyers hang up, nodes die between begin and charge, and the provider says nothing.

mod provider;

use std::future::poll_fn;
use std::path::PathBuf;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, UNIX_EPOCH};

use admit_app::accounts::caller::Caller;
use admit_app::app::{App, AppSettings};
use admit_app::checkout::CheckOut;
use admit_app::checkout::error::CheckoutError;
use admit_app::ids::{mint, mint_order};
use admit_app::ports::clock::Clock;
use admit_app::ports::fanout::Others;
use admit_app::ports::orders::Orders;
use admit_app::ports::payments::PaymentMethod;
use admit_app::seats::Reserve;
use admit_app::secrets::{Keys, MasterKey};
use admit_domain::hold::{Hold, HoldStatus, RequestKey};
use admit_domain::id::{EventId, OrderId, PaymentId};
use admit_domain::inventory::command::{Choice, Command};
use admit_domain::order::{DeclineReason, OrderStatus};
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;
use admit_store::SqlStore;
use admit_testkit::contract::sale::{Sale, fresh};
use admit_testkit::poll::until;
use provider::Provider;
use tokio::time::timeout;

const WITHIN: Duration = Duration::from_secs(30);
/// Much less than [`WITHIN`].
const PROVIDER_ANSWERS_WITHIN: Duration = Duration::from_millis(200);

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(0) + UNIX_EPOCH.elapsed().unwrap()
    }
}

/// Two events on sale, in a folder that goes away at the end.
struct Shop {
    app: Arc<App>,
    store: SqlStore,
    provider: Arc<Provider>,
    events: [EventId; 2],
    folder: PathBuf,
}

impl Shop {
    async fn open() -> Shop {
        let folder = std::env::temp_dir().join(format!("admit-checkout-{}-{:x}", std::process::id(), mint()));
        let store = SqlStore::open_embedded(&folder).await.unwrap();
        let events = [Sale::open(&store).await.event, Sale::open(&store).await.event];
        let keys = Keys::load_or_make(&store, &MasterKey::from_bytes([7; 32])).await.unwrap();
        let provider = Arc::new(Provider::default());
        let mut settings = AppSettings::default();
        settings.checkout.charge_within = PROVIDER_ANSWERS_WITHIN;
        // Whatever was begun and isn't answered is to be settled at once.
        settings.checkout.unanswered_for = Duration::ZERO;
        let (stored, clock) = (Arc::new(store.clone()), Arc::new(SystemClock));
        let app = App::new(stored, provider.clone(), clock, keys, Others::default(), settings).unwrap();
        Shop { app: Arc::new(app), store, provider, events, folder }
    }

    async fn hold(&self, event: EventId, unit: u32) -> (Caller, Hold) {
        let email = format!("{}@example.com", fresh());
        let signed_in = self.app.sign_in_as_guest(&email, "Ann").await.unwrap();
        let caller = self.app.caller(&signed_in.access_token).unwrap();
        let reserve = Reserve { event, choice: Choice::Seats(vec![Unit(unit)]), key: None, pass: None };
        let (hold, _) = self.app.reserve_seats(&caller, reserve).await.unwrap();
        (caller, hold)
    }

    /// Begins to pay as a node does that dies before it asks the provider.
    async fn begin(&self, event: EventId, unit: u32, key: Option<RequestKey>) -> (Caller, Hold, OrderId, PaymentId) {
        let (caller, hold) = self.hold(event, unit).await;
        let (order, payment) = (mint_order(), PaymentId::from_u128(mint()));
        let begin = Command::Begin { hold: hold.id, account: caller.account, order, payment, key };
        self.app.desks.get(event).await.unwrap().submit(begin).await.unwrap();
        (caller, hold, order, payment)
    }

    async fn buy(&self, event: EventId, unit: u32) -> (Caller, OrderId, PaymentId) {
        let (caller, hold) = self.hold(event, unit).await;
        let done = self.app.check_out(&caller, paying(&hold, None)).await.unwrap();
        (caller, done.order.id, done.order.payment)
    }

    async fn held(&self, caller: &Caller) -> Vec<Hold> {
        self.app.my_holds(caller, None).await.unwrap().into_iter().map(|(_, hold)| hold).collect()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        // What can't be removed lies in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn paying(hold: &Hold, key: Option<RequestKey>) -> CheckOut {
    let method = PaymentMethod::Upi { vpa: "success@upi".into() };
    CheckOut { hold: hold.id, method, return_url: None, key }
}

fn a_key() -> Option<RequestKey> {
    Some(RequestKey { key: fresh().to_be_bytes(), body: [1; 16] })
}

/// On one thread, so that a caller leaves after just so many turns of everybody else's.
#[tokio::test]
async fn whoever_hangs_up_while_paying_has_paid() {
    let shop = Shop::open().await;
    for turns in 0..8 {
        let (caller, hold) = shop.hold(shop.events[0], turns).await;
        let mut left = turns;
        let mut checkout = Box::pin(shop.app.check_out(&caller, paying(&hold, None)));
        let hangs_up = poll_fn(|context| {
            let is_over = checkout.as_mut().poll(context).is_ready() || left == 0;
            left = left.saturating_sub(1);
            if is_over {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        });
        hangs_up.await;
        drop(checkout);
        let orders = until("the order is paid", WITHIN, async || {
            let orders = shop.store.orders_of(caller.account, None, 10).await.unwrap();
            orders.iter().any(|record| record.order.status == OrderStatus::Paid).then_some(orders)
        });
        let orders = orders.await;
        assert_eq!((orders.len(), &orders[0].hold.id), (1, &hold.id), "after {turns} turns");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_was_begun_and_never_charged_gives_the_hold_back() {
    let shop = Shop::open().await;
    let key = a_key();
    let (caller, hold, order, _) = shop.begin(shop.events[0], 0, key).await;
    shop.app.settle_overdue_orders().await.unwrap();
    let [kept] = &shop.held(&caller).await[..] else { panic!("the hold is gone") };
    assert_eq!((kept.id, kept.status), (hold.id, HoldStatus::Open));
    let (had, has) = (hold.expires_at.since(hold.created_at), kept.expires_at.since(kept.created_at));
    assert!(has >= had, "of {had:?} it has {has:?}");
    assert!(shop.store.orders_of(caller.account, None, 10).await.unwrap().is_empty(), "no order is listed");
    let record = shop.store.order(order).await.unwrap().unwrap();
    assert_eq!(record.order.status, OrderStatus::Declined);

    let repeated = shop.app.check_out(&caller, paying(&hold, key)).await.unwrap_err();
    let CheckoutError::Declined { reason, repeated, .. } = repeated else { panic!("{repeated:?}") };
    assert_eq!((reason, repeated), (DeclineReason::TimedOut, true));
    let paid = shop.app.check_out(&caller, paying(&hold, a_key())).await.unwrap();
    assert_eq!(paid.order.status, OrderStatus::Paid);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn payments_of_which_the_provider_says_nothing_hold_up_no_others() {
    let shop = Shop::open().await;
    let [bad, good] = shop.events;
    for unit in 0..4 {
        let (.., payment) = shop.begin(bad, unit, None).await;
        shop.provider.fall_silent_about(payment);
    }
    let (caller, hold, ..) = shop.begin(good, 0, None).await;
    timeout(WITHIN, shop.app.settle_overdue_orders()).await.expect("it comes to an end").unwrap();
    let [kept] = &shop.held(&caller).await[..] else { panic!("the hold is gone") };
    assert_eq!((kept.id, kept.status), (hold.id, HoldStatus::Open));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refunds_of_which_the_provider_says_nothing_hold_up_no_others() {
    let shop = Shop::open().await;
    let [bad, good] = shop.events;
    for unit in 0..4 {
        let (caller, order, payment) = shop.buy(bad, unit).await;
        shop.provider.fall_silent_about(payment);
        shop.app.cancel_order(&caller, order, None).await.unwrap();
    }
    let (caller, order, _) = shop.buy(good, 0).await;
    shop.app.cancel_order(&caller, order, None).await.unwrap();
    timeout(WITHIN, shop.app.pay_due_refunds()).await.expect("it comes to an end").unwrap();
    let record = shop.store.order(order).await.unwrap().unwrap();
    assert_eq!(record.refunded, record.order.total);
}
