//! A limit holds over all nodes, and without Redis each node's own stands.

use std::time::{Duration, Instant};

use admit_testkit::client::{Answer, Api, Buyer, new_guest};
use admit_testkit::cluster::Between;
use admit_testkit::poll::until;
use reqwest::Method;
use serde_json::json;
use tokio::task::block_in_place;

use crate::Site;

const SIGN_INS: u64 = 300;
const WRITES: u64 = 600;
const SETTINGS: &[(&str, &str)] = &[
    ("ADMIT_SIGN_INS_BY_ADDRESS_PER_MIN", "300"),
    ("ADMIT_WRITES_BY_ACCOUNT_PER_MIN", "600"),
    ("ADMIT_TRUSTED_PROXIES", "127.0.0.0/8"),
];
const WITHIN: Duration = Duration::from_secs(15);

async fn guest_from(api: &Api, address: &str) -> Answer {
    api.call(Method::POST, "/auth/guest").header("x-forwarded-for", address).json(&new_guest()).send().await
}

/// How many guests of this address are let in, at one node after the other, until each has refused; and how many more may have
/// been because time passed.
async fn let_in(apis: &[Api], address: &str) -> (u64, u64) {
    let (begun, mut granted, mut refused) = (Instant::now(), 0, 0);
    for api in apis.iter().cycle() {
        let answer = guest_from(api, address).await;
        if answer.status == 201 {
            (granted, refused) = (granted + 1, 0);
        } else {
            answer.problem(429, "rate_limited");
            refused += 1;
        }
        if refused == apis.len() {
            break;
        }
    }
    (granted, come_back(begun, SIGN_INS))
}

/// How many of a quota may have come back since `begun`.
fn come_back(begun: Instant, quota: u64) -> u64 {
    (begun.elapsed().as_secs() + 1) * quota / 60
}

/// What is left of the account's writes, as its answer says.
async fn writes_left(buyer: &Buyer, api: &Api) -> u64 {
    let nothing = json!({ "hold_id": "hld_00000000000000000000000001" });
    let path = "/seats/evt_00000000000000000000000001/release";
    let answer = api.call(Method::POST, path).bearer(&buyer.access_token).json(&nothing).send().await;
    answer.problem(404, "not_found");
    let field = answer.header("ratelimit");
    let left = field.split(";r=").nth(1).and_then(|rest| rest.split(';').next()?.parse().ok());
    left.unwrap_or_else(|| panic!("{field:?} in {}", answer.shown()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_holds_over_all_nodes() {
    let mut site = Site::start(Between::Redis, SETTINGS);
    for api in &site.apis {
        until("Redis is there", WITHIN, async || {
            (api.outside(Method::GET, "/readyz").send().await.expect(200)["status"] == "ready").then_some(())
        })
        .await;
    }
    let (granted, spare) = let_in(&site.apis, "192.0.2.1").await;
    eprintln!("{granted} guests of one address were let in by three nodes whose limit is {SIGN_INS}");
    // Some may be on their way to the others while they grant the next, and a busy machine may keep them; three that count for
    // themselves let in three times as many.
    let overtaken = SIGN_INS;
    assert!((SIGN_INS..=SIGN_INS + overtaken + spare).contains(&granted), "{granted} were let in");

    let buyer = Buyer::from_session(&site.apis[0], &guest_from(&site.apis[0], "192.0.2.2").await.expect(201));
    let begun = Instant::now();
    for _ in 0..WRITES / 2 {
        writes_left(&buyer, &site.apis[0]).await;
    }
    let mut asked = 0;
    until("the third node counts what the first granted", WITHIN, async || {
        let left = writes_left(&buyer, &site.apis[2]).await;
        asked += 1;
        (left + asked <= WRITES / 2 + come_back(begun, WRITES)).then_some(())
    })
    .await;

    let redis = site.cluster.redis.as_mut().unwrap();
    block_in_place(|| redis.kill().unwrap());
    for (index, api) in site.apis.iter().enumerate() {
        let address = "192.0.2.3";
        let (granted, spare) = let_in(std::slice::from_ref(api), address).await;
        assert!((SIGN_INS..=SIGN_INS + spare).contains(&granted), "node {index} alone let in {granted}");
    }
    site.stop_and_check();
}
