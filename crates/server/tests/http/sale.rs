//! The whole path of a sale: look, hold, pay, get in or give back.

use std::time::Duration;

use admit_testkit::client::{Buyer, id, items};
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use serde_json::{Value, json};

admit_testkit::on_both_databases!(crate::SITES: a_guest_buys_and_gives_back, every_way_to_choose_holds_what_it_says);

async fn a_guest_buys_and_gives_back(site: &Site) {
    let buyer = site.buyer().await;
    let (event, seats) = site.seats(2).await;
    let hold = buyer.hold_seats(&event, &seats).await;
    assert_eq!(hold["event_id"], json!(event));
    assert_eq!(seat_ids(&hold["seats"]), seats);
    assert!((590..=600).contains(&hold["expires_in_s"].as_u64().unwrap()), "{hold}");
    assert_eq!(hold["extendable"], true);
    assert_eq!(buyer.holds().await.len(), 1);

    let extended = buyer.extend(&hold).await.expect(200);
    let extended = if extended["hold"].is_object() { extended["hold"].clone() } else { extended };
    assert!(extended["expires_at"].as_str() > hold["expires_at"].as_str(), "{extended}");
    let listed = &buyer.holds().await[0];
    assert_eq!((&listed["expires_at"], &listed["extendable"]), (&extended["expires_at"], &json!(false)));
    assert_eq!(listed["seats"], hold["seats"]);
    assert!((890..=900).contains(&listed["expires_in_s"].as_u64().unwrap()), "{listed}");

    let order = buyer.pay(&hold).await;
    assert_eq!(order["total"], hold["total"]);
    sums_up(&order);
    assert_eq!(buyer.order(id(&order)).await, order);
    assert_eq!(buyer.orders().await, std::slice::from_ref(&order));
    assert!(buyer.holds().await.is_empty(), "a paid hold is no open hold");
    tickets_let_in(&buyer, &order, &seats).await;
    for seat in &seats {
        assert_eq!(status_of(site, &event, &hold, seat).await, "sold");
    }

    let cancelled = buyer.cancel(&order).await.expect(200);
    assert_eq!(cancelled["status"], "cancelled");
    let refunded = until("the order is refunded", Duration::from_secs(15), async || {
        let order = buyer.order(id(&order)).await;
        (order["status"] == "refunded").then_some(order)
    });
    let refunded = refunded.await;
    assert!(refunded["refunded"]["amount"].as_i64().unwrap() > 0, "{refunded}");
    assert!(buyer.tickets().await.iter().all(|ticket| ticket["status"] == "void"));
    // Somebody else may have them at once.
    let next = site.buyer().await;
    next.pay(&next.hold_seats(&event, &seats).await).await;
}

async fn every_way_to_choose_holds_what_it_says(site: &Site) {
    let (event, seats) = site.seats(3).await;
    let buyer = site.buyer().await;
    let named = buyer.hold(&event, &json!({ "seats": seats })).await;
    assert_eq!(seat_ids(&named["seats"]), seats);
    let sum: i64 =
        named["seats"].as_array().unwrap().iter().map(|seat| seat["price"]["amount"].as_i64().unwrap()).sum();
    assert!(named["total"]["amount"].as_i64().unwrap() >= sum, "fees come on top: {named}");
    for seat in named["seats"].as_array().unwrap() {
        for field in ["id", "section", "section_name", "row", "number", "tier", "tier_name"] {
            assert!(seat[field].as_str().is_some_and(|text| !text.is_empty()), "{field} of {seat}");
        }
    }
    let best = buyer.hold(&event, &json!({ "best_available": { "quantity": 3 } })).await;
    let best = best["seats"].as_array().unwrap();
    assert!(best.iter().all(|seat| seat["row"] == best[0]["row"] && seat["section"] == best[0]["section"]));

    let club = site.api.event_named("Paper Lanterns").await;
    let floor = section_named(site, id(&club), "General Admission").await;
    let before = floor["available"].as_u64().unwrap();
    let general = buyer.hold(id(&club), &json!({ "section": id(&floor), "quantity": 2 })).await;
    assert_eq!(general["seats"].as_array().unwrap().len(), 2);
    assert_eq!(general["total"]["amount"], 2_000);
    assert!(before >= 2, "{floor}");
    assert_eq!(buyer.holds().await.len(), 3);
}

/// Lines sum up to the total, one ticket a ticket line.
fn sums_up(order: &Value) {
    let lines = order["lines"].as_array().unwrap();
    let sum: i64 = lines.iter().map(|line| line["amount"]["amount"].as_i64().unwrap()).sum();
    assert_eq!(order["total"]["amount"], sum, "{order}");
    let sold = lines.iter().filter(|line| line["kind"] == "ticket").count();
    assert_eq!(order["tickets"].as_array().unwrap().len(), sold);
}

async fn tickets_let_in(buyer: &Buyer, order: &Value, seats: &[String]) {
    let tickets = buyer.tickets().await;
    assert_eq!(tickets.len(), seats.len());
    for ticket in &tickets {
        assert_eq!((&ticket["order_id"], &ticket["status"]), (&order["id"], &json!("valid")));
        assert!(seats.iter().any(|seat| ticket["seat"]["id"] == json!(seat)), "{ticket}");
        assert_eq!(&buyer.get(&format!("/tickets/{}", id(ticket))).await.expect(200), ticket);
        let qr = buyer.get(&format!("/tickets/{}/qr.svg", id(ticket))).await;
        assert_eq!((qr.status, qr.header("content-type")), (200, "image/svg+xml"));
        assert!(qr.text().contains("<svg"), "{}", qr.text());
    }
    let listed = order["tickets"].as_array().unwrap();
    assert!(listed.iter().all(|one| tickets.iter().any(|ticket| ticket["id"] == one["id"])));
}

/// What everybody sees of a seat of `hold`.
pub(crate) async fn status_of(site: &Site, event: &str, hold: &Value, seat: &str) -> String {
    let held = hold["seats"].as_array().unwrap().iter().find(|held| held["id"] == json!(seat)).unwrap();
    let section = held["section"].as_str().unwrap();
    let seats = site.api.get(&format!("/seats/{event}/sections/{section}")).await.expect(200);
    let seats = seats["seats"].as_array().unwrap();
    seats.iter().find(|one| one["id"] == json!(seat)).unwrap()["status"].as_str().unwrap().to_owned()
}

/// A section of `event` with its numbers, by name.
pub(crate) async fn section_named(site: &Site, event: &str, name: &str) -> Value {
    let availability = site.api.availability(event).await;
    let sections = availability["sections"].as_array().unwrap();
    let found = sections.iter().find(|section| section["name"] == json!(name));
    found.unwrap_or_else(|| panic!("{name} is no section of {event}: {availability}")).clone()
}

pub(crate) fn seat_ids(seats: &Value) -> Vec<String> {
    let seats = seats.as_array().unwrap();
    seats.iter().map(|seat| id(seat).to_owned()).collect()
}

/// All items of a list, page by page.
pub(crate) async fn all_pages(buyer: &Buyer, path: &str, limit: usize) -> Vec<Value> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = buyer.get(&format!("{path}?limit={limit}{cursor}")).await.expect(200);
        let found = items(&page);
        assert!(found.len() <= limit);
        all.extend(found);
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}
