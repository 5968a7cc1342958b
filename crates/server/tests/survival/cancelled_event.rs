//! `kill -9` while an event is being cancelled: whoever comes next goes on, and everybody is refunded once.

use std::time::Duration;

use admit_testkit::client::{Api, Buyer, id};
use admit_testkit::poll::until;
use admit_testkit::site::Profile;
use serde_json::{Value, json};
use tokio::task::{JoinSet, block_in_place};

use super::start;

/// More than one round of refunds pays.
const ORDERS: usize = 240;
const WITHIN: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cancellation_survives_kills_embedded() {
    a_cancellation_survives_kills(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cancellation_survives_kills_cluster() {
    a_cancellation_survives_kills(Profile::Cluster).await;
}

async fn a_cancellation_survives_kills(profile: Profile) {
    let mut server = block_in_place(|| start(&profile.fresh().unwrap()));
    let api = Api::new(server.url()).unwrap();
    let owner = organizer(&api).await;
    let event = on_sale(&owner).await;
    let path = format!("/organizer/events/{event}");
    let sold = sell(&api, &event).await;
    owner.post(&format!("{path}/cancel"), &json!({})).await.expect(200);
    // Killed at once, and again with some paid back and others not.
    restart(&mut server);
    until("some are paid back", WITHIN, async || (paid_back(&owner, &path).await.0 > 0).then_some(())).await;
    restart(&mut server);
    let stats = until("all are paid back", WITHIN, async || {
        let (paid_back, stats) = paid_back(&owner, &path).await;
        let is_done = stats["cancellation"]["done_at"].is_string();
        (is_done && stats["refunds"]["owed"]["amount"] == json!(paid_back)).then_some(stats)
    })
    .await;
    assert_eq!((&stats["orders"], &stats["refunds"]["orders"]), (&json!(ORDERS), &json!(ORDERS)), "{stats}");
    assert_eq!(stats["revenue"]["net"]["amount"], 0);
    for (buyer, order) in &sold {
        let now = buyer.order(id(order)).await;
        assert_eq!((&now["status"], &now["refunded"]), (&json!("refunded"), &order["total"]), "{now}");
    }
    block_in_place(|| server.stop_and_check().unwrap());
}

fn restart(server: &mut admit_testkit::server_process::ServerProcess) {
    block_in_place(|| {
        server.kill().unwrap();
        server.start_again().unwrap();
    });
}

async fn organizer(api: &Api) -> Buyer {
    let login = json!({ "email": "organizer@example.com", "password": "password123" });
    Buyer::from_session(api, &api.post("/auth/login", &login).await.expect(200))
}

async fn on_sale(owner: &Buyer) -> String {
    let sections = json!([{ "name": "Floor", "kind": "general_admission", "capacity": 1_000 }]);
    let venue = json!({ "name": "Field", "time_zone": "UTC", "sections": sections });
    let venue = owner.post("/organizer/venues", &venue).await.expect(201);
    let event = json!({
        "name": "Rained Off", "venue": id(&venue), "category": "sport", "currency": "GBP", "starts_at": "2032-01-01T12:00:00Z",
        "tiers": [{ "name": "Standing", "price": 2500, "fee": 250, "sections": ["Floor"] }],
    });
    let event = owner.post("/organizer/events", &event).await.expect(201);
    owner.post(&format!("/organizer/events/{}/publish", id(&event)), &json!({})).await.expect(200);
    id(&event).to_owned()
}

async fn sell(api: &Api, event: &str) -> Vec<(Buyer, Value)> {
    let mut sales = JoinSet::new();
    for buyer in api.guests(ORDERS).await {
        let event = event.to_owned();
        sales.spawn(async move {
            let hold = buyer.hold(&event, &json!({ "best_available": { "quantity": 2 } })).await;
            let order = buyer.pay(&hold).await;
            (buyer, order)
        });
    }
    sales.join_all().await
}

/// How much went back, of the event's stats.
async fn paid_back(owner: &Buyer, path: &str) -> (i64, Value) {
    let stats = owner.get(&format!("{path}/stats")).await.expect(200);
    (stats["refunds"]["paid_back"]["amount"].as_i64().unwrap(), stats)
}
