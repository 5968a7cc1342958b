//! A whole sale by HTTP alone: a plan is imported, an event drafted, published, sold, changed and cancelled, and everybody gets
//! their money back once.

use std::time::Duration;

use admit_testkit::client::{Buyer, id, items};
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use serde_json::{Value, json};

use super::hall::{made, organizer, patch, published, step, tier};
use crate::sale::{seat_ids, section_named, status_of};

admit_testkit::on_both_databases!(
    crate::SITES: a_sale_is_run_from_its_plan_to_its_last_refund,
    a_paused_sale_holds_nothing_new,
    what_is_cancelled_stays_cancelled,
);

/// Three rows of eight seats, as venues write them down.
fn plan() -> Value {
    let seat = |row: usize, number: usize| {
        json!({
            "seat_guid": format!("{row}-{number}"), "seat_number": number.to_string(),
            "position": { "x": number * 25, "y": 0 }, "category": if row == 0 { "Front" } else { "Back" },
        })
    };
    let row = |row: usize| {
        json!({
            "row_number": (row + 1).to_string(), "position": { "x": 0, "y": row * 30 },
            "seats": (0..8).map(|number| seat(row, number)).collect::<Vec<_>>(),
        })
    };
    json!({
        "name": "Imported", "categories": [{ "name": "Front" }, { "name": "Back" }],
        "size": { "width": 300, "height": 200 },
        "zones": [{ "name": "Stalls", "position": { "x": 10, "y": 40 }, "rows": [row(0), row(1), row(2)] }],
    })
}

async fn prepare(owner: &Buyer) -> String {
    let venue = json!({ "name": "The Imported Hall", "time_zone": "Europe/Paris", "city": "Lyon", "plan": plan() });
    let venue = made(owner, "/organizer/venues", &venue).await;
    assert_eq!((&venue["capacity"], &venue["categories"][0]["places"]), (&json!(24), &json!(8)), "{venue}");
    let performer = made(owner, "/organizer/performers", &json!({ "name": "The Scripted" })).await;
    let draft = json!({
        "name": "A Scripted Night", "venue": id(&venue), "category": "concert", "performers": [id(&performer)],
        "starts_at": "2031-03-01T20:00:00+01:00", "currency": "EUR",
        "tiers": [{ "name": "Front", "price": 5000, "fee": 300, "categories": ["Front"] }],
        "refunds": { "until": "2031-02-01T00:00:00Z", "fees": "kept" },
    });
    let draft = made(owner, "/organizer/events", &draft).await;
    let path = format!("/organizer/events/{}", id(&draft));
    assert!(
        items(&owner.api.get("/events?q=scripted").await.expect(200)).iter().all(|event| event["id"] != draft["id"])
    );
    owner.api.get(&format!("/events/{}", id(&draft))).await.problem(404, "not_found");
    let tiers = json!([
        { "id": draft["tiers"][0]["id"], "price": 5500 },
        { "name": "Back", "price": 2000, "fee": 100, "categories": ["Back"] },
    ]);
    patch(owner, &path, &json!({ "tiers": tiers })).await.expect(200);
    let event = step(owner, id(&draft), "publish").await;
    assert_eq!((&event["status"], &tier(&event, "Front")["price"]["amount"]), (&json!("on_sale"), &json!(5500)));
    id(&event).to_owned()
}

async fn a_sale_is_run_from_its_plan_to_its_last_refund(site: &Site) {
    let owner = organizer(site).await;
    let event = prepare(&owner).await;
    let path = format!("/organizer/events/{event}");
    let shown = site.api.get(&format!("/events/{event}")).await.expect(200);
    assert_eq!((&shown["status"], &shown["starts_at"]), (&json!("on_sale"), &json!("2031-03-01T19:00:00Z")));

    // A hold keeps the price it was made at, whatever the organizer does meanwhile.
    let buyers = site.buyers(5).await;
    let wanted = json!({ "best_available": { "quantity": 2, "max_price": 3000 } });
    let before = buyers[0].hold(&event, &wanted).await;
    let back = tier(&shown, "Back")["id"].clone();
    let dearer = json!({ "tiers": [{ "id": back, "price": 2500 }], "max_tickets_per_order": 3 });
    let changed = patch(&owner, &path, &dearer).await.expect(200);
    assert_eq!(tier(&changed, "Back")["price"]["amount"], 2500);
    assert_eq!(buyers[0].pay(&before).await["total"]["amount"], 2 * 2100);
    let after = buyers[1].hold(&event, &wanted).await;
    assert_eq!(buyers[1].pay(&after).await["total"]["amount"], 2 * 2600);
    let too_many = json!({ "best_available": { "quantity": 4 } });
    buyers[2].reserve(&event, &too_many).await.problem(409, "hold_limit");

    // A row is taken off sale while it is free, and put back.
    let stalls = section_named(site, &event, "Stalls").await;
    let seats = site.api.get(&format!("/seats/{event}/sections/{}", id(&stalls))).await.expect(200);
    let free: Vec<Value> =
        seats["seats"].as_array().unwrap().iter().filter(|seat| seat["status"] == "available").cloned().collect();
    let blocked = seat_ids(&json!(free[..3]));
    let done = owner.post(&format!("{path}/block"), &json!({ "seats": blocked })).await.expect(200);
    assert_eq!(done["blocked"], 3);
    let taken = buyers[2].reserve(&event, &json!({ "seats": [blocked[0]] })).await.problem(409, "seats_taken");
    assert_eq!(taken["taken_seats"], json!([blocked[0]]));
    let sold = seat_ids(&before["seats"]);
    let refused = owner.post(&format!("{path}/block"), &json!({ "seats": [sold[0], blocked[1]] })).await;
    assert_eq!(refused.problem(409, "seats_taken")["taken_seats"], json!([sold[0]]));
    owner.post(&format!("{path}/unblock"), &json!({ "seats": [blocked[0]] })).await.expect(200);
    let hold = buyers[2].hold(&event, &json!({ "seats": [blocked[0]] })).await;
    let order = buyers[2].pay(&hold).await;
    let open = buyers[3].hold(&event, &json!({ "best_available": { "quantity": 1 } })).await;
    let given_back = buyers[4].hold(&event, &json!({ "best_available": { "quantity": 1 } })).await;
    let given_back = buyers[4].pay(&given_back).await;
    buyers[4].cancel(&given_back).await.expect(200);

    check_stats(&owner, &path).await;
    let listed = items(&owner.get(&format!("{path}/orders")).await.expect(200));
    assert_eq!(listed.len(), 4, "{listed:?}");
    assert!(listed.iter().any(|one| one["id"] == order["id"] && one["buyer_id"] == json!(buyers[2].id)));

    let cancelled = step(&owner, &event, "cancel").await;
    assert_eq!(cancelled["status"], "cancelled");
    buyers[3].check_out(&open, "4242424242424242").await.problem(409, "event_cancelled");
    buyers[3].reserve(&event, &wanted).await.any_problem();
    everybody_is_refunded_once(&owner, &path, &buyers[..3]).await;
    // Whoever cancelled before keeps what the policy gave.
    assert_eq!(buyers[4].order(id(&given_back)).await["status"], "refunded");
    assert_eq!(status_of(site, &event, &before, &sold[0]).await, "available");
}

async fn check_stats(owner: &Buyer, path: &str) {
    let stats = owner.get(&format!("{path}/stats")).await.expect(200);
    let sum = |name: &str| -> u64 {
        stats["tiers"].as_array().unwrap().iter().map(|tier| tier[name].as_u64().unwrap()).sum()
    };
    assert_eq!((sum("sold"), sum("held"), sum("blocked")), (5, 1, 2), "{stats}");
    assert_eq!(sum("capacity"), 22);
    assert_eq!((&stats["orders"], &stats["refunds"]["orders"]), (&json!(4), &json!(1)), "{stats}");
    let amount = |name: &str, part: &str| stats[name][part]["amount"].as_i64().unwrap();
    assert_eq!(amount("revenue", "gross") - amount("refunds", "owed"), amount("revenue", "net"));
}

pub(crate) async fn everybody_is_refunded_once(owner: &Buyer, path: &str, buyers: &[Buyer]) {
    let stats = async || owner.get(&format!("{path}/stats")).await.expect(200);
    let done = until("the cancellation is through", Duration::from_secs(60), async || {
        let stats = stats().await;
        let is_done = stats["cancellation"]["done_at"].is_string();
        (is_done && stats["refunds"]["paid_back"] == stats["refunds"]["owed"]).then_some(stats)
    })
    .await;
    for buyer in buyers {
        for order in buyer.orders().await {
            assert_eq!(order["status"], "refunded", "{order}");
            assert_eq!(order["refunded"], order["total"], "{order}");
            assert!(order["tickets"].as_array().unwrap().iter().all(|ticket| ticket["status"] == "void"));
        }
    }
    // Cancelling again changes nothing.
    owner.post(&format!("{path}/cancel"), &json!({})).await.expect(200);
    let again = stats().await;
    assert_eq!((&again["refunds"], &again["revenue"]), (&done["refunds"], &done["revenue"]));
}

async fn a_paused_sale_holds_nothing_new(site: &Site) {
    let owner = organizer(site).await;
    let event = published(&owner).await;
    let wanted = json!({ "best_available": { "quantity": 1 } });
    let buyer = site.buyer().await;
    let hold = buyer.hold(id(&event), &wanted).await;
    for _ in 0..2 {
        let paused = step(&owner, id(&event), "pause").await;
        assert_eq!((&paused["status"], &paused["paused"]), (&json!("off_sale"), &json!(true)));
    }
    buyer.reserve(id(&event), &wanted).await.problem(409, "not_on_sale");
    buyer.pay(&hold).await;
    // A change of something else leaves it paused.
    let path = format!("/organizer/events/{}", id(&event));
    assert_eq!(patch(&owner, &path, &json!({ "hold_s": 120 })).await.expect(200)["paused"], true);
    assert_eq!(step(&owner, id(&event), "resume").await["status"], "on_sale");
    assert!(buyer.hold(id(&event), &wanted).await["expires_in_s"].as_u64().unwrap() <= 120);
}

async fn what_is_cancelled_stays_cancelled(site: &Site) {
    let owner = organizer(site).await;
    let event = published(&owner).await;
    let path = format!("/organizer/events/{}", id(&event));
    step(&owner, id(&event), "cancel").await;
    for end in ["resume", "pause"] {
        owner.post(&format!("{path}/{end}"), &json!({})).await.problem(409, "event_cancelled");
    }
    let price = json!({ "tiers": [{ "id": event["tiers"][0]["id"], "price": 1 }] });
    patch(&owner, &path, &price).await.problem(409, "event_cancelled");
    assert_eq!(step(&owner, id(&event), "cancel").await["status"], "cancelled");
    let found = items(&site.api.get("/events?status=cancelled&limit=100").await.expect(200));
    assert!(found.iter().any(|one| one["id"] == event["id"]));
}
