//! Organizers, and events of theirs to try things with.

use admit_testkit::client::{Buyer, id};
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

/// A demo account that organizes.
pub(crate) async fn organizer(site: &Site) -> Buyer {
    sign_in(site, "organizer@example.com").await
}

pub(crate) async fn admin(site: &Site) -> Buyer {
    sign_in(site, "admin@example.com").await
}

async fn sign_in(site: &Site, email: &str) -> Buyer {
    let login = json!({ "email": email, "password": "password123" });
    Buyer::from_session(&site.api, &site.api.post("/auth/login", &login).await.expect(200))
}

/// Twenty seats in two rows, and a floor of thirty.
pub(crate) fn small_hall() -> Value {
    json!({
        "name": "Small Hall", "city": "Leipzig", "country": "DE", "address": "1 Market", "time_zone": "Europe/Berlin",
        "sections": [
            { "name": "Floor", "kind": "general_admission", "capacity": 30 },
            { "name": "Stalls", "kind": "reserved", "rows": 2, "seats_per_row": 10, "category": "Seats" },
        ],
    })
}

/// A draft of everything that an event in [`small_hall`] needs.
pub(crate) fn small_event(venue: &str) -> Value {
    json!({
        "name": "A Small Event", "venue": venue, "category": "comedy", "currency": "EUR",
        "starts_at": "2031-06-01T18:00:00Z", "doors_at": "2031-06-01T17:00:00Z",
        "tiers": [
            { "name": "Seated", "price": 4000, "fee": 250, "categories": ["Seats"] },
            { "name": "Standing", "price": 1500, "sections": ["Floor"] },
        ],
    })
}

pub(crate) async fn made(owner: &Buyer, path: &str, body: &Value) -> Value {
    owner.post(path, body).await.expect(201)
}

/// A draft in a hall of its own.
pub(crate) async fn drafted(owner: &Buyer) -> Value {
    let venue = made(owner, "/organizer/venues", &small_hall()).await;
    made(owner, "/organizer/events", &small_event(id(&venue))).await
}

/// An event on sale.
pub(crate) async fn published(owner: &Buyer) -> Value {
    let draft = drafted(owner).await;
    step(owner, id(&draft), "publish").await
}

pub(crate) async fn step(owner: &Buyer, event: &str, step: &str) -> Value {
    owner.post(&format!("/organizer/events/{event}/{step}"), &json!({})).await.expect(200)
}

pub(crate) async fn patch(owner: &Buyer, path: &str, body: &Value) -> admit_testkit::client::Answer {
    owner.call(Method::PATCH, path).json(body).send().await
}

/// The event's tier of this name.
pub(crate) fn tier<'event>(event: &'event Value, name: &str) -> &'event Value {
    let tiers = event["tiers"].as_array().unwrap();
    tiers.iter().find(|tier| tier["name"] == name).unwrap_or_else(|| panic!("{name} is no tier of {event}"))
}
