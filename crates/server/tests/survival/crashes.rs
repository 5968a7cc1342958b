//! `kill -9` of the server, again and again while it sells.

use std::time::Duration;

use admit_testkit::draw::Draw;
use admit_testkit::site::Profile;
use tokio::task::block_in_place;

use super::load::{Load, Server, settle_and_verify};
use super::start;

const KILLS: usize = 10;
const RESUMES_WITHIN: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_acknowledged_is_lost_by_kills_embedded() {
    nothing_acknowledged_is_lost_by_kills(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_acknowledged_is_lost_by_kills_cluster() {
    nothing_acknowledged_is_lost_by_kills(Profile::Cluster).await;
}

async fn nothing_acknowledged_is_lost_by_kills(profile: Profile) {
    let mut draw = Draw::new("kills");
    let mut server = block_in_place(|| start(&profile.fresh().unwrap()));
    let mut load = Load::start(server.url(), Server::Dies, &draw).await;
    for _ in 0..KILLS {
        load.progress(20 + draw.below(60), RESUMES_WITHIN).await;
        block_in_place(|| {
            server.kill().unwrap();
            server.start_again().unwrap();
        });
        load.verify().await;
    }
    load.progress(20, RESUMES_WITHIN).await;
    let records = load.stop().await;
    settle_and_verify(records).await;
    block_in_place(|| server.stop_and_check().unwrap());
}
