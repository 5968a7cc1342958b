//! Drafts: changed freely, seen by nobody else, and published only when they can be sold.

use admit_testkit::client::{id, items};
use admit_testkit::site::Site;
use serde_json::{Value, json};

use super::hall::{drafted, made, organizer, patch, published, small_event, small_hall, step, tier};
use crate::sale::all_pages;

admit_testkit::on_both_databases!(
    crate::SITES: a_draft_says_what_it_lacks,
    a_draft_that_cannot_be_sold_names_every_fault,
    seats_go_before_sections_and_sections_before_categories,
    what_stays_from_publishing_on_is_refused,
    own_events_come_newest_first_in_pages,
    an_event_that_cannot_be_meant_is_refused,
);

fn fields(problem: &Value) -> Vec<String> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
}

async fn a_draft_says_what_it_lacks(site: &Site) {
    let owner = organizer(site).await;
    let venue = made(&owner, "/organizer/venues", &small_hall()).await;
    let bare = json!({ "name": "Bare", "venue": id(&venue), "category": "film" });
    let draft = made(&owner, "/organizer/events", &bare).await;
    assert_eq!(draft["status"], "draft");
    let lacks: Vec<&Value> = draft["faults"].as_array().unwrap().iter().map(|fault| &fault["field"]).collect();
    assert_eq!(lacks, ["starts_at", "currency", "tiers"]);
    let path = format!("/organizer/events/{}", id(&draft));
    let whole = patch(&owner, &path, &small_event(id(&venue))).await.expect(200);
    assert_eq!(whole["faults"], json!([]));
    for step in ["pause", "resume", "cancel"] {
        owner.post(&format!("{path}/{step}"), &json!({})).await.problem(409, "not_published");
    }
    let floor = json!({ "sections": [venue["sections"][0]["id"]] });
    owner.post(&format!("{path}/block"), &floor).await.problem(409, "not_published");
    owner.get(&format!("{path}/stats")).await.problem(409, "not_published");
    for public in ["", "/stream"] {
        site.api.get(&format!("/events/{}{public}", id(&draft))).await.problem(404, "not_found");
    }
    site.api.get(&format!("/seats/{}/availability", id(&draft))).await.problem(404, "not_found");
}

async fn a_draft_that_cannot_be_sold_names_every_fault(site: &Site) {
    let owner = organizer(site).await;
    let draft = drafted(&owner).await;
    let path = format!("/organizer/events/{}", id(&draft));
    let cases = [
        (json!({ "starts_at": "2001-01-01T00:00:00Z" }), vec!["starts_at", "doors_at", "off_sale_at"]),
        (json!({ "doors_at": "2032-01-01T00:00:00Z" }), vec!["doors_at"]),
        (json!({ "off_sale_at": "2002-01-01T00:00:00Z" }), vec!["off_sale_at"]),
        (json!({ "on_sale_at": "2031-07-01T00:00:00Z" }), vec!["on_sale_at"]),
        (json!({ "tiers": [] }), vec!["tiers"]),
        (json!({ "tiers": [{ "name": "A", "price": 1 }] }), vec!["tiers[0]"]),
        (
            json!({ "tiers": [
                { "name": "A", "price": 1, "categories": ["Seats", "Nowhere"], "sections": ["Seats"] },
                { "name": "A", "price": 1, "categories": ["Seats"], "seats": ["seat_0000000000000"] },
            ] }),
            vec![
                "tiers[0].sections[0]",
                "tiers[0].categories[1]",
                "tiers[1].name",
                "tiers[1].seats[0]",
                "tiers[1].categories[0]",
                "tiers[0]",
            ],
        ),
    ];
    for (change, wanted) in cases {
        let venue = id(&draft["venue"]);
        patch(&owner, &path, &small_event(venue)).await.expect(200);
        let dates = json!({ "on_sale_at": "2029-01-01T00:00:00Z", "off_sale_at": "2031-06-01T18:00:00Z" });
        patch(&owner, &path, &dates).await.expect(200);
        let shown = patch(&owner, &path, &change).await.expect(200);
        let refused = owner.post(&format!("{path}/publish"), &json!({})).await.problem(409, "not_ready");
        assert_eq!(refused["errors"], shown["faults"]);
        let mut named = fields(&refused);
        let mut wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
        // The start that is past takes with it what depends on it.
        wanted.retain(|field| named.contains(field) || field != "off_sale_at" || change["starts_at"].is_null());
        named.sort();
        wanted.sort();
        assert_eq!(named, wanted, "{change}");
    }
}

async fn seats_go_before_sections_and_sections_before_categories(site: &Site) {
    let owner = organizer(site).await;
    let venue = made(&owner, "/organizer/venues", &small_hall()).await;
    let map = owner.get(&format!("/organizer/venues/{}/map", id(&venue))).await.expect(200);
    let seat = id(&map["sections"][1]["rows"][0]["seats"][4]).to_owned();
    let mut event = small_event(id(&venue));
    event["tiers"] = json!([
        { "name": "Best", "price": 9000, "seats": [seat] },
        { "name": "Stalls", "price": 5000, "sections": [venue["sections"][1]["id"]] },
        { "name": "All", "price": 1000, "categories": ["Seats", "Floor"] },
    ]);
    let event = made(&owner, "/organizer/events", &event).await;
    let event = step(&owner, id(&event), "publish").await;
    let capacity = |name: &str| tier(&event, name)["capacity"].clone();
    assert_eq!((capacity("Best"), capacity("Stalls"), capacity("All")), (json!(1), json!(19), json!(30)));
    // A category that no tier sells isn't for sale.
    let venue = made(&owner, "/organizer/venues", &small_hall()).await;
    let mut event = small_event(id(&venue));
    event["tiers"] = json!([{ "name": "Standing", "price": 0, "categories": ["Floor"] }]);
    let event = made(&owner, "/organizer/events", &event).await;
    let event = step(&owner, id(&event), "publish").await;
    assert_eq!(site.api.get(&format!("/events/{}", id(&event))).await.expect(200)["available"], 30);
}

async fn what_stays_from_publishing_on_is_refused(site: &Site) {
    let owner = organizer(site).await;
    let event = published(&owner).await;
    let path = format!("/organizer/events/{}", id(&event));
    let other = made(&owner, "/organizer/venues", &small_hall()).await;
    let seated = tier(&event, "Seated")["id"].clone();
    let fixed = [
        json!({ "currency": "USD" }),
        json!({ "venue": id(&other) }),
        json!({ "tiers": [{ "name": "New", "price": 1 }] }),
        json!({ "tiers": [{ "id": seated, "categories": ["Floor"] }] }),
    ];
    for change in fixed {
        patch(&owner, &path, &change).await.problem(409, "fixed_once_published");
    }
    patch(&owner, &path, &json!({ "tiers": [{ "id": "tier_00000000000000000000000000" }] }))
        .await
        .problem(422, "invalid");
    patch(&owner, &path, &json!({ "doors_at": "2040-01-01T00:00:00Z" })).await.problem(422, "invalid");
    patch(&owner, &path, &json!({ "off_sale_at": "2020-01-01T00:00:00Z" })).await.problem(422, "invalid");
    assert_eq!(owner.get(&path).await.expect(200), event);
    let change = json!({
        "name": "Renamed Event", "description": "Line one\nline two", "category": "film", "starts_at": "2031-06-02T18:00:00Z",
        "currency": "EUR", "tiers": [{ "id": seated, "name": "Best Seats", "fee": 0 }], "orphan_rule": "refused",
        "refunds": { "until": "2031-01-01T00:00:00Z", "fees": "kept" }, "max_tickets_per_order": 4,
    });
    patch(&owner, &path, &change).await.expect(200);
    let shown = site.api.get(&format!("/events/{}", id(&event))).await.expect(200);
    for (field, value) in [("name", "Renamed Event"), ("category", "film"), ("starts_at", "2031-06-02T18:00:00Z")] {
        assert_eq!(shown[field], value);
    }
    assert_eq!(
        (&shown["refundable_until"], &shown["max_tickets_per_order"]),
        (&json!("2031-01-01T00:00:00Z"), &json!(4))
    );
    assert_eq!(tier(&shown, "Best Seats")["price"]["amount"], 4000);
    let found = items(&site.api.get("/events?q=RENAMED%20event").await.expect(200));
    assert!(found.iter().any(|one| one["id"] == event["id"]));
    // A new plan of the venue leaves the event's own as it is.
    let venue = format!("/organizer/venues/{}", id(&event["venue"]));
    let sections = json!([{ "name": "Pit", "kind": "general_admission", "capacity": 5 }]);
    assert_eq!(patch(&owner, &venue, &json!({ "sections": sections })).await.expect(200)["capacity"], 5);
    assert_eq!(site.api.get(&format!("/events/{}", id(&event))).await.expect(200)["available"], 50);
}

async fn own_events_come_newest_first_in_pages(site: &Site) {
    let owner = organizer(site).await;
    let (draft, sale) = (drafted(&owner).await, published(&owner).await);
    let whole = all_pages(&owner, "/organizer/events", 100).await;
    let place = |event: &Value| whole.iter().position(|one| one["id"] == event["id"]).unwrap();
    assert!(place(&sale) < place(&draft));
    assert_eq!((&whole[place(&draft)]["status"], &whole[place(&sale)]["status"]), (&json!("draft"), &json!("on_sale")));
    let ids: std::collections::HashSet<String> =
        all_pages(&owner, "/organizer/events", 3).await.iter().map(|event| id(event).to_owned()).collect();
    assert!(whole.iter().all(|event| ids.contains(id(event))));
    let again = step(&owner, id(&sale), "publish").await;
    assert_eq!(again["id"], sale["id"]);
}

async fn an_event_that_cannot_be_meant_is_refused(site: &Site) {
    let owner = organizer(site).await;
    let draft = drafted(&owner).await;
    let path = format!("/organizer/events/{}", id(&draft));
    let long = "x".repeat(10_001);
    let cases: Vec<(&str, Value)> = vec![
        ("name", json!({ "name": " " })),
        ("name", json!({ "name": "a\nb" })),
        ("name", json!({ "name": long })),
        ("description", json!({ "description": format!("{long}y") })),
        ("description", json!({ "description": "a\u{0}b" })),
        ("category", json!({ "category": "opera" })),
        ("currency", json!({ "currency": "EURO" })),
        ("venue", json!({ "venue": "ven_00000000000000000000000000" })),
        ("venue", json!({ "venue": "nowhere" })),
        ("performers[0]", json!({ "performers": ["prf_00000000000000000000000000"] })),
        ("starts_at", json!({ "starts_at": "tomorrow" })),
        ("starts_at", json!({ "starts_at": "1969-12-31T00:00:00Z" })),
        ("starts_at", json!({ "starts_at": "+012026-01-01T00:00:00Z" })),
        ("tiers[0].price", json!({ "tiers": [{ "name": "A", "price": -1 }] })),
        ("tiers[0].fee", json!({ "tiers": [{ "name": "A", "price": 1, "fee": 1_000_000_000_001_i64 }] })),
        ("tiers[0].price", json!({ "tiers": [{ "name": "A" }] })),
        ("tiers[0].price", json!({ "tiers": [{ "name": "A", "price": 0.5 }] })),
        ("tiers[0].name", json!({ "tiers": [{ "price": 1 }] })),
        ("tiers[0].seats[0]", json!({ "tiers": [{ "name": "A", "price": 1, "seats": ["x"] }] })),
        (
            "tiers",
            json!({ "tiers": (0..65).map(|n| json!({ "name": n.to_string(), "price": 1 })).collect::<Vec<_>>() }),
        ),
        ("max_tickets_per_order", json!({ "max_tickets_per_order": 0 })),
        ("max_tickets_per_order", json!({ "max_tickets_per_order": 101 })),
        ("max_tickets_per_buyer", json!({ "max_tickets_per_buyer": 0 })),
        ("max_open_holds", json!({ "max_open_holds": 0 })),
        ("hold_s", json!({ "hold_s": 0 })),
        ("hold_s", json!({ "hold_s": 86_401 })),
        ("orphan_rule", json!({ "orphan_rule": "maybe" })),
        ("refunds.until", json!({ "refunds": { "until": "never" } })),
        ("body", json!({})),
    ];
    for (field, change) in cases {
        let refused = patch(&owner, &path, &change).await.problem(422, "invalid");
        assert_eq!(fields(&refused)[0], field, "{change}: {refused}");
    }
    assert_eq!(owner.get(&path).await.expect(200), draft);
}
