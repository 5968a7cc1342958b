//! Rate limits: whom they stop, whom they don't, and what they tell.

use std::collections::BTreeSet;
use std::time::Instant;

use admit_testkit::client::{Answer, Api, Buyer, id, items, new_guest};
use reqwest::Method;
use serde_json::json;

use crate::listen::Socket;
use crate::server;

const NARROW: &[(&str, &str)] = &[
    ("ADMIT_SIGN_INS_BY_ADDRESS_PER_MIN", "6"),
    ("ADMIT_WRITES_BY_ACCOUNT_PER_MIN", "3"),
    ("ADMIT_READS_BY_ACCOUNT_PER_MIN", "4"),
    ("ADMIT_WEBHOOKS_BY_ADDRESS_PER_MIN", "1"),
];

/// `"name";r=1;t=2` as its parts.
fn limit(answer: &Answer) -> (String, u64, u64) {
    let field = answer.header("ratelimit");
    let mut parts = field.split(';');
    let mut next = || parts.next().unwrap_or_else(|| panic!("{field:?} in {}", answer.shown()));
    let name = next().trim_matches('"').to_owned();
    let number = |part: &str, prefix: &str| part.strip_prefix(prefix).and_then(|number| number.parse().ok());
    let (remaining, reset) = (number(next(), "r="), number(next(), "t="));
    (name, remaining.expect(field), reset.expect(field))
}

/// A refusal, whole.
fn refused(answer: &Answer, by: &str) {
    let problem = answer.problem(429, "rate_limited");
    let seconds = answer.header("retry-after").parse::<u64>().unwrap();
    assert!((1..=60).contains(&seconds), "{}", answer.shown());
    assert_eq!(problem["retry_after_s"], json!(seconds));
    assert_eq!(limit(answer), (by.to_owned(), 0, seconds), "{}", answer.shown());
}

async fn guest_from(api: &Api, address: &str) -> Answer {
    api.call(Method::POST, "/auth/guest").header("x-forwarded-for", address).json(&new_guest()).send().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_asks_too_often_waits_and_others_do_not() {
    let (server, api) = server(NARROW);
    let (greedy, other) = (api.guest().await, api.guest().await);
    let release = |buyer: Buyer| async move {
        let nothing = json!({ "hold_id": "hld_00000000000000000000000001" });
        buyer.post("/seats/evt_00000000000000000000000001/release", &nothing).await
    };
    for remaining in [2, 1, 0] {
        let answer = release(greedy.clone()).await;
        answer.problem(404, "not_found");
        let (name, left, reset) = limit(&answer);
        assert_eq!((name.as_str(), left), ("writes-by-account", remaining));
        assert!((1..=60).contains(&reset), "{}", answer.shown());
        let policies = "\"writes-by-address\";q=1200;w=60, \"writes-by-account\";q=3;w=60";
        assert_eq!(answer.header("ratelimit-policy"), policies);
    }
    refused(&release(greedy.clone()).await, "writes-by-account");
    release(other.clone()).await.problem(404, "not_found");
    // Reads are counted apart, and without a name by the address alone.
    greedy.get("/auth/me").await.expect(200);
    let anonymous = api.get("/events").await;
    assert_eq!(limit(&anonymous).0, "reads-by-address");
    for _ in 0..3 {
        greedy.get("/auth/me").await.expect(200);
    }
    refused(&greedy.get("/events").await, "reads-by-account");
    api.get("/events").await.expect(200);
    // A name that isn't true has no account to be counted for.
    let forged = api.call(Method::GET, "/auth/me").bearer("forged").send().await;
    forged.problem(401, "bad_token");
    assert_eq!(limit(&forged).0, "reads-by-address");
    drop(server);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_makes_so_many_accounts_whatever_it_says_it_is() {
    let (server, api) = server(NARROW);
    for number in 0..6 {
        guest_from(&api, &format!("198.51.100.{number}")).await.expect(201);
    }
    refused(&guest_from(&api, "198.51.100.9").await, "sign-ins-by-address");
    let login = json!({ "email": "test@example.com", "password": "password123" });
    refused(&api.post("/auth/login", &login).await, "sign-ins-by-address");
    assert!(server.logged("name it in trusted_proxies").is_some(), "{}", server.log_tail());
    // What operators ask is never refused, nor is this server's own gateway.
    for _ in 0..20 {
        for path in ["/healthz", "/readyz", "/metrics"] {
            let answer = api.outside(Method::GET, path).send().await;
            assert_eq!((answer.status, answer.header("ratelimit")), (200, ""));
        }
        let webhook = api.post("/payments/webhooks/simulated", &json!({})).await;
        webhook.problem(400, "bad_signature");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_trusted_proxy_the_client_is_who_the_proxy_says() {
    let trusted = [NARROW, &[("ADMIT_TRUSTED_PROXIES", "127.0.0.0/8, 10.0.0.0/8")]].concat();
    let (_server, api) = server(&trusted);
    for _ in 0..6 {
        guest_from(&api, "203.0.113.1, 198.51.100.1, 10.0.0.7").await.expect(201);
    }
    // What stands left of the client's address is the client's own invention.
    refused(&guest_from(&api, "203.0.113.2, 198.51.100.1").await, "sign-ins-by-address");
    guest_from(&api, "198.51.100.2").await.expect(201);
    for host in 1..=6 {
        guest_from(&api, &format!("2001:db8:0:1::{host}")).await.expect(201);
    }
    refused(&guest_from(&api, "2001:db8:0:1:ffff::1").await, "sign-ins-by-address");
    guest_from(&api, "2001:db8:0:2::1").await.expect(201);
    // A provider from elsewhere is counted.
    let webhook = || async {
        let call = api.call(Method::POST, "/payments/webhooks/simulated").header("x-forwarded-for", "198.51.100.3");
        call.json(&json!({})).send().await
    };
    webhook().await.problem(400, "bad_signature");
    refused(&webhook().await, "webhooks-by-address");
}

/// A place in a line costs its owner nothing, so who asks for many is stopped, by name and by address, and nobody else is.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_flood_of_joins_is_stopped_while_others_get_in_line() {
    const FEW_JOINS: &[(&str, &str)] = &[
        ("ADMIT_JOINS_BY_ACCOUNT_PER_MIN", "2"),
        ("ADMIT_JOINS_BY_ADDRESS_PER_MIN", "3"),
        ("ADMIT_TRUSTED_PROXIES", "127.0.0.0/8"),
    ];
    const FLOOD: usize = 60;
    const OTHERS: usize = 20;
    let (_server, api) = server(FEW_JOINS);
    let path = format!("/queue/{}/join", line_of_the_demo(&api).await);
    let began = Instant::now();
    let join = |account: Option<&Buyer>, address: String| {
        let call = match account {
            Some(account) => account.call(Method::POST, &path),
            None => api.call(Method::POST, &path),
        };
        tokio::spawn(call.header("x-forwarded-for", &address).send())
    };
    let greedy = api.guest().await;
    let (mut by_address, mut by_account, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..FLOOD {
        by_address.push(join(None, "198.51.100.1".to_owned()));
        // One account, from wherever it can be.
        by_account.push(join(Some(&greedy), format!("2001:db8:0:{number:x}::1")));
        if number % (FLOOD / OTHERS) == 0 {
            others.push(join(None, format!("203.0.113.{number}")));
        }
    }
    let mut places = BTreeSet::new();
    for other in others {
        let place = other.await.unwrap().expect(200);
        assert!(places.insert(place["queue_token"].to_string()), "everybody has a place of their own");
    }
    for (flood, policy, most) in [(by_address, "joins-by-address", 3), (by_account, "joins-by-account", 2)] {
        let mut got_in = 0;
        for answer in flood {
            let answer = answer.await.unwrap();
            match answer.status {
                200 => got_in += 1,
                _ => refused(&answer, policy),
            }
        }
        // A quota comes back little by little, however long the machine takes for all this.
        let again = began.elapsed().as_secs() * most / 60 + 1;
        assert!((most..=most + again).contains(&got_in), "{got_in} got in, {policy}");
    }
    // Who was stopped keeps the place that they have.
    let status = format!("{}/status", path.trim_end_matches("/join"));
    assert!(greedy.get(&status).await.expect(200)["position"].is_u64());
}

async fn line_of_the_demo(api: &Api) -> String {
    let events = items(&api.get("/events?limit=100").await.expect(200));
    let mut lines = Vec::new();
    for event in events.iter().filter(|event| event["high_demand"] == true) {
        let shown = api.get(&format!("/events/{}", id(event))).await.expect(200);
        if shown["waiting_room"]["mode"] == "always" {
            lines.push(id(event).to_owned());
        }
    }
    lines.pop().expect("one of the demo's events always has a line")
}

/// From many addresses, one password after the other: after a few nobody gets a try, but the owner where they were before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_cannot_be_guessed_from_many_addresses_and_its_owner_gets_in() {
    const TRIES: &[(&str, &str)] =
        &[("ADMIT_SIGN_INS_BY_ACCOUNT_PER_MIN", "3"), ("ADMIT_TRUSTED_PROXIES", "127.0.0.0/8")];
    let (_server, api) = server(TRIES);
    let login = |email: &str, password: &str, from: u8, cookie: &str| {
        let body = json!({ "email": email, "password": password });
        let call = api.call(Method::POST, "/auth/login").header("x-forwarded-for", &format!("198.51.100.{from}"));
        call.header("cookie", cookie).json(&body).send()
    };
    let (owner, other, nobody) = ("test@example.com", "organizer@example.com", "nobody@example.com");
    let before = login(owner, "password123", 1, "").await;
    before.expect(200);
    let browser = set_cookie(&before, "admit_browser=");
    for (email, tries) in [(owner, 2), (nobody, 3)] {
        for from in 0..tries {
            login(email, "a wrong guess", from, "").await.problem(401, "bad_credentials");
        }
        login(email, "a wrong guess", 101, "").await.problem(429, "rate_limited");
    }
    // However good the next guess is, and whatever it says of its browser.
    login(owner, "PASSWORD123", 102, "").await.problem(429, "rate_limited");
    login("Test@Example.com ", "password123", 103, "").await.problem(429, "rate_limited");
    let others_browser = set_cookie(&login(other, "password123", 104, "").await, "admit_browser=");
    for cookie in [others_browser, "admit_browser=".to_owned(), "admit_browser=AAAA".to_owned(), browser.to_lowercase()]
    {
        login(owner, "password123", 105, &cookie).await.problem(429, "rate_limited");
    }
    login(owner, "password123", 106, &browser).await.expect(200);
    // A browser that was stolen doesn't guess for long either.
    for from in 107..109 {
        login(owner, "a wrong guess", from, &browser).await.problem(401, "bad_credentials");
    }
    login(owner, "a wrong guess", 109, &browser).await.problem(429, "rate_limited");
}

/// The cookie of this name that the answer sets, as a client sends it back.
fn set_cookie(answer: &Answer, name: &str) -> String {
    let all = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let cookie = all.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with(name));
    cookie.unwrap_or_else(|| panic!("no {name} in {}", answer.shown())).to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn watching_events_on_sockets_counts_as_reading() {
    let (server, _) = server(&[("ADMIT_READS_BY_ADDRESS_PER_MIN", "10")]);
    let mut socket = Socket::open(server.url()).await;
    let nothing = json!({ "type": "join", "event_id": "evt_00000000000000000000000001" });
    let mut codes = Vec::new();
    // The handshake took one of ten; a machine that is slow gives some back meanwhile.
    while codes.len() < 60 && codes.last() != Some(&json!("rate_limited")) {
        socket.say(&nothing).await;
        let error = socket.next().await.expect("the socket stays open");
        assert_eq!((&error["type"], &error["event_id"]), (&json!("error"), &nothing["event_id"]));
        codes.push(error["code"].clone());
    }
    assert!(codes.len() >= 9, "{codes:?}");
    assert_eq!(codes.last(), Some(&json!("rate_limited")), "{codes:?}");
    // What asks nothing of the store goes on.
    socket.is_heard().await;
}
