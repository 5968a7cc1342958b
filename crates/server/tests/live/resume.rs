//! Going on where a connection was cut off: from the frames in memory, from the journal after a restart, or from the start.

use std::time::Duration;

use admit_testkit::client::{Api, id};
use admit_testkit::server_process::ServerProcess;
use admit_testkit::site::Profile;
use serde_json::{Value, json};
use tokio::task::block_in_place;

use crate::SETTINGS;
use crate::listen::{Socket, Stream};
use crate::state::{Followed, available, version};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embedded() {
    goes_on_across_a_restart(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cluster() {
    goes_on_across_a_restart(Profile::Cluster).await;
}

async fn goes_on_across_a_restart(profile: Profile) {
    let mut server = block_in_place(|| {
        ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &profile.fresh().unwrap(), SETTINGS).unwrap()
    });
    let api = Api::new(server.url()).unwrap();
    let event = api.event_named("Coldplay").await;
    let event = id(&event);
    let buyer = api.guest().await;
    let mut stream = Stream::open(api.server(), event, "").await;
    let mut followed = Followed::begin(&api, event, &stream.next().await.unwrap()).await;
    let hold = |quantity: u32| json!({ "best_available": { "quantity": quantity } });
    let first = buyer.hold(event, &hold(2)).await;
    followed.follow(&stream.next().await.unwrap());

    // Cut off; things happen that touch units in every way; then it goes on from the frames in memory.
    drop(stream);
    let paid = buyer.pay(&buyer.hold(event, &hold(3)).await).await;
    buyer.release(&first).await.expect(204);
    let mut stream = Stream::open(api.server(), event, &tag(followed.at)).await;
    while !followed.is_exact(&api, event).await {
        followed.follow(&stream.next().await.unwrap());
    }
    assert_eq!(resumed_by(&api, "ring").await, 1);

    // Cut off by a restart: the journal has the rest.
    let id_before = stream.last_event_id.clone();
    buyer.hold(event, &hold(4)).await;
    buyer.cancel(&paid).await.expect(200);
    let (mut stream, mut socket) = (stream, Socket::joined(api.server(), event).await);
    block_in_place(|| server.terminate().unwrap());
    // Streams and sockets end and don't keep the server from ending.
    while stream.next().await.is_some() {}
    assert_eq!(socket.closed().await, 1001);
    let ended = block_in_place(|| server.wait(Duration::from_secs(10)).unwrap());
    assert!(ended.success());
    block_in_place(|| server.start_again().unwrap());
    buyer.hold(event, &hold(1)).await;
    let mut clients = Vec::new();
    for _ in 0..3 {
        clients.push(Stream::open(api.server(), event, &id_before).await);
    }
    for stream in &mut clients {
        let frame = stream.next().await.unwrap();
        assert_eq!((&frame["type"], &frame["from"]), (&json!("seats"), &json!(id_before)), "{frame}");
    }
    let mut stream = Stream::open(api.server(), event, &id_before).await;
    followed.follow(&stream.next().await.unwrap());
    assert!(followed.is_exact(&api, event).await);
    // One read the journal, the others had what it found.
    assert_eq!((resumed_by(&api, "journal").await, resumed_by(&api, "ring").await), (1, 3));
    buyer.hold(event, &hold(1)).await;
    followed.follow(&stream.next().await.unwrap());
    assert!(followed.is_exact(&api, event).await);

    what_can_not_be_told_begins_anew(&api, event, followed.at).await;
    block_in_place(|| server.stop_and_check().unwrap());
}

async fn what_can_not_be_told_begins_anew(api: &Api, event: &str, at: (u32, u64)) {
    for last in [tag((at.0 + 1, at.1)), tag((0, 0)), tag((at.0, at.1 + 1_000)), "nonsense".to_owned(), "1".to_owned()] {
        let snapshot = Stream::open(api.server(), event, &last).await.next().await.unwrap();
        assert_eq!(snapshot["type"], "snapshot", "{last}");
        assert!(version(&snapshot["version"]) >= at);
        let counted: Vec<Value> = snapshot["sections"].as_array().unwrap().clone();
        assert_eq!(counted.len(), available(api, event).await.len());
    }
}

fn tag((epoch, number): (u32, u64)) -> String {
    format!("{epoch}.{number}")
}

/// How many listeners went on so.
async fn resumed_by(api: &Api, by: &str) -> u64 {
    let metrics = api.outside(reqwest::Method::GET, "/metrics").send().await.text();
    let name = format!("admit_live_resumes_total{{by=\"{by}\"}} ");
    metrics.lines().find_map(|line| line.strip_prefix(&name)).map_or(0, |count| count.parse().unwrap())
}
