//! Nobody reserves without a pass, and a pass is for one account, one event and one purchase.

use admit_testkit::client::card;
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use serde_json::json;

use crate::lines::{Line, PATIENCE, still, swift};

admit_testkit::on_both_databases!(
    crate::SITES: only_with_a_pass,
    a_pass_binds_event_and_account,
    a_purchase_ends_the_pass_and_lets_the_next_in,
    a_pass_ends_with_its_time,
    a_repeated_reservation_is_answered_though_the_pass_ended,
    a_line_forms_by_itself,
);

async fn only_with_a_pass(site: &Site) {
    let line = Line::open(site, still()).await;
    let buyer = site.buyer().await;
    line.reserve(&buyer, None).await.problem(403, "waiting_room_required");
    let place = line.join_as(&buyer).await;
    line.reserve(&buyer, None).await.problem(403, "waiting_room_required");
    line.reserve(&buyer, Some(&place.token)).await.problem(403, "pass_invalid");
    line.set(swift()).await;
    let pass = line.wait(&place, &buyer).await;
    line.reserve(&buyer, Some(&pass)).await.expect(201);
    line.reserve(&buyer, None).await.expect(201);
    line.set(json!({ "mode": "off" })).await;
    line.reserve(&site.buyer().await, None).await.expect(201);
}

async fn a_pass_binds_event_and_account(site: &Site) {
    let (line, other) = (Line::open(site, swift()).await, Line::open(site, swift()).await);
    let (owner, thief) = (site.buyer().await, site.buyer().await);
    let pass = line.wait(&line.join_as(&owner).await, &owner).await;
    line.reserve(&thief, Some(&pass)).await.problem(403, "pass_not_yours");
    other.reserve(&owner, Some(&pass)).await.problem(403, "pass_invalid");
    for at in 0..pass.len() {
        let mut altered = pass.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        line.reserve(&owner, Some(&String::from_utf8(altered).unwrap())).await.problem(403, "pass_invalid");
    }
    line.ask("", Some(&owner)).await.problem(403, "place_invalid");
    line.reserve(&owner, Some(&pass)).await.expect(201);
}

async fn a_purchase_ends_the_pass_and_lets_the_next_in(site: &Site) {
    let line =
        Line::open(site, json!({ "mode": "always", "rate_per_min": 60000, "max_active": 1, "window_s": 300 })).await;
    let (first, second) = (site.buyer().await, site.buyer().await);
    let places = (line.join_as(&first).await, line.join_as(&second).await);
    let pass = line.wait(&places.0, &first).await;
    assert_eq!(line.ask(&places.1.token, Some(&second)).await.expect(200)["status"], "waiting");
    let hold = line.reserve(&first, Some(&pass)).await.expect(201)["hold"].clone();
    first.check_out(&hold, card::PAYS).await.expect(201);
    line.reserve(&first, Some(&pass)).await.problem(410, "pass_expired");
    line.wait(&places.1, &second).await;
    line.ask(&places.0.token, Some(&first)).await.problem(410, "place_expired");
    let again = line.join_as(&first).await;
    assert_eq!(again.position(), 3, "who bought may come again, at the end");
    assert_eq!(line.stats().await["admitted_total"], 2);
}

async fn a_pass_ends_with_its_time(site: &Site) {
    let mut settings = swift();
    settings["pass_s"] = json!(10);
    let line = Line::open(site, settings).await;
    let buyer = site.buyer().await;
    let place = line.join_as(&buyer).await;
    let pass = line.wait(&place, &buyer).await;
    until("the pass ends", PATIENCE, async || {
        let answer = line.reserve(&buyer, Some(&pass)).await;
        if matches!(answer.status, 201 | 409) { None } else { Some(answer.problem(410, "pass_expired")) }
    })
    .await;
    until("the room has noticed", PATIENCE, async || (line.stats().await["admitted_active"] == 0).then_some(())).await;
    line.ask(&place.token, Some(&buyer)).await.problem(410, "place_expired");
}

async fn a_repeated_reservation_is_answered_though_the_pass_ended(site: &Site) {
    let line = Line::open(site, swift()).await;
    let buyer = site.buyer().await;
    line.wait(&line.join_as(&buyer).await, &buyer).await;
    let wanted = json!({ "best_available": { "quantity": 1 } });
    let path = format!("/seats/{}/reserve", line.event);
    let first = buyer.post_once(&path, "once", &wanted).await.expect(201);
    buyer.post(&line.path("leave"), &json!({})).await.expect(204);
    line.reserve(&buyer, None).await.problem(403, "waiting_room_required");
    let again = buyer.post_once(&path, "once", &wanted).await;
    assert!(again.is_replay());
    assert_eq!(again.expect(201)["hold"]["id"], first["hold"]["id"]);
}

async fn a_line_forms_by_itself(site: &Site) {
    let line =
        Line::open(site, json!({ "mode": "auto", "rate_per_min": 6000, "max_active": 2, "window_s": 300 })).await;
    let buyers = site.buyers(3).await;
    for buyer in &buyers[..2] {
        // Nobody has to wait, or to know that there could be a line.
        line.reserve(buyer, None).await.expect(201);
    }
    line.reserve(&buyers[2], None).await.problem(403, "waiting_room_required");
    let place = line.join_as(&buyers[2]).await;
    assert_eq!((&place.shown["status"], &place.shown["ahead"]), (&json!("waiting"), &json!(0)));
    buyers[0].post(&line.path("leave"), &json!({})).await.expect(204);
    line.wait(&place, &buyers[2]).await;
    line.reserve(&buyers[2], None).await.expect(201);
    assert_eq!(line.stats().await["admitted_active"], 2);
}
