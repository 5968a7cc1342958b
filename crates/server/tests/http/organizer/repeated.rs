//! `Idempotency-Key` on writes that no inventory remembers.

use admit_testkit::client::{id, items};
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

use super::hall::{admin, organizer, published, small_event, small_hall};

admit_testkit::on_both_databases!(
    crate::SITES: a_repeated_write_is_the_first_again,
    of_many_at_once_one_is_done,
    a_refused_write_is_simply_tried_again_and_a_key_is_its_accounts,
    a_repeated_block_takes_no_more_places,
);

fn key(name: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static KEYS: AtomicU32 = AtomicU32::new(0);
    format!("{name} {}", KEYS.fetch_add(1, Ordering::Relaxed))
}

async fn a_repeated_write_is_the_first_again(site: &Site) {
    let owner = organizer(site).await;
    let venue = key("venue");
    let first = owner.post_once("/organizer/venues", &venue, &small_hall()).await;
    let made = first.expect(201);
    assert!(!first.is_replay());
    let path = format!("/organizer/venues/{}", id(&made));
    owner.call(Method::PATCH, &path).json(&json!({ "city": "Halle" })).send().await.expect(200);
    let again = owner.post_once("/organizer/venues", &venue, &small_hall()).await;
    assert!(again.is_replay());
    assert_eq!(
        (again.status, again.json(), again.header("content-type")),
        (201, made.clone(), first.header("content-type"))
    );
    let mut other = small_hall();
    other["city"] = json!("Erfurt");
    owner.post_once("/organizer/venues", &venue, &other).await.problem(422, "idempotency_key_reused");
    let event = small_event(id(&made));
    owner.post_once("/organizer/events", &venue, &event).await.problem(422, "idempotency_key_reused");
    let draft = key("draft");
    let made = owner.post_once("/organizer/events", &draft, &event).await.expect(201);
    let publish = format!("/organizer/events/{}/publish", id(&made));
    let once = key("publish");
    let published = owner.post_once(&publish, &once, &json!({})).await;
    assert_eq!(published.expect(200), owner.post_once(&publish, &once, &json!({})).await.expect(200));
    // The draft's first answer stays what it was.
    assert_eq!(owner.post_once("/organizer/events", &draft, &event).await.expect(201), made);
    for bad in ["", &"k".repeat(256), "schlüssel"] {
        let answer = owner.post_once("/organizer/performers", bad, &json!({ "name": "N" })).await;
        assert_eq!(answer.status, 422, "{}", answer.shown());
    }
}

async fn of_many_at_once_one_is_done(site: &Site) {
    let owner = organizer(site).await;
    let (once, name) = (key("performer"), key("At once"));
    let tries = (0..8).map(|_| {
        let (owner, once, body) = (owner.clone(), once.clone(), json!({ "name": name }));
        tokio::spawn(async move { owner.post_once("/organizer/performers", &once, &body).await })
    });
    let mut made: Vec<Value> = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        let answer = one.await.unwrap();
        match answer.status {
            201 => made.push(answer.json()),
            _ => drop(answer.problem(409, "request_in_progress")),
        }
    }
    assert!(!made.is_empty() && made.iter().all(|one| *one == made[0]), "{made:?}");
    let all = items(&owner.get("/organizer/performers?limit=100").await.expect(200));
    assert_eq!(all.iter().filter(|one| one["name"] == json!(name)).count(), 1);
}

async fn a_refused_write_is_simply_tried_again_and_a_key_is_its_accounts(site: &Site) {
    let (owner, other) = (organizer(site).await, admin(site).await);
    let once = key("again");
    owner.post_once("/organizer/performers", &once, &json!({ "name": "" })).await.problem(422, "invalid");
    let body = json!({ "name": "Tried Again" });
    let made = owner.post_once("/organizer/performers", &once, &body).await;
    assert!(!made.is_replay());
    let others = other.post_once("/organizer/performers", &once, &body).await;
    assert_ne!(made.expect(201)["id"], others.expect(201)["id"]);
    let draft = super::hall::drafted(&owner).await;
    let path = format!("/organizer/events/{}", id(&draft));
    super::hall::patch(&owner, &path, &json!({ "tiers": [] })).await.expect(200);
    let publish = format!("{path}/publish");
    let once = key("publish");
    owner.post_once(&publish, &once, &json!({})).await.problem(409, "not_ready");
    super::hall::patch(&owner, &path, &small_event(id(&draft["venue"]))).await.expect(200);
    assert!(!owner.post_once(&publish, &once, &json!({})).await.is_replay());
    assert_eq!(owner.get(&path).await.expect(200)["status"], "on_sale");
}

async fn a_repeated_block_takes_no_more_places(site: &Site) {
    let owner = organizer(site).await;
    let event = published(&owner).await;
    let floor = crate::sale::section_named(site, id(&event), "Floor").await["id"].clone();
    let path = format!("/organizer/events/{}/block", id(&event));
    let (once, body) = (key("block"), json!({ "section": floor, "quantity": 4 }));
    let first = owner.post_once(&path, &once, &body).await.expect(200);
    assert_eq!(owner.post_once(&path, &once, &body).await.expect(200), first);
    assert_eq!(first["blocked"], 4);
    assert_eq!(owner.post(&path, &body).await.expect(200)["blocked"], 8);
}
