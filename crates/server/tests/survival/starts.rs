//! Starting: what a start that was cut short leaves behind, and what keeps a server from starting.

use std::time::Duration;

use admit_demo::catalogue::EVENTS;
use admit_testkit::client::{Api, id, items};
use admit_testkit::draw::Draw;
use admit_testkit::port::free_port;
use admit_testkit::server_process::{Database, ServerProcess};
use admit_testkit::site::{ARENA, Profile};
use serde_json::json;
use tokio::task::block_in_place;

use super::{BINARY, prepare};

const CUTS: usize = 4;
/// How many events of the demo have a waiting room.
const LINES: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_start_cut_short_is_made_good_embedded() {
    a_first_start_cut_short_is_made_good(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_start_cut_short_is_made_good_cluster() {
    a_first_start_cut_short_is_made_good(Profile::Cluster).await;
}

/// Killed while it makes its tables, keys and demo.
async fn a_first_start_cut_short_is_made_good(profile: Profile) {
    let mut draw = Draw::new("cuts");
    let mut server = block_in_place(|| prepare(&profile.fresh().unwrap()));
    for _ in 0..CUTS {
        let after = Duration::from_millis(20 + draw.below(500) as u64);
        block_in_place(|| server.start_cut_short(after).unwrap());
    }
    block_in_place(|| server.start_again().unwrap());
    let api = Api::new(server.url()).unwrap();
    let events = items(&api.get("/events?limit=100").await.expect(200));
    assert_eq!(events.len(), EVENTS.len(), "{events:?}");
    let (lined, others): (Vec<_>, Vec<_>) = events.iter().partition(|event| event["high_demand"] == true);
    assert_eq!(lined.len(), LINES);
    for event in lined {
        api.get(&format!("/queue/{}/serving", id(event))).await.expect(200);
    }
    for event in others.iter().filter(|event| event["status"] == "on_sale") {
        let buyer = api.guest().await;
        let hold = buyer.hold(id(event), &json!({ "best_available": { "quantity": 2 } })).await;
        buyer.pay(&hold).await;
    }
    let demo = json!({ "email": "test@example.com", "password": "password123" });
    api.post("/auth/login", &demo).await.expect(200);
    block_in_place(|| server.stop_and_check().unwrap());
}

/// For load tests, in which one account buys what many would.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_purchase_limits_one_account_holds_as_much_as_it_wants() {
    let settings = [("ADMIT_PURCHASE_LIMITS", "off"), ("ADMIT_RATE_LIMITS", "off")];
    let mut server = block_in_place(|| ServerProcess::start(BINARY, &Database::Embedded, &settings).unwrap());
    let api = Api::new(server.url()).unwrap();
    let event = api.event_named(ARENA).await;
    let buyer = api.guest().await;
    for _ in 0..6 {
        buyer.hold(id(&event), &json!({ "best_available": { "quantity": 8, "together": false } })).await;
    }
    // What one order takes is the event's, and stays.
    let nine = json!({ "best_available": { "quantity": 9, "together": false } });
    buyer.reserve(id(&event), &nine).await.problem(409, "hold_limit");
    for hold in buyer.holds().await {
        buyer.pay(&hold).await;
    }
    assert_eq!(buyer.tickets().await.len(), 48);
    block_in_place(|| server.stop_and_check().unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_its_database_says_so_and_ends() {
    let url = format!("postgres://nobody:s3cret-word@127.0.0.1:{}/none", free_port().unwrap());
    let server = block_in_place(|| prepare(&Database::Postgres(url)));
    let ended = block_in_place(|| server.run(&["serve", "--demo", "--listen", "127.0.0.1:0"]).unwrap());
    assert!(!ended.status.success() && !ended.said.contains("panicked"), "{ended:?}");
    assert!(!ended.said.trim().is_empty() && !ended.said.contains("s3cret-word"), "{ended:?}");
}
