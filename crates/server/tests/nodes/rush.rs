//! `admit rush` over three nodes: loads that are spread over them, and `survive`, whose load goes on while one dies and comes back.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use admit_testkit::cluster::Between;
use admit_testkit::poll::until;
use tokio::task::block_in_place;

use super::{NODES, SETTINGS, Site};

/// How long a run takes. Where a machine can't start a node in the first half of the shortest, a longer one follows.
const SECONDS: [u64; 3] = [36, 90, 240];
const DEATHS: usize = 2;
/// The others have to sell so many tickets meanwhile.
const TICKETS: u64 = 5;
/// A run makes its events and its buyers first, on a machine that may have other work to do.
const SELLS_WITHIN: Duration = Duration::from_secs(90);
/// After its time, a run looks for the end of everything that is open.
const ENDS_WITHIN: Duration = Duration::from_secs(300);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_load_survives_a_node_that_dies() {
    let mut site = Site::start(Between::Redis, SETTINGS);
    for seconds in SECONDS {
        let mut load = start(&site, seconds);
        site.sells().await;
        let begun = Instant::now();
        for _ in 0..DEATHS {
            block_in_place(|| site.cluster.nodes[1].kill().unwrap());
            site.sells().await;
            block_in_place(|| site.cluster.nodes[1].start_again().unwrap());
        }
        let was_in_time = begun.elapsed() < Duration::from_secs(seconds / 2);
        let ends_within = Duration::from_secs(seconds) + ENDS_WITHIN;
        until("the load ends", ends_within, async || load.try_wait().expect("it can be looked after")).await;
        let done = load.wait_with_output().unwrap();
        if !was_in_time {
            eprintln!("starting the node took until the time in which all was to be well: once more, with more time");
            continue;
        }
        let (said, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "{said}\n{err}");
        assert!(said.contains("\nunavailable ") && said.contains("nothing was broken"), "{said}");
        return site.stop_and_check();
    }
    panic!("two starts of a node took longer than {} s", SECONDS[2] / 2);
}

/// Each node sells, and the auditor finds what all of them acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_load_is_spread_over_nodes() {
    let site = Site::start(Between::Redis, SETTINGS);
    for load in [
        "orders --seconds 2 --seats 2000 --buyers 9 --connections 9",
        "joins --seconds 1 --seats 100 --buyers 30 --connections 6",
        "live --seconds 4 --seats 400 --connections 6 --rate 30",
    ] {
        let done = block_in_place(|| rush(&site, load).output().unwrap());
        let (said, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success() && said.contains(" on 3 nodes, "), "{load}: {said}\n{err}");
    }
    for node in 0..NODES {
        let sold = site.counter(node, "admit_tickets_sold_total ").await;
        assert!(sold > 0, "node {node} has sold nothing");
    }
    site.stop_and_check();
}

fn start(site: &Site, seconds: u64) -> Child {
    let mut command = rush(site, "survive --buyers 24 --connections 24 --seats 4000");
    command.args(["--seconds", &seconds.to_string(), "--quiet-after", &(seconds / 2).to_string()]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// A load on all nodes.
fn rush(site: &Site, load: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_admit"));
    command.arg("rush").args(load.split(' '));
    for node in &site.cluster.nodes {
        command.args(["--url", node.url()]);
    }
    command
}

impl Site {
    /// Waits until a node that never dies has sold something.
    async fn sells(&self) {
        const SOLD: &str = "admit_tickets_sold_total ";
        let wanted = self.counter(0, SOLD).await + TICKETS;
        let sold = async || (self.counter(0, SOLD).await >= wanted).then_some(());
        until("the other nodes sell", SELLS_WITHIN, sold).await;
    }
}
