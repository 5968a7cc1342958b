//! The simulated gateway: each test number, each way to repeat or to race, its page and its webhooks.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use admit_app::ids::mint;
use admit_app::ports::clock::Clock;
use admit_app::ports::gateway_ledger::GatewayLedger;
use admit_app::ports::payments::{
    ChargeOutcome, ChargeRequest, NoticeOutcome, PaymentError, PaymentMethod, Payments, Settled,
};
use admit_domain::id::{OrderId, PaymentId, RefundId};
use admit_domain::money::Money;
use admit_domain::order::DeclineReason;
use admit_domain::time::Timestamp;
use admit_server::compose::SystemClock;
use admit_server::gateway::{Deliverer, SimulatedGateway, gateway_page, sign};
use admit_store::SqlStore;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::post;
use tower::ServiceExt;

const KEY: [u8; 32] = [7; 32];

struct Scratch {
    store: SqlStore,
    gateway: Arc<SimulatedGateway>,
    folder: PathBuf,
}

impl Scratch {
    async fn open() -> Scratch {
        static OPENED: AtomicU32 = AtomicU32::new(0);
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("admit-gateway-{}-{number}", std::process::id()));
        let store = SqlStore::open_embedded(&folder).await.unwrap();
        let url = "http://shop.example".to_owned();
        let gateway = SimulatedGateway::new(Arc::new(store.clone()), Arc::new(SystemClock), KEY, url);
        Scratch { store, gateway: Arc::new(gateway), folder }
    }

    async fn due(&self) -> usize {
        let later = SystemClock.now() + Duration::from_secs(10);
        self.store.take_due_deliveries(later, later, 100).await.unwrap().len()
    }

    async fn ask(&self, method: &str, path: String) -> (StatusCode, HeaderMap, String) {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let answer = gateway_page(self.gateway.clone()).oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What can't be removed lies in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn money(amount: i64) -> Money {
    Money::new(amount, "GBP".parse().unwrap())
}

fn card(number: &str) -> PaymentMethod {
    PaymentMethod::Card { number: number.to_owned(), exp_month: 12, exp_year: 2099, cvc: "123".to_owned() }
}

fn request(method: PaymentMethod) -> ChargeRequest {
    let (payment, order) = (PaymentId::from_u128(mint()), OrderId::minted_from(mint()));
    ChargeRequest { payment, order, money: money(1_250), method, return_url: Some("/orders?\"<x>".to_owned()) }
}

const PAYS: &str = "4242 4242 4242 4242";
const REDIRECTS: &str = "4000 0000 0000 3220";
const LOSES: &str = "4000 0000 0000 0341";

#[tokio::test]
async fn each_number_is_charged_as_it_says_and_a_repeat_gets_the_same_answer() {
    let scratch = Scratch::open().await;
    let declined = |reason| Some(ChargeOutcome::Declined(reason));
    let upi = |vpa: &str| PaymentMethod::Upi { vpa: vpa.to_owned() };
    let bank = |bank: &str| PaymentMethod::NetBanking { bank: bank.to_owned() };
    let rows = [
        (card(PAYS), Some(ChargeOutcome::Paid), 0),
        (card("4000000000000002"), declined(DeclineReason::CardDeclined), 0),
        (card("4000000000009995"), declined(DeclineReason::InsufficientFunds), 0),
        (upi("success@upi"), Some(ChargeOutcome::Paid), 0),
        (upi("decline@upi"), declined(DeclineReason::Refused), 0),
        (bank("demo_ok"), Some(ChargeOutcome::Paid), 0),
        (bank("demo_decline"), declined(DeclineReason::Refused), 0),
        (card(LOSES), None, 1),
    ];
    for (method, wanted, webhooks) in rows {
        let request = request(method);
        for _ in 0..2 {
            match scratch.gateway.charge(&request).await {
                Ok(outcome) => assert_eq!(Some(outcome), wanted),
                Err(PaymentError::Lost(_)) => assert_eq!(None, wanted),
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(scratch.due().await, webhooks, "{wanted:?}");
    }
}

#[tokio::test]
async fn what_is_not_a_test_number_is_refused_and_not_booked() {
    let scratch = Scratch::open().await;
    let request = request(card("4111 1111 1111 1111"));
    assert!(matches!(scratch.gateway.check_method(&request.method), Err(PaymentError::BadMethod { .. })));
    let refused = scratch.gateway.charge(&request).await;
    assert!(matches!(refused, Err(PaymentError::BadMethod { field: "card_number", .. })));
    assert!(scratch.store.charge(request.payment).await.unwrap().is_none());
}

#[tokio::test]
async fn an_attempt_is_of_one_sum() {
    let scratch = Scratch::open().await;
    let first = request(card(PAYS));
    assert_eq!(scratch.gateway.charge(&first).await.unwrap(), ChargeOutcome::Paid);
    let other = ChargeRequest { money: money(1), ..first };
    assert!(matches!(scratch.gateway.charge(&other).await, Err(PaymentError::Lost(_))));
}

#[tokio::test]
async fn voiding_says_what_stands_and_keeps_a_later_charge_out() {
    let scratch = Scratch::open().await;
    let paid = request(card(PAYS));
    scratch.gateway.charge(&paid).await.unwrap();
    assert_eq!(scratch.gateway.void(paid.payment).await.unwrap(), Settled::Paid);
    let declined = request(card("4000000000000002"));
    scratch.gateway.charge(&declined).await.unwrap();
    let settled = scratch.gateway.void(declined.payment).await.unwrap();
    assert_eq!(settled, Settled::Declined(DeclineReason::CardDeclined));
    for later in [request(card(PAYS)), request(card(REDIRECTS))] {
        assert_eq!(scratch.gateway.void(later.payment).await.unwrap(), Settled::Voided);
        assert_eq!(scratch.gateway.void(later.payment).await.unwrap(), Settled::Voided);
        let charged = scratch.gateway.charge(&later).await.unwrap();
        assert_eq!(charged, ChargeOutcome::Declined(DeclineReason::TimedOut));
    }
    let open = request(card(REDIRECTS));
    scratch.gateway.charge(&open).await.unwrap();
    assert_eq!(scratch.gateway.void(open.payment).await.unwrap(), Settled::Voided);
    let again = scratch.gateway.charge(&open).await.unwrap();
    assert_eq!(again, ChargeOutcome::Declined(DeclineReason::TimedOut));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_charge_and_its_voiding_at_once_one_wins() {
    let scratch = Scratch::open().await;
    for _ in 0..50 {
        let request = request(card(PAYS));
        let (charged, voided) = tokio::join!(scratch.gateway.charge(&request), scratch.gateway.void(request.payment));
        let was_charged = matches!(charged, Ok(ChargeOutcome::Paid));
        assert_eq!(was_charged, voided.unwrap() == Settled::Paid);
    }
}

#[tokio::test]
async fn a_refund_is_paid_once_and_never_more_than_was_paid() {
    let scratch = Scratch::open().await;
    let paid = request(card(PAYS));
    scratch.gateway.charge(&paid).await.unwrap();
    let refund = RefundId::from_u128(paid.payment.as_u128());
    let pay_back = |refund, money| scratch.gateway.refund(refund, paid.payment, money);
    assert!(pay_back(refund, money(1_251)).await.is_err());
    assert!(pay_back(refund, Money::new(1_000, "USD".parse().unwrap())).await.is_err());
    pay_back(refund, money(1_000)).await.unwrap();
    pay_back(refund, money(1_000)).await.unwrap();
    assert_eq!(scratch.store.charge(paid.payment).await.unwrap().unwrap().refunded, 1_000);
    assert!(pay_back(RefundId::from_u128(1), money(251)).await.is_err());
    let unknown = scratch.gateway.refund(refund, PaymentId::from_u128(1), money(1)).await;
    assert!(unknown.is_err());
}

#[tokio::test]
async fn the_page_settles_a_charge_once_and_sends_the_buyer_back() {
    let scratch = Scratch::open().await;
    let open = request(card(REDIRECTS));
    let outcome = scratch.gateway.charge(&open).await.unwrap();
    let path = format!("/gateway/{}", open.payment);
    let ChargeOutcome::Redirect { url, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(url, format!("http://shop.example{path}"));
    let (status, headers, html) = scratch.ask("GET", path.clone()).await;
    assert!(status == StatusCode::OK && html.contains("GBP 12.50") && html.contains("/approve\""), "{html}");
    assert!(headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    assert_eq!(scratch.due().await, 0);
    let (status, headers, _) = scratch.ask("POST", format!("{path}/approve")).await;
    assert_eq!((status, headers["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/orders?\"<x>"));
    assert_eq!(scratch.ask("POST", format!("{path}/decline")).await.0, StatusCode::SEE_OTHER);
    let (_, _, html) = scratch.ask("GET", path.clone()).await;
    assert!(html.contains("It was approved.") && html.contains("/orders?&quot;&lt;x&gt;"), "{html}");
    assert_eq!(scratch.gateway.void(open.payment).await.unwrap(), Settled::Paid);
    assert_eq!(scratch.due().await, 1);
    for unknown in ["/gateway/nothing".to_owned(), format!("/gateway/{}", PaymentId::from_u128(1))] {
        assert_eq!(scratch.ask("GET", unknown.clone()).await.0, StatusCode::NOT_FOUND);
        assert_eq!(scratch.ask("POST", format!("{unknown}/approve")).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_stranger_s_return_address_is_not_followed() {
    let scratch = Scratch::open().await;
    let open = ChargeRequest { return_url: Some("//evil.example".to_owned()), ..request(card(REDIRECTS)) };
    scratch.gateway.charge(&open).await.unwrap();
    let (_, headers, _) = scratch.ask("POST", format!("/gateway/{}/decline", open.payment)).await;
    assert_eq!(headers["location"], "/");
    let settled = scratch.gateway.void(open.payment).await.unwrap();
    assert_eq!(settled, Settled::Declined(DeclineReason::Refused));
}

#[test]
fn a_webhook_is_read_if_it_is_signed_and_new() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let scratch = runtime.block_on(Scratch::open());
    let (now, payment) = (Timestamp::from_millis(1_784_073_600_000), PaymentId::from_u128(5));
    let read = |body: &str, sent: Timestamp| {
        scratch.gateway.read_webhook(&sign(&KEY, body.as_bytes(), sent), body.as_bytes(), now).ok()
    };
    let paid = format!(
        r#"{{"id":"job_1","type":"payment.paid","payment":"{payment}","amount":1250,"currency":"GBP","more":[1]}}"#
    );
    let notice = read(&paid, now).unwrap();
    assert_eq!((notice.payment, notice.money, notice.outcome), (payment, money(1_250), NoticeOutcome::Paid));
    let declined = paid.replace("paid\"", "declined\"").replace("\"more\":[1]", "\"decline_code\":\"card_declined\"");
    let outcome = read(&declined, now).unwrap().outcome;
    assert_eq!(outcome, NoticeOutcome::Declined(DeclineReason::CardDeclined));
    assert!(read(&paid, now - Duration::from_secs(301)).is_none());
    assert!(read(&paid.replace("GBP", "???"), now).is_none());
    assert!(read(&paid.replace("payment.paid", "payment.other"), now).is_none());
    assert!(read("{}", now).is_none());
    let signature = sign(&KEY, paid.as_bytes(), now);
    let altered = paid.replace("1250", "1251");
    assert!(scratch.gateway.read_webhook(&signature, altered.as_bytes(), now).is_err());
}

/// A shop that is away for the first call, and keeps what it then gets.
async fn shop(seen: Arc<Mutex<Vec<(String, Bytes)>>>) -> std::net::SocketAddr {
    let calls = Arc::new(AtomicU32::new(0));
    let take = move |headers: HeaderMap, body: Bytes| {
        let (first, seen) = (calls.fetch_add(1, Ordering::SeqCst) == 0, seen.clone());
        async move {
            if first {
                return StatusCode::SERVICE_UNAVAILABLE;
            }
            let signature = headers["admit-signature"].to_str().unwrap().to_owned();
            seen.lock().unwrap().push((signature, body));
            StatusCode::OK
        }
    };
    let router = Router::new().route("/api/v1/payments/webhooks/simulated", post(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test]
async fn a_webhook_is_sent_until_somebody_takes_it_and_can_be_read() {
    let scratch = Scratch::open().await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let to = shop(seen.clone()).await;
    let deliverer = Deliverer::new(Arc::new(scratch.store.clone()), Arc::new(SystemClock), KEY, to).unwrap();
    let open = request(card(REDIRECTS));
    scratch.gateway.charge(&open).await.unwrap();
    scratch.ask("POST", format!("/gateway/{}/approve", open.payment)).await;
    let taken = admit_testkit::poll::until("the webhook is taken", Duration::from_secs(20), async || {
        deliverer.deliver_due().await.unwrap();
        seen.lock().unwrap().first().cloned()
    });
    let (signature, body) = taken.await;
    let notice = scratch.gateway.read_webhook(&signature, &body, SystemClock.now()).unwrap();
    assert_eq!((notice.payment, notice.money, notice.outcome), (open.payment, money(1_250), NoticeOutcome::Paid));
    assert_eq!(scratch.due().await, 0);
}
