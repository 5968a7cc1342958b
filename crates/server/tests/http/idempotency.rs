//! `Idempotency-Key`: the first answer again, field for field.

use std::time::{Duration, Instant};

use admit_testkit::client::{Answer, Buyer, card, checkout, id};
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

use crate::checkout::held;

admit_testkit::on_both_databases!(
    crate::SITES: a_repeated_reservation_is_the_first_again,
    a_repeated_extension_is_the_first_again,
    a_repeated_payment_is_the_first_again,
    a_repeated_decline_is_the_first_again,
    a_repeated_wait_is_the_first_again,
    a_repeated_cancellation_is_the_first_again,
    a_repeated_release_is_the_first_again,
    a_key_is_for_one_request,
    a_key_is_its_accounts,
    a_refused_request_is_simply_tried_again,
    a_key_that_is_none_is_refused,
);

async fn a_repeated_reservation_is_the_first_again(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let buyer = site.buyer().await;
    let path = format!("/seats/{event}/reserve");
    let body = json!({ "seats": seats });
    let ask = async || buyer.post_once(&path, "reserve-1", &body).await;
    let first = ask().await;
    first.expect(201);
    same(&first, &ask().await);
    let hold = first.json()["hold"].clone();
    buyer.extend(&hold).await.expect(200);
    same(&first, &ask().await);
    buyer.pay(&hold).await;
    same(&first, &ask().await);
    assert!(buyer.holds().await.is_empty());
}

async fn a_repeated_extension_is_the_first_again(site: &Site) {
    let (buyer, hold) = held(site).await;
    let path = format!("/seats/reservation/{}/extend", id(&hold));
    let first = buyer.post_once(&path, "extend-1", &json!({})).await;
    first.expect(200);
    same(&first, &buyer.post_once(&path, "extend-1", &json!({})).await);
    // Not even the seconds that are left: the answer is the first one.
    let start = Instant::now();
    until("a second passes", Duration::from_secs(5), async || {
        (start.elapsed() > Duration::from_millis(1_100)).then_some(())
    })
    .await;
    same(&first, &buyer.post_once(&path, "extend-1", &json!({})).await);
    buyer.post_once(&path, "extend-2", &json!({})).await.problem(409, "already_extended");
    buyer.pay(&hold).await;
    same(&first, &buyer.post_once(&path, "extend-1", &json!({})).await);
}

async fn a_repeated_payment_is_the_first_again(site: &Site) {
    let (buyer, hold) = held(site).await;
    let body = checkout(id(&hold), card::PAYS);
    let first = buyer.post_once("/checkout", "pay-1", &body).await;
    first.expect(201);
    same(&first, &buyer.post_once("/checkout", "pay-1", &body).await);
    assert_eq!(buyer.orders().await.len(), 1);
    buyer.cancel(&first.json()).await.expect(200);
    same(&first, &buyer.post_once("/checkout", "pay-1", &body).await);
    buyer.post_once("/checkout", "pay-2", &body).await.any_problem();
    assert_eq!(buyer.orders().await.len(), 1);
}

async fn a_repeated_decline_is_the_first_again(site: &Site) {
    let (buyer, hold) = held(site).await;
    let body = checkout(id(&hold), card::DECLINED);
    let first = buyer.post_once("/checkout", "declined-1", &body).await;
    first.problem(402, "payment_declined");
    for _ in 0..6 {
        same(&first, &buyer.post_once("/checkout", "declined-1", &body).await);
    }
    // None of these was an attempt: four are left.
    let paid = buyer.post_once("/checkout", "pay-1", &checkout(id(&hold), card::PAYS)).await;
    paid.expect(201);
    same(&first, &buyer.post_once("/checkout", "declined-1", &body).await);
}

async fn a_repeated_wait_is_the_first_again(site: &Site) {
    let (buyer, hold) = held(site).await;
    let body = checkout(id(&hold), card::ANSWER_LOST);
    let first = buyer.post_once("/checkout", "wait-1", &body).await;
    let order = first.expect(202);
    same(&first, &buyer.post_once("/checkout", "wait-1", &body).await);
    let what = "the order is paid";
    until(what, Duration::from_secs(10), async || (buyer.order(id(&order)).await["status"] == "paid").then_some(()))
        .await;
    same(&first, &buyer.post_once("/checkout", "wait-1", &body).await);
}

async fn a_repeated_cancellation_is_the_first_again(site: &Site) {
    let (buyer, hold) = held(site).await;
    let order = buyer.pay(&hold).await;
    let path = format!("/checkout/orders/{}/cancel", id(&order));
    let first = buyer.post_once(&path, "cancel-1", &json!({})).await;
    first.expect(200);
    same(&first, &buyer.post_once(&path, "cancel-1", &json!({})).await);
    let what = "the order is refunded";
    until(what, Duration::from_secs(15), async || {
        (buyer.order(id(&order)).await["status"] == "refunded").then_some(())
    })
    .await;
    same(&first, &buyer.post_once(&path, "cancel-1", &json!({})).await);
}

async fn a_repeated_release_is_the_first_again(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let buyer = site.buyer().await;
    let (one, other) = (buyer.hold_seats(&event, &seats[..1]).await, buyer.hold_seats(&event, &seats[1..]).await);
    let release = async |key: &str, hold: &Value| {
        buyer.post_once(&format!("/seats/{event}/release"), key, &json!({ "hold_id": hold["id"] })).await
    };
    let first = release("release-1", &one).await;
    first.expect(204);
    same(&first, &release("release-1", &one).await);
    release("release-1", &other).await.problem(422, "idempotency_key_reused");
    assert_eq!(buyer.holds().await.len(), 1);
    assert!(!release("release-2", &one).await.is_replay(), "another request, and twice is as once");
    release("release-2", &other).await.problem(422, "idempotency_key_reused");
    // What was refused is simply tried again.
    let paid = buyer.pay(&other).await;
    for _ in 0..2 {
        release("release-3", &other).await.problem(409, "hold_completed");
    }
    assert_eq!(buyer.orders().await[0]["id"], paid["id"]);
}

async fn a_key_is_for_one_request(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let buyer = site.buyer().await;
    let path = format!("/seats/{event}/reserve");
    let hold = buyer.post_once(&path, "key", &json!({ "seats": [seats[0]] })).await.expect(201)["hold"].clone();
    let reused = |answer: Answer| answer.problem(422, "idempotency_key_reused");
    reused(buyer.post_once(&path, "key", &json!({ "seats": [seats[1]] })).await);
    reused(buyer.post_once(&path, "key", &json!({ "seats": seats })).await);
    reused(buyer.post_once("/checkout", "key", &checkout(id(&hold), card::PAYS)).await);
    reused(buyer.post_once(&format!("/seats/reservation/{}/extend", id(&hold)), "key", &json!({})).await);
    assert_eq!(buyer.holds().await.len(), 1);
    assert!(buyer.orders().await.is_empty());
}

async fn a_key_is_its_accounts(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let (one, other) = (site.buyer().await, site.buyer().await);
    let path = format!("/seats/{event}/reserve");
    let first = one.post_once(&path, "shared", &json!({ "seats": [seats[0]] })).await;
    let second = other.post_once(&path, "shared", &json!({ "seats": [seats[1]] })).await;
    assert_ne!(first.expect(201)["hold"]["id"], second.expect(201)["hold"]["id"]);
    assert!(!second.is_replay());
    let third = site.buyer().await;
    third.post_once(&path, "shared", &json!({ "seats": [seats[0]] })).await.problem(409, "seats_taken");
}

async fn a_refused_request_is_simply_tried_again(site: &Site) {
    let (event, seats) = site.seats(1).await;
    let (owner, buyer) = (site.buyer().await, site.buyer().await);
    let hold = owner.hold_seats(&event, &seats).await;
    let path = format!("/seats/{event}/reserve");
    let ask = async || buyer.post_once(&path, "again", &json!({ "seats": seats })).await;
    ask().await.problem(409, "seats_taken");
    ask().await.problem(409, "seats_taken");
    owner.release(&hold).await.expect(204);
    let got = ask().await;
    got.expect(201);
    assert!(!got.is_replay());
    same(&got, &ask().await);
}

async fn a_key_that_is_none_is_refused(site: &Site) {
    let (buyer, hold) = held(site).await;
    let event = hold["event_id"].as_str().unwrap().to_owned();
    let writes: [(String, Value); 5] = [
        (format!("/seats/{event}/reserve"), json!({ "best_available": { "quantity": 1 } })),
        (format!("/seats/{event}/release"), json!({ "hold_id": hold["id"] })),
        (format!("/seats/reservation/{}/extend", id(&hold)), json!({})),
        ("/checkout".to_owned(), checkout(id(&hold), card::PAYS)),
        ("/checkout/orders/ord_00000000000000000000000000/cancel".to_owned(), json!({})),
    ];
    let long = "k".repeat(256);
    for (path, body) in &writes {
        for key in ["", &long, "schlüssel", "a\tb"] {
            let answer = buyer.call(Method::POST, path).key(key).json(body).send().await;
            if path.contains("/cancel") && answer.status == 404 {
                continue;
            }
            assert_eq!(answer.status, 422, "{key:?}: {}", answer.shown());
            answer.any_problem();
        }
    }
    assert_eq!(buyer.holds().await.len(), 1);
    assert!(buyer.orders().await.is_empty());
    let longest = "k".repeat(255);
    let paid = buyer.post_once("/checkout", &longest, &checkout(id(&hold), card::PAYS)).await;
    paid.expect(201);
    same(&paid, &repeat(&buyer, &longest, &hold).await);
}

async fn repeat(buyer: &Buyer, key: &str, hold: &Value) -> Answer {
    buyer.post_once("/checkout", key, &checkout(id(hold), card::PAYS)).await
}

/// The later answer is the first one, and says that it is.
#[track_caller]
fn same(first: &Answer, later: &Answer) {
    assert_eq!((later.status, later.json()), (first.status, first.json()), "{}", later.shown());
    assert!(later.is_replay() && !first.is_replay(), "{}", later.shown());
}
