//! `kill -9` in every phase of a line: nobody loses a place, and nobody gets in who hasn't waited.

use admit_testkit::client::{Api, Buyer};
use admit_testkit::server_process::ServerProcess;
use admit_testkit::site::Profile;
use serde_json::json;
use tokio::task::block_in_place;

use crate::lines::Place;
use crate::nodes::line_at;

fn killed_and_started(server: &mut ServerProcess) {
    block_in_place(|| {
        server.kill().unwrap();
        server.start_again().unwrap();
    });
}

async fn survives(profile: Profile) {
    let database = block_in_place(|| profile.fresh().unwrap());
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &database, crate::SETTINGS).unwrap();
    let mut server = block_in_place(start);
    let api = Api::new(server.url()).unwrap();
    let still = json!({ "mode": "always", "rate_per_min": 0, "max_active": 2, "window_s": 300, "pass_s": 600 });
    let line = line_at(&api, still).await;
    let buyers: Vec<Buyer> = api.guests(4).await;
    let mut places: Vec<Place> = Vec::new();
    for buyer in &buyers {
        places.push(line.join_as(buyer).await);
    }
    let guest = line.join().await;

    // While people wait.
    killed_and_started(&mut server);
    for (index, (place, buyer)) in places.iter().zip(&buyers).enumerate() {
        let shown = line.ask(&place.token, Some(buyer)).await.expect(200);
        assert_eq!((&shown["status"], &shown["ahead"]), (&json!("waiting"), &json!(index)));
    }
    assert_eq!(line.ask(&guest.token, None).await.expect(200)["ahead"], 4);
    assert_eq!(line.join_as(&buyers[3]).await.position(), 4);

    // While some shop and some are called.
    line.set(json!({ "rate_per_min": 6000 })).await;
    let pass = line.wait(&places[0], &buyers[0]).await;
    killed_and_started(&mut server);
    line.reserve(&buyers[0], Some(&pass)).await.expect(201);
    let second = line.wait(&places[1], &buyers[1]).await;
    killed_and_started(&mut server);
    line.reserve(&buyers[1], Some(&second)).await.expect(201);
    line.reserve(&buyers[2], None).await.problem(403, "waiting_room_required");
    assert_eq!(line.stats().await["admitted_active"], 2);

    // Right after somebody left, whose place goes to the next.
    buyers[0].post(&line.path("leave"), &json!({})).await.expect(204);
    killed_and_started(&mut server);
    line.reserve(&buyers[0], Some(&pass)).await.problem(410, "pass_expired");
    let third = line.wait(&places[2], &buyers[2]).await;
    line.reserve(&buyers[2], Some(&third)).await.expect(201);
    let stats = line.stats().await;
    assert_eq!(
        (&stats["admitted_active"], &stats["issued"], &stats["expired_total"]),
        (&json!(2), &json!(5), &json!(0))
    );
    block_in_place(|| server.stop_and_check().unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_line_survives_kills_in_every_phase_embedded() {
    survives(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_line_survives_kills_in_every_phase_on_postgres() {
    survives(Profile::Cluster).await;
}
