//! Somebody looks at each node again and again: is it ready, and how does it show each event? And somebody asks the line how many shop.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::auditor::freshness::{Health, Look, Version};
use crate::auditor::line::too_many;
use crate::engine::kind::Kind;
use crate::engine::nodes::Nodes;
use crate::scenario::live_way::version;
use crate::wire::connection::{Connection, Request};

use super::ground::MAX_ACTIVE;
use super::rover::Rover;
use super::told::Told;

const EVERY: Duration = Duration::from_millis(250);
const COUNTS_EVERY: Duration = Duration::from_secs(1);
/// Watchers keep what they see until the end, and this is more than anybody lets a run take.
const LOOKS_MAX: usize = 1_000_000;
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// Looks at one node until it is dropped.
pub(super) struct Watcher {
    pub(super) node: usize,
    pub(super) nodes: Rc<Nodes>,
    pub(super) told: Rc<RefCell<Told>>,
    /// The event with the line, and the quiet one.
    pub(super) events: [String; 2],
}

impl Watcher {
    pub(super) async fn go(self) {
        // One of its own, so that it never waits for those who buy.
        let mut connection = Connection::new(self.nodes.authority(self.node));
        let paths = self.events.each_ref().map(|event| format!("/api/v1/seats/{event}/availability"));
        loop {
            let begun = Instant::now();
            let health = self.health(&mut connection).await;
            self.told.borrow_mut().health.push(health);
            for (index, path) in paths.iter().enumerate() {
                let look = self.look(&mut connection, path).await;
                let looks = &mut self.told.borrow_mut().looks[index];
                looks.extend(look.filter(|_| looks.len() < LOOKS_MAX));
            }
            tokio::time::sleep(EVERY.saturating_sub(begun.elapsed()).max(EVERY / 5)).await;
        }
    }

    async fn health(&self, connection: &mut Connection) -> Health {
        let asked = Instant::now();
        let answer = connection.ask_within(&Request::get("/readyz"), ANSWER_WITHIN).await;
        let is_ready = answer.is_ok_and(|answer| answer.status == 200 && is_store_ready(answer.body));
        Health { node: self.node, asked, answered: Instant::now(), is_ready }
    }

    async fn look(&self, connection: &mut Connection, path: &str) -> Option<Look> {
        let asked = Instant::now();
        let answer = connection.ask_within(&Request::get(path), ANSWER_WITHIN).await.ok()?;
        if answer.status >= 500 && !(502..=504).contains(&answer.status) {
            self.nodes.find_defect(self.node, path, &answer.status.to_string(), answer.body);
        }
        let version = shown_version(answer.status, answer.body)?;
        Some(Look { node: self.node, asked, answered: Instant::now(), version })
    }
}

fn shown_version(status: u16, body: &[u8]) -> Option<Version> {
    (status == 200).then_some(())?;
    version(std::str::from_utf8(body).ok()?, "\"version\":\"")
}

/// Redis may be away; then nodes learn of each other from the store.
fn is_store_ready(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Readiness {
        status: String,
        dependencies: Dependencies,
    }
    #[derive(Deserialize)]
    struct Dependencies {
        store: String,
    }
    let read = serde_json::from_slice::<Readiness>(body);
    read.is_ok_and(|read| read.status != "not_ready" && read.dependencies.store == "ready")
}

/// Asks the line each second how many shop, until it is dropped.
pub(super) async fn count_shoppers(mut organizer: Rover, stats: String, told: Rc<RefCell<Told>>) {
    loop {
        let reply = organizer.ask_once(Kind::Stats, Request::get(&stats).by("the organizer's")).await;
        if let Some(counts) = reply.and_then(|reply| serde_json::from_slice(reply.body).ok()) {
            let mut told = told.borrow_mut();
            told.counts += 1;
            if let Some(breach) = too_many(&counts, MAX_ACTIVE) {
                told.breach(&breach.name, breach.evidence);
            }
        }
        organizer.wander();
        tokio::time::sleep(COUNTS_EVERY).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_store_decides_whether_a_node_can_know() {
        let said = |status: &str, store: &str| {
            format!(r#"{{"status":"{status}","dependencies":{{"redis":"away","store":"{store}"}}}}"#).into_bytes()
        };
        assert!(is_store_ready(&said("degraded", "ready")));
        assert!(!is_store_ready(&said("not_ready", "away")));
        assert!(!is_store_ready(&said("not_ready", "ready")));
        assert!(!is_store_ready(b"{}"));
    }

    #[test]
    fn a_version_is_read_from_an_availability() {
        assert_eq!(shown_version(200, br#"{"version":"1.7","sections":[]}"#), Some((1, 7)));
        assert_eq!(shown_version(503, br#"{"version":"1.7"}"#), None);
    }
}
