//! `/checkout`: claim first, charge second.

use std::time::Duration;

use admit_testkit::client::{Buyer, card, checkout, id, payment};
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

admit_testkit::on_both_databases!(
    crate::SITES: every_way_to_pay_pays,
    a_declined_payment_keeps_the_hold_and_lists_no_order,
    five_attempts_are_enough,
    a_lost_answer_is_made_good_by_a_webhook,
    the_gateways_page_approves_or_declines,
    only_test_numbers_are_taken_and_none_is_shown,
    a_payment_that_cannot_be_meant_is_refused,
);

async fn every_way_to_pay_pays(site: &Site) {
    let spaced = json!({ "method": "card", "card_number": "4242 4242 4242 4242", "exp_month": 12, "exp_year": 2099, "cvc": "123" });
    let upi = json!({ "method": "upi", "vpa": "success@upi" });
    let bank = json!({ "method": "net_banking", "bank": "demo_ok" });
    for (way, expected) in [(spaced, 201), (upi, 201), (bank, 201)] {
        let (buyer, hold) = held(site).await;
        let order = buyer.post("/checkout", &json!({ "hold_id": hold["id"], "payment": way })).await.expect(expected);
        assert_eq!((&order["status"], &order["next_action"]), (&json!("paid"), &Value::Null));
        assert_eq!(order["total"], hold["total"]);
    }
}

async fn a_declined_payment_keeps_the_hold_and_lists_no_order(site: &Site) {
    let (buyer, hold) = held(site).await;
    let upi = json!({ "hold_id": hold["id"], "payment": { "method": "upi", "vpa": "decline@upi" } });
    let bank = json!({ "hold_id": hold["id"], "payment": { "method": "net_banking", "bank": "demo_decline" } });
    for body in [checkout(id(&hold), card::DECLINED), checkout(id(&hold), card::NO_FUNDS), upi, bank] {
        buyer.post("/checkout", &body).await.problem(402, "payment_declined");
        let kept = buyer.holds().await;
        assert_eq!((kept.len(), &kept[0]["id"], &kept[0]["seats"]), (1, &hold["id"], &hold["seats"]));
        assert!(kept[0]["expires_in_s"].as_u64().unwrap() >= 60, "{kept:?}");
        assert!(buyer.orders().await.is_empty(), "a declined attempt is no order");
        assert!(buyer.tickets().await.is_empty());
    }
    // The hold is as good as before.
    let order = buyer.pay(&hold).await;
    assert_eq!(buyer.orders().await, [order]);
}

async fn five_attempts_are_enough(site: &Site) {
    let (buyer, hold) = held(site).await;
    for _ in 0..5 {
        buyer.check_out(&hold, card::DECLINED).await.problem(402, "payment_declined");
    }
    let refused = buyer.check_out(&hold, card::PAYS).await;
    assert_eq!(refused.status, 409, "{}", refused.shown());
    refused.any_problem();
    assert!(buyer.orders().await.is_empty());
    buyer.release(&hold).await.expect(204);
}

async fn a_lost_answer_is_made_good_by_a_webhook(site: &Site) {
    let (buyer, hold) = held(site).await;
    let order = buyer.check_out(&hold, card::ANSWER_LOST).await.expect(202);
    assert_eq!((&order["status"], &order["next_action"]), (&json!("pending_payment"), &json!({ "type": "wait" })));
    assert_eq!(order["tickets"], json!([]));
    assert_eq!(buyer.order(id(&order)).await["id"], order["id"]);
    let paid = until("the webhook comes", Duration::from_secs(10), async || settled(&buyer, &order).await).await;
    assert_eq!(paid["status"], "paid", "{paid}");
    assert_eq!(paid["next_action"], Value::Null);
    assert_eq!(buyer.tickets().await.len(), 1);
    assert_eq!(buyer.orders().await.len(), 1);
}

async fn the_gateways_page_approves_or_declines(site: &Site) {
    for (button, status) in [("approve", "paid"), ("decline", "payment_failed")] {
        let (buyer, hold) = held(site).await;
        let order = buyer.check_out(&hold, card::REDIRECTS).await.expect(202);
        let url = order["next_action"]["url"].as_str().unwrap();
        let path = url.strip_prefix(site.url()).unwrap_or_else(|| panic!("{url} isn't at {}", site.url()));
        let page = site.api.outside(Method::GET, path).send().await;
        assert_eq!(page.status, 200, "{}", page.shown());
        let action = format!("{path}/{button}");
        assert!(page.text().contains(&format!("action=\"{action}\"")), "{}", page.shown());
        let press = || site.api.outside(Method::POST, &action).send();
        press().await;
        press().await;
        let settled = until("the gateway tells", Duration::from_secs(10), async || settled(&buyer, &order).await).await;
        assert_eq!(settled["status"], status, "{settled}");
        let is_paid = status == "paid";
        assert_eq!(buyer.tickets().await.len(), usize::from(is_paid));
        assert_eq!(buyer.holds().await.len(), usize::from(!is_paid), "a declined payment gives the hold back");
    }
}

async fn only_test_numbers_are_taken_and_none_is_shown(site: &Site) {
    let (buyer, hold) = held(site).await;
    let number = "4111111111111111";
    for written in [number, "4111 1111 1111 1111", "4242", ""] {
        let refused = buyer.check_out(&hold, written).await.problem(422, "invalid");
        assert!(refused["errors"][0]["field"].as_str().unwrap().contains("card_number"), "{refused}");
        assert!(!refused.to_string().contains("4111"), "{refused}");
    }
    let order = buyer.pay(&hold).await;
    assert!(!order.to_string().contains("4242"), "{order}");
    for said in ["4111", "4242424242424242", "4242 4242"] {
        assert_eq!(site.logged(said), None);
    }
}

async fn a_payment_that_cannot_be_meant_is_refused(site: &Site) {
    let (buyer, hold) = held(site).await;
    let with = |field: &str, value: Value| {
        let mut payment = payment(card::PAYS);
        payment[field] = value;
        json!({ "hold_id": hold["id"], "payment": payment })
    };
    let wrong = [
        with("exp_month", json!(13)),
        with("exp_month", json!(0)),
        with("exp_month", json!("12")),
        with("exp_month", json!(1e9)),
        with("exp_year", json!(2001)),
        with("exp_year", json!(-1)),
        with("cvc", json!("12a")),
        with("cvc", json!("")),
        with("cvc", Value::Null),
        with("method", json!("cash")),
        with("owner", json!("Somebody")),
        json!({ "hold_id": hold["id"] }),
        json!({ "hold_id": hold["id"], "payment": null }),
        json!({ "hold_id": hold["id"], "payment": {} }),
        json!({ "hold_id": hold["id"], "payment": [] }),
        json!({ "hold_id": hold["id"], "payment": { "method": "upi", "vpa": "a@b" } }),
        json!({ "hold_id": hold["id"], "payment": { "method": "upi" } }),
        json!({ "hold_id": hold["id"], "payment": { "method": "net_banking", "bank": "" } }),
        json!({ "hold_id": "x", "payment": payment(card::PAYS) }),
        json!({ "hold_id": hold["event_id"], "payment": payment(card::PAYS) }),
        json!({ "payment": payment(card::PAYS) }),
    ];
    for body in wrong {
        let answer = buyer.post("/checkout", &body).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.shown());
        answer.any_problem();
    }
    let nobodys = json!({ "hold_id": "hld_00000000000000000000000000", "payment": payment(card::PAYS) });
    buyer.post("/checkout", &nobodys).await.problem(404, "not_found");
    assert_eq!(buyer.holds().await.len(), 1);
    assert!(buyer.orders().await.is_empty());
}

/// Somebody new with a hold of one seat.
pub(crate) async fn held(site: &Site) -> (Buyer, Value) {
    let (event, seats) = site.seats(1).await;
    let buyer = site.buyer().await;
    let hold = buyer.hold_seats(&event, &seats).await;
    (buyer, hold)
}

async fn settled(buyer: &Buyer, order: &Value) -> Option<Value> {
    let order = buyer.order(id(order)).await;
    (order["status"] != "pending_payment").then_some(order)
}
