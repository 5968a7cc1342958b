//! How soon and how often listeners are told.

use std::time::{Duration, Instant};

use admit_testkit::client::id;
use admit_testkit::site::Site;
use serde_json::json;

use tokio::time::timeout;

use crate::listen::Stream;

admit_testkit::on_both_databases!(
    crate::SITES: a_commit_goes_out_at_once_when_little_happens,
    a_rush_comes_as_forty_frames_a_second,
);

/// After so long the next commit is one that comes after a quiet time.
const QUIET: Duration = Duration::from_millis(450);
const LOAD: Duration = Duration::from_secs(2);
/// Two frames may follow on each other at once, and the last may come after all is done.
const FRAMES_MORE_MAX: f64 = 2.0;

async fn a_commit_goes_out_at_once_when_little_happens(site: &Site) {
    let _machine = crate::WHOLE_MACHINE.lock().await;
    let event = site.api.event_named("Coldplay").await;
    let event = id(&event);
    let buyer = site.buyer().await;
    let mut stream = Stream::open(site.url(), event, "").await;
    stream.next().await;
    let mut delays = Vec::new();
    for _ in 0..10 {
        let hold = buyer.hold(event, &json!({ "best_available": { "quantity": 1 } })).await;
        let begun = Instant::now();
        stream.next().await.unwrap();
        delays.push(begun.elapsed());
        buyer.release(&hold).await.expect(204);
        let begun = Instant::now();
        stream.next().await.unwrap();
        delays.push(begun.elapsed());
        let more = timeout(QUIET, stream.next()).await;
        assert!(more.is_err(), "nothing happened, and something was told: {more:?}");
    }
    delays.sort();
    assert!(delays[delays.len() / 2] < Duration::from_millis(100), "{delays:?}");
}

async fn a_rush_comes_as_forty_frames_a_second(site: &Site) {
    let _machine = crate::WHOLE_MACHINE.lock().await;
    let event = site.api.event_named("Coldplay").await;
    let event = id(&event);
    let buyer = site.buyer().await;
    let mut stream = Stream::open(site.url(), event, "").await;
    stream.next().await;
    let begun = Instant::now();
    let mut commits = 0;
    while begun.elapsed() < LOAD {
        let hold = buyer.hold(event, &json!({ "best_available": { "quantity": 1 } })).await;
        buyer.release(&hold).await.expect(204);
        commits += 2;
    }
    // Every unit that is free again was told so in the last frame at the latest.
    let last = site.api.availability(event).await["version"].clone();
    let mut frames: u32 = 0;
    loop {
        frames += 1;
        if stream.next().await.unwrap()["version"] == last {
            break;
        }
    }
    let frames_max = begun.elapsed().as_secs_f64() * 40.0 + FRAMES_MORE_MAX;
    assert!(f64::from(frames) <= frames_max, "{commits} commits came as {frames} frames");
}
