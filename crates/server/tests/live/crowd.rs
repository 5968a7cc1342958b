//! Many listeners while thousands of holds come and go: each ends with exactly the server's state, whatever it went through.

use std::pin::pin;
use std::time::{Duration, Instant};

use admit_testkit::client::{Api, Buyer};
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::listen::{Client, Socket, Stream};
use crate::state::{Followed, fetch};

admit_testkit::on_both_databases!(crate::SITES: two_hundred_listeners_miss_nothing_and_hear_nothing_twice);

const LISTENERS: usize = 200;
const COMMANDS: usize = 5_000;
const BUYERS: usize = 25;
/// A fast machine does more in it, so that there are frames enough to follow wherever it runs.
const RUSH_MIN: Duration = Duration::from_secs(3);
const RECONNECTS_EVERY: Duration = Duration::from_millis(50);
const QUIET: Duration = Duration::from_millis(600);

async fn two_hundred_listeners_miss_nothing_and_hear_nothing_twice(site: &Site) {
    let _machine = crate::WHOLE_MACHINE.lock().await;
    let (event, _) = site.seats(1).await;
    let buyers = site.buyers(BUYERS).await;
    let (stop, stopped) = watch::channel(false);
    let mut listeners = Vec::new();
    for number in 0..LISTENERS {
        let client = match number % 2 {
            0 => Client::Stream(Stream::open(site.url(), &event, "").await),
            _ => Client::Socket(Socket::joined(site.url(), &event).await),
        };
        listeners.push(tokio::spawn(listen(client, site.api.clone(), event.clone(), stopped.clone())));
    }
    let restless = tokio::spawn(reconnect(site.api.clone(), event.clone(), stopped));
    rush(buyers, &event).await;
    let (_, units) = fetch(&site.api, &event).await;
    assert!(units.contains(&1), "some are held at the end");
    stop.send_replace(true);
    let mut frames = 0;
    for listener in listeners {
        frames = frames.max(ends_exact(site, &event, listener).await);
    }
    let reconnected = ends_exact(site, &event, restless).await;
    assert!(frames > 5 && reconnected > 5, "{frames} frames, {reconnected} over reconnections");
}

/// What a listener put together is what the server says, however long the machine takes.
async fn ends_exact(site: &Site, event: &str, listener: JoinHandle<Followed>) -> usize {
    let followed = listener.await.expect("a listener that finds nothing wrong");
    let exact = until("the state that was put together", Duration::from_secs(5), async || {
        followed.is_exact(&site.api, event).await.then_some(())
    });
    exact.await;
    followed.frames
}

/// Follows until nothing more comes after the end.
async fn listen(mut client: Client, api: Api, event: String, stopped: watch::Receiver<bool>) -> Followed {
    let mut followed = Followed::begin(&api, &event, &client.next().await.unwrap()).await;
    while let Some(message) = next_until_quiet(client.next(), &stopped).await {
        followed.follow(&message);
    }
    followed
}

/// Follows over many short connections, each of which goes on where the one before it was cut off.
async fn reconnect(api: Api, event: String, stopped: watch::Receiver<bool>) -> Followed {
    let mut stream = Stream::open(api.server(), &event, "").await;
    let mut followed = Followed::begin(&api, &event, &stream.next().await.unwrap()).await;
    while !*stopped.borrow() {
        let cut_off = timeout(RECONNECTS_EVERY, async {
            loop {
                followed.follow(&stream.next().await.unwrap());
            }
        });
        let _: Result<(), _> = cut_off.await;
        // Not what was received but what was read counts: the rest is told again.
        stream = Stream::open(api.server(), &event, &stream.last_event_id).await;
    }
    while let Some(message) = next_until_quiet(stream.next(), &stopped).await {
        followed.follow(&message);
    }
    followed
}

async fn next_until_quiet(next: impl Future<Output = Option<Value>>, stopped: &watch::Receiver<bool>) -> Option<Value> {
    let (mut next, mut stopped) = (pin!(next), stopped.clone());
    tokio::select! {
        message = next.as_mut() => return message,
        // The sender lives as long as the test.
        () = async { drop(stopped.wait_for(|stopped| *stopped).await) } => {}
    }
    timeout(QUIET, next).await.ok().flatten()
}

/// Holds and releases; each buyer keeps the last hold.
async fn rush(buyers: Vec<Buyer>, event: &str) {
    let begun = Instant::now();
    let tasks: Vec<_> = buyers
        .into_iter()
        .map(|buyer| {
            let event = event.to_owned();
            tokio::spawn(async move {
                for round in 0.. {
                    if round >= COMMANDS / BUYERS / 2 && begun.elapsed() >= RUSH_MIN {
                        break;
                    }
                    let wanted = json!({ "best_available": { "quantity": 1 + round % 4, "together": false } });
                    let hold = buyer.hold(&event, &wanted).await;
                    buyer.release(&hold).await.expect(204);
                }
                buyer.hold(&event, &json!({ "best_available": { "quantity": 3 } })).await;
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a buyer who gets seats");
    }
}
