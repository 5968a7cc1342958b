//! Listeners that stop reading cost the server a bounded amount of memory, and go on when they read again.

use std::time::Duration;

use admit_testkit::client::{Api, id};
use admit_testkit::server_process::ServerProcess;
use admit_testkit::site::Profile;
use rusqlite::Connection;
use serde_json::json;
use tokio::task::block_in_place;

use crate::SETTINGS;
use crate::listen::{Client, Socket};
use crate::state::Followed;

const LISTENERS: usize = 100;
const STALLED_FOR: Duration = Duration::from_secs(6);
/// What all of them together may cost, whatever they don't read.
const GROWTH_KIB_MAX: u64 = 40 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn listeners_that_stop_reading_cost_a_bounded_amount_of_memory() {
    let _machine = crate::WHOLE_MACHINE.lock().await;
    let mut server = start();
    let api = Api::new(server.url()).unwrap();
    let event = api.event_named("Coldplay").await;
    let event = id(&event);
    let buyers = api.guests(8).await;
    let mut stalled = Vec::new();
    for _ in 0..LISTENERS / 2 {
        for mut client in Client::each(api.server(), event).await {
            let followed = Followed::begin(&api, event, &client.next().await.unwrap()).await;
            stalled.push((client, followed));
        }
    }
    let before = server.resident_kib().unwrap();
    let begun = std::time::Instant::now();
    let tasks: Vec<_> = buyers
        .into_iter()
        .map(|buyer| {
            let event = event.to_owned();
            tokio::spawn(async move {
                while begun.elapsed() < STALLED_FOR {
                    let wanted = json!({ "best_available": { "quantity": 100, "together": false } });
                    let hold = match buyer.reserve(&event, &wanted).await {
                        answer if answer.status == 201 => answer.json()["hold"].clone(),
                        _ => {
                            buyer.hold(&event, &json!({ "best_available": { "quantity": 8, "together": false } })).await
                        }
                    };
                    buyer.release(&hold).await.expect(204);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let grown = server.resident_kib().unwrap().saturating_sub(before);
    assert!(grown < GROWTH_KIB_MAX, "{LISTENERS} listeners that don't read cost {grown} KiB");
    for (client, followed) in &mut stalled {
        while !followed.is_exact(&api, event).await {
            let message = client.next().await.unwrap();
            if message["type"] == "resync" {
                let snapshot = client.next().await.unwrap();
                followed.begin_again(&api, event, &snapshot).await;
            } else {
                followed.follow(&message);
            }
        }
    }
    block_in_place(|| server.stop_and_check().unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_is_said_to_be_about_to_end_and_to_have_ended() {
    let mut server = start();
    stop(&mut server);
    // Holds of this event last three seconds from now on.
    let database = Connection::open(server.data().join("admit.db")).unwrap();
    let changed = database.execute("UPDATE inventory SET terms = json_set(terms, '$.hold_ttl_ms', 3000)", []).unwrap();
    assert!(changed > 0);
    database.close().unwrap();
    block_in_place(|| server.start_again().unwrap());
    let api = Api::new(server.url()).unwrap();
    let event = api.event_named("Coldplay").await;
    let event = id(&event);
    let (owner, other) = (api.guest().await, api.guest().await);
    let mut own = Socket::signed_in(api.server(), &owner.access_token).await;
    let mut others = Socket::signed_in(api.server(), &other.access_token).await;
    let hold = owner.hold(event, &json!({ "best_available": { "quantity": 2 } })).await;
    // This one learns of the hold when it signs in.
    let mut late = Socket::signed_in_unheard(api.server(), &owner.access_token).await;
    for socket in [&mut own, &mut late] {
        let told = socket.next().await.unwrap();
        assert_eq!((&told["type"], &told["hold_id"]), (&json!("hold_expiring"), &hold["id"]), "{told}");
        assert_eq!((&told["event_id"], &told["expires_at"]), (&json!(event), &hold["expires_at"]), "{told}");
        assert!(told["expires_in_s"].as_u64().is_some_and(|left| left <= 3), "{told}");
    }
    for socket in [&mut own, &mut late] {
        let told = socket.next().await.unwrap();
        assert_eq!(told, json!({ "type": "hold_expired", "event_id": event, "hold_id": hold["id"] }));
    }
    assert!(others.all_up_to_now().await.is_empty());
    stop(&mut server);
}

fn start() -> ServerProcess {
    block_in_place(|| {
        ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &Profile::Embedded.fresh().unwrap(), SETTINGS).unwrap()
    })
}

fn stop(server: &mut ServerProcess) {
    block_in_place(|| {
        server.terminate().unwrap();
        assert!(server.wait(Duration::from_secs(10)).unwrap().success());
    });
}
