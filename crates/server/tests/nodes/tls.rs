//! PostgreSQL and Redis reached by TLS, and nobody else who says that they are these.

use std::time::Duration;

use admit_testkit::certificates::Certificates;
use admit_testkit::client::{Api, id};
use admit_testkit::poll::until;
use admit_testkit::postgres::{Durability, ScratchPostgres};
use admit_testkit::redis::ScratchRedis;
use admit_testkit::server_process::{Database, ServerProcess};
use admit_testkit::site::ARENA;
use reqwest::Method;
use serde_json::json;
use tokio::task::block_in_place;

const ADMIT: &str = env!("CARGO_BIN_EXE_admit");
const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_reached_by_tls_is_believed_by_its_certificate_and_name() {
    let right = Certificates::make("IP:127.0.0.1").unwrap();
    let authority = right.authority().display().to_string();
    let (postgres, database, redis) = block_in_place(|| {
        let mut postgres = ScratchPostgres::start(Durability::Fast).unwrap();
        postgres.require_tls(&right).unwrap();
        let database = postgres.fresh_database().unwrap();
        (postgres, database, ScratchRedis::start_with_tls(right).unwrap())
    });
    let wrong = Certificates::make("IP:127.0.0.1").unwrap();
    let other = wrong.authority().display().to_string();
    let start = |url: String, more: &[(&str, &str)]| {
        let mut settings = vec![("ADMIT_RATE_LIMITS", "off")];
        settings.extend(more);
        block_in_place(|| ServerProcess::start(ADMIT, &Database::Postgres(url), &settings))
    };
    let by_tls = format!("{database}?sslmode=require");
    let by_another_name = by_tls.replace("127.0.0.1", "localhost");
    for (what, url, authorities) in [
        ("without TLS", &database, None),
        ("with the system's authorities", &by_tls, None),
        ("with another authority", &by_tls, Some(("ADMIT_TLS_AUTHORITIES_FILE", other.as_str()))),
        ("with another name", &by_another_name, Some(("ADMIT_TLS_AUTHORITIES_FILE", authority.as_str()))),
    ] {
        let started = start(url.clone(), authorities.as_slice());
        assert!(started.is_err(), "{what} a node reached a database that it has no reason to believe");
    }

    let (trusts, redis_url) = (("ADMIT_TLS_AUTHORITIES_FILE", authority.as_str()), redis.url());
    let settings = [trusts, ("ADMIT_REDIS_URL", redis_url.as_str())];
    let mut nodes = [0, 1].map(|_| start(by_tls.replace("require", "verify-full"), &settings).unwrap());
    let apis = nodes.each_ref().map(|node| Api::new(node.url()).unwrap());
    let event = apis[0].event_named(ARENA).await;
    apis[1].availability(id(&event)).await;
    let buyer = apis[0].guest().await;
    until("the other node to be told by Redis", SOON, async || {
        let hold = buyer.hold(id(&event), &json!({ "best_available": { "quantity": 1 } })).await;
        buyer.release(&hold).await;
        let metrics = apis[1].outside(Method::GET, "/metrics").send().await.text();
        let applied = metrics.lines().find_map(|line| line.strip_prefix("admit_fanout_applied_total "));
        applied.is_some_and(|applied| applied != "0").then_some(())
    })
    .await;
    block_in_place(|| nodes.iter_mut().for_each(|node| node.stop_and_check().map(drop).unwrap()));
    drop(postgres);
}
