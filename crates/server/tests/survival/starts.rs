//! Starting: what a start that was cut short leaves behind, and what keeps a server from starting.

use std::time::Duration;

use admit_demo::catalogue::EVENTS;
use admit_testkit::client::{Api, Buyer, id, items};
use admit_testkit::draw::Draw;
use admit_testkit::poll::until;
use admit_testkit::port::free_port;
use admit_testkit::server_process::{Database, ServerProcess};
use admit_testkit::site::{ARENA, Profile};
use reqwest::Method;
use serde_json::json;
use tokio::task::block_in_place;

use super::{BINARY, SETTINGS, prepare};

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_right_after_a_start_tell_the_same_and_read_no_event_whole_embedded() {
    lists_right_after_a_start_tell_the_same_and_read_no_event_whole(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_right_after_a_start_tell_the_same_and_read_no_event_whole_cluster() {
    lists_right_after_a_start_tell_the_same_and_read_no_event_whole(Profile::Cluster).await;
}

async fn lists_right_after_a_start_tell_the_same_and_read_no_event_whole(profile: Profile) {
    let mut server = block_in_place(|| ServerProcess::start(BINARY, &profile.fresh().unwrap(), SETTINGS).unwrap());
    let api = Api::new(server.url()).unwrap();
    let event = api.event_named(ARENA).await;
    let login = json!({ "email": "organizer@example.com", "password": "password123" });
    let organizer = Buyer::from_session(&api, &api.post("/auth/login", &login).await.expect(200));
    let buyer = api.guest().await;
    let two = json!({ "best_available": { "quantity": 2 } });
    let hold = buyer.hold(id(&event), &two).await;
    buyer.pay(&hold).await;
    buyer.hold(id(&event), &two).await;
    // Loads each desk, so that the list is made of what they know.
    for event in items(&api.get("/events?limit=100").await.expect(200)) {
        api.availability(id(&event)).await;
    }
    let lists = async || {
        let open = items(&api.get("/events?limit=100").await.expect(200));
        let on_sale = items(&api.get("/events?status=on_sale&limit=100").await.expect(200));
        let own = items(&organizer.get("/organizer/events?limit=100").await.expect(200));
        assert!(!on_sale.is_empty() && !own.is_empty(), "{on_sale:?} {own:?}");
        (open, on_sale, own)
    };
    // What was rendered before the purchase is shown for a moment.
    let left = event["available"].as_u64().unwrap() - 4;
    until("the list to tell of the purchase", Duration::from_secs(20), async || {
        let listed = items(&api.get("/events?limit=100").await.expect(200));
        listed.iter().any(|listed| listed["id"] == event["id"] && listed["available"] == left).then_some(())
    })
    .await;
    let before = lists().await;
    block_in_place(|| server.kill().unwrap());
    block_in_place(|| server.start_again().unwrap());
    assert_eq!(before, lists().await);
    let metrics = api.outside(Method::GET, "/metrics").send().await.text();
    let desks = metrics.lines().find_map(|line| line.strip_prefix("admit_desks ")?.parse::<usize>().ok());
    // Whoever writes mails about purchases needs those events', which are few.
    assert!(desks.is_some_and(|desks| desks < before.0.len() / 2), "lists have loaded {desks:?} desks");
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
