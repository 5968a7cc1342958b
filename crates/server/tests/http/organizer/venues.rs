//! Venues and performers: made, changed, and events found by their new names.

use admit_testkit::client::{id, items};
use admit_testkit::site::Site;
use serde_json::{Value, json};

use super::hall::{made, organizer, patch, small_event, small_hall, step};

admit_testkit::on_both_databases!(
    crate::SITES: a_venue_is_shown_with_its_plan,
    a_plan_is_refused_with_the_paths_of_its_faults,
    a_large_plan_is_taken,
    events_are_found_by_new_names,
    venues_and_performers_that_cannot_be_meant_are_refused,
);

async fn a_venue_is_shown_with_its_plan(site: &Site) {
    let owner = organizer(site).await;
    let venue = made(&owner, "/organizer/venues", &small_hall()).await;
    let path = format!("/organizer/venues/{}", id(&venue));
    assert_eq!(owner.get(&path).await.expect(200), venue);
    assert_eq!(venue["capacity"], 50);
    let map = owner.get(&format!("{path}/map")).await.expect(200);
    assert_eq!((&map["id"], &map["units"]), (&venue["seat_map_id"], &json!(50)));
    let listed = items(&owner.get("/organizer/venues?limit=100").await.expect(200));
    assert!(listed.iter().any(|one| one["id"] == venue["id"]));
    let public = site.api.get(&format!("/venues/{}", id(&venue))).await.expect(200);
    assert_eq!((&public["name"], &public["city"]), (&venue["name"], &venue["city"]));
    let changed = patch(&owner, &path, &json!({ "city": "Dresden" })).await.expect(200);
    assert_eq!((&changed["city"], &changed["seat_map_id"]), (&json!("Dresden"), &venue["seat_map_id"]));
}

async fn a_plan_is_refused_with_the_paths_of_its_faults(site: &Site) {
    let owner = organizer(site).await;
    let with = |plan: Value| json!({ "name": "Hall", "time_zone": "UTC", "plan": plan });
    let seat =
        |guid: &str| json!({ "seat_guid": guid, "seat_number": "1", "position": { "x": 0, "y": 0 }, "category": "A" });
    let zone =
        |seats: Value| json!([{ "position": { "x": 0, "y": 0 }, "rows": [{ "row_number": "1", "seats": seats }] }]);
    let doubled = with(json!({
        "name": "P", "categories": [{ "name": "A" }], "zones": zone(json!([seat("x"), seat("x")])),
    }));
    let unknown = with(json!({ "name": "P", "categories": [], "zones": zone(json!([seat("x")])) }));
    let cases = [
        (doubled, "plan.zones[0].rows[0].seats[1].seat_guid"),
        (unknown, "plan.zones[0].rows[0].seats[0].category"),
        (with(json!([])), "plan"),
        (with(json!(null)), "plan"),
        (with(json!({ "name": "P", "categories": [], "zones": [] })), "plan"),
    ];
    for (body, field) in cases {
        let refused = owner.post("/organizer/venues", &body).await.problem(422, "invalid");
        let named = refused["errors"][0]["field"].as_str().unwrap();
        assert!(named == field || (field == "plan" && named.starts_with("plan")), "{refused}");
    }
    let neither = json!({ "name": "Hall", "time_zone": "UTC" });
    owner.post("/organizer/venues", &neither).await.problem(422, "invalid");
    let mut both = small_hall();
    both["plan"] = json!({});
    owner.post("/organizer/venues", &both).await.problem(422, "invalid");
}

/// Longer than any other body may be.
async fn a_large_plan_is_taken(site: &Site) {
    let owner = organizer(site).await;
    let row = |row: usize| {
        let seat = |number: usize| {
            json!({
                "seat_guid": format!("{row}-{number}"), "seat_number": number.to_string(), "category": "All",
                "position": { "x": number * 20, "y": row * 25 },
            })
        };
        json!({ "row_number": row.to_string(), "seats": (0..50).map(seat).collect::<Vec<_>>() })
    };
    let zones =
        json!([{ "name": "Bowl", "position": { "x": 0, "y": 0 }, "rows": (0..100).map(row).collect::<Vec<_>>() }]);
    let plan = json!({ "name": "Large", "categories": [{ "name": "All" }], "zones": zones });
    let body = json!({ "name": "Large", "time_zone": "UTC", "plan": plan });
    assert!(body.to_string().len() > 400_000);
    assert_eq!(made(&owner, "/organizer/venues", &body).await["capacity"], 5_000);
    // Nobody but an organizer is even read.
    site.buyer().await.post("/organizer/venues", &body).await.problem(403, "forbidden");
}

async fn events_are_found_by_new_names(site: &Site) {
    let owner = organizer(site).await;
    let venue = made(&owner, "/organizer/venues", &small_hall()).await;
    let performer = made(&owner, "/organizer/performers", &json!({ "name": "Firstnamed" })).await;
    let mut event = small_event(id(&venue));
    event["performers"] = json!([id(&performer)]);
    let event = made(&owner, "/organizer/events", &event).await;
    step(&owner, id(&event), "publish").await;
    let is_found = async |words: &str| {
        let found = items(&site.api.get(&format!("/events?limit=100&q={words}")).await.expect(200));
        found.iter().any(|one| one["id"] == event["id"])
    };
    assert!(is_found("firstnamed%20leipzig").await);
    let to = json!({ "name": "Secondnamed", "description": "Louder." });
    let changed = patch(&owner, &format!("/organizer/performers/{}", id(&performer)), &to).await.expect(200);
    assert_eq!(changed["name"], "Secondnamed");
    let to = json!({ "city": "Göttingen", "name": "Neue Halle" });
    patch(&owner, &format!("/organizer/venues/{}", id(&venue)), &to).await.expect(200);
    assert!(is_found("secondnamed%20g%C3%B6ttingen%20neue").await);
    assert!(!is_found("firstnamed").await && !is_found("leipzig%20secondnamed").await);
    let in_city = items(&site.api.get("/events?city=g%C3%B6ttingen").await.expect(200));
    assert!(in_city.iter().any(|one| one["id"] == event["id"]));
}

async fn venues_and_performers_that_cannot_be_meant_are_refused(site: &Site) {
    let owner = organizer(site).await;
    let section = |section: Value| json!({ "sections": [section] });
    let cases = [
        ("name", json!({ "name": "" })),
        ("country", json!({ "country": "Germany" })),
        ("time_zone", json!({ "time_zone": "Mars/Olympus" })),
        ("city", json!({ "city": "x".repeat(101) })),
        ("address", json!({ "address": "a\u{7}" })),
        ("sections[0]", section(json!({ "name": "A", "kind": "general_admission", "rows": 1, "seats_per_row": 1 }))),
        ("sections[0]", section(json!({ "name": "A", "kind": "reserved", "capacity": 5 }))),
        ("sections[0].capacity", section(json!({ "name": "A", "kind": "general_admission", "capacity": 0 }))),
        ("sections[0].rows", section(json!({ "name": "A", "kind": "reserved", "rows": 1_001, "seats_per_row": 1 }))),
        ("sections", json!({ "sections": [] })),
    ];
    for (field, change) in cases {
        let mut body = small_hall();
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        let refused = owner.post("/organizer/venues", &body).await.problem(422, "invalid");
        assert_eq!(refused["errors"][0]["field"], field, "{refused}");
    }
    for body in [json!({ "name": "" }), json!({ "description": "No name" }), json!({ "name": "x".repeat(201) })] {
        owner.post("/organizer/performers", &body).await.problem(422, "invalid");
    }
}
