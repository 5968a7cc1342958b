//! Listeners at one node, buyers at another: what is committed here is told there.

use std::time::{Duration, Instant};

use admit_testkit::client::{Api, Buyer, id};
use admit_testkit::cluster::{Between, Cluster};
use admit_testkit::poll::until;
use admit_testkit::site::ARENA;
use serde_json::json;
use tokio::sync::watch;
use tokio::task::block_in_place;
use tokio::time::timeout;

use crate::listen::{Socket, Stream};
use crate::state::{Followed, fetch};

const HOLDS: usize = 24;
/// After so long the next commit is told at once.
const QUIET: Duration = Duration::from_millis(450);
/// A tenth of it is promised with Redis, and without it a second. This is for machines that have other work to do.
const TOLD_WITHIN: Duration = Duration::from_secs(10);
const OUTAGES: usize = 3;

fn start(between: Between) -> (Cluster, Vec<Api>) {
    let binary = env!("CARGO_BIN_EXE_admit");
    let cluster = block_in_place(|| Cluster::start(binary, 3, between, crate::SETTINGS).unwrap());
    let apis = cluster.nodes.iter().map(|node| Api::new(node.url()).unwrap()).collect();
    (cluster, apis)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_at_the_third_node_sees_a_hold_made_at_the_first() {
    for between in [Between::Redis, Between::Nothing] {
        let _machine = crate::WHOLE_MACHINE.lock().await;
        let (mut cluster, apis) = start(between);
        let event = id(&apis[0].event_named(ARENA).await).to_owned();
        let buyer = apis[0].guest().await;
        let mut stream = Stream::open(apis[2].server(), &event, "").await;
        stream.next().await;
        let mut delays = Vec::new();
        while delays.len() < HOLDS {
            let hold = buyer.hold(&event, &json!({ "best_available": { "quantity": 1 } })).await;
            delays.push(told(&mut stream).await);
            buyer.release(&hold).await.expect(204);
            delays.push(told(&mut stream).await);
            let more = timeout(QUIET, stream.next()).await;
            assert!(more.is_err(), "nothing happened, and something was told: {more:?}");
        }
        delays.sort();
        let (median, last) = (delays[delays.len() / 2], delays[delays.len() - 1]);
        eprintln!("{between:?}: told at another node after {median:?} (median), {last:?} at most");
        block_in_place(|| cluster.stop_and_check().unwrap());
    }
}

async fn told(stream: &mut Stream) -> Duration {
    let begun = Instant::now();
    stream.next().await.expect("an open stream");
    let took = begun.elapsed();
    assert!(took < TOLD_WITHIN, "told after {took:?}");
    took
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_at_another_node_ends_with_its_session() {
    for between in [Between::Redis, Between::Nothing] {
        let (mut cluster, apis) = start(between);
        let (leaver, stayer) = (apis[0].guest().await, apis[0].guest().await);
        let mut ends = Socket::signed_in(apis[2].server(), &leaver.access_token).await;
        let mut stays = Socket::signed_in(apis[2].server(), &stayer.access_token).await;
        leaver.post("/auth/logout", &json!({})).await.expect(204);
        assert_eq!(ends.closed().await, 1008);
        stays.is_heard().await;
        block_in_place(|| cluster.stop_and_check().unwrap());
    }
}

/// Redis dies and freezes while everybody buys at every node. Whoever listens ends with exactly what the server says.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn listeners_at_every_node_miss_nothing_while_redis_comes_and_goes() {
    let _machine = crate::WHOLE_MACHINE.lock().await;
    let (mut cluster, apis) = start(Between::Redis);
    let event = id(&apis[0].event_named(ARENA).await).to_owned();
    let (stop, stopped) = watch::channel(false);
    let mut buyers = Vec::new();
    for api in &apis {
        for buyer in api.guests(2).await {
            buyers.push(tokio::spawn(rush(buyer, event.clone(), stopped.clone())));
        }
    }
    let (end, ended) = watch::channel(false);
    let mut listeners = Vec::new();
    for api in &apis {
        let stream = Stream::open(api.server(), &event, "").await;
        listeners.push(tokio::spawn(follow(stream, api.clone(), event.clone(), ended.clone())));
    }
    for outage in 0..OUTAGES {
        let redis = cluster.redis.as_mut().unwrap();
        if outage == 1 {
            redis.pause().unwrap();
            all_are(&apis, "degraded").await;
            redis.resume().unwrap();
        } else {
            block_in_place(|| redis.kill().unwrap());
            all_are(&apis, "degraded").await;
            block_in_place(|| redis.start_again().unwrap());
        }
        all_are(&apis, "ready").await;
    }
    stop.send_replace(true);
    for buyer in buyers {
        buyer.await.expect("a buyer who gets seats");
    }
    // What the first node knows may itself be a second old: each look asks all of them.
    until("every node knows the same", TOLD_WITHIN, async || {
        let (first, _) = fetch(&apis[0], &event).await;
        for api in &apis[1..] {
            if fetch(api, &event).await.0 != first {
                return None;
            }
        }
        Some(())
    })
    .await;
    end.send_replace(true);
    for (listener, api) in listeners.into_iter().zip(&apis) {
        let followed = listener.await.expect("a listener that finds nothing wrong");
        assert!(followed.is_exact(api, &event).await);
        assert!(followed.frames > 5, "{} frames", followed.frames);
    }
    block_in_place(|| cluster.stop_and_check().unwrap());
}

async fn all_are(apis: &[Api], status: &str) {
    for api in apis {
        until(status, TOLD_WITHIN * 3, async || {
            let ready = api.outside(reqwest::Method::GET, "/readyz").send().await.expect(200);
            (ready["status"] == status).then_some(())
        })
        .await;
    }
}

async fn rush(buyer: Buyer, event: String, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let hold = buyer.hold(&event, &json!({ "best_available": { "quantity": 2, "together": false } })).await;
        buyer.release(&hold).await.expect(204);
    }
    buyer.hold(&event, &json!({ "best_available": { "quantity": 3 } })).await;
}

/// Follows until everybody is through and it is quiet.
async fn follow(mut stream: Stream, api: Api, event: String, ended: watch::Receiver<bool>) -> Followed {
    let mut followed = Followed::begin(&api, &event, &stream.next().await.unwrap()).await;
    loop {
        match timeout(QUIET, stream.next()).await {
            Ok(message) => followed.follow(&message.expect("an open stream")),
            Err(_) if *ended.borrow() => return followed,
            Err(_) => {}
        }
    }
}
