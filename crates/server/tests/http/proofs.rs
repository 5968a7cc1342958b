//! `/auth/verify` and `/auth/password`: mailed links, and the guests' orders that a proof brings.

use std::time::{Duration, Instant};

use admit_testkit::client::{Answer, Buyer, id, new_guest};
use admit_testkit::mailbox;
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

admit_testkit::on_both_databases!(
    crate::SITES: a_proof_needs_a_new_password_and_brings_the_guests_orders,
    a_proof_ends_who_was_signed_in,
    nobody_uses_up_what_the_owner_of_an_address_may_have,
    a_link_is_good_once_and_for_one_thing,
    a_forgotten_password_is_replaced,
    nothing_tells_whether_an_address_is_known,
    a_guest_has_no_address_to_prove,
    a_proven_account_gets_later_guests_orders_too,
    merging_meets_checkouts_and_cancellations,
    the_refresh_cookie_goes_only_where_it_is_renewed,
    mails_of_orders_tell_what_is_so,
);

const PASSWORD: &str = "seventeen purple bicycles";
const NEW_PASSWORD: &str = "eighteen green tricycles";
const SOON: Duration = Duration::from_secs(20);

async fn register(site: &Site) -> Buyer {
    let guest = new_guest();
    let account = json!({ "email": guest["email"], "name": "Käthe <b>O'Hara</b>", "password": PASSWORD });
    Buyer::from_session(&site.api, &site.api.post("/auth/register", &account).await.expect(201))
}

async fn guest_of(site: &Site, email: &str) -> Buyer {
    let guest = json!({ "email": email, "name": "A Guest" });
    Buyer::from_session(&site.api, &site.api.post("/auth/guest", &guest).await.expect(201))
}

async fn mails(site: &Site, email: &str, subject: &str) -> Vec<String> {
    mailbox::mails(&site.api, email, subject).await
}

async fn token(site: &Site, email: &str, subject: &str, count: usize) -> String {
    mailbox::mailed_token(&site.api, email, subject, count).await
}

async fn verify(site: &Site, token: &str, password: Option<&str>) -> Answer {
    let body = match password {
        Some(password) => json!({ "token": token, "password": password }),
        None => json!({ "token": token }),
    };
    site.api.post("/auth/verify", &body).await
}

async fn proven(site: &Site, buyer: &Buyer) -> Buyer {
    let token = token(site, &buyer.email, "Confirm your address", 1).await;
    let session = verify(site, &token, Some(NEW_PASSWORD)).await.expect(200);
    assert_eq!(session["user"]["verified"], true);
    Buyer::from_session(&site.api, &session)
}

async fn a_proof_needs_a_new_password_and_brings_the_guests_orders(site: &Site) {
    let account = register(site).await;
    let (one, other) = (guest_of(site, &account.email).await, guest_of(site, &account.email.to_uppercase()).await);
    let stranger = site.buyer().await;
    let (event, seats) = site.seats(6).await;
    let paid = one.pay(&one.hold_seats(&event, &seats[..2]).await).await;
    let cancelled = one.pay(&one.hold_seats(&event, &seats[2..3]).await).await;
    one.cancel(&cancelled).await.expect(200);
    let held = other.hold_seats(&event, &seats[3..5]).await;
    let foreign = stranger.pay(&stranger.hold_seats(&event, &seats[5..]).await).await;

    let token = token(site, &account.email, "Confirm your address", 1).await;
    verify(site, &token, None).await.problem(422, "password_required");
    verify(site, &token, Some("short")).await.problem(422, "invalid");
    let session = verify(site, &token, Some(NEW_PASSWORD)).await.expect(200);
    let account = Buyer::from_session(&site.api, &session);
    let orders: Vec<Value> = account.orders().await.iter().map(|order| order["id"].clone()).collect();
    assert_eq!(orders, [cancelled["id"].clone(), paid["id"].clone()]);
    let tickets = account.tickets().await;
    assert_eq!(tickets.len(), 3);
    for ticket in &tickets {
        account.get(&format!("/tickets/{}", id(ticket))).await.expect(200);
    }
    let holds = account.holds().await;
    assert_eq!(holds[0]["id"], held["id"]);
    account.get(&format!("/checkout/orders/{}", id(&foreign))).await.problem(404, "not_found");
    // What is the account's is its to use, and counts: of eight tickets it has four and may have four more.
    account.pay(&held).await;
    let (_, more) = site.seats(5).await;
    account.reserve(&event, &json!({ "seats": more })).await.problem(409, "hold_limit");
    account.cancel(&paid).await.expect(200);
    account.hold_seats(&event, &more).await;
    assert_eq!(stranger.orders().await.len(), 1);
}

async fn a_proof_ends_who_was_signed_in(site: &Site) {
    let first = register(site).await;
    let guest = guest_of(site, &first.email).await;
    let owner = proven(site, &first).await;
    for gone in [&first, &guest] {
        let look = async || (gone.get("/auth/me").await.status == 401).then_some(());
        until("an earlier session is dead", Duration::from_secs(1), look).await;
        let refresh = site.api.post("/auth/refresh", &json!({ "refresh_token": gone.refresh_token })).await;
        refresh.problem(401, "bad_token");
    }
    owner.get("/auth/me").await.expect(200);
    let login = |password: &str| json!({ "email": first.email, "password": password });
    site.api.post("/auth/login", &login(PASSWORD)).await.problem(401, "bad_credentials");
    site.api.post("/auth/login", &login(NEW_PASSWORD)).await.expect(200);
}

/// Anybody can be a guest of anybody's address. What they do there counts against each other.
async fn nobody_uses_up_what_the_owner_of_an_address_may_have(site: &Site) {
    let owner = proven(site, &register(site).await).await;
    let (one, other) = (guest_of(site, &owner.email).await, guest_of(site, &owner.email).await);
    let (event, seats) = site.seats(17).await;
    one.hold_seats(&event, &seats[..8]).await;
    other.reserve(&event, &json!({ "seats": seats[8..9] })).await.problem(409, "hold_limit");
    owner.hold_seats(&event, &seats[8..16]).await;
    owner.reserve(&event, &json!({ "seats": seats[16..] })).await.problem(409, "hold_limit");
}

async fn a_link_is_good_once_and_for_one_thing(site: &Site) {
    let account = register(site).await;
    let token = token(site, &account.email, "Confirm your address", 1).await;
    let reset = |token: &str| json!({ "token": token, "password": NEW_PASSWORD });
    site.api.post("/auth/password/reset", &reset(&token)).await.problem(410, "link_expired");
    let mut altered = token.clone();
    altered.replace_range(40..41, if &token[40..41] == "A" { "B" } else { "A" });
    for bad in [altered.as_str(), "", "x", &token[1..], &"A".repeat(64), &account.access_token] {
        verify(site, bad, Some(NEW_PASSWORD)).await.problem(410, "link_expired");
    }
    let at_once = futures(site, &token).await;
    assert_eq!(at_once, [200, 410, 410, 410]);
    verify(site, &token, Some(NEW_PASSWORD)).await.problem(410, "link_expired");
}

/// What four get who open one link at once, sorted.
async fn futures(site: &Site, token: &str) -> Vec<u16> {
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let (api, body) = (site.api.clone(), json!({ "token": token, "password": NEW_PASSWORD }));
            tokio::spawn(async move { api.post("/auth/verify", &body).await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for task in tasks {
        statuses.push(task.await.expect("an answer"));
    }
    statuses.sort_unstable();
    statuses
}

async fn a_forgotten_password_is_replaced(site: &Site) {
    let account = register(site).await;
    let guest = guest_of(site, &account.email).await;
    let (event, seats) = site.seats(1).await;
    let order = guest.pay(&guest.hold_seats(&event, &seats).await).await;
    site.api.post("/auth/password/forgot", &json!({ "email": account.email })).await.expect(202);
    let token = token(site, &account.email, "Choose a new password", 1).await;
    verify(site, &token, Some(NEW_PASSWORD)).await.problem(410, "link_expired");
    let weak = json!({ "token": token, "password": "aaaaaaaaaa" });
    site.api.post("/auth/password/reset", &weak).await.problem(422, "invalid");
    let reset = json!({ "token": token, "password": NEW_PASSWORD });
    let session = site.api.post("/auth/password/reset", &reset).await.expect(200);
    assert_eq!(session["user"]["verified"], true, "whoever reads the mail owns the address");
    let owner = Buyer::from_session(&site.api, &session);
    assert_eq!(owner.orders().await[0]["id"], order["id"]);
    site.api.post("/auth/password/reset", &reset).await.problem(410, "link_expired");
    let look = async || (account.get("/auth/me").await.status == 401).then_some(());
    until("the earlier session is dead", Duration::from_secs(1), look).await;
    // The link that came with the registration went with the password.
    let earlier = self::token(site, &account.email, "Confirm your address", 1).await;
    verify(site, &earlier, Some(PASSWORD)).await.problem(410, "link_expired");
}

async fn nothing_tells_whether_an_address_is_known(site: &Site) {
    let account = register(site).await;
    let ask = async |email: &str| {
        let begun = Instant::now();
        let answer = site.api.post("/auth/password/forgot", &json!({ "email": email })).await;
        answer.expect(202);
        (begun.elapsed(), answer.body)
    };
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for number in 0..15 {
        known.push(ask(&account.email).await);
        unknown.push(ask(&format!("nobody{number}@example.com")).await);
    }
    assert!(known.iter().chain(&unknown).all(|(_, body)| *body == known[0].1), "one answer for all");
    let median = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2]
    };
    let [known, unknown] = [known, unknown].map(|asked| median(asked.into_iter().map(|(time, _)| time).collect()));
    let spare = Duration::from_millis(40);
    assert!(known < unknown * 3 + spare && unknown < known * 3 + spare, "{known:?} and {unknown:?}");
    ask("no address at all").await;
    site.api.post("/auth/password/forgot", &json!({ "email": 1 })).await.problem(422, "invalid");
    // However often somebody asks, a mailbox isn't flooded.
    let mails = mails(site, &account.email, "Choose a new password").await;
    assert!(mails.len() <= 5, "{} mails", mails.len());
}

async fn a_guest_has_no_address_to_prove(site: &Site) {
    site.api.post("/auth/verify/resend", &json!({})).await.problem(401, "not_signed_in");
    let guest = site.buyer().await;
    guest.post("/auth/verify/resend", &json!({})).await.problem(409, "guest_account");
    site.api.post("/auth/password/forgot", &json!({ "email": guest.email })).await.expect(202);
    assert!(mails(site, &guest.email, "").await.is_empty());
}

async fn a_proven_account_gets_later_guests_orders_too(site: &Site) {
    let account = register(site).await;
    let owner = proven(site, &account).await;
    let guest = guest_of(site, &owner.email).await;
    let (event, seats) = site.seats(1).await;
    let order = guest.pay(&guest.hold_seats(&event, &seats).await).await;
    owner.get(&format!("/checkout/orders/{}", id(&order))).await.problem(404, "not_found");
    owner.post("/auth/verify/resend", &json!({})).await.expect(202);
    let token = token(site, &owner.email, "Confirm your address", 2).await;
    verify(site, &token, None).await.expect(200);
    assert_eq!(owner.order(id(&order)).await["id"], order["id"], "and the owner stayed signed in");
}

/// Whatever comes between, each order ends whole and the account's: the site's last check holds the books against each other.
async fn merging_meets_checkouts_and_cancellations(site: &Site) {
    for _ in 0..3 {
        let account = register(site).await;
        let token = token(site, &account.email, "Confirm your address", 1).await;
        let (event, seats) = site.seats(6).await;
        let mut tasks = Vec::new();
        for pair in seats.chunks(2) {
            let guest = guest_of(site, &account.email).await;
            let hold = guest.hold_seats(&event, pair).await;
            tasks.push(tokio::spawn(async move {
                let paid = guest.check_out(&hold, admit_testkit::client::card::PAYS).await;
                if paid.status == 201 {
                    let _ = guest.cancel(&paid.json()).await;
                }
            }));
        }
        let owner = Buyer::from_session(&site.api, &verify(site, &token, Some(NEW_PASSWORD)).await.expect(200));
        for task in tasks {
            task.await.expect("no panic");
        }
        until("nothing is left in between", SOON, async || {
            let (orders, holds) = (owner.orders().await, owner.holds().await);
            let settled = orders.iter().all(|order| order["status"] != "pending_payment");
            (settled && orders.len() + holds.len() == 3).then_some(())
        })
        .await;
        for order in owner.orders().await {
            for ticket in order["tickets"].as_array().unwrap() {
                owner.get(&format!("/tickets/{}", id(ticket))).await.expect(200);
            }
        }
    }
}

async fn the_refresh_cookie_goes_only_where_it_is_renewed(site: &Site) {
    let session = site.api.post("/auth/guest", &new_guest()).await;
    let cookies: Vec<&str> =
        session.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("admit_refresh=")).expect("a refresh cookie");
    for attribute in ["Path=/api/v1/auth/refresh;", "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap();
    let refresh = || site.api.call(Method::POST, "/auth/refresh").header("cookie", cookie).json(&json!({}));
    refresh().send().await.problem(403, "forbidden_origin");
    refresh().header("origin", "https://evil.example").send().await.problem(403, "forbidden_origin");
    refresh().header("origin", site.url()).send().await.expect(200);
    site.api.post("/auth/refresh", &json!({})).await.problem(422, "invalid");
}

async fn mails_of_orders_tell_what_is_so(site: &Site) {
    let buyer = site.buyer().await;
    let (event, seats) = site.seats(2).await;
    let order = buyer.pay(&buyer.hold_seats(&event, &seats).await).await;
    let confirmed = until("the confirmation", SOON, async || {
        mails(site, &buyer.email, "Your tickets for").await.into_iter().next()
    });
    let confirmed = confirmed.await;
    assert!(confirmed.contains(&format!("/orders/{}", id(&order))), "{confirmed}");
    for ticket in buyer.tickets().await {
        let code = ticket["code"].as_str().unwrap();
        assert!(confirmed.contains(id(&ticket)) && confirmed.contains(code), "{confirmed}");
        let seat = &ticket["seat"];
        let place = format!("row {}, seat {}", seat["row"].as_str().unwrap(), seat["number"].as_str().unwrap());
        assert!(confirmed.contains(&place), "{place}: {confirmed}");
    }
    assert_eq!(confirmed.matches("data:image/png").count(), 2, "a picture a ticket");
    buyer.cancel(&order).await.expect(200);
    let cancelled =
        until("the cancellation", SOON, async || mails(site, &buyer.email, "Cancelled:").await.into_iter().next());
    let cancelled = cancelled.await;
    assert!(cancelled.contains("Paid back"), "{cancelled}");
    assert!(!cancelled.contains("Code:"), "void tickets have no codes: {cancelled}");
    assert_eq!(mails(site, &buyer.email, "Your tickets for").await.len(), 1);
}
