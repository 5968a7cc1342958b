//! `best_available`: the best places side by side, within what was asked for. These tests alone sell the stadium.

use admit_testkit::client::id;
use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::sale::section_named;

admit_testkit::on_both_databases!(
    crate::SITES: places_are_side_by_side_and_in_the_best_tier,
    wishes_are_kept,
    what_is_not_side_by_side_is_said_so,
    what_the_event_does_not_sell_is_no_match,
);

async fn places_are_side_by_side_and_in_the_best_tier(site: &Site) {
    let stadium = stadium(site).await;
    let buyer = site.buyer().await;
    for quantity in [2, 4] {
        let hold = buyer.hold(id(&stadium), &json!({ "best_available": { "quantity": quantity } })).await;
        let seats = hold["seats"].as_array().unwrap();
        assert_eq!(seats.len(), quantity);
        assert!(seats.iter().all(|seat| seat["tier"] == stadium["tiers"][0]["id"]), "{hold}");
        assert!(seats.iter().all(|seat| seat["row"] == seats[0]["row"] && seat["section"] == seats[0]["section"]));
        assert_side_by_side(site, id(&stadium), seats).await;
    }
}

async fn wishes_are_kept(site: &Site) {
    let stadium = stadium(site).await;
    let buyer = site.buyer().await;
    let tiers = stadium["tiers"].as_array().unwrap();
    let third = &tiers[2];
    let wanted = json!({ "best_available": { "quantity": 2, "tier": third["id"] } });
    let hold = buyer.hold(id(&stadium), &wanted).await;
    assert!(hold["seats"].as_array().unwrap().iter().all(|seat| seat["tier"] == third["id"]), "{hold}");
    let price = third["price"]["amount"].as_i64().unwrap() + third["fee"]["amount"].as_i64().unwrap_or(0);
    let wanted = json!({ "best_available": { "quantity": 2, "max_price": price } });
    let hold = buyer.hold(id(&stadium), &wanted).await;
    assert!(hold["seats"].as_array().unwrap().iter().all(|seat| seat["price"]["amount"].as_i64().unwrap() <= price));
    let sections = site.api.availability(id(&stadium)).await;
    let section = sections["sections"].as_array().unwrap().last().unwrap().clone();
    let wanted = json!({ "best_available": { "quantity": 2, "section": section["id"] } });
    let hold = buyer.hold(id(&stadium), &wanted).await;
    assert!(hold["seats"].as_array().unwrap().iter().all(|seat| seat["section"] == section["id"]), "{hold}");
}

/// Four boxes of four chairs each: enough for six, but never in one of them.
async fn what_is_not_side_by_side_is_said_so(site: &Site) {
    let hamlet = site.api.event_named("Hamlet").await;
    let boxes = section_named(site, id(&hamlet), "Boxes Left").await;
    let buyer = site.buyer().await;
    let wanted =
        |together: bool| json!({ "best_available": { "quantity": 6, "section": boxes["id"], "together": together } });
    buyer.reserve(id(&hamlet), &wanted(true)).await.problem(409, "none_together");
    let hold = buyer.hold(id(&hamlet), &wanted(false)).await;
    assert_eq!(hold["seats"].as_array().unwrap().len(), 6);
    buyer.release(&hold).await.expect(204);
}

async fn what_the_event_does_not_sell_is_no_match(site: &Site) {
    let stadium = stadium(site).await;
    let buyer = site.buyer().await;
    let cheap = json!({ "best_available": { "quantity": 1, "max_price": 1 } });
    let refused = buyer.reserve(id(&stadium), &cheap).await;
    assert_eq!(refused.status, 422, "{}", refused.shown());
    refused.any_problem();
}

async fn stadium(site: &Site) -> Value {
    let listed = site.api.event_named("Taylor Swift").await;
    site.api.get(&format!("/events/{}", id(&listed))).await.expect(200)
}

async fn assert_side_by_side(site: &Site, event: &str, seats: &[Value]) {
    let section = seats[0]["section"].as_str().unwrap();
    let all = site.api.get(&format!("/seats/{event}/sections/{section}")).await.expect(200);
    let all = all["seats"].as_array().unwrap();
    let place = |seat: &Value| all.iter().position(|one| one["id"] == seat["id"]).unwrap();
    let mut places: Vec<usize> = seats.iter().map(place).collect();
    places.sort_unstable();
    assert!(places.windows(2).all(|pair| pair[1] == pair[0] + 1), "{seats:?}");
}
