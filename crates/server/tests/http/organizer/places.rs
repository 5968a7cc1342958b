//! Places taken off sale and put back.

use admit_testkit::client::id;
use admit_testkit::site::Site;
use serde_json::{Value, json};

use super::hall::{organizer, published, tier};
use crate::sale::section_named;

admit_testkit::on_both_databases!(
    crate::SITES: places_of_an_area_are_counted,
    sections_are_closed_around_what_is_taken,
    places_that_cannot_be_meant_are_refused,
);

async fn places_of_an_area_are_counted(site: &Site) {
    let owner = organizer(site).await;
    let event = published(&owner).await;
    let path = format!("/organizer/events/{}", id(&event));
    let floor = id(&section_named(site, id(&event), "Floor").await).to_owned();
    let some = |quantity: u32| json!({ "section": floor, "quantity": quantity });
    let block = async |quantity: u32| owner.post(&format!("{path}/block"), &some(quantity)).await;
    assert_eq!(block(10).await.expect(200)["blocked"], 10);
    assert_eq!(block(15).await.expect(200)["blocked"], 25);
    assert_eq!(block(6).await.problem(409, "not_enough_left")["available"], 5);
    let shown = owner.post(&format!("{path}/unblock"), &some(20)).await.expect(200);
    let standing = tier(&shown, "Standing");
    assert_eq!((&standing["blocked"], &standing["available"]), (&json!(5), &json!(25)));
    owner.post(&format!("{path}/unblock"), &some(6)).await.problem(409, "not_enough_left");
    let public = section_named(site, id(&event), "Floor").await;
    assert_eq!((&public["capacity"], &public["available"]), (&json!(25), &json!(25)));
}

async fn sections_are_closed_around_what_is_taken(site: &Site) {
    let owner = organizer(site).await;
    let event = published(&owner).await;
    let path = format!("/organizer/events/{}", id(&event));
    let stalls = id(&section_named(site, id(&event), "Stalls").await).to_owned();
    let buyer = site.buyer().await;
    let hold = buyer.hold(id(&event), &json!({ "best_available": { "quantity": 3, "section": stalls } })).await;
    buyer.pay(&hold).await;
    let closed = owner.post(&format!("{path}/block"), &json!({ "sections": [stalls] })).await.expect(200);
    let seated = tier(&closed, "Seated");
    assert_eq!((&seated["blocked"], &seated["sold"], &seated["available"]), (&json!(17), &json!(3), &json!(0)));
    let wanted = json!({ "best_available": { "quantity": 1, "section": stalls } });
    buyer.reserve(id(&event), &wanted).await.problem(409, "sold_out");
    let opened = owner.post(&format!("{path}/unblock"), &json!({ "sections": [stalls] })).await.expect(200);
    assert_eq!((&opened["blocked"], &tier(&opened, "Seated")["available"]), (&json!(0), &json!(17)));
}

async fn places_that_cannot_be_meant_are_refused(site: &Site) {
    let owner = organizer(site).await;
    let event = published(&owner).await;
    let path = format!("/organizer/events/{}", id(&event));
    let floor = section_named(site, id(&event), "Floor").await["id"].clone();
    let stalls = section_named(site, id(&event), "Stalls").await["id"].clone();
    let bodies: Vec<Value> = vec![
        json!({}),
        json!({ "seats": [] }),
        json!({ "seats": ["seat_0000000000000"] }),
        json!({ "seats": vec!["seat_0000000000000"; 2_001] }),
        json!({ "section": floor }),
        json!({ "quantity": 1 }),
        json!({ "section": floor, "quantity": 0 }),
        json!({ "section": floor, "quantity": 4_000_000_000_u32 }),
        json!({ "section": floor, "quantity": 1.5 }),
        json!({ "section": stalls, "quantity": 1 }),
        json!({ "sections": [] }),
        json!({ "sections": ["sec_00000000000000000000000000"] }),
        json!({ "sections": [floor], "seats": [] }),
    ];
    for way in ["block", "unblock"] {
        for body in &bodies {
            owner.post(&format!("{path}/{way}"), body).await.problem(422, "invalid");
        }
    }
}
