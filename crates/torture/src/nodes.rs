//! What nodes say of themselves, and the journals as they tell them over HTTP.

use std::time::Duration;

use admit_testkit::client::{Api, Buyer};
use admit_testkit::poll::until_blocking;
use anyhow::{Context, Result, bail, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::ground::Ground;
use crate::told::Told;

/// Nothing is waited for longer, however busy the machine.
const PATIENCE: Duration = Duration::from_secs(180);
const LOOK_MAX: Duration = Duration::from_secs(10);
const PAGE: usize = 100;

/// Gauges that are 0 once a node has caught up.
const ZERO_AT_REST: [&str; 4] = [
    "admit_relay_lag_seconds",
    "admit_relay_behind_events",
    "admit_desk_queue_commands",
    "admit_room_commands_waiting",
];

/// Asks nodes from code that blocks.
pub(crate) struct Asking {
    runtime: Runtime,
    apis: Vec<Api>,
}

impl Asking {
    pub(crate) fn of(ground: &Ground) -> Result<Asking> {
        let runtime = Runtime::new().context("no runtime")?;
        let apis = ground.nodes.iter().map(|node| Api::new(&node.url)).collect::<Result<_>>()?;
        Ok(Asking { runtime, apis })
    }

    /// Waits until every node is ready, and has nothing left to do.
    pub(crate) fn until_at_rest(&self) -> Result<()> {
        for (number, api) in self.apis.iter().enumerate() {
            let mut newest = String::new();
            let rests = until_blocking(PATIENCE, || match self.runtime.block_on(unrest(api)) {
                Ok(None) => Some(()),
                Ok(Some(why)) => {
                    newest = why;
                    None
                }
                Err(error) => {
                    newest = format!("{error:#}");
                    None
                }
            });
            ensure!(rests.is_some(), "node {number} isn't at rest after {PATIENCE:?}: {newest}");
        }
        Ok(())
    }

    /// All messages of all events, of each event in the order of its journal, as an admin reads them from the beginning.
    pub(crate) fn journals(&self) -> Result<Vec<Told>> {
        self.runtime.block_on(journals(&self.apis[0]))
    }
}

/// What keeps a node from being at rest, if anything does.
async fn unrest(api: &Api) -> Result<Option<String>> {
    let ready = api.outside(Method::GET, "/readyz").within(LOOK_MAX).try_send().await?;
    if ready.json()["status"] != "ready" {
        return Ok(Some(ready.shown()));
    }
    let metrics = api.outside(Method::GET, "/metrics").within(LOOK_MAX).try_send().await?.text();
    Ok(metrics.lines().find(|line| is_unrest(line)).map(str::to_owned))
}

fn is_unrest(line: &str) -> bool {
    let Some((name, value)) = line.rsplit_once(' ') else { return false };
    let name = name.split('{').next().unwrap_or(name);
    ZERO_AT_REST.contains(&name) && value.parse() != Ok(0.0)
}

async fn journals(api: &Api) -> Result<Vec<Told>> {
    let login = json!({ "email": "admin@example.com", "password": "password123" });
    let session = api.post("/auth/login", &login).await;
    ensure!(session.status == 200, "the admin can't sign in: {}", session.shown());
    let admin = Buyer::from_session(api, &session.json());
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = admin.get(&format!("/changes?limit={PAGE}{after}")).await;
        ensure!(page.status == 200, "the journals can't be read: {}", page.shown());
        let page = page.json();
        let items = page["items"].as_array().context("a page has items")?;
        if items.is_empty() {
            return Ok(all);
        }
        for item in items {
            all.push(read(item)?);
        }
        let next = page["next_after"].as_str().context("a page says where it ends")?;
        after = format!("&after={next}");
    }
}

fn read(item: &Value) -> Result<Told> {
    let Some(told) = Told::of(item) else { bail!("this is no message: {item}") };
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gauge_that_is_not_zero_is_unrest() {
        assert!(is_unrest("admit_relay_lag_seconds 0.25"));
        assert!(is_unrest("admit_desk_queue_commands{event=\"evt_1\"} 3"));
        assert!(!is_unrest("admit_relay_lag_seconds 0"));
        assert!(!is_unrest("admit_http_requests_total 12"));
        assert!(!is_unrest("# HELP admit_relay_lag_seconds How old"));
    }
}
