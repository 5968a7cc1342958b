//! `/auth`: accounts, sessions, tokens.

use std::time::Duration;

use admit_testkit::client::{Answer, Buyer, new_guest};
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

admit_testkit::on_both_databases!(
    crate::SITES: an_account_is_made_and_signed_in_to,
    a_wrong_password_and_an_unknown_address_look_alike,
    what_is_no_account_is_refused,
    a_guest_address_opens_nothing,
    both_tokens_rotate,
    a_refresh_token_used_twice_ends_its_family,
    a_signed_out_token_is_dead_within_a_second,
    bad_tokens_open_nothing,
    the_cookie_signs_in_and_writes_only_from_an_allowed_origin,
    keys_are_ignored_here,
);

const PASSWORD: &str = "seventeen purple bicycles";

fn new_account() -> Value {
    let guest = new_guest();
    json!({ "email": guest["email"], "name": guest["name"], "password": PASSWORD })
}

async fn an_account_is_made_and_signed_in_to(site: &Site) {
    let account = new_account();
    let session = site.api.post("/auth/register", &account).await.expect(201);
    assert!(session["expires_in"].as_u64().is_some_and(|seconds| seconds > 0), "{session}");
    let me = json!({ "id": session["user"]["id"], "email": account["email"], "name": account["name"], "role": "buyer", "verified": false });
    assert_eq!(session["user"], me);
    let buyer = Buyer::from_session(&site.api, &session);
    assert_eq!(buyer.get("/auth/me").await.expect(200), me);
    site.api.post("/auth/register", &account).await.problem(409, "email_taken");
    let mut loud = account.clone();
    loud["email"] = json!(account["email"].as_str().unwrap().to_uppercase());
    site.api.post("/auth/register", &loud).await.problem(409, "email_taken");
    let login = json!({ "email": loud["email"], "password": PASSWORD });
    let again = site.api.post("/auth/login", &login).await.expect(200);
    assert_eq!(again["user"], me);
    let demo = json!({ "email": "test@example.com", "password": "password123" });
    site.api.post("/auth/login", &demo).await.expect(200);
}

async fn a_wrong_password_and_an_unknown_address_look_alike(site: &Site) {
    let account = new_account();
    site.api.post("/auth/register", &account).await.expect(201);
    let login = |email: &Value, password: &str| json!({ "email": email, "password": password });
    let wrong = site.api.post("/auth/login", &login(&account["email"], "another password")).await;
    let unknown = site.api.post("/auth/login", &login(&new_guest()["email"], PASSWORD)).await;
    assert_eq!(wrong.problem(401, "bad_credentials"), unknown.problem(401, "bad_credentials"));
    // A guest has no password, so none is right.
    let guest = site.buyer().await;
    let none = site.api.post("/auth/login", &login(&json!(guest.email), "")).await;
    assert_eq!(none.problem(401, "bad_credentials"), wrong.problem(401, "bad_credentials"));
}

async fn what_is_no_account_is_refused(site: &Site) {
    let wrong: [(&str, Value); 9] = [
        ("email", json!("nobody")),
        ("email", json!("a@b")),
        ("email", json!("a b@example.com")),
        ("email", json!(format!("{}@example.com", "a".repeat(300)))),
        ("email", json!(null)),
        ("password", json!("short")),
        ("password", json!("a".repeat(5_000))),
        ("name", json!("")),
        ("name", json!("x".repeat(5_000))),
    ];
    for (field, value) in wrong {
        let mut account = new_account();
        account[field] = value;
        let refused = site.api.post("/auth/register", &account).await.problem(422, "invalid");
        assert_eq!(refused["errors"][0]["field"], json!(field), "{refused}");
        assert!(!refused.to_string().contains(PASSWORD));
    }
}

async fn a_guest_address_opens_nothing(site: &Site) {
    let account = new_account();
    let owner = site.api.post("/auth/register", &account).await.expect(201);
    let guest = json!({ "email": account["email"], "name": "Somebody Else" });
    let one = site.api.post("/auth/guest", &guest).await.expect(201);
    let other = site.api.post("/auth/guest", &guest).await.expect(201);
    assert_ne!(one["user"]["id"], owner["user"]["id"]);
    assert_ne!(one["user"]["id"], other["user"]["id"]);
    let (event, seats) = site.seats(1).await;
    Buyer::from_session(&site.api, &one).hold_seats(&event, &seats).await;
    assert!(Buyer::from_session(&site.api, &other).holds().await.is_empty());
    assert!(Buyer::from_session(&site.api, &owner).holds().await.is_empty());
}

async fn both_tokens_rotate(site: &Site) {
    let buyer = site.buyer().await;
    let next = refresh(site, &buyer.refresh_token).await.expect(200);
    assert_ne!(next["access_token"], json!(buyer.access_token));
    assert_ne!(next["refresh_token"], json!(buyer.refresh_token));
    let next = Buyer::from_session(&site.api, &next);
    assert_eq!(next.id, buyer.id);
    next.get("/auth/me").await.expect(200);
    refresh(site, &next.refresh_token).await.expect(200);
    for bad in ["", "x", "é", &buyer.access_token, &"A".repeat(64)] {
        refresh(site, bad).await.problem(401, "bad_token");
    }
}

async fn a_refresh_token_used_twice_ends_its_family(site: &Site) {
    let stolen = site.buyer().await;
    let next = Buyer::from_session(&site.api, &refresh(site, &stolen.refresh_token).await.expect(200));
    refresh(site, &stolen.refresh_token).await.problem(401, "token_reused");
    let after = refresh(site, &next.refresh_token).await;
    assert_eq!(after.status, 401, "{}", after.shown());
    for token in [&stolen, &next] {
        dead_within_a_second(token).await;
    }
}

async fn a_signed_out_token_is_dead_within_a_second(site: &Site) {
    let buyer = site.buyer().await;
    buyer.get("/auth/me").await.expect(200);
    let out = buyer.post("/auth/logout", &json!({})).await;
    out.expect(204);
    assert!(out.header("set-cookie").contains("admit_session="), "{}", out.shown());
    dead_within_a_second(&buyer).await;
    assert_eq!(refresh(site, &buyer.refresh_token).await.status, 401);
}

async fn bad_tokens_open_nothing(site: &Site) {
    let buyer = site.buyer().await;
    let mut altered = buyer.access_token.clone().into_bytes();
    altered[20] = if altered[20] == b'A' { b'B' } else { b'A' };
    let altered = String::from_utf8(altered).unwrap();
    let me = || site.api.call(Method::GET, "/auth/me");
    me().send().await.problem(401, "not_signed_in");
    for bad in [altered.as_str(), "", "x", &"A".repeat(5_000), &buyer.refresh_token] {
        me().bearer(bad).send().await.problem(401, "bad_token");
    }
    for header in ["Bearer", "Basic dXNlcjpwYXNz", "Bearer  ", &buyer.access_token] {
        assert_eq!(me().header("authorization", header).send().await.status, 401, "{header}");
    }
    // Where nobody has to sign in, a bad token opens nothing and closes nothing.
    site.api.call(Method::GET, "/events").bearer(&altered).send().await.expect(200);
}

async fn the_cookie_signs_in_and_writes_only_from_an_allowed_origin(site: &Site) {
    let session = site.api.post("/auth/guest", &new_guest()).await;
    session.expect(201);
    let set = session.header("set-cookie");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    let cookie = set.split(';').next().unwrap().to_owned();
    let call = |method, path: &str| site.api.call(method, path).header("cookie", &cookie);
    call(Method::GET, "/auth/me").send().await.expect(200);
    let (event, seats) = site.seats(1).await;
    let reserve = || call(Method::POST, &format!("/seats/{event}/reserve")).json(&json!({ "seats": seats }));
    reserve().send().await.problem(403, "forbidden_origin");
    for foreign in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        reserve().header("origin", foreign).send().await.problem(403, "forbidden_origin");
    }
    reserve().header("origin", site.url()).send().await.expect(201);
}

async fn keys_are_ignored_here(site: &Site) {
    let guest = |name: &str| site.api.call(Method::POST, "/auth/guest").key(name).json(&new_guest()).send();
    let (one, other) = (guest("same").await.expect(201), guest("same").await.expect(201));
    assert_ne!(one["user"]["id"], other["user"]["id"]);
}

async fn refresh(site: &Site, token: &str) -> Answer {
    site.api.post("/auth/refresh", &json!({ "refresh_token": token })).await
}

async fn dead_within_a_second(buyer: &Buyer) {
    let what = "the session's access token is dead";
    let look = async || (buyer.get("/auth/me").await.status == 401).then_some(());
    until(what, Duration::from_secs(1), look).await;
}
