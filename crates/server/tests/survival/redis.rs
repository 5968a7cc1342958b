//! Redis dies and freezes under the load of three nodes: nobody is turned away for it, and nothing is lost.

use std::time::Duration;

use admit_testkit::client::Api;
use admit_testkit::cluster::{Between, Cluster};
use admit_testkit::draw::Draw;
use admit_testkit::poll::until;
use reqwest::Method;
use tokio::task::block_in_place;

use super::load::{Load, Server, settle_and_verify};
use super::{BINARY, SETTINGS};

const GOES_ON_WITHIN: Duration = Duration::from_secs(15);
const NOTICED_WITHIN: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_sell_on_while_redis_comes_and_goes() {
    let draw = Draw::new("redis");
    let mut cluster = block_in_place(|| Cluster::start(BINARY, 3, Between::Redis, SETTINGS).unwrap());
    let mut loads = Vec::new();
    for (index, node) in cluster.nodes.iter().enumerate() {
        loads.push(Load::start(node.url(), Server::Lives, &draw.fork(100 * (index as u64 + 1))).await);
    }
    all_are(&loads, "ready").await;
    for outage in 0..4 {
        let redis = cluster.redis.as_mut().unwrap();
        let freezes = outage % 2 == 1;
        if freezes {
            redis.pause().unwrap();
        } else {
            block_in_place(|| redis.kill().unwrap());
        }
        all_go_on(&loads).await;
        all_are(&loads, "degraded").await;
        all_go_on(&loads).await;
        if freezes {
            redis.resume().unwrap();
        } else {
            block_in_place(|| redis.start_again().unwrap());
        }
        all_are(&loads, "ready").await;
        all_go_on(&loads).await;
        for load in &mut loads {
            load.verify().await;
        }
    }
    let mut records = Vec::new();
    for load in loads {
        records.extend(load.stop().await);
    }
    settle_and_verify(records).await;
    block_in_place(|| cluster.stop_and_check().unwrap());
}

/// Every node sells, and nobody is told that anything is away.
async fn all_go_on(loads: &[Load]) {
    for load in loads {
        load.progress(10, GOES_ON_WITHIN).await;
        load.assert_no_surprises();
    }
}

async fn all_are(loads: &[Load], status: &str) {
    for load in loads {
        until(status, NOTICED_WITHIN, async || is(load.api(), status).await.then_some(())).await;
    }
}

/// A node without Redis is still one that a balancer sends people to.
async fn is(api: &Api, status: &str) -> bool {
    let ready = api.outside(Method::GET, "/readyz").send().await.expect(200);
    let metrics = api.outside(Method::GET, "/metrics").send().await.text();
    let connected = metrics.lines().find_map(|line| line.strip_prefix("admit_fanout_connected "));
    let agrees = connected == Some(if status == "ready" { "1" } else { "0" });
    ready["status"] == status && (ready["dependencies"]["redis"] == "ready") == (status == "ready") && agrees
}
