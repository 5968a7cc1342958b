//! What organizers change at one node, buyers see at every other.

use std::time::{Duration, Instant};

use admit_testkit::client::{Api, Buyer, id};
use admit_testkit::poll::until;
use reqwest::Method;
use serde_json::{Value, json};

use crate::Site;

/// A second is promised; this is for machines that have other work to do.
const WITHIN: Duration = Duration::from_secs(15);

pub(crate) async fn what_an_organizer_changes_is_shown_at_all(site: &Site) {
    let login = json!({ "email": "organizer@example.com", "password": "password123" });
    let owner = Buyer::from_session(&site.apis[0], &site.apis[0].post("/auth/login", &login).await.expect(200));
    let event = site.apis[0].event_named("Hamlet").await;
    let path = format!("/organizer/events/{}", id(&event));
    for api in &site.apis {
        assert_eq!(shown(api, id(&event)).await["status"], "on_sale");
    }
    let begun = Instant::now();
    let change = json!({ "name": "Another Name", "max_tickets_per_order": 2 });
    owner.call(Method::PATCH, &path).json(&change).send().await.expect(200);
    owner.post(&format!("{path}/pause"), &json!({})).await.expect(200);
    for api in &site.apis {
        let what = "name, limit and pause are shown";
        until(what, WITHIN, async || {
            let shown = shown(api, id(&event)).await;
            let is_new = shown["name"] == "Another Name" && shown["status"] == "off_sale";
            is_new.then_some(())
        })
        .await;
        let listed = api.get("/events?q=another%20name&status=off_sale").await.expect(200);
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "{listed}");
    }
    eprintln!("a change was shown everywhere after {:?}", begun.elapsed());
    owner.post(&format!("{path}/resume"), &json!({})).await.expect(200);
    for api in &site.apis {
        until("it is on sale again", WITHIN, async || {
            (shown(api, id(&event)).await["status"] == "on_sale").then_some(())
        })
        .await;
        let three = json!({ "best_available": { "quantity": 3 } });
        api.guest().await.reserve(id(&event), &three).await.problem(409, "hold_limit");
    }
}

async fn shown(api: &Api, event: &str) -> Value {
    api.get(&format!("/events/{event}")).await.expect(200)
}
