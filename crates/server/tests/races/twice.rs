//! The same thing sent many times at once.

use std::collections::HashSet;

use admit_testkit::client::{Answer, Buyer, card, checkout, id};
use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::at_once;

admit_testkit::on_both_databases!(
    crate::SITES: twelve_checkouts_of_a_hold_make_one_order,
    twenty_times_one_key_make_one_hold,
    twenty_times_one_key_make_one_order,
    a_token_refreshed_by_many_is_good_for_one,
);

async fn twelve_checkouts_of_a_hold_make_one_order(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let buyer = site.buyer().await;
    let hold = buyer.hold_seats(&event, &seats).await;
    let answers = many(&buyer, 12, "/checkout", None, &checkout(id(&hold), card::PAYS)).await;
    let paid: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(paid.len(), 1, "{} were told that they paid", paid.len());
    let order = paid[0].json();
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        let code = answer.code();
        assert!(matches!(code.as_str(), "hold_in_checkout" | "hold_completed"), "{}", answer.shown());
        let problem = answer.problem(409, &code);
        assert!(code != "hold_completed" || problem["order_id"] == order["id"], "{}", answer.shown());
    }
    assert_eq!(buyer.orders().await, [order]);
    assert_eq!(buyer.tickets().await.len(), 2);
}

async fn twenty_times_one_key_make_one_hold(site: &Site) {
    for _ in 0..3 {
        let (event, seats) = site.seats(1).await;
        let buyer = site.buyer().await;
        let path = format!("/seats/{event}/reserve");
        let answers = many(&buyer, 20, &path, Some("one key"), &json!({ "seats": seats })).await;
        one_outcome(&answers, 201);
        assert_eq!(buyer.holds().await.len(), 1);
    }
}

async fn twenty_times_one_key_make_one_order(site: &Site) {
    let (event, seats) = site.seats(1).await;
    let buyer = site.buyer().await;
    let hold = buyer.hold_seats(&event, &seats).await;
    let declined = many(&buyer, 20, "/checkout", Some("declined"), &checkout(id(&hold), card::DECLINED)).await;
    one_outcome(&declined, 402);
    let paid = many(&buyer, 20, "/checkout", Some("paid"), &checkout(id(&hold), card::PAYS)).await;
    one_outcome(&paid, 201);
    assert_eq!(buyer.orders().await.len(), 1);
    assert_eq!(buyer.tickets().await.len(), 1);
    let path = format!("/checkout/orders/{}/cancel", id(&buyer.orders().await[0]));
    let cancelled = many(&buyer, 20, &path, Some("cancelled"), &json!({})).await;
    one_outcome(&cancelled, 200);
}

async fn a_token_refreshed_by_many_is_good_for_one(site: &Site) {
    let buyer = site.buyer().await;
    let answers = at_once(0..10, |_| {
        let buyer = buyer.clone();
        async move { buyer.api.post("/auth/refresh", &json!({ "refresh_token": buyer.refresh_token })).await }
    })
    .await;
    let rotated = answers.iter().filter(|answer| answer.status == 200).count();
    assert!(rotated <= 1, "{rotated} rotated one token");
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.status, 401, "{}", answer.shown());
    }
}

/// The same request `times` times at once.
async fn many(buyer: &Buyer, times: usize, path: &str, key: Option<&'static str>, body: &Value) -> Vec<Answer> {
    at_once(0..times, |_| {
        let (buyer, path, body) = (buyer.clone(), path.to_owned(), body.clone());
        async move {
            match key {
                Some(key) => buyer.post_once(&path, key, &body).await,
                None => buyer.post(&path, &body).await,
            }
        }
    })
    .await
}

/// All got the one answer, or were told that it is being worked on; one of them alone was the first.
fn one_outcome(answers: &[Answer], status: u16) {
    let mut bodies = HashSet::new();
    let mut first = 0;
    for answer in answers {
        if answer.status == status {
            bodies.insert(answer.json().to_string());
            first += usize::from(!answer.is_replay());
        } else {
            answer.problem(409, "request_in_progress");
        }
    }
    assert_eq!(bodies.len(), 1, "{bodies:#?}");
    assert_eq!(first, 1, "{first} answers say that they are the first");
}
