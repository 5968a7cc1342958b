//! Lists: `limit`, `cursor`, and parameters that can't be meant.

use admit_testkit::client::{id, items};
use admit_testkit::site::Site;

use crate::sale::all_pages;
use crate::table::LISTS;

admit_testkit::on_both_databases!(
    crate::SITES: pages_hold_everything_once,
    a_limit_that_cannot_be_meant_is_refused,
    a_cursor_that_is_none_is_refused,
    parameters_that_nobody_knows_are_refused,
);

async fn pages_hold_everything_once(site: &Site) {
    let buyer = site.buyer().await;
    for path in ["/events", "/venues", "/performers"] {
        let whole: Vec<String> = ids(&items(&buyer.get(&format!("{path}?limit=100")).await.expect(200)));
        assert!(whole.len() >= 4, "{path}: {whole:?}");
        for limit in [1, 2, 3, whole.len()] {
            assert_eq!(ids(&all_pages(&buyer, path, limit).await), whole, "{path} by {limit}");
        }
    }
}

async fn a_limit_that_cannot_be_meant_is_refused(site: &Site) {
    let buyer = site.buyer().await;
    for path in LISTS {
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
    let buyer = site.buyer().await;
    for path in LISTS {
        let long = "A".repeat(4_000);
        for cursor in ["", "x", "%00", "AAAA", "%F0%9F%8E%AB", "null", "-1", "eyJhIjoxfQ", "!!!!", &long] {
            buyer.get(&format!("{path}?cursor={cursor}")).await.problem(422, "invalid");
        }
    }
}

async fn parameters_that_nobody_knows_are_refused(site: &Site) {
    let buyer = site.buyer().await;
    for path in LISTS.iter().chain(&["/seats/reservation"]) {
        buyer.get(&format!("{path}?nonsense=1")).await.problem(422, "invalid");
    }
    for event in ["x", "", "evt_x", "%00"] {
        buyer.get(&format!("/seats/reservation?event={event}")).await.problem(422, "invalid");
    }
}

fn ids(things: &[serde_json::Value]) -> Vec<String> {
    things.iter().map(|thing| id(thing).to_owned()).collect()
}
