//! Lists: `limit`, `cursor`, and parameters that can't be meant.

use admit_demo::catalogue::{EVENTS, PERFORMERS, VENUES};
use admit_testkit::client::{Buyer, id};
use admit_testkit::site::{ARENA, Site};

use crate::organizer::hall::organizer;
use crate::sale::all_pages;
use crate::table::LISTS;

admit_testkit::on_both_databases!(
    crate::SITES: pages_hold_everything_once,
    a_limit_that_cannot_be_meant_is_refused,
    a_cursor_that_is_none_is_refused,
    parameters_that_nobody_knows_are_refused,
    a_venues_sections_come_in_pages,
);

/// Of what the demo has: other tests add to these lists meanwhile.
async fn pages_hold_everything_once(site: &Site) {
    let buyer = site.buyer().await;
    let events: Vec<&str> = EVENTS.iter().map(|event| event.name).collect();
    let venues: Vec<&str> = VENUES.iter().map(|venue| venue.name).collect();
    let performers: Vec<&str> = PERFORMERS.iter().map(|performer| performer.name).collect();
    for (path, names) in [("/events", events), ("/venues", venues), ("/performers", performers)] {
        let listed = async |limit: usize| {
            let mut all = all_pages(&buyer, path, limit).await;
            all.retain(|one| names.iter().any(|name| one["name"] == *name));
            ids(&all)
        };
        let whole = listed(100).await;
        assert_eq!(whole.len(), names.len(), "{path}: {whole:?}");
        for limit in [2, 3, 7] {
            assert_eq!(listed(limit).await, whole, "{path} by {limit}");
        }
    }
}

async fn a_limit_that_cannot_be_meant_is_refused(site: &Site) {
    let callers = Callers::of(site).await;
    for path in LISTS {
        let buyer = callers.of_path(path);
        for limit in ["-1", "0", "101", "abc", "", "1.5", "1e1", "99999999999999999999", "%20", "1&limit=2", "null"] {
            let answer = buyer.get(&format!("{path}?limit={limit}")).await;
            answer.problem(422, "invalid");
        }
        for limit in ["1", "100"] {
            buyer.get(&format!("{path}?limit={limit}")).await.expect(200);
        }
    }
}

async fn a_cursor_that_is_none_is_refused(site: &Site) {
    let callers = Callers::of(site).await;
    for path in LISTS {
        let buyer = callers.of_path(path);
        let long = "A".repeat(4_000);
        for cursor in ["", "x", "%00", "AAAA", "%F0%9F%8E%AB", "null", "-1", "eyJhIjoxfQ", "!!!!", &long] {
            buyer.get(&format!("{path}?cursor={cursor}")).await.problem(422, "invalid");
        }
    }
}

async fn parameters_that_nobody_knows_are_refused(site: &Site) {
    let callers = Callers::of(site).await;
    let buyer = &callers.buyer;
    for path in LISTS.iter().chain(&["/seats/reservation"]) {
        callers.of_path(path).get(&format!("{path}?nonsense=1")).await.problem(422, "invalid");
    }
    for event in ["x", "", "evt_x", "%00"] {
        buyer.get(&format!("/seats/reservation?event={event}")).await.problem(422, "invalid");
    }
}

async fn a_venues_sections_come_in_pages(site: &Site) {
    let event = site.api.event_named(ARENA).await;
    let path = format!("/venues/{}/sections", id(&event["venue"]));
    let buyer = site.buyer().await;
    let whole = ids(&all_pages(&buyer, &path, 100).await);
    let map = site.api.get(&format!("/seats/{}/map", id(&event))).await.expect(200);
    assert_eq!(whole, ids(map["sections"].as_array().unwrap()), "all of them, in the plan's order");
    for limit in [1, 3] {
        assert_eq!(ids(&all_pages(&buyer, &path, limit).await), whole, "by {limit}");
    }
    let first = site.api.get(&path).await.expect(200);
    assert_eq!(first["items"].as_array().unwrap().len(), whole.len().min(20));
    let bad = ["limit=0", "limit=101", "limit=x", "cursor=", "cursor=AAAA", "nonsense=1"];
    // Of a section that the plan doesn't have.
    let gone = "cursor=c2VjXzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAx";
    for query in bad.iter().chain(&[gone]) {
        site.api.get(&format!("{path}?{query}")).await.problem(422, "invalid");
    }
}

/// Those who may read a list.
struct Callers {
    buyer: Buyer,
    organizer: Buyer,
}

impl Callers {
    async fn of(site: &Site) -> Self {
        Self { buyer: site.buyer().await, organizer: organizer(site).await }
    }

    fn of_path(&self, path: &str) -> &Buyer {
        if path.starts_with("/organizer") { &self.organizer } else { &self.buyer }
    }
}

fn ids(things: &[serde_json::Value]) -> Vec<String> {
    things.iter().map(|thing| id(thing).to_owned()).collect()
}
