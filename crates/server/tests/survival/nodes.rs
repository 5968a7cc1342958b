//! Several nodes on one database: whatever becomes of one, the others sell on, and no seat is sold twice.

use std::collections::HashMap;
use std::time::Duration;

use admit_testkit::client::{Answer, Api, id};
use admit_testkit::draw::Draw;
use admit_testkit::poll::until;
use admit_testkit::server_process::ServerProcess;
use admit_testkit::site::{ARENA, Profile};
use reqwest::Method;
use serde_json::json;
use tokio::task::block_in_place;

use super::load::{Load, Server, settle_and_verify};
use super::start;

const GOES_ON_WITHIN: Duration = Duration::from_secs(15);

/// Two nodes that start at the same time on an empty database.
fn two_nodes() -> (ServerProcess, ServerProcess) {
    let database = Profile::Cluster.fresh().unwrap();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| start(&database));
        (start(&database), other.join().expect("the other node starts"))
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_sell_each_seat_once_and_know_of_each_other() {
    let (mut one, mut other) = block_in_place(two_nodes);
    let (here, there) = (Api::new(one.url()).unwrap(), Api::new(other.url()).unwrap());
    let event = id(&here.event_named(ARENA).await).to_owned();
    let map = here.get(&format!("/seats/{event}/map")).await.expect(200);
    let row = map["sections"][0]["rows"][0]["seats"].as_array().unwrap().clone();
    for seat in row.iter().take(5) {
        let (mut tasks, mut winners) = (Vec::new(), HashMap::new());
        for (index, buyer) in here.guests(20).await.into_iter().chain(there.guests(20).await).enumerate() {
            let (event, wanted) = (event.clone(), json!({ "seats": [seat["id"]] }));
            tasks.push((index, tokio::spawn(async move { (buyer.reserve(&event, &wanted).await, buyer) })));
        }
        for (index, task) in tasks {
            let (answer, buyer) = task.await.unwrap();
            if answer.status == 201 {
                winners.insert(index, (answer, buyer));
            } else {
                answer.problem(409, "seats_taken");
            }
        }
        assert_eq!(winners.len(), 1, "{} hold one seat", winners.len());
        let (_, (answer, mut buyer)) = winners.into_iter().next().unwrap();
        // The other node takes what this one gave: the session, the hold, the order.
        buyer.api = if buyer.api.server() == here.server() { there.clone() } else { here.clone() };
        let order = buyer.pay(&answer.json()["hold"]).await;
        assert_eq!(buyer.orders().await, std::slice::from_ref(&order));
    }
    signed_out_everywhere(&here, &there).await;
    block_in_place(|| {
        one.stop_and_check().unwrap();
        other.stop_and_check().unwrap();
    });
}

async fn revocation_looks(api: &Api) -> u64 {
    const DONE: &str = "admit_job_runs_total{job=\"refresh_revoked_sessions\",outcome=\"done\"} ";
    let metrics = api.outside(Method::GET, "/metrics").send().await.text();
    metrics.lines().find_map(|line| line.strip_prefix(DONE)?.parse().ok()).unwrap_or(0)
}

async fn signed_out_everywhere(here: &Api, there: &Api) {
    let buyer = here.guest().await;
    let mut elsewhere = buyer.clone();
    elsewhere.api = there.clone();
    let me = async || -> Answer { elsewhere.get("/auth/me").await };
    me().await.expect(200);
    buyer.post("/auth/logout", &json!({})).await.expect(204);
    // The other node looks twice a second. How long that takes on a busy machine says nothing, so its looks are counted: of two that
    // end from now on, the second began after the session's end.
    let looks = revocation_looks(there).await;
    let look = async || (revocation_looks(there).await >= looks + 2).then_some(());
    until("the other node looks for ended sessions", GOES_ON_WITHIN, look).await;
    assert_eq!(me().await.status, 401, "the session lives on the other node");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_node_that_dies_or_freezes_does_not_stop_the_other() {
    let draw = Draw::new("nodes");
    let (mut frail, mut steady) = block_in_place(two_nodes);
    let mut at_frail = Load::start(frail.url(), Server::Dies, &draw.fork(100)).await;
    let mut at_steady = Load::start(steady.url(), Server::Lives, &draw.fork(200)).await;
    for _ in 0..4 {
        at_frail.progress(15, GOES_ON_WITHIN).await;
        block_in_place(|| frail.kill().unwrap());
        at_steady.progress(15, GOES_ON_WITHIN).await;
        block_in_place(|| frail.start_again().unwrap());
    }
    for _ in 0..3 {
        at_frail.progress(15, GOES_ON_WITHIN).await;
        frail.pause().unwrap();
        // Even if it froze with the event's lock in its hands.
        at_steady.progress(15, GOES_ON_WITHIN).await;
        frail.resume().unwrap();
    }
    at_frail.progress(15, GOES_ON_WITHIN).await;
    at_steady.assert_no_surprises();
    at_frail.verify().await;
    at_steady.verify().await;
    let (mut records, more) = (at_frail.stop().await, at_steady.stop().await);
    records.extend(more);
    settle_and_verify(records).await;
    block_in_place(|| {
        frail.stop_and_check().unwrap();
        steady.stop_and_check().unwrap();
    });
}
