//! A merge that is killed midway is finished by whoever comes next.

use std::time::{Duration, Instant};

use admit_testkit::client::{Api, Buyer, new_guest};
use admit_testkit::mailbox::mailed_token;
use admit_testkit::poll::until;
use admit_testkit::server_process::ServerProcess;
use admit_testkit::site::Profile;
use serde_json::json;
use tokio::task::block_in_place;

/// As many as a page of orders shows.
const GUESTS: usize = 100;
const SETTINGS: &[(&str, &str)] = &[("ADMIT_RATE_LIMITS", "off"), ("ADMIT_PURCHASE_LIMITS", "off")];

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_killed_midway_is_finished_on_sqlite() {
    killed_midway(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_killed_midway_is_finished_on_postgres() {
    killed_midway(Profile::Cluster).await;
}

async fn killed_midway(profile: Profile) {
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &profile.fresh()?, SETTINGS);
    let mut server = block_in_place(start).unwrap();
    let api = Api::new(server.url()).unwrap();
    let account = json!({ "email": new_guest()["email"], "name": "Owner", "password": "first password" });
    let owner = Buyer::from_session(&api, &api.post("/auth/register", &account).await.expect(201));
    let event = api.event_named("Paper Lanterns").await["id"].as_str().unwrap().to_owned();
    let floor = api.availability(&event).await["sections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|section| section["kind"] == "general_admission")
        .unwrap()["id"]
        .clone();
    let mut guests = Vec::new();
    for _ in 0..GUESTS {
        let body = json!({ "email": owner.email, "name": "Guest" });
        let guest = Buyer::from_session(&api, &api.post("/auth/guest", &body).await.expect(201));
        let hold = guest.hold(&event, &json!({ "section": floor, "quantity": 1 })).await;
        guest.pay(&hold).await;
        guests.push(guest);
    }
    let token = mailed_token(&api, &owner.email, "Confirm your address", 1).await;
    let proof = json!({ "token": token, "password": "second password" });
    let verifying = {
        let (api, proof) = (api.clone(), proof.clone());
        tokio::spawn(async move { api.call(reqwest::Method::POST, "/auth/verify").json(&proof).try_send().await })
    };
    // Guests' sessions end right before their orders are adopted. Looks follow each other at once, to be there in time.
    let begun = Instant::now();
    while guests[0].get("/auth/me").await.status != 401 {
        assert!(begun.elapsed() < Duration::from_secs(30), "the merge doesn't begin");
    }
    block_in_place(|| server.kill()).unwrap();
    let _ = verifying.await;
    block_in_place(|| server.start_again()).unwrap();

    let login = json!({ "email": owner.email, "password": "second password" });
    let owner = Buyer::from_session(&api, &api.post("/auth/login", &login).await.expect(200));
    let so_far = owner.orders().await.len();
    assert!(so_far < GUESTS, "it was killed before the end");
    until("all guests' orders are the account's", Duration::from_secs(90), async || {
        (owner.orders().await.len() == GUESTS).then_some(())
    })
    .await;
    assert_eq!(owner.tickets().await.len(), GUESTS);
    api.post("/auth/verify", &proof).await.problem(410, "link_expired");
    block_in_place(|| server.stop_and_check()).unwrap();
}
