//! The program itself: two nodes with a broker between them and the world, one of which is killed; and what the command line
//! does about it.

use std::collections::BTreeSet;

use admit_testkit::broker::ScratchBroker;
use admit_testkit::client::{Api, Buyer, id};
use admit_testkit::event_schemas;
use admit_testkit::poll::until;
use admit_testkit::server_process::ServerProcess;
use admit_testkit::site::{ARENA, Profile};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::block_in_place;

use crate::ground::{PATIENCE, id_of};

/// Whether the node says of itself that it relays.
async fn leads(node: &ServerProcess) -> bool {
    let metrics = Api::new(node.url()).unwrap().outside(Method::GET, "/metrics").send().await.text();
    metrics.lines().any(|line| line == "admit_relay_leads 1")
}

async fn the_leader_among(nodes: &[ServerProcess]) -> usize {
    until("one of them relays", PATIENCE, async || {
        for (index, node) in nodes.iter().enumerate() {
            if leads(node).await {
                return Some(index);
            }
        }
        None
    })
    .await
}

async fn sell_one(node: &ServerProcess, event: &str) {
    let buyer = Api::new(node.url()).unwrap().guest().await;
    let hold = buyer.hold(event, &json!({ "best_available": { "quantity": 2 } })).await;
    buyer.pay(&hold).await;
}

/// The ids of all messages of the event, as its organizer reads them over HTTP.
async fn told_over_http(node: &ServerProcess, event: &str) -> BTreeSet<String> {
    let api = Api::new(node.url()).unwrap();
    let login = json!({ "email": "admin@example.com", "password": "password123" });
    let admin = Buyer::from_session(&api, &api.post("/auth/login", &login).await.expect(200));
    let (mut all, mut after) = (BTreeSet::new(), String::new());
    loop {
        let page = admin.get(&format!("/changes?event={event}&limit=100{after}")).await.expect(200);
        let items = page["items"].as_array().unwrap();
        if items.is_empty() {
            return all;
        }
        all.extend(items.iter().map(|item| id(item).to_owned()));
        after = format!("&after={}", page["next_after"].as_str().unwrap());
    }
}

/// Waits until the broker has heard what HTTP tells, and gives how many messages of the event came in all.
async fn broker_hears_the_same(broker: &ScratchBroker, node: &ServerProcess, event: &str) -> usize {
    let wanted = told_over_http(node, event).await;
    assert!(!wanted.is_empty());
    until("the broker hears the same", PATIENCE, async || {
        let arrived = block_in_place(|| broker.arrived());
        let ours: Vec<_> = arrived.into_iter().filter(|one| one.key == event).collect();
        let ids: BTreeSet<String> = ours.iter().map(id_of).collect();
        ours.iter().for_each(|one| event_schemas::check(&serde_json::from_str::<Value>(&one.json).unwrap()));
        (ids == wanted).then_some(ours.len())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_killed_node_is_followed_by_another_and_a_replay_by_everything() {
    let broker = ScratchBroker::start(4).unwrap();
    let address = broker.address();
    let settings = [("ADMIT_KAFKA_BROKERS", &*address), ("ADMIT_RATE_LIMITS", "off")];
    let database = block_in_place(|| Profile::Cluster.fresh().unwrap());
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &database, &settings).unwrap();
    let mut nodes = block_in_place(|| [start(), start()]);
    let event = id(&Api::new(nodes[0].url()).unwrap().event_named(ARENA).await).to_owned();
    for node in &nodes {
        sell_one(node, &event).await;
    }
    broker_hears_the_same(&broker, &nodes[0], &event).await;

    let leader = the_leader_among(&nodes).await;
    assert!(!leads(&nodes[1 - leader]).await, "both of them relay");
    block_in_place(|| nodes[leader].kill().unwrap());
    let other = &nodes[1 - leader];
    sell_one(other, &event).await;
    until("the other one relays", PATIENCE, async || leads(other).await.then_some(())).await;
    let heard = broker_hears_the_same(&broker, other, &event).await;

    let refused = block_in_place(|| other.run(&["replay", "--from", "1.5"]).unwrap());
    assert!(!refused.status.success() && refused.said.contains("--event"), "{}", refused.said);
    let replayed = block_in_place(|| other.run(&["replay", "--from", "start", "--event", &event]).unwrap());
    assert!(replayed.status.success() && replayed.said.contains("1 of 1 events"), "{}", replayed.said);
    let wanted = told_over_http(other, &event).await.len();
    until("everything is told again", PATIENCE, async || {
        let arrived = block_in_place(|| broker.arrived());
        (arrived.iter().filter(|one| one.key == event).count() >= heard + wanted).then_some(())
    })
    .await;
    block_in_place(|| nodes[1 - leader].stop_and_check().unwrap());
}
