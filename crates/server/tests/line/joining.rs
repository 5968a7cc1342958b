//! Getting in line, staying in it, and leaving it.

use std::collections::BTreeSet;

use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

use crate::lines::{Line, Place, still};

admit_testkit::on_both_databases!(
    crate::SITES: a_place_is_the_same_to_its_token_and_its_account,
    a_cookie_is_a_place_of_its_own_event,
    who_comes_at_once_gets_one_sequence,
    leaving_moves_everybody_behind_up,
    the_first_account_that_presents_a_place_owns_it,
    altered_and_foreign_tokens_are_no_places,
    the_shared_number_may_be_kept,
    an_event_without_a_line_has_none,
    foreign_pages_get_nobody_in_line_or_out_of_it,
    a_key_that_is_none_is_refused,
);

async fn a_place_is_the_same_to_its_token_and_its_account(site: &Site) {
    let line = Line::open(site, still()).await;
    let guest = line.join().await;
    assert_eq!((guest.position(), &guest.shown["ahead"], &guest.shown["status"]), (1, &json!(0), &json!("waiting")));
    assert_eq!(guest.shown["estimated_wait_s"], Value::Null, "nobody is called, so nobody knows");
    assert_eq!((&guest.shown["remaining"], &guest.shown["outlook"]), (&json!(50), &json!("likely")));
    let again = line.api.call(Method::POST, &line.path("join")).header("x-queue-token", &guest.token).send().await;
    assert_eq!(again.expect(200)["position"], 1);
    let buyer = site.buyer().await;
    let own = line.join_as(&buyer).await;
    assert_eq!(own.position(), 2);
    assert_eq!(line.join_as(&buyer).await.position(), 2, "from any device");
    let status = buyer.get(&line.path("status")).await.expect(200);
    assert_eq!((&status["position"], &status["ahead"]), (&json!(2), &json!(1)));
    assert_eq!(line.ask(&own.token, None).await.expect(200)["position"], 2);
    site.buyer().await.get(&line.path("status")).await.problem(404, "not_in_line");
    line.api.get(&line.path("status")).await.problem(404, "not_in_line");
}

async fn a_cookie_is_a_place_of_its_own_event(site: &Site) {
    let line = Line::open(site, still()).await;
    let joined = line.api.post(&line.path("join"), &json!({})).await;
    let cookie = joined.header("set-cookie").to_owned();
    let token = joined.expect(200)["queue_token"].as_str().unwrap().to_owned();
    let expected = format!("admit_place={token}; Path=/api/v1/queue/{};", line.event);
    assert!(cookie.starts_with(&expected) && cookie.contains("HttpOnly"), "{cookie}");
    let pair = cookie.split(';').next().unwrap();
    let by_cookie = line.api.call(Method::GET, &line.path("status")).header("cookie", pair).send().await;
    assert_eq!(by_cookie.expect(200)["position"], 1);
    let join_with = async |cookie: &str| {
        let call = line.api.call(Method::POST, &line.path("join")).header("origin", site.url());
        call.header("cookie", cookie).send().await
    };
    let again = join_with(pair).await;
    assert_eq!(again.expect(200)["position"], 1);
    // A browser's stale cookie is as none.
    let stale = join_with("admit_place=stale").await;
    assert_eq!(stale.expect(200)["position"], 2);
}

async fn who_comes_at_once_gets_one_sequence(site: &Site) {
    const PEOPLE: usize = 60;
    let line = Line::open(site, still()).await;
    let joins = (0..PEOPLE).map(|_| {
        let (api, path) = (line.api.clone(), line.path("join"));
        tokio::spawn(async move { Place::of(api.post(&path, &json!({})).await.expect(200)).position() })
    });
    let mut positions = BTreeSet::new();
    for join in joins.collect::<Vec<_>>() {
        assert!(positions.insert(join.await.unwrap()));
    }
    assert_eq!(positions, (1..=PEOPLE as u64).collect());
    assert_eq!(line.stats().await["waiting"], PEOPLE);
}

async fn leaving_moves_everybody_behind_up(site: &Site) {
    let line = Line::open(site, still()).await;
    let (first, second, third) = (line.join().await, line.join().await, line.join().await);
    let leave = async |token: &str| {
        line.api.call(Method::POST, &line.path("leave")).header("x-queue-token", token).send().await.expect(204)
    };
    leave(&second.token).await;
    leave(&second.token).await;
    assert_eq!(line.ask(&second.token, None).await.expect(200)["status"], "left");
    assert_eq!(line.ask(&third.token, None).await.expect(200)["ahead"], 1);
    leave(&first.token).await;
    assert_eq!(line.ask(&third.token, None).await.expect(200)["ahead"], 0);
    let rejoined = line.api.call(Method::POST, &line.path("join")).header("x-queue-token", &first.token).send().await;
    assert_eq!(rejoined.expect(200)["position"], 4, "who left comes in at the end");
    let stats = line.stats().await;
    assert_eq!((&stats["left_total"], &stats["waiting"]), (&json!(2), &json!(2)));
}

async fn the_first_account_that_presents_a_place_owns_it(site: &Site) {
    let line = Line::open(site, still()).await;
    let place = line.join().await;
    let (owner, thief) = (site.buyer().await, site.buyer().await);
    let claimed = Place::of(line.ask(&place.token, Some(&owner)).await.expect(200));
    assert_eq!(claimed.position(), 1);
    assert_eq!(owner.get(&line.path("status")).await.expect(200)["position"], 1);
    line.ask(&place.token, Some(&thief)).await.problem(403, "place_not_yours");
    line.ask(&claimed.token, Some(&thief)).await.problem(403, "place_not_yours");
    let leave = thief.call(Method::POST, &line.path("leave")).header("x-queue-token", &place.token).send().await;
    leave.problem(403, "place_not_yours");
    let nobody = line.api.call(Method::POST, &line.path("leave")).header("x-queue-token", &place.token).send().await;
    nobody.problem(403, "place_not_yours");
}

async fn altered_and_foreign_tokens_are_no_places(site: &Site) {
    let (line, other) = (Line::open(site, still()).await, Line::open(site, still()).await);
    let place = line.join().await;
    for at in 0..place.token.len() {
        let mut altered = place.token.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        line.ask(&altered, None).await.problem(403, "place_invalid");
    }
    for bad in ["", "x", "null", &place.token[1..], &format!("{}A", place.token)] {
        line.ask(bad, None).await.problem(403, "place_invalid");
    }
    other.ask(&place.token, None).await.problem(403, "place_invalid");
    assert_eq!(line.ask(&place.token, None).await.expect(200)["position"], 1);
}

async fn the_shared_number_may_be_kept(site: &Site) {
    let line = Line::open(site, still()).await;
    line.join().await;
    let serving = line.api.get(&line.path("serving")).await;
    assert_eq!(serving.header("cache-control"), "public, max-age=1");
    let body = serving.expect(200);
    assert_eq!((&body["serving"], &body["issued"], &body["paused"]), (&json!(0), &json!(1), &json!(false)));
    let event = site.api.get(&format!("/events/{}", line.event)).await.expect(200);
    assert_eq!((&event["high_demand"], &event["waiting_room"]["mode"]), (&json!(true), &json!("always")));
}

async fn an_event_without_a_line_has_none(site: &Site) {
    let line = Line::open(site, json!({ "mode": "off" })).await;
    line.api.post(&line.path("join"), &json!({})).await.problem(409, "no_waiting_room");
    let (event, _) = site.seats(1).await;
    site.api.post(&format!("/queue/{event}/join"), &json!({})).await.problem(409, "no_waiting_room");
    site.api.get(&format!("/queue/{event}/serving")).await.problem(409, "no_waiting_room");
    let shown = site.api.get(&format!("/events/{event}")).await.expect(200);
    assert_eq!((&shown["high_demand"], &shown["waiting_room"]), (&json!(false), &Value::Null));
}

async fn foreign_pages_get_nobody_in_line_or_out_of_it(site: &Site) {
    let line = Line::open(site, still()).await;
    let buyer = site.buyer().await;
    let own = line.join_as(&buyer).await;
    let guest = line.join().await;
    let session = format!("admit_session={}", buyer.access_token);
    let place = format!("admit_place={}", guest.token);
    let both = format!("{session}; {place}");
    for action in ["join", "leave"] {
        let call = |headers: &[(&str, &str)]| {
            let call = line.api.call(Method::POST, &line.path(action));
            headers.iter().fold(call, |call, (name, value)| call.header(name, value)).send()
        };
        for origin in ["https://evil.example", "null"] {
            // As a form sends it whose page wants the visitor to have another place.
            let form = [("origin", origin), ("content-type", "application/x-www-form-urlencoded")];
            call(&form).await.problem(403, "forbidden_origin");
            for cookie in [&session, &place, &both] {
                call(&[("origin", origin), ("cookie", cookie)]).await.problem(403, "forbidden_origin");
            }
            call(&[("origin", origin), ("x-queue-token", &guest.token)]).await.problem(403, "forbidden_origin");
        }
        for cookie in [&session, &place, &both] {
            let refused = call(&[("cookie", cookie)]).await;
            refused.problem(403, "forbidden_origin");
            assert_eq!(refused.header("set-cookie"), "", "{}", refused.shown());
        }
    }
    assert_eq!(line.stats().await["waiting"], 2, "nobody came, nobody went");
    let page =
        |cookie| line.api.call(Method::POST, &line.path("join")).header("origin", site.url()).header("cookie", cookie);
    assert_eq!(page(&session).send().await.expect(200)["position"], own.position());
    // A program that keeps cookies as a browser does, and signs in by its token.
    let jar = format!("admit_place={}", own.token);
    let keeps_cookies = buyer.call(Method::POST, &line.path("join")).header("cookie", &jar).send().await;
    assert_eq!(keeps_cookies.expect(200)["position"], own.position());
    assert_eq!(page(&place).send().await.expect(200)["position"], guest.position());
}

async fn a_key_that_is_none_is_refused(site: &Site) {
    let line = Line::open(site, still()).await;
    let place = line.join().await;
    for action in ["join", "leave"] {
        let call = || line.api.call(Method::POST, &line.path(action)).header("x-queue-token", &place.token);
        for key in ["", "schlüssel", &"k".repeat(300)] {
            call().key(key).send().await.problem(422, "idempotency_key_invalid");
        }
    }
    let again = line.api.call(Method::POST, &line.path("join")).header("x-queue-token", &place.token);
    assert_eq!(again.key("a key").send().await.expect(200)["position"], 1);
}
