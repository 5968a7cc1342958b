//! The draw, as anybody can compute it again.

use admit_domain::id::AccountId;
use admit_domain::waiting_room::draw::{commitment, entry, leaf, position, seed};
use admit_domain::waiting_room::root_of;
use admit_testkit::client::{Api, Buyer, id};
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

use crate::lines::{Line, PATIENCE};

admit_testkit::on_both_databases!(
    crate::SITES: a_draw_can_be_computed_again,
    guests_are_not_drawn,
);

/// Accounts that are verified: those of the demo.
pub(crate) async fn verified(api: &Api) -> Vec<Buyer> {
    let mut buyers = Vec::new();
    for email in ["test@example.com", "organizer@example.com", "admin@example.com"] {
        let login = json!({ "email": email, "password": "password123" });
        buyers.push(Buyer::from_session(api, &api.post("/auth/login", &login).await.expect(200)));
    }
    buyers
}

async fn drawn_line(site: &Site, source: Option<&str>) -> Line {
    let line = Line::open(site, json!({ "mode": "off" })).await;
    let now = site.api.get(&format!("/queue/{}/serving", line.event)).await;
    now.problem(409, "no_waiting_room");
    let opens_at = soon(15);
    line.set(json!({
        "mode": "draw", "opens_at": opens_at, "public_source": source,
        "rate_per_min": 6000, "max_active": 100, "window_s": 300,
    }))
    .await;
    line
}

pub(crate) fn soon(seconds: i64) -> String {
    (jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds)).to_string()
}

fn bytes(text: &Value) -> [u8; 32] {
    let text = text.as_str().expect("a hash");
    let digits: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).expect("hexadecimal")).collect();
    digits.try_into().unwrap()
}

async fn a_draw_can_be_computed_again(site: &Site) {
    let line = drawn_line(site, Some("the next lottery")).await;
    let buyers = verified(&site.api).await;
    let before = line.api.get(&line.path("draw")).await.expect(200);
    assert_eq!((&before["key"], &before["count"], &before["drawn_at"]), (&Value::Null, &Value::Null, &Value::Null));
    let mut arrivals = Vec::new();
    for buyer in &buyers {
        let place = line.join_as(buyer).await;
        assert_eq!(place.shown["status"], "prequeue");
        arrivals.push(buyer.get(&line.path("draw/mine")).await.expect(200));
    }
    until("the draw is closed", PATIENCE, async || {
        let draw = line.api.get(&line.path("draw")).await.expect(200);
        draw["count"].as_u64().is_some_and(|count| count == 3).then_some(())
    })
    .await;
    let late = line.join().await;
    assert_eq!(late.position(), 4);
    assert_eq!(line.ask(&late.token, None).await.expect(200)["status"], "waiting");
    line.set(json!({ "public_input": "3 14 15 92" })).await;
    let draw = line.api.get(&line.path("draw")).await.expect(200);
    assert_eq!((&draw["public_source"], &draw["public_input"]), (&json!("the next lottery"), &json!("3 14 15 92")));
    assert_eq!(draw["commitment"], before["commitment"]);
    let (key, root) = (bytes(&draw["key"]), bytes(&draw["root"]));
    assert_eq!(commitment(&key), bytes(&before["commitment"]));
    let entries = line.api.get(&line.path("draw/entries")).await;
    entries.expect(200);
    assert_eq!(entries.body.len(), 3 * 36);
    assert_eq!(root_of(entries.body.chunks(36)), root);
    let seed = seed(&key, &root, 3, "3 14 15 92");
    for (buyer, own) in buyers.iter().zip(&arrivals) {
        let account: AccountId = own["account"].as_str().unwrap().parse().unwrap();
        let arrival = own["arrival"].as_u64().unwrap() as u32;
        let mine = leaf(arrival, &entry(&bytes(&own["salt"]), account));
        assert!(entries.body.chunks(36).any(|one| one == mine), "everybody finds themselves");
        let expected = u64::from(position(&seed, 3, arrival));
        assert_eq!(buyer.get(&line.path("draw/mine")).await.expect(200)["position"], expected);
        let shown = buyer.get(&line.path("status")).await.expect(200);
        assert_eq!(shown["position"], expected);
    }
    site.buyer().await.get(&line.path("draw/mine")).await.problem(404, "not_in_line");
    let set = line.owner.call(Method::PATCH, &format!("/organizer/events/{}/waiting-room", line.event));
    set.json(&json!({ "public_input": "9" })).send().await.problem(409, "no_input_awaited");
}

async fn guests_are_not_drawn(site: &Site) {
    let line = drawn_line(site, None).await;
    line.api.post(&line.path("join"), &json!({})).await.problem(403, "verified_account_required");
    let guest = site.buyer().await;
    guest.post(&line.path("join"), &json!({})).await.problem(403, "verified_account_required");
    until("the line is open to all", PATIENCE, async || {
        let joined = guest.post(&line.path("join"), &json!({})).await;
        (joined.status == 200).then_some(())
    })
    .await;
    let undrawn = Line::open(site, crate::lines::still()).await;
    undrawn.api.get(&undrawn.path("draw")).await.problem(404, "no_draw");
    assert!(!id(&site.api.event_named("Nadia Quill").await).is_empty());
}
