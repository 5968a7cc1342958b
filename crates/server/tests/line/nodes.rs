//! One line over several nodes on one database: first come, first served, whichever node one comes to.

use std::collections::BTreeMap;

use admit_testkit::client::{Api, Buyer, id};
use admit_testkit::cluster::{Between, Cluster};
use admit_testkit::poll::until;
use serde_json::{Value, json};
use tokio::task::block_in_place;

use crate::hall::{small_event, small_hall};
use crate::lines::{Line, PATIENCE, Place, still, swift};

const NODES: usize = 3;
const JOINS_EACH: usize = 40;

fn start(between: Between) -> Cluster {
    Cluster::start(env!("CARGO_BIN_EXE_admit"), NODES, between, crate::SETTINGS).unwrap()
}

pub(crate) async fn line_at(api: &Api, settings: serde_json::Value) -> Line {
    let login = json!({ "email": "organizer@example.com", "password": "password123" });
    let owner = Buyer::from_session(api, &api.post("/auth/login", &login).await.expect(200));
    let venue = owner.post("/organizer/venues", &small_hall()).await.expect(201);
    let draft = owner.post("/organizer/events", &small_event(id(&venue))).await.expect(201);
    owner.post(&format!("/organizer/events/{}/publish", id(&draft)), &json!({})).await.expect(200);
    let line = Line { api: api.clone(), owner, event: id(&draft).to_owned() };
    line.set(settings).await;
    line
}

/// Everybody joins one after another at each node, at all nodes at once: whoever had their answer before somebody else asked is
/// in front of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_was_answered_before_another_asked_is_in_front() {
    let mut cluster = block_in_place(|| start(Between::Redis));
    let apis: Vec<Api> = cluster.nodes.iter().map(|node| Api::new(node.url()).unwrap()).collect();
    let line = line_at(&apis[0], still()).await;
    let began = std::time::Instant::now();
    let mut joiners = Vec::new();
    for api in &apis {
        for _ in 0..2 {
            let (api, path) = (api.clone(), line.path("join"));
            joiners.push(tokio::spawn(async move {
                let mut joins = Vec::new();
                for _ in 0..JOINS_EACH {
                    let asked = began.elapsed();
                    let place = Place::of(api.post(&path, &json!({})).await.expect(200));
                    joins.push((place.position(), asked, began.elapsed(), place.token));
                }
                joins
            }));
        }
    }
    let mut by_position = BTreeMap::new();
    for joiner in joiners {
        for (position, asked, answered, token) in joiner.await.unwrap() {
            assert!(by_position.insert(position, (asked, answered, token)).is_none(), "{position} was given twice");
        }
    }
    let people = (NODES * 2 * JOINS_EACH) as u64;
    assert!(by_position.keys().copied().eq(1..=people), "positions have no gap");
    let all: Vec<_> = by_position.values().collect();
    for (place, (_, answered, _)) in all.iter().enumerate() {
        let overtaken = all[..place].iter().find(|(asked, _, _)| asked > answered);
        assert!(overtaken.is_none(), "somebody who came later is in front");
    }
    // Every node knows every place.
    for api in &apis {
        let last = api.call(reqwest::Method::GET, &line.path("status")).header("x-queue-token", &all[all.len() - 1].2);
        assert_eq!(last.send().await.expect(200)["ahead"], people - 1);
    }
    block_in_place(|| cluster.stop_and_check().unwrap());
}

/// A pass that one node gave opens the door at another; and of all nodes that look after a room, only one calls.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_pass_is_good_at_every_node_and_nobody_is_called_twice() {
    passes(Between::Nothing).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_pass_is_good_at_every_node_that_hears_the_others() {
    passes(Between::Redis).await;
}

async fn passes(between: Between) {
    let mut cluster = block_in_place(|| start(between));
    let apis: Vec<Api> = cluster.nodes.iter().map(|node| Api::new(node.url()).unwrap()).collect();
    let settings = json!({ "mode": "always", "rate_per_min": 120, "max_active": 4, "window_s": 300 });
    let line = line_at(&apis[0], settings).await;
    let buyers = apis[0].guests(8).await;
    let mut places = Vec::new();
    for (index, buyer) in buyers.iter().enumerate() {
        let here = Buyer { api: apis[index % NODES].clone(), ..buyer.clone() };
        places.push(line.join_as(&here).await);
    }
    for (index, buyer) in buyers.iter().take(4).enumerate() {
        let pass = line.wait(&places[index], &Buyer { api: apis[(index + 1) % NODES].clone(), ..buyer.clone() }).await;
        let there = Buyer { api: apis[(index + 2) % NODES].clone(), ..buyer.clone() };
        line.reserve(&there, Some(&pass)).await.expect(201);
    }
    let stats = until("four shop", PATIENCE, async || {
        let stats = line.stats().await;
        (stats["admitted_active"] == 4).then_some(stats)
    })
    .await;
    assert_eq!((&stats["admitted_total"], &stats["called_total"]), (&json!(4), &json!(4)), "{stats}");
    let waiting = Buyer { api: apis[1].clone(), ..buyers[5].clone() };
    line.reserve(&waiting, None).await.problem(403, "waiting_room_required");
    block_in_place(|| cluster.stop_and_check().unwrap());
}

/// The other node may not have heard yet that the request was answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reservation_repeated_at_another_node_is_answered_though_the_pass_ended() {
    let mut cluster = block_in_place(|| start(Between::Nothing));
    let [here, there] = [0, 1].map(|node| Api::new(cluster.nodes[node].url()).unwrap());
    let line = line_at(&here, swift()).await;
    let wanted = json!({ "best_available": { "quantity": 1 } });
    let path = format!("/seats/{}/reserve", line.event);
    // How long the other node takes to hear of it is chance, so several try.
    for buyer in here.guests(5).await {
        line.wait(&line.join_as(&buyer).await, &buyer).await;
        let first = buyer.post_once(&path, "once", &wanted).await.expect(201);
        buyer.post(&line.path("leave"), &json!({})).await.expect(204);
        let elsewhere = Buyer { api: there.clone(), ..buyer };
        let again = elsewhere.post_once(&path, "once", &wanted).await;
        assert_eq!(again.expect(201)["hold"]["id"], first["hold"]["id"]);
        // A node that hasn't heard of the end yet thinks of a pass that has ended, and one that has of none.
        let refused = line.reserve(&elsewhere, None).await.any_problem();
        assert!(["waiting_room_required", "pass_expired"].map(Value::from).contains(&refused["code"]), "{refused}");
    }
    block_in_place(|| cluster.stop_and_check().unwrap());
}
