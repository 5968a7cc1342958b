//! PostgreSQL dies under the server, and comes back.

use std::time::{Duration, Instant};

use admit_testkit::client::{Api, Buyer, new_guest};
use admit_testkit::draw::Draw;
use admit_testkit::poll::until;
use admit_testkit::postgres::{Durability, ScratchPostgres};
use admit_testkit::server_process::Database;
use reqwest::Method;
use tokio::task::block_in_place;

use super::load::{Load, Server, settle_and_verify};
use super::start;

const OUTAGES: usize = 3;
const NOTICED_WITHIN: Duration = Duration::from_secs(15);
const RESUMES_WITHIN: Duration = Duration::from_secs(15);
/// Longer than any one dependency is waited for.
const ANSWER_WITHIN: Duration = Duration::from_secs(12);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_server_outlives_its_database_and_goes_on_by_itself() {
    let draw = Draw::new("outages");
    let mut postgres = block_in_place(|| ScratchPostgres::start(Durability::Fast).unwrap());
    let database = Database::Postgres(postgres.fresh_database().unwrap());
    let mut server = block_in_place(|| start(&database));
    let mut load = Load::start(server.url(), Server::Lives, &draw).await;
    for _ in 0..OUTAGES {
        load.progress(60, RESUMES_WITHIN).await;
        let witness = load.api().guest().await;
        block_in_place(|| postgres.stop_hard().unwrap());
        is_away(load.api(), &witness).await;
        load.refusals(16, NOTICED_WITHIN).await;
        block_in_place(|| postgres.start_again().unwrap());
        load.progress(20, RESUMES_WITHIN).await;
        is_ready(load.api(), true).await;
        witness.get("/auth/me").await.expect(200);
        load.verify().await;
        assert!(server.is_running());
    }
    settle_and_verify(load.stop().await).await;
    block_in_place(|| server.stop_and_check().unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_stops_although_its_database_is_away() {
    let mut postgres = block_in_place(|| ScratchPostgres::start(Durability::Fast).unwrap());
    let database = Database::Postgres(postgres.fresh_database().unwrap());
    let mut server = block_in_place(|| start(&database));
    let mut load = Load::start(server.url(), Server::Dies, &Draw::new("a stop without a database")).await;
    load.progress(20, RESUMES_WITHIN).await;
    block_in_place(|| postgres.stop_hard().unwrap());
    load.refusals(6, NOTICED_WITHIN).await;
    server.terminate().unwrap();
    let status = block_in_place(|| server.wait(Duration::from_secs(30)).unwrap());
    assert_eq!(status.code(), Some(0), "{}", server.log_tail());
    block_in_place(|| {
        postgres.start_again().unwrap();
        server.start_again().unwrap();
    });
    load.progress(20, RESUMES_WITHIN).await;
    load.verify().await;
    settle_and_verify(load.stop().await).await;
    block_in_place(|| server.stop_and_check().unwrap());
}

/// A database that hangs is worse than one that is dead: connections stay open, and nothing comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_waits_long_for_a_database_that_hangs() {
    let draw = Draw::new("a database that hangs");
    let mut postgres = block_in_place(|| ScratchPostgres::start(Durability::Fast).unwrap());
    let database = Database::Postgres(postgres.fresh_database().unwrap());
    let mut server = block_in_place(|| start(&database));
    let mut load = Load::start(server.url(), Server::Lives, &draw).await;
    load.progress(60, RESUMES_WITHIN).await;
    let witness = load.api().guest().await;
    postgres.pause().unwrap();
    is_away(load.api(), &witness).await;
    load.refusals(6, NOTICED_WITHIN).await;
    postgres.resume().unwrap();
    load.progress(20, RESUMES_WITHIN).await;
    is_ready(load.api(), true).await;
    load.verify().await;
    settle_and_verify(load.stop().await).await;
    block_in_place(|| server.stop_and_check().unwrap());
    block_in_place(|| postgres.stop().unwrap());
}

/// While the database is away: alive but not ready, and whoever calls is told so in time.
async fn is_away(api: &Api, witness: &Buyer) {
    is_ready(api, false).await;
    let start = Instant::now();
    // Without a session and with one, what reads and what writes: all at once, as callers come.
    let calls = [
        api.call(Method::GET, "/events"),
        api.call(Method::GET, "/venues"),
        api.call(Method::GET, "/performers?q"),
        api.call(Method::POST, "/auth/guest").json(&new_guest()),
        api.call(Method::POST, "/auth/login")
            .json(&serde_json::json!({ "email": "test@example.com", "password": "password123" })),
        api.call(Method::POST, "/auth/refresh").json(&serde_json::json!({ "refresh_token": witness.refresh_token })),
        api.call(Method::GET, "/seats/reservation"),
        witness.call(Method::GET, "/auth/me"),
        witness.call(Method::GET, "/seats/reservation"),
        witness.call(Method::GET, "/checkout/orders"),
        witness.call(Method::GET, "/tickets"),
        witness.call(Method::POST, "/auth/logout"),
    ];
    let answers: Vec<_> = calls.into_iter().map(|call| tokio::spawn(call.send())).collect();
    for answer in answers {
        let answer = answer.await.expect("every call is answered");
        // What memory or the request itself tells may still be told.
        assert!(matches!(answer.status, 200 | 401 | 422 | 503), "{}", answer.shown());
        if answer.status >= 400 {
            answer.any_problem();
        }
    }
    assert!(start.elapsed() < ANSWER_WITHIN, "the answers took {:?}", start.elapsed());
    api.outside(Method::GET, "/healthz").send().await.expect(200);
}

async fn is_ready(api: &Api, ready: bool) {
    let what = if ready { "the server is ready" } else { "the server says that it isn't ready" };
    until(what, NOTICED_WITHIN, async || {
        let answer = api.outside(Method::GET, "/readyz").send().await;
        let alive = api.outside(Method::GET, "/healthz").send().await;
        assert_eq!(alive.status, 200, "{}", alive.shown());
        (answer.status == if ready { 200 } else { 503 }).then_some(())
    })
    .await;
}
