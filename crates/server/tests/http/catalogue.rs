//! `/events`, `/venues`, `/performers`, and what `/seats/{event}` shows: all of it agrees.

use std::collections::HashMap;

use admit_demo::catalogue::{EVENTS, PERFORMERS};
use admit_testkit::client::{Answer, id, items};
use admit_testkit::site::{ARENA, Site};
use reqwest::Method;
use serde_json::{Value, json};

admit_testkit::on_both_databases!(
    crate::SITES: events_are_listed_and_shown_whole,
    events_are_found_by_what_is_asked,
    events_come_in_the_order_and_state_that_is_asked,
    venues_and_performers_are_shown,
    every_view_of_the_seats_says_the_same,
    own_seats_are_shown_to_their_holder_alone,
    what_did_not_change_is_not_sent_again,
    what_is_not_there_is_404,
);

async fn events_are_listed_and_shown_whole(site: &Site) {
    let events = items(&site.api.get("/events").await.expect(200));
    assert!(events.len() >= 10, "{events:?}");
    for event in events.iter().filter(|event| EVENTS.iter().any(|demo| event["name"] == demo.name)) {
        for field in ["id", "name", "starts_at", "doors_at", "on_sale_at", "status"] {
            assert!(event[field].is_string(), "{field} of {event}");
        }
        assert!(event["venue"]["name"].is_string() && event["venue"]["time_zone"].is_string());
        assert!(event["performers"][0]["name"].is_string());
        assert!(event["price_range"]["min"]["amount"].as_i64() <= event["price_range"]["max"]["amount"].as_i64());
        assert!(event["high_demand"].is_boolean() && event["available"].is_u64());
        let whole = site.api.get(&format!("/events/{}", id(event))).await.expect(200);
        for field in ["id", "name", "starts_at", "venue", "performers", "price_range"] {
            assert_eq!(whole[field], event[field], "{field}");
        }
        assert!(whole["max_tickets_per_order"].is_u64());
        let sum: u64 = whole["tiers"].as_array().unwrap().iter().map(|tier| tier["capacity"].as_u64().unwrap()).sum();
        let availability = site.api.availability(id(event)).await;
        let sections = availability["sections"].as_array().unwrap().iter();
        assert_eq!(sum, sections.map(|section| section["capacity"].as_u64().unwrap()).sum::<u64>());
    }
}

async fn events_are_found_by_what_is_asked(site: &Site) {
    let names = async |query: &str| -> Vec<String> {
        let page = site.api.get(&format!("/events?{query}")).await.expect(200);
        items(&page).iter().map(|event| event["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("q=hamlet").await, ["Hamlet"]);
    assert_eq!(names("category=theatre").await, ["Hamlet"]);
    assert_eq!(names("city=New%20York").await.len(), 2);
    assert_eq!(names("q=no-such-thing").await.len(), 0);
    assert_eq!(names("q=%25").await.len(), 0);
    let event = site.api.event_named(ARENA).await;
    let venue = id(&event["venue"]);
    assert_eq!(names(&format!("venue={venue}")).await.len(), 1);
    assert_eq!(names(&format!("performer={}", id(&event["performers"][0]))).await.len(), 1);
    for bad in
        ["category=opera", "status=open", "sort=date", "sort=--name", "from=tomorrow", "to=2030-13-01", "max_price=-1"]
    {
        site.api.get(&format!("/events?{bad}")).await.problem(422, "invalid");
    }
    for bad in [
        "from=2030-01-01T00:00:00",
        "max_price=1.5",
        "sort=",
        "status=",
        "sort=name&cursor=U3RhcnRzQXQgQXNjZW5kaW5nCnggeQo",
    ] {
        site.api.get(&format!("/events?{bad}")).await.problem(422, "invalid");
    }
    site.api.get("/events?venue=nowhere").await.problem(422, "invalid");
}

/// The demo's events, whatever other tests sell meanwhile.
async fn events_come_in_the_order_and_state_that_is_asked(site: &Site) {
    let named = async |query: &str| -> Vec<Value> {
        let mut found = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = site.api.get(&format!("/events?limit=3&{query}{cursor}")).await.expect(200);
            found.extend(items(&page));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        found.retain(|event| EVENTS.iter().any(|demo| event["name"] == demo.name));
        found
    };
    let price = |event: &Value| event["price_range"]["min"]["amount"].as_i64().unwrap();
    let name = |event: &Value| event["name"].as_str().unwrap().to_lowercase();
    let start = |event: &Value| event["starts_at"].as_str().unwrap().to_owned();
    assert_eq!(named("sort=starts_at").await.len(), EVENTS.len());
    assert!(named("sort=starts_at").await.is_sorted_by_key(start));
    assert!(named("sort=-starts_at").await.iter().rev().is_sorted_by_key(start));
    assert!(named("sort=price").await.is_sorted_by_key(price));
    assert!(named("sort=-price").await.iter().rev().is_sorted_by_key(&price));
    assert!(named("sort=name").await.is_sorted_by_key(name));
    assert!(named("sort=-name").await.iter().rev().is_sorted_by_key(&name));
    assert_eq!(named("sort=relevance&q=the%20forum").await[0]["venue"]["name"], "The Forum");
    assert_eq!(named("sort=relevance&q=systems").await[0]["name"], "The Systems Conference");
    let scheduled = named("status=scheduled").await;
    assert_eq!(scheduled.iter().map(name).collect::<Vec<_>>(), ["the midnight choir: the last mass"]);
    assert!(named("status=on_sale").await.iter().all(|event| event["status"] == "on_sale"));
    assert!(named("max_price=2000").await.iter().all(|event| price(event) <= 2000));
    let nearly = &named("q=cellar").await[0];
    assert_eq!((&nearly["available"], &nearly["status"]), (&json!(6), &json!("on_sale")));
    // The day is the venue's: the first of two days that both lie within it in London is none in Mumbai.
    for event in named("sort=starts_at").await {
        let zone = event["venue"]["time_zone"].as_str().unwrap();
        let at: jiff::Timestamp = event["starts_at"].as_str().unwrap().parse().unwrap();
        let day = at.in_tz(zone).unwrap().date();
        let on = named(&format!("from={day}&to={day}")).await;
        assert!(on.iter().any(|one| one["id"] == event["id"]), "{day} {event}");
        let next = day.tomorrow().unwrap();
        assert!(named(&format!("from={next}")).await.iter().all(|one| one["id"] != event["id"]));
        let last = day.yesterday().unwrap();
        assert!(named(&format!("to={last}")).await.iter().all(|one| one["id"] != event["id"]));
    }
}

async fn venues_and_performers_are_shown(site: &Site) {
    let venues = items(&site.api.get("/venues").await.expect(200));
    assert!(venues.len() >= 4);
    for venue in &venues {
        assert_eq!(&site.api.get(&format!("/venues/{}", id(venue))).await.expect(200), venue);
        let sections = items(&site.api.get(&format!("/venues/{}/sections?limit=100", id(venue))).await.expect(200));
        assert!(!sections.is_empty());
        for section in sections {
            let is_general = section["kind"] == "general_admission";
            assert!(is_general || section["kind"] == "reserved", "{section}");
            let rows = section["rows"].as_array().unwrap();
            assert_eq!(rows.is_empty(), is_general);
            assert!(section["capacity"].as_u64().is_some_and(|capacity| capacity > 0));
        }
    }
    let performers = items(&site.api.get("/performers").await.expect(200));
    for performer in performers.iter().filter(|one| PERFORMERS.iter().any(|demo| one["name"] == demo.name)) {
        let shown = site.api.get(&format!("/performers/{}", id(performer))).await.expect(200);
        assert_eq!((&shown["id"], &shown["name"]), (&performer["id"], &performer["name"]));
        assert!(!shown["events"].as_array().unwrap().is_empty(), "{shown}");
    }
}

/// Availability, sections, the map and the packed state, looked at while nobody else changes this event.
async fn every_view_of_the_seats_says_the_same(site: &Site) {
    let hamlet = site.api.event_named("Hamlet").await;
    let event = id(&hamlet).to_owned();
    let buyer = site.buyer().await;
    let hold = buyer.hold(&event, &json!({ "best_available": { "quantity": 2, "together": false } })).await;
    let mut looks = 0;
    loop {
        let before = site.api.availability(&event).await;
        let views = compare_views(site, &event).await;
        let after = site.api.availability(&event).await;
        if before["version"] == after["version"] {
            views.unwrap();
            break;
        }
        looks += 1;
        assert!(looks < 50, "the event doesn't come to rest");
    }
    buyer.release(&hold).await.expect(204);
}

async fn compare_views(site: &Site, event: &str) -> Result<(), String> {
    let availability = site.api.availability(event).await;
    let map = site.api.get(&format!("/seats/{event}/map")).await.expect(200);
    let states = unpack(&site.api.get(&format!("/seats/{event}/state")).await);
    let tiers = unroll(&site.api.get(&format!("/seats/{event}/tiers")).await.expect(200));
    if tiers.len() != states.len() {
        return Err(format!("{} units have a tier or none, {} a state", tiers.len(), states.len()));
    }
    if map["units"].as_u64() != Some(states.len() as u64) {
        return Err(format!("{} units in the map, {} in the state", map["units"], states.len()));
    }
    let mut next_unit = 0;
    for (plan, numbers) in map["sections"].as_array().unwrap().iter().zip(availability["sections"].as_array().unwrap())
    {
        let (first, count) = (plan["units"]["first"].as_u64().unwrap(), plan["units"]["count"].as_u64().unwrap());
        let units = first as usize..(first + count) as usize;
        let packed = &states[units.clone()];
        let of = |state: u8| packed.iter().filter(|one| **one == state).count() as u64;
        let counted = (of(0), of(1), of(2));
        let number = |name: &str| numbers[name].as_u64().unwrap();
        let told = (number("available"), number("held"), number("sold"));
        if first != next_unit || plan["id"] != numbers["id"] || counted != told {
            return Err(format!("{plan} {numbers} {counted:?}"));
        }
        assert_eq!(number("capacity"), told.0 + told.1 + told.2);
        next_unit = first + count;
        compare_seats(site, event, plan, packed, &tiers[units]).await?;
    }
    Ok(())
}

async fn compare_seats(site: &Site, event: &str, plan: &Value, packed: &[u8], tiers: &[Value]) -> Result<(), String> {
    let section = site.api.get(&format!("/seats/{event}/sections/{}", id(plan))).await.expect(200);
    let names = HashMap::from([(0, "available"), (1, "held"), (2, "sold"), (3, "blocked")]);
    let drawn = plan["rows"].as_array().unwrap().iter().flat_map(|row| row["seats"].as_array().unwrap());
    let seats = section["seats"].as_array().unwrap();
    for (((seat, drawn), state), tier) in seats.iter().zip(drawn).zip(packed).zip(tiers) {
        if seat["id"] != drawn["id"] || seat["status"] != names[state] || seat["tier"] != *tier {
            return Err(format!("{seat} {drawn} {state} {tier}"));
        }
    }
    let is_seated = plan["kind"] == "reserved";
    if is_seated && seats.len() != packed.len() { Err(format!("{plan}")) } else { Ok(()) }
}

/// Each unit's tier by its id, from runs of units.
fn unroll(body: &Value) -> Vec<Value> {
    let mut tiers = Vec::new();
    for run in body["units"].as_array().unwrap() {
        assert_eq!(run[0].as_u64(), Some(tiers.len() as u64), "runs that leave something out: {run}");
        let tier = run[2].as_u64().map_or(Value::Null, |index| body["tiers"][index as usize].clone());
        tiers.extend(vec![tier; run[1].as_u64().unwrap() as usize]);
    }
    tiers
}

/// Two bits a unit after the version and the count.
fn unpack(answer: &Answer) -> Vec<u8> {
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/octet-stream"));
    let count = u32::from_le_bytes(answer.body[8..12].try_into().unwrap()) as usize;
    let packed = &answer.body[12..];
    assert_eq!(packed.len(), count.div_ceil(4));
    (0..count).map(|unit| packed[unit / 4] >> (2 * (unit % 4)) & 3).collect()
}

async fn own_seats_are_shown_to_their_holder_alone(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let (owner, other) = (site.buyer().await, site.buyer().await);
    let hold = owner.hold_seats(&event, &seats).await;
    let path = format!("/seats/{event}/sections/{}", hold["seats"][0]["section"].as_str().unwrap());
    let status = |answer: &Answer| -> String {
        let body = answer.expect(200);
        let seat = body["seats"].as_array().unwrap().iter().find(|seat| seat["id"] == json!(seats[0])).cloned();
        seat.unwrap()["status"].as_str().unwrap().to_owned()
    };
    let own = owner.get(&path).await;
    assert_eq!(status(&own), "yours");
    assert_eq!(own.header("cache-control"), "private, no-store");
    assert_eq!(status(&other.get(&path).await), "held");
    let public = site.api.get(&path).await;
    assert_eq!(status(&public), "held");
    assert!(!public.text().contains(&owner.id) && !public.text().contains(id(&hold)));
    for answer in [&own, &public] {
        let vary: Vec<_> = answer.headers.get_all("vary").iter().map(|field| field.to_str().unwrap()).collect();
        let vary = vary.join(", ");
        assert!(vary.contains("authorization") && vary.contains("cookie"), "{vary}");
    }
}

async fn what_did_not_change_is_not_sent_again(site: &Site) {
    let wembley = site.api.event_named("Taylor Swift").await;
    let event = id(&wembley);
    let paths = ["/events".to_owned(), format!("/events/{event}"), format!("/seats/{event}/availability")];
    let seats = ["map", "state", "tiers"].map(|what| format!("/seats/{event}/{what}"));
    for path in paths.iter().chain(&seats).chain(&["/venues".to_owned()]) {
        // Other tests may sell something between two calls.
        let mut is_kept = false;
        for _ in 0..20 {
            let first = site.api.get(path).await;
            assert!(!first.header("cache-control").is_empty(), "{path}");
            let tag = first.header("etag").to_owned();
            assert!(tag.starts_with('"'), "{path}: {tag}");
            let again = site.api.call(Method::GET, path).header("if-none-match", &tag).send().await;
            is_kept = again.status == 304 && again.body.is_empty();
            if is_kept {
                break;
            }
        }
        assert!(is_kept, "{path}");
    }
    let map = site.api.get(&format!("/seats/{event}/map")).await;
    assert!(map.header("cache-control").contains("immutable"), "{}", map.header("cache-control"));
}

async fn what_is_not_there_is_404(site: &Site) {
    let event = site.api.event_named(ARENA).await;
    let other = "00000000000000000000000000";
    for bad in [other.to_owned(), "x".to_owned(), "%00".to_owned(), "..".repeat(3), "é".to_owned(), "9".repeat(3_000)]
    {
        for prefix in ["evt_", ""] {
            for path in [format!("/events/{prefix}{bad}"), format!("/seats/{prefix}{bad}/availability")] {
                site.api.get(&path).await.problem(404, "not_found");
            }
        }
        site.api.get(&format!("/venues/ven_{bad}")).await.problem(404, "not_found");
        site.api.get(&format!("/venues/ven_{bad}/sections")).await.problem(404, "not_found");
        site.api.get(&format!("/performers/prf_{bad}")).await.problem(404, "not_found");
        site.api.get(&format!("/seats/{}/sections/sec_{bad}", id(&event))).await.problem(404, "not_found");
        for view in ["map", "state"] {
            site.api.get(&format!("/seats/evt_{bad}/{view}")).await.problem(404, "not_found");
        }
    }
    // An id of another kind names nothing here.
    site.api.get(&format!("/venues/{}", id(&event))).await.problem(404, "not_found");
}
