//! Nodes behind the balancer that is deployed: what listeners are told goes through it, and a node that dies takes nothing along.

use std::time::Duration;

use admit_testkit::client::{Api, id};
use admit_testkit::cluster::{Between, Cluster};
use admit_testkit::nginx::ScratchNginx;
use admit_testkit::poll::until;
use admit_testkit::port::free_port;
use admit_testkit::site::ARENA;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::block_in_place;

use super::SETTINGS;
use super::listen::{Client, Socket, Stream};

const NODES: usize = 2;
const GOES_ON_WITHIN: Duration = Duration::from_secs(20);

struct Shop {
    cluster: Cluster,
    nginx: ScratchNginx,
}

impl Shop {
    fn open() -> Shop {
        let port = free_port().unwrap();
        let own = Cluster::behind_a_balancer(port);
        let settings: Vec<_> =
            own.iter().map(|(name, value)| (*name, value.as_str())).chain(SETTINGS.to_vec()).collect();
        let cluster = Cluster::start(env!("CARGO_BIN_EXE_admit"), NODES, Between::Redis, &settings).unwrap();
        let nginx = ScratchNginx::start(port, &cluster.addresses()).unwrap();
        Shop { cluster, nginx }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_behind_nginx_goes_on_when_a_node_dies() {
    let mut shop = block_in_place(Shop::open);
    let url = shop.nginx.url();
    let api = Api::new(&url).unwrap();
    let event = id(&api.event_named(ARENA).await).to_owned();
    // Whichever nodes the balancer chooses, each hears what is held at each.
    let mut listeners: Vec<Client> = Vec::new();
    for _ in 0..NODES {
        listeners.extend(Client::each(&url, &event).await);
    }
    for listener in &mut listeners {
        assert_eq!(listener.next().await.expect("a snapshot")["type"], "snapshot");
    }
    for node in &shop.cluster.nodes {
        let buyer = Api::new(node.url()).unwrap().guest().await;
        let hold = buyer.hold(&event, &json!({ "best_available": { "quantity": 1 } })).await;
        for listener in &mut listeners {
            assert!(is_told_of_one_hold(&listener.next().await.expect("an open connection")));
        }
        buyer.release(&hold).await.expect(204);
        for listener in &mut listeners {
            listener.next().await.expect("an open connection");
        }
    }
    for node in &shop.cluster.nodes {
        assert!(listeners_of(node.url()).await > 0, "all listen at the other node");
    }

    let buyer = api.guest().await;
    block_in_place(|| shop.cluster.nodes[1].kill().unwrap());
    // Reads are asked of the other node; a hold may have been made, so its buyer asks again under the same key.
    for _ in 0..4 {
        buyer.get("/auth/me").await.expect(200);
    }
    let wanted = json!({ "best_available": { "quantity": 2 } });
    let path = format!("/seats/{event}/reserve");
    let hold = until("the other node takes holds", GOES_ON_WITHIN, async || {
        let answer = buyer.post_once(&path, "again", &wanted).await;
        if answer.status == 503 {
            answer.any_problem();
            return None;
        }
        Some(answer.expect(201)["hold"].clone())
    })
    .await;
    buyer.pay(&hold).await;
    assert_eq!(buyer.tickets().await.len(), 2);
    let mut again = Stream::open(&url, &event, "1.0").await;
    assert_eq!(again.next().await.expect("what was missed")["type"], "seats");
    let mut socket = Socket::joined(&url, &event).await;
    assert_eq!(socket.next().await.expect("a snapshot")["type"], "snapshot");
    shop.cluster.nodes.truncate(1);
    block_in_place(|| shop.cluster.stop_and_check().unwrap());
}

/// How many streams and sockets a node has.
async fn listeners_of(node: &str) -> u64 {
    let metrics = Api::new(node).unwrap().outside(Method::GET, "/metrics").send().await.text();
    let counts = metrics.lines().filter_map(|line| line.strip_prefix("admit_live_connections{")?.rsplit(' ').next());
    counts.map(|count| count.parse::<u64>().unwrap()).sum()
}

fn is_told_of_one_hold(message: &Value) -> bool {
    message["type"] == "seats" && message["changes"].as_array().is_some_and(|runs| runs.len() == 1 && runs[0][2] == 1)
}
