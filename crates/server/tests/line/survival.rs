//! `kill -9` in every phase of a line: nobody loses a place or has two, and nobody gets in who hasn't waited.

use admit_testkit::client::{Api, Buyer};
use admit_testkit::poll::until;
use admit_testkit::server_process::ServerProcess;
use admit_testkit::site::Profile;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::block_in_place;

use crate::draw::{soon, verified};
use crate::lines::{Line, PATIENCE, Place};
use crate::nodes::line_at;
use crate::witness::Witness;

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
    let witness = block_in_place(|| Witness::watch(&server, &database));
    let api = Api::new(server.url()).unwrap();
    // The draw's people gather while the other line goes through its phases.
    let draw = gathering(&api).await;
    let event = a_line_survives(&mut server, &api).await;
    assert_eq!(block_in_place(|| witness.found_all_in_order(&event)), 3);
    a_draw_survives(&mut server, draw).await;
    block_in_place(|| server.stop_and_check().unwrap());
}

async fn a_line_survives(server: &mut ServerProcess, api: &Api) -> String {
    let still = json!({ "mode": "always", "rate_per_min": 0, "max_active": 2, "window_s": 300, "pass_s": 600 });
    let line = line_at(api, still).await;
    let buyers: Vec<Buyer> = api.guests(4).await;
    let mut places: Vec<Place> = Vec::new();
    for buyer in &buyers {
        places.push(line.join_as(buyer).await);
    }
    let guest = line.join().await;

    // While people wait.
    killed_and_started(server);
    for (index, (place, buyer)) in places.iter().zip(&buyers).enumerate() {
        let shown = line.ask(&place.token, Some(buyer)).await.expect(200);
        assert_eq!((&shown["status"], &shown["ahead"]), (&json!("waiting"), &json!(index)));
        assert_eq!(line.join_as(buyer).await.position(), place.position(), "nobody has two");
    }
    assert_eq!(line.ask(&guest.token, None).await.expect(200)["ahead"], 4);
    let again = line.api.call(Method::POST, &line.path("join")).header("x-queue-token", &guest.token).send().await;
    assert_eq!(again.expect(200)["position"], 5);

    // While two are called and haven't answered.
    line.set(json!({ "rate_per_min": 6000 })).await;
    until("two are called", PATIENCE, async || (line.stats().await["called_total"] == 2).then_some(())).await;
    killed_and_started(server);
    let called = line.ask(&places[1].token, None).await.expect(200);
    assert_eq!(
        (&called["status"], &called["called"], &called["pass"]),
        (&json!("admitted"), &json!(true), &Value::Null)
    );

    // While some shop and some are called.
    let pass = line.wait(&places[0], &buyers[0]).await;
    killed_and_started(server);
    line.reserve(&buyers[0], Some(&pass)).await.expect(201);
    let second = line.wait(&places[1], &buyers[1]).await;
    killed_and_started(server);
    line.reserve(&buyers[1], Some(&second)).await.expect(201);
    line.reserve(&buyers[2], None).await.problem(403, "waiting_room_required");
    assert_eq!(line.stats().await["admitted_active"], 2);

    // While the line is paused, with a place in it to go to.
    line.set(json!({ "paused": true })).await;
    buyers[0].post(&line.path("leave"), &json!({})).await.expect(204);
    killed_and_started(server);
    line.reserve(&buyers[0], Some(&pass)).await.problem(410, "pass_expired");
    let waiting = line.ask(&places[2].token, Some(&buyers[2])).await.expect(200);
    assert_eq!((&waiting["status"], &waiting["paused"]), (&json!("waiting"), &json!(true)));
    line.set(json!({ "paused": false })).await;
    let third = line.wait(&places[2], &buyers[2]).await;
    line.reserve(&buyers[2], Some(&third)).await.expect(201);
    let stats = line.stats().await;
    assert_eq!(
        (&stats["admitted_active"], &stats["issued"], &stats["expired_total"]),
        (&json!(2), &json!(5), &json!(0))
    );
    line.event
}

/// Accounts that will be drawn, in the order in which they came.
struct Gathering {
    line: Line,
    buyers: Vec<Buyer>,
    places: Vec<Place>,
}

async fn gathering(api: &Api) -> Gathering {
    let line = line_at(api, json!({ "mode": "off" })).await;
    let buyers = verified(api).await;
    line.set(json!({
        "mode": "draw", "opens_at": soon(20), "public_source": "the next lottery", "rate_per_min": 0, "window_s": 300,
    }))
    .await;
    let mut places = Vec::new();
    for buyer in &buyers {
        places.push(line.join_as(buyer).await);
    }
    Gathering { line, buyers, places }
}

/// Killed while people gather, which the other line's phases have seen to; while the draw waits for its randomness; and after it.
async fn a_draw_survives(server: &mut ServerProcess, Gathering { line, buyers, places }: Gathering) {
    let draw = async || line.api.get(&line.path("draw")).await.expect(200);
    until("the draw is closed", PATIENCE, async || draw().await["count"].as_u64()).await;
    killed_and_started(server);
    let closed = draw().await;
    assert_eq!((&closed["count"], &closed["key"]), (&json!(buyers.len()), &Value::Null));
    for (place, buyer) in places.iter().zip(&buyers) {
        assert_eq!(line.ask(&place.token, Some(buyer)).await.expect(200)["status"], "prequeue");
    }
    let late = line.join().await;
    assert_eq!(late.position(), buyers.len() as u64 + 1);
    line.set(json!({ "public_input": "3 14 15 92" })).await;
    let drawn = draw().await;
    assert_eq!((&drawn["root"], &drawn["commitment"]), (&closed["root"], &closed["commitment"]));
    let positions = async || {
        let mut positions = Vec::new();
        for (place, buyer) in places.iter().zip(&buyers) {
            positions.push(line.ask(&place.token, Some(buyer)).await.expect(200)["position"].as_u64().unwrap());
            assert_eq!(line.join_as(buyer).await.position(), positions[positions.len() - 1], "nobody has two");
        }
        positions
    };
    let before = positions().await;
    killed_and_started(server);
    assert_eq!(positions().await, before);
    assert_eq!(draw().await, drawn);
    let mut all = [before, vec![late.position()]].concat();
    all.sort_unstable();
    assert!(all.into_iter().eq(1..=late.position()), "everybody has a place of their own");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_line_survives_kills_in_every_phase_embedded() {
    survives(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_line_survives_kills_in_every_phase_on_postgres() {
    survives(Profile::Cluster).await;
}
