//! Several nodes of one installation: PostgreSQL decides, and Redis tells each at once what the others did.

mod catalogue;
mod fanout;
mod limits;
mod looks;
mod rush;
mod seats;
mod sessions;
mod tls;
mod told;

use admit_testkit::client::{Api, Buyer};
use admit_testkit::cluster::{Between, Cluster};
use reqwest::Method;
use tokio::task::block_in_place;

const NODES: usize = 3;
const SETTINGS: &[(&str, &str)] = &[("ADMIT_RATE_LIMITS", "off")];

/// The nodes as clients see them.
struct Site {
    cluster: Cluster,
    apis: Vec<Api>,
}

impl Site {
    fn start(between: Between, settings: &[(&str, &str)]) -> Site {
        let cluster = block_in_place(|| Cluster::start(env!("CARGO_BIN_EXE_admit"), NODES, between, settings).unwrap());
        let apis = cluster.nodes.iter().map(|node| Api::new(node.url()).unwrap()).collect();
        Site { cluster, apis }
    }

    fn stop_and_check(mut self) {
        block_in_place(|| self.cluster.stop_and_check().unwrap());
    }

    /// A counter of a node; 0 if it has none.
    async fn counter(&self, node: usize, name: &str) -> u64 {
        let metrics = self.apis[node].outside(Method::GET, "/metrics").send().await.text();
        let value = metrics.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        value.unwrap_or(0)
    }
}

/// The same buyer at another node.
fn at(buyer: &Buyer, api: &Api) -> Buyer {
    Buyer { api: api.clone(), ..buyer.clone() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_nodes_with_redis_sell_as_one() {
    let site = Site::start(Between::Redis, SETTINGS);
    for api in &site.apis {
        let ready = api.outside(Method::GET, "/readyz").send().await.expect(200);
        assert_eq!(ready["dependencies"]["store"], "ready", "{ready}");
    }
    all_of(&site).await;
    for node in 0..NODES {
        let applied = site.counter(node, "admit_fanout_applied_total").await;
        let told = site.counter(node, "admit_fanout_published_total").await;
        assert!(applied > 0 && told > 0, "node {node} took over {applied} commits and told {told} messages");
    }
    site.stop_and_check();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_nodes_without_redis_sell_as_one() {
    let site = Site::start(Between::Nothing, SETTINGS);
    for api in &site.apis {
        let ready = api.outside(Method::GET, "/readyz").send().await.expect(200);
        assert_eq!((&ready["status"], &ready["dependencies"]["redis"]), (&"ready".into(), &serde_json::Value::Null));
    }
    all_of(&site).await;
    site.stop_and_check();
}

async fn all_of(site: &Site) {
    seats::one_of_three_hundred_gets_the_seat(site).await;
    seats::what_is_released_is_never_refused(site).await;
    sessions::who_signs_out_at_one_node_is_signed_out_at_all(site).await;
    catalogue::what_an_organizer_changes_is_shown_at_all(site).await;
}
