//! `/changes`: everything that happens to an event, told once and in order, in pages and as a stream.

use std::time::Duration;

use admit_testkit::client::{Buyer, card, id};
use admit_testkit::event_schemas;
use admit_testkit::site::Site;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::organizer::hall::{admin, drafted, organizer, published, step};

admit_testkit::on_both_databases!(
    crate::SITES: a_sale_is_told_step_by_step,
    pages_of_any_size_and_a_stream_say_the_same,
    whoever_reads_while_many_buy_misses_nothing,
    a_reader_of_all_events_hears_of_each,
    a_stream_that_was_cut_off_goes_on,
    a_stream_ends_with_its_session,
    what_is_wrong_is_said,
);

/// Nothing is waited for longer, however busy the machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// All pages of so many messages, from the beginning; each message as its schema says.
async fn told(owner: &Buyer, event: &str, limit: usize) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = owner.get(&format!("/changes?event={event}&limit={limit}{after}")).await.expect(200);
        let items = page["items"].as_array().unwrap().clone();
        assert!(items.len() <= limit, "{} items of {limit}", items.len());
        items.iter().for_each(event_schemas::check);
        after = format!("&after={}", page["next_after"].as_str().unwrap());
        if items.is_empty() {
            assert_all_in_order(&all);
            return all;
        }
        all.extend(items);
    }
}

/// Versions without a gap, each message once.
fn assert_all_in_order(messages: &[Value]) {
    let mut last = 0;
    for message in messages {
        let version = message["journalversion"].as_str().unwrap();
        let number: u64 = version.strip_prefix("1.").unwrap().parse().unwrap();
        assert!(number == last || number == last + 1, "{number} comes after {last}");
        last = number;
    }
    let mut ids: Vec<&str> = messages.iter().map(id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), messages.len(), "a message came twice");
}

fn kinds(messages: &[Value]) -> Vec<&str> {
    messages.iter().map(|message| strip(message["type"].as_str().unwrap())).collect()
}

fn strip(name: &str) -> &str {
    name.strip_prefix("admit.").and_then(|name| name.strip_suffix(".v1")).unwrap()
}

fn find<'all>(messages: &'all [Value], kind: &str) -> &'all Value {
    let found = messages.iter().find(|message| strip(message["type"].as_str().unwrap()) == kind);
    &found.unwrap_or_else(|| panic!("no {kind} in {:?}", kinds(messages)))["data"]
}

fn two_places() -> Value {
    json!({ "best_available": { "quantity": 2 } })
}

async fn a_sale_is_told_step_by_step(site: &Site) {
    let owner = organizer(site).await;
    let event = id(&published(&owner).await).to_owned();
    assert!(told(&owner, &event, 100).await.is_empty(), "nothing has happened yet");
    let buyer = site.buyer().await;
    let hold = buyer.hold(&event, &two_places()).await;
    buyer.extend(&hold).await.expect(200);
    buyer.check_out(&hold, card::DECLINED).await.problem(402, "payment_declined");
    let order = buyer.pay(&hold).await;
    let given_up = buyer.hold(&event, &two_places()).await;
    buyer.release(&given_up).await.expect(204);
    step(&owner, &event, "pause").await;
    step(&owner, &event, "cancel").await;
    let messages = admit_testkit::poll::until("the order is cancelled", PATIENCE, async || {
        let messages = told(&owner, &event, 100).await;
        kinds(&messages).contains(&"tickets.voided").then_some(messages)
    })
    .await;
    let expected = [
        "seats.held",
        "seats.extended",
        "orders.begun",
        "payments.begun",
        "orders.failed",
        "payments.failed",
        "orders.begun",
        "payments.begun",
        "seats.sold",
        "orders.paid",
        "payments.charged",
        "tickets.issued",
        "notifications.due",
        "seats.held",
        "seats.released",
        "seats.configured",
        "seats.configured",
        "seats.released",
        "orders.cancelled",
        "payments.refund_owed",
        "tickets.voided",
        "notifications.due",
    ];
    assert_eq!(kinds(&messages), expected);
    assert!(messages.iter().all(|message| message["subject"] == json!(event)));
    let held = find(&messages, "seats.held");
    assert_eq!((&held["hold_id"], &held["buyer_id"], &held["total"]), (&hold["id"], &json!(buyer.id), &hold["total"]));
    let sold = find(&messages, "seats.sold");
    assert_eq!((&sold["hold_id"], &sold["order_id"]), (&hold["id"], &order["id"]));
    let ticket = |tickets: &Value, index: usize| tickets[index]["id"].clone();
    let issued = &find(&messages, "tickets.issued")["tickets"];
    assert_eq!([ticket(issued, 0), ticket(issued, 1)], [ticket(&order["tickets"], 0), ticket(&order["tickets"], 1)]);
    assert_eq!(find(&messages, "payments.failed")["reason"], "card_declined");
    assert_eq!(find(&messages, "payments.refund_owed")["amount"], order["total"]);
    let all = json!(messages).to_string();
    assert!(!all.contains(&buyer.email) && !all.contains("4242"), "nobody's address or card is told");
}

async fn pages_of_any_size_and_a_stream_say_the_same(site: &Site) {
    let owner = organizer(site).await;
    let event = id(&published(&owner).await).to_owned();
    for buyer in site.buyers(3).await {
        let hold = buyer.hold(&event, &two_places()).await;
        buyer.pay(&hold).await;
    }
    let all = told(&owner, &event, 100).await;
    for limit in [1, 2, 7] {
        assert_eq!(told(&owner, &event, limit).await, all, "pages of {limit}");
    }
    let mut stream = Stream::open(site, &owner, &format!("?event={event}"), "").await;
    for message in &all {
        assert_eq!(stream.next().await.as_ref(), Some(message));
    }
    // What comes while it is listened to comes at its end.
    let buyer = site.buyer().await;
    let hold = buyer.hold(&event, &two_places()).await;
    assert_eq!(stream.next().await.unwrap()["data"]["hold_id"], hold["id"]);
}

async fn whoever_reads_while_many_buy_misses_nothing(site: &Site) {
    let owner = organizer(site).await;
    let event = id(&published(&owner).await).to_owned();
    let mut stream = Stream::open(site, &owner, &format!("?event={event}"), "").await;
    let mut buying = tokio::task::JoinSet::new();
    for buyer in site.buyers(20).await {
        let event = event.clone();
        buying.spawn(async move {
            let hold = buyer.hold(&event, &json!({ "best_available": { "quantity": 1 } })).await;
            buyer.pay(&hold).await;
        });
    }
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let is_over = buying.is_empty();
        let page = owner.get(&format!("/changes?event={event}&limit=5{after}")).await.expect(200);
        after = format!("&after={}", page["next_after"].as_str().unwrap());
        let items = page["items"].as_array().unwrap().clone();
        if is_over && items.is_empty() {
            break;
        }
        paged.extend(items);
        while let Some(done) = buying.try_join_next() {
            done.unwrap();
        }
    }
    assert_eq!(kinds(&paged).iter().filter(|kind| **kind == "notifications.due").count(), 20, "a purchase wasn't told");
    assert_all_in_order(&paged);
    let mut heard = Vec::new();
    while heard.len() < paged.len() {
        heard.push(stream.next().await.unwrap());
    }
    assert_eq!(heard, paged);
    assert_eq!(told(&owner, &event, 100).await, paged);
}

async fn a_reader_of_all_events_hears_of_each(site: &Site) {
    let owner = organizer(site).await;
    let theirs = id(&published(&admin(site).await).await).to_owned();
    let mut events = Vec::new();
    for _ in 0..3 {
        events.push(id(&published(&owner).await).to_owned());
    }
    let buyer = site.buyer().await;
    for event in events.iter().chain([&theirs]) {
        let hold = buyer.hold(event, &json!({ "best_available": { "quantity": 1 } })).await;
        buyer.release(&hold).await.expect(204);
    }
    // Others sell beside this one, so the end of everything may never come; of these three it does.
    let (mut all, mut after) = (Vec::new(), String::new());
    let of = |all: &[Value], event: &str| -> Vec<Value> {
        all.iter().filter(|message| message["subject"] == json!(event)).cloned().collect()
    };
    while !events.iter().all(|event| of(&all, event).len() == 2) {
        let page = owner.get(&format!("/changes?limit=10{after}")).await.expect(200);
        assert!(!page["items"].as_array().unwrap().is_empty(), "it ended before all was told");
        after = format!("&after={}", page["next_after"].as_str().unwrap());
        all.extend(page["items"].as_array().unwrap().clone());
    }
    for event in &events {
        assert_eq!(of(&all, event), told(&owner, event, 100).await);
    }
    assert!(of(&all, &theirs).is_empty(), "another's event was told");
    // Where a reader of all stands, a reader of one stands too.
    let page = owner.get(&format!("/changes?event={}{after}", events[0])).await.expect(200);
    assert_eq!(page["items"], json!([]));
}

async fn a_stream_that_was_cut_off_goes_on(site: &Site) {
    let owner = organizer(site).await;
    let event = id(&published(&owner).await).to_owned();
    let query = format!("?event={event}");
    let buyer = site.buyer().await;
    let mut heard = Vec::new();
    let mut last_event_id = String::new();
    for _ in 0..4 {
        let hold = buyer.hold(&event, &json!({ "best_available": { "quantity": 1 } })).await;
        let mut stream = Stream::open(site, &owner, &query, &last_event_id).await;
        let message = stream.next().await.unwrap();
        assert_eq!(message["data"]["hold_id"], hold["id"], "it went on elsewhere");
        heard.push(message);
        last_event_id = stream.last_event_id.clone();
        drop(stream);
        buyer.release(&hold).await.expect(204);
        let mut stream = Stream::open(site, &owner, &query, &last_event_id).await;
        heard.push(stream.next().await.unwrap());
        last_event_id = stream.last_event_id;
    }
    assert_eq!(heard, told(&owner, &event, 100).await);
}

async fn a_stream_ends_with_its_session(site: &Site) {
    let owner = organizer(site).await;
    let event = id(&published(&owner).await).to_owned();
    let mut stream = Stream::open(site, &owner, &format!("?event={event}"), "").await;
    owner.post("/auth/logout", &json!({})).await.expect(204);
    assert_eq!(stream.next().await, None);
}

async fn what_is_wrong_is_said(site: &Site) {
    let owner = organizer(site).await;
    let buyer = site.buyer().await;
    let event = id(&published(&owner).await).to_owned();
    site.api.get("/changes").await.problem(401, "not_signed_in");
    buyer.get("/changes").await.problem(403, "forbidden");
    buyer.get("/changes?limit=0").await.problem(403, "forbidden");
    let nothing = format!("evt_{}", "0".repeat(26));
    let theirs = id(&published(&admin(site).await).await).to_owned();
    for unknown in [&nothing, &theirs] {
        owner.get(&format!("/changes?event={unknown}")).await.problem(404, "not_found");
    }
    for bad in [
        "after=x",
        "after=",
        "after=%00",
        "event=x",
        "event=",
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=x",
        "more=1",
        "after=a&after=b",
    ] {
        owner.get(&format!("/changes?{bad}")).await.problem(422, "invalid");
        let call = owner.call(reqwest::Method::GET, &format!("/changes?{bad}")).header("accept", "text/event-stream");
        call.send().await.problem(422, "invalid");
    }
    let resumed = owner.call(reqwest::Method::GET, "/changes").header("accept", "text/event-stream");
    let problem = resumed.header("last-event-id", "17").send().await.problem(422, "invalid");
    assert_eq!(problem["errors"][0]["field"], "Last-Event-ID");
    // What another server says of an event is no place in this one's journal.
    buyer.hold(&event, &two_places()).await;
    let here =
        owner.get(&format!("/changes?event={event}")).await.expect(200)["next_after"].as_str().unwrap().to_owned();
    let ahead = ahead_of(&here);
    let problem = owner.get(&format!("/changes?event={event}&after={ahead}")).await.problem(422, "invalid");
    assert_eq!(problem["errors"][0]["field"], "after");
    // A draft has no journal yet.
    let draft = drafted(&owner).await;
    let page = owner.get(&format!("/changes?event={}", id(&draft))).await.expect(200);
    assert_eq!(page["items"], json!([]));
    // A page alone is what a program gets that asks for nothing else.
    let any = owner.call(reqwest::Method::GET, "/changes?limit=1").header("accept", "*/*").send().await;
    assert_eq!((any.header("content-type"), any.header("cache-control")), ("application/json", "private, no-store"));
}

/// The same text with a version that nobody has reached: its last bytes are epoch, number and how much was told of the next.
fn ahead_of(position: &str) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let mut bytes = URL_SAFE_NO_PAD.decode(position).unwrap();
    let number = bytes.len() - 2;
    assert_eq!(bytes[number..], [1, 0], "one commit, told whole");
    bytes[number] = 0x7f;
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What a program hears.
struct Stream {
    response: reqwest::Response,
    text: String,
    last_event_id: String,
}

impl Stream {
    async fn open(site: &Site, owner: &Buyer, query: &str, last_event_id: &str) -> Stream {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.get(format!("{}/api/v1/changes{query}", site.url())).bearer_auth(&owner.access_token);
        let mut request = request.header("accept", "text/event-stream");
        if !last_event_id.is_empty() {
            request = request.header("last-event-id", last_event_id);
        }
        let response = timeout(PATIENCE, request.send()).await.expect("an answer in time").expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Stream { response, text: String::new(), last_event_id: last_event_id.to_owned() }
    }

    /// The next message; `None` once the server ended the stream.
    async fn next(&mut self) -> Option<Value> {
        timeout(PATIENCE, self.receive()).await.expect("a message in time")
    }

    async fn receive(&mut self) -> Option<Value> {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
                if let Some(id) = field("id: ") {
                    self.last_event_id = id.to_owned();
                }
                if let Some(data) = field("data: ") {
                    let message: Value = serde_json::from_str(data).unwrap();
                    assert_eq!(message["type"].as_str(), field("event: "));
                    return Some(message);
                }
            }
            let chunk = self.response.chunk().await.ok()??;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}
