//! `/checkout/orders`: the caller's orders, and giving them back.

use std::time::Duration;

use admit_testkit::client::{card, id};
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use serde_json::json;

use crate::checkout::held;
use crate::sale::all_pages;

admit_testkit::on_both_databases!(
    crate::SITES: an_order_is_its_buyers_alone,
    an_order_is_cancelled_once,
    what_is_not_paid_is_not_cancellable,
    orders_come_page_by_page_newest_first,
);

async fn an_order_is_its_buyers_alone(site: &Site) {
    let (buyer, hold) = held(site).await;
    let order = buyer.pay(&hold).await;
    let other = site.buyer().await;
    other.get(&format!("/checkout/orders/{}", id(&order))).await.problem(404, "not_found");
    other.cancel(&order).await.problem(404, "not_found");
    assert!(other.orders().await.is_empty() && other.tickets().await.is_empty());
    let ticket = order["tickets"][0]["id"].as_str().unwrap();
    other.get(&format!("/tickets/{ticket}")).await.problem(404, "not_found");
    other.get(&format!("/tickets/{ticket}/qr.svg")).await.problem(404, "not_found");
    assert_eq!(buyer.order(id(&order)).await, order);
}

async fn an_order_is_cancelled_once(site: &Site) {
    let (buyer, hold) = held(site).await;
    let order = buyer.pay(&hold).await;
    let cancelled = buyer.cancel(&order).await.expect(200);
    assert_eq!((&cancelled["id"], &cancelled["status"]), (&order["id"], &json!("cancelled")));
    assert_eq!(cancelled["tickets"][0]["status"], "void");
    buyer.cancel(&order).await.problem(409, "not_cancellable");
    let what = "the money is back";
    let refunded = until(what, Duration::from_secs(15), async || {
        let order = buyer.order(id(&order)).await;
        (order["status"] == "refunded").then_some(order)
    });
    let refunded = refunded.await;
    let (back, total) = (refunded["refunded"]["amount"].as_i64().unwrap(), order["total"]["amount"].as_i64().unwrap());
    assert!(0 < back && back <= total, "{refunded}");
    buyer.cancel(&order).await.problem(409, "not_cancellable");
    let ticket = order["tickets"][0]["id"].as_str().unwrap();
    assert_eq!(buyer.get(&format!("/tickets/{ticket}")).await.expect(200)["status"], "void");
}

async fn what_is_not_paid_is_not_cancellable(site: &Site) {
    let (buyer, hold) = held(site).await;
    let order = buyer.check_out(&hold, card::REDIRECTS).await.expect(202);
    buyer.cancel(&order).await.problem(409, "not_cancellable");
    assert_eq!(buyer.order(id(&order)).await["status"], "pending_payment");
}

async fn orders_come_page_by_page_newest_first(site: &Site) {
    let buyer = site.buyer().await;
    let mut bought = Vec::new();
    for _ in 0..4 {
        let (event, seats) = site.seats(2).await;
        let order = buyer.pay(&buyer.hold_seats(&event, &seats).await).await;
        bought.insert(0, order);
    }
    assert_eq!(buyer.orders().await, bought);
    for limit in [1, 2, 3, 4] {
        assert_eq!(all_pages(&buyer, "/checkout/orders", limit).await, bought, "pages of {limit}");
        assert_eq!(all_pages(&buyer, "/tickets", limit).await.len(), 8, "pages of {limit}");
    }
    let page = buyer.get("/checkout/orders?limit=4").await.expect(200);
    assert_eq!(page["next_cursor"], json!(null));
}
