//! A node that stops sends its sockets away: each hears how long to wait, then that it is closed, and comes back without a gap.

use std::time::Duration;

use admit_testkit::client::{Api, id};
use admit_testkit::server_process::{Database, ServerProcess};
use admit_testkit::site::ARENA;
use serde_json::{Value, json};
use tokio::task::block_in_place;

use super::SETTINGS;
use super::listen::Socket;

const ENDS_WITHIN: Duration = Duration::from_secs(20);
/// The close code of a server that goes away.
const AWAY: u16 = 1001;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_stops_says_when_to_come_again() {
    let binary = env!("CARGO_BIN_EXE_admit");
    let mut server = block_in_place(|| ServerProcess::start(binary, &Database::Embedded, SETTINGS).unwrap());
    let api = Api::new(server.url()).unwrap();
    let event = id(&api.event_named(ARENA).await).to_owned();
    let mut sockets = vec![Socket::open(server.url()).await];
    for _ in 0..7 {
        let mut socket = Socket::joined(server.url(), &event).await;
        assert_eq!(socket.next().await.expect("a snapshot")["type"], "snapshot");
        sockets.push(socket);
    }
    for socket in &mut sockets {
        socket.is_heard().await;
    }
    server.terminate().unwrap();
    let mut waits = Vec::new();
    for socket in &mut sockets {
        let last = socket.next().await.expect("a last message");
        assert_eq!(last["type"], "reconnect", "{last}");
        let wait = last["after_ms"].as_u64().unwrap_or_else(|| panic!("{last}"));
        assert!((1_000..=10_000).contains(&wait), "{wait}");
        waits.push(wait);
        assert_eq!(socket.closed().await, AWAY);
    }
    assert!(waits.iter().any(|wait| *wait != waits[0]), "all come at once: {waits:?}");
    let status = block_in_place(|| server.wait(ENDS_WITHIN).unwrap());
    assert_eq!(status.code(), Some(0), "{}", server.log_tail());

    block_in_place(|| server.start_again().unwrap());
    let api = Api::new(server.url()).unwrap();
    let buyer = api.guest().await;
    buyer.hold(&event, &json!({ "best_available": { "quantity": 2 } })).await;
    let mut back = Socket::open(server.url()).await;
    back.say(&json!({ "type": "join", "event_id": event, "after": "1.0" })).await;
    let missed: Value = back.next().await.expect("what was missed");
    assert_eq!((missed["type"].as_str(), missed["from"].as_str()), (Some("seats"), Some("1.0")), "{missed}");
    block_in_place(|| server.stop_and_check().unwrap());
}
