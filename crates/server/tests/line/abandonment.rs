//! People who never come, and shoppers who are gone at once: the line moves on, and the limit holds at every commit.

use admit_testkit::client::{Api, Buyer};
use admit_testkit::poll::until;
use admit_testkit::server_process::ServerProcess;
use admit_testkit::site::Profile;
use serde_json::{Value, json};
use tokio::task::block_in_place;

use crate::lines::{Line, PATIENCE, Place};
use crate::listen::Socket;
use crate::nodes::line_at;
use crate::witness::Witness;

const SHOPPERS: usize = 5;

/// One of so many who are called comes.
const COMES: usize = 10;
const PEOPLE: usize = 60;
const MAX_ACTIVE: u32 = 6;

async fn the_line_moves_on(profile: Profile) {
    let database = block_in_place(|| profile.fresh().unwrap());
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &database, crate::SETTINGS).unwrap();
    let mut server = block_in_place(start);
    let witness = block_in_place(|| Witness::watch(&server, &database));
    let api = Api::new(server.url()).unwrap();
    nine_of_ten_never_come(&api, &witness).await;
    all_clients_die_at_once(&api, &witness).await;
    block_in_place(|| server.stop_and_check().unwrap());
}

async fn nine_of_ten_never_come(api: &Api, witness: &Witness) {
    let still = json!({ "mode": "always", "rate_per_min": 0, "max_active": MAX_ACTIVE, "window_s": 10 });
    let line = line_at(api, still).await;
    let buyers = api.guests(PEOPLE / COMES).await;
    let mut coming = Vec::new();
    for number in 1..=PEOPLE {
        if number % COMES == 0 {
            let buyer = buyers[coming.len()].clone();
            coming.push((line.join_as(&buyer).await, buyer));
        } else {
            line.join().await;
        }
    }
    line.set(json!({ "rate_per_min": 60_000 })).await;
    for (buyer, hold) in all_hold(&line, coming).await {
        buyer.pay(&hold).await;
    }
    let stats = line.stats().await;
    assert_eq!((&stats["admitted_total"], &stats["issued"]), (&json!(PEOPLE / COMES), &json!(PEOPLE)));
    assert!(stats["expired_total"].as_u64() >= Some(u64::from(MAX_ACTIVE)), "{stats}");
    assert!(stats["show_up_ratio"].as_f64().unwrap() < 0.5, "{stats}");
    block_in_place(|| {
        assert_eq!(witness.found_all_in_order(&line.event), PEOPLE / COMES);
        let called: Vec<u32> = witness.commits(&line.event).iter().map(|commit| commit.called).collect();
        let calls: Vec<u32> = called.windows(2).map(|pair| pair[1] - pair[0]).filter(|people| *people > 0).collect();
        assert_eq!(calls[0], MAX_ACTIVE, "while nothing is known, no more are called than may come: {calls:?}");
        assert!(calls[1] > 2 * MAX_ACTIVE, "after a call that hardly anybody answered, many more are: {calls:?}");
    });
}

async fn all_clients_die_at_once(api: &Api, witness: &Witness) {
    let settings = json!({
        "mode": "always", "rate_per_min": 60_000, "max_active": SHOPPERS, "window_s": 10, "pass_s": 10,
    });
    let line = line_at(api, settings).await;
    let (dying, next) = (api.guests(SHOPPERS).await, api.guests(SHOPPERS).await);
    let mut sockets = Vec::new();
    let mut places = Vec::new();
    for buyer in &dying {
        let place = line.join_as(buyer).await;
        sockets.push(listening(&line, &place, buyer).await);
        places.push((place, buyer.clone()));
    }
    all_hold(&line, places).await;
    let mut waiting = Vec::new();
    for buyer in next {
        waiting.push((line.join_as(&buyer).await, buyer));
    }
    drop((sockets, dying));
    all_hold(&line, waiting).await;
    let stats = line.stats().await;
    assert_eq!((&stats["admitted_total"], &stats["expired_total"]), (&json!(2 * SHOPPERS), &json!(0)));
    until("nobody shops", PATIENCE, async || (line.stats().await["admitted_active"] == 0).then_some(())).await;
    let held = block_in_place(|| witness.found_all_in_order(&line.event));
    assert_eq!(held, 2 * SHOPPERS);
    assert!(block_in_place(|| witness.commits(&line.event)).iter().any(|commit| commit.live == SHOPPERS as u32));
}

/// Each asks until it is their turn, and then holds a place. Gives the holds with their buyers.
async fn all_hold(line: &Line, mut waiting: Vec<(Place, Buyer)>) -> Vec<(Buyer, Value)> {
    let mut holds = Vec::new();
    until("everybody has had their turn", PATIENCE, async || {
        let mut later = Vec::new();
        for (place, buyer) in waiting.drain(..) {
            let shown = line.ask(&place.token, Some(&buyer)).await.expect(200);
            match shown["pass"].as_str() {
                Some(pass) => {
                    let hold = line.reserve(&buyer, Some(pass)).await.expect(201)["hold"].clone();
                    holds.push((buyer, hold));
                }
                None => later.push((place, buyer)),
            }
        }
        waiting.append(&mut later);
        waiting.is_empty().then_some(())
    })
    .await;
    holds
}

async fn listening(line: &Line, place: &Place, buyer: &Buyer) -> Socket {
    let mut socket = Socket::signed_in(line.api.server(), &buyer.access_token).await;
    socket.say(&json!({ "type": "join", "event_id": line.event, "queue_token": place.token })).await;
    socket
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_line_moves_on_whoever_stays_away_embedded() {
    the_line_moves_on(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_line_moves_on_whoever_stays_away_on_postgres() {
    the_line_moves_on(Profile::Cluster).await;
}
