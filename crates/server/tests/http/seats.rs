//! `/seats/{event}/reserve`, `/release` and `/seats/reservation`: named seats and what becomes of a hold.

use admit_testkit::client::{card, id};
use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::sale::{seat_ids, status_of};

admit_testkit::on_both_databases!(
    crate::SITES: a_taken_seat_is_named_and_nothing_is_held,
    a_buyer_has_at_most_three_holds_and_eight_tickets,
    addresses_of_one_mailbox_share_their_limits,
    a_release_frees_at_once_and_may_be_repeated,
    what_is_anothers_is_not_there,
    a_hold_is_extended_once,
    an_ended_hold_is_gone,
    a_hold_in_payment_stays_as_it_is,
    a_paid_hold_names_its_order,
    a_choice_that_cannot_be_meant_is_refused,
);

async fn a_taken_seat_is_named_and_nothing_is_held(site: &Site) {
    let (event, seats) = site.seats(4).await;
    let (owner, other) = (site.buyer().await, site.buyer().await);
    let hold = owner.hold_seats(&event, &seats[1..3]).await;
    let refused = other.reserve(&event, &json!({ "seats": seats })).await.problem(409, "seats_taken");
    assert_eq!(refused["taken_seats"], json!(seats[1..3]), "{refused}");
    assert_eq!(status_of(site, &event, &hold, &seats[1]).await, "held");
    assert!(other.holds().await.is_empty());
    let again = owner.reserve(&event, &json!({ "seats": [seats[1]] })).await.problem(409, "seats_taken");
    assert_eq!(again["taken_seats"], json!([seats[1]]));
    owner.pay(&hold).await;
    let sold = other.reserve(&event, &json!({ "seats": seats })).await.problem(409, "seats_taken");
    assert_eq!(sold["taken_seats"], json!(seats[1..3]));
    other.hold_seats(&event, &[seats[0].clone(), seats[3].clone()]).await;
}

async fn a_buyer_has_at_most_three_holds_and_eight_tickets(site: &Site) {
    let (event, seats) = site.seats(9).await;
    let buyer = site.buyer().await;
    buyer.reserve(&event, &json!({ "seats": seats })).await.problem(409, "hold_limit");
    let best = json!({ "best_available": { "quantity": 9 } });
    buyer.reserve(&event, &best).await.problem(409, "hold_limit");
    for seat in &seats[..3] {
        buyer.hold_seats(&event, std::slice::from_ref(seat)).await;
    }
    buyer.reserve(&event, &json!({ "seats": [seats[3]] })).await.problem(409, "hold_limit");
    // Another event has limits of its own.
    let club = site.api.event_named("Paper Lanterns").await;
    buyer.hold(id(&club), &json!({ "best_available": { "quantity": 1 } })).await;

    let greedy = site.buyer().await;
    let first = greedy.hold_seats(&event, &seats[3..8]).await;
    greedy.pay(&first).await;
    let (_, more) = site.seats(4).await;
    greedy.reserve(&event, &json!({ "seats": more })).await.problem(409, "hold_limit");
    greedy.hold_seats(&event, &more[..3]).await;
}

async fn addresses_of_one_mailbox_share_their_limits(site: &Site) {
    let (event, seats) = site.seats(9).await;
    let name = format!("{:?}{}", site.profile, std::process::id());
    let spelling = |spelling: String| json!({ "email": spelling, "name": "One Person" });
    let mut accounts = Vec::new();
    for address in [format!("{name}@example.com"), format!("{name}+2@Example.com")] {
        let session = site.api.post("/auth/guest", &spelling(address)).await.expect(201);
        accounts.push(admit_testkit::client::Buyer::from_session(&site.api, &session));
    }
    accounts[0].hold_seats(&event, &seats[..6]).await;
    accounts[1].reserve(&event, &json!({ "seats": seats[6..] })).await.problem(409, "hold_limit");
    accounts[1].hold_seats(&event, &seats[6..8]).await;
}

async fn a_release_frees_at_once_and_may_be_repeated(site: &Site) {
    let (event, seats) = site.seats(2).await;
    let buyer = site.buyer().await;
    let hold = buyer.hold_seats(&event, &seats).await;
    buyer.release(&hold).await.expect(204);
    buyer.release(&hold).await.expect(204);
    assert!(buyer.holds().await.is_empty());
    let next = site.buyer().await;
    assert_eq!(seat_ids(&next.hold_seats(&event, &seats).await["seats"]), seats);
    // The old hold is over; releasing it again doesn't touch the new one.
    buyer.release(&hold).await.expect(204);
    assert_eq!(next.holds().await.len(), 1);
}

async fn what_is_anothers_is_not_there(site: &Site) {
    let (event, seats) = site.seats(1).await;
    let (owner, other) = (site.buyer().await, site.buyer().await);
    let hold = owner.hold_seats(&event, &seats).await;
    other.release(&hold).await.problem(404, "not_found");
    other.extend(&hold).await.problem(404, "not_found");
    other.check_out(&hold, card::PAYS).await.problem(404, "not_found");
    assert!(other.holds().await.is_empty());
    // Of another event it isn't there either.
    let hamlet = site.api.event_named("Hamlet").await;
    let elsewhere = format!("/seats/{}/release", id(&hamlet));
    owner.post(&elsewhere, &json!({ "hold_id": hold["id"] })).await.problem(404, "not_found");
    assert_eq!(owner.holds().await.len(), 1);
    let listed = owner.get(&format!("/seats/reservation?event={}", id(&hamlet))).await.expect(200);
    assert_eq!(listed["holds"], json!([]));
    let listed = owner.get(&format!("/seats/reservation?event={event}")).await.expect(200);
    assert_eq!(listed["holds"].as_array().unwrap().len(), 1);
}

async fn a_hold_is_extended_once(site: &Site) {
    let (event, seats) = site.seats(1).await;
    let buyer = site.buyer().await;
    let hold = buyer.hold_seats(&event, &seats).await;
    buyer.extend(&hold).await.expect(200);
    buyer.extend(&hold).await.problem(409, "already_extended");
}

async fn an_ended_hold_is_gone(site: &Site) {
    let (event, seats) = site.seats(1).await;
    let buyer = site.buyer().await;
    let hold = buyer.hold_seats(&event, &seats).await;
    buyer.release(&hold).await.expect(204);
    buyer.extend(&hold).await.problem(410, "hold_expired");
    buyer.check_out(&hold, card::PAYS).await.problem(410, "hold_expired");
    assert!(buyer.orders().await.is_empty());
}

async fn a_hold_in_payment_stays_as_it_is(site: &Site) {
    let (event, seats) = site.seats(1).await;
    let buyer = site.buyer().await;
    let hold = buyer.hold_seats(&event, &seats).await;
    let order = buyer.check_out(&hold, card::REDIRECTS).await.expect(202);
    assert_eq!((&order["status"], &order["next_action"]["type"]), (&json!("pending_payment"), &json!("redirect")));
    assert!(order["next_action"]["url"].is_string() && order["next_action"]["expires_at"].is_string(), "{order}");
    buyer.release(&hold).await.problem(409, "hold_in_checkout");
    buyer.extend(&hold).await.problem(409, "hold_in_checkout");
    buyer.check_out(&hold, card::PAYS).await.problem(409, "hold_in_checkout");
    let other = site.buyer().await;
    other.reserve(&event, &json!({ "seats": seats })).await.problem(409, "seats_taken");
}

async fn a_paid_hold_names_its_order(site: &Site) {
    let (event, seats) = site.seats(1).await;
    let buyer = site.buyer().await;
    let hold = buyer.hold_seats(&event, &seats).await;
    let order = buyer.pay(&hold).await;
    for answer in [buyer.check_out(&hold, card::PAYS).await, buyer.release(&hold).await, buyer.extend(&hold).await] {
        assert_eq!(answer.problem(409, "hold_completed")["order_id"], order["id"]);
    }
    assert_eq!(buyer.orders().await.len(), 1);
}

async fn a_choice_that_cannot_be_meant_is_refused(site: &Site) {
    let (event, seats) = site.seats(1).await;
    let buyer = site.buyer().await;
    let hamlet = site.api.event_named("Hamlet").await;
    let plan = site.api.get(&format!("/seats/{}/map", id(&hamlet))).await.expect(200);
    let section = site.api.availability(&event).await["sections"][0]["id"].clone();
    let wrong: Vec<Value> = vec![
        json!({}),
        json!({ "seats": [] }),
        json!({ "seats": [seats[0], seats[0]] }),
        json!({ "seats": [seats[0], "seat_x"] }),
        json!({ "seats": [id(&hamlet)] }),
        json!({ "seats": [plan["sections"][0]["rows"][0]["seats"][0]["id"]] }),
        json!({ "seats": [seats[0]], "quantity": 1 }),
        json!({ "seats": [seats[0]], "best_available": { "quantity": 1 } }),
        json!({ "section": section, "quantity": 1 }),
        json!({ "section": section }),
        json!({ "quantity": 1 }),
        json!({ "section": "sec_x", "quantity": 1 }),
        json!({ "best_available": {} }),
        json!({ "best_available": { "quantity": 1, "section": "sec_x" } }),
        json!({ "best_available": { "quantity": 1, "tier": "tier_x" } }),
        json!({ "best_available": { "quantity": 1, "max_price": -1 } }),
        json!({ "best_available": { "quantity": 1, "max_price": { "amount": 1 } } }),
        json!({ "best_available": { "quantity": 1, "together": "yes" } }),
        json!({ "best_available": { "quantity": 1, "row": "A" } }),
        json!({ "seats": seats, "notes": "please" }),
    ];
    for body in wrong {
        let answer = buyer.reserve(&event, &body).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.shown());
        answer.any_problem();
    }
    for quantity in ["0", "-1", "0.5", "1e9", "\"2\"", "null", "true", "[2]", "99999999999999999999"] {
        let club = site.api.event_named("Paper Lanterns").await;
        let floor = site.api.availability(id(&club)).await["sections"][0]["id"].clone();
        let general = format!("{{\"section\": {floor}, \"quantity\": {quantity}}}");
        let best = format!("{{\"best_available\": {{\"quantity\": {quantity}}}}}");
        for body in [general, best] {
            let call = buyer.call(reqwest::Method::POST, &format!("/seats/{}/reserve", id(&club)));
            let answer = call.body("application/json", body.as_bytes()).send().await;
            assert_eq!(answer.status, 422, "{body}: {}", answer.shown());
            answer.any_problem();
        }
    }
    assert!(buyer.holds().await.is_empty());
}
