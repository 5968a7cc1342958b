//! Events with a line, and people in it.

use std::time::Duration;

use admit_testkit::client::{Answer, Api, Buyer, id};
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

use crate::hall::{organizer, patch, published};

/// However busy the machine is, lines move by then.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// An event of the demo's organizer whose line is run as told.
pub(crate) struct Line {
    pub(crate) api: Api,
    pub(crate) owner: Buyer,
    pub(crate) event: String,
}

/// A place as a client keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) token: String,
    pub(crate) shown: Value,
}

impl Line {
    pub(crate) async fn open(site: &Site, settings: Value) -> Line {
        let owner = organizer(site).await;
        let event = published(&owner).await;
        let line = Line { api: site.api.clone(), owner, event: id(&event).to_owned() };
        line.set(settings).await;
        line
    }

    pub(crate) async fn set(&self, settings: Value) -> Value {
        let path = format!("/organizer/events/{}/waiting-room", self.event);
        patch(&self.owner, &path, &settings).await.expect(200)
    }

    pub(crate) fn path(&self, call: &str) -> String {
        format!("/queue/{}/{call}", self.event)
    }

    pub(crate) async fn join(&self) -> Place {
        Place::of(self.api.post(&self.path("join"), &json!({})).await.expect(200))
    }

    pub(crate) async fn join_as(&self, buyer: &Buyer) -> Place {
        Place::of(buyer.post(&self.path("join"), &json!({})).await.expect(200))
    }

    pub(crate) async fn ask(&self, token: &str, buyer: Option<&Buyer>) -> Answer {
        let call = match buyer {
            Some(buyer) => buyer.call(Method::GET, &self.path("status")),
            None => self.api.call(Method::GET, &self.path("status")),
        };
        call.header("x-queue-token", token).send().await
    }

    /// Asks until it is the place's turn, and gives the pass.
    pub(crate) async fn wait(&self, place: &Place, buyer: &Buyer) -> String {
        let path = self.path("status");
        until("a pass", PATIENCE, async || {
            let call = buyer.call(Method::GET, &path).header("x-queue-token", &place.token);
            call.send().await.expect(200)["pass"].as_str().map(str::to_owned)
        })
        .await
    }

    pub(crate) async fn stats(&self) -> Value {
        self.owner.get(&self.path("stats")).await.expect(200)
    }

    /// Holds the best place left, with a pass or without.
    pub(crate) async fn reserve(&self, buyer: &Buyer, pass: Option<&str>) -> Answer {
        let wanted = json!({ "best_available": { "quantity": 1, "together": false } });
        let mut call = buyer.call(Method::POST, &format!("/seats/{}/reserve", self.event)).json(&wanted);
        if let Some(pass) = pass {
            call = call.header("x-queue-pass", pass);
        }
        call.send().await
    }
}

impl Place {
    pub(crate) fn of(shown: Value) -> Place {
        Place { token: shown["queue_token"].as_str().expect("a place has a token").to_owned(), shown }
    }

    pub(crate) fn position(&self) -> u64 {
        self.shown["position"].as_u64().expect("a place has a position")
    }
}

/// A line in which people are called at once, as many as may shop.
pub(crate) fn swift() -> Value {
    json!({ "mode": "always", "rate_per_min": 60000, "interval_s": 1, "max_active": 1000, "window_s": 300 })
}

/// A line in which nobody is called.
pub(crate) fn still() -> Value {
    json!({ "mode": "always", "rate_per_min": 0, "max_active": 1000 })
}
