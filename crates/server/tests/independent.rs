//! What Admit writes, read by programs that others wrote: calendars by `icalendar`, QR codes by `zbarimg`, signatures by `PyJWT`.
//!
//! `cargo xtask test` installs them; without them these tests fail and say so.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use admit_testkit::client::{Api, Buyer, id, items};
use admit_testkit::server_process::{Database, ServerProcess};
use reqwest::Method;
use serde_json::{Value, json};

const CHECKERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/checkers/bin/python");

/// Prints the calendar on standard input as JSON, its times as they are in UTC.
const READ_CALENDAR: &str = "
import datetime, icalendar, json, sys
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
def shown(event):
    start = event.decoded('DTSTART')
    assert start.utcoffset() == datetime.timedelta(0), start
    assert isinstance(event.decoded('DTSTAMP'), datetime.datetime)
    fields = {name: str(event[name]) for name in event if name not in ('DTSTART', 'DTSTAMP')}
    return fields | {'start': start.strftime('%Y-%m-%dT%H:%M:%SZ'), 'errors': [str(error) for error in event.errors],
                     'alarms': [str(alarm['TRIGGER'].dt) for alarm in event.walk('VALARM')]}
print(json.dumps({'version': str(calendar['VERSION']), 'product': str(calendar['PRODID']), 'method': str(calendar['METHOD']),
                  'zone': str(calendar['X-WR-TIMEZONE']), 'events': [shown(event) for event in calendar.walk('VEVENT')]}))
";

/// Prints what a code says, if a key of the set signed it.
const READ_CODE: &str = "
import json, jwt, sys
code, keys = json.load(sys.stdin)
key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(code)['kid']]
print(json.dumps(jwt.decode(code, key, algorithms=['EdDSA'], options={'verify_iat': False})))
";

/// Runs a program on `input` to its end. It must be there.
fn run(program: &str, arguments: &[&str], input: &[u8]) -> Output {
    use std::io::Write;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| {
        panic!("{program} can't be run ({error}); `cargo xtask test` installs it, with all else that the tests need")
    });
    child.stdin.take().expect("it has an input").write_all(input).expect("it reads its input");
    child.wait_with_output().expect("it ends")
}

/// What a program prints on `input`; it must succeed.
fn printed(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let output = run(program, arguments, input);
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn calendar(text: &[u8]) -> Value {
    serde_json::from_slice(&printed(CHECKERS, &["-c", READ_CALENDAR], text)).unwrap()
}

/// A server and a buyer who paid two seats of the event.
async fn bought(event: &str) -> (ServerProcess, Api, Buyer, Value, Value) {
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &Database::Embedded, &[]);
    let server = tokio::task::block_in_place(start).unwrap();
    let api = Api::new(server.url()).unwrap();
    let event = api.event_named(event).await;
    let buyer = api.guest().await;
    let order = buyer.pay(&buyer.hold(id(&event), &json!({ "best_available": { "quantity": 2 } })).await).await;
    (server, api, buyer, event, order)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_calendar_says_when_and_where_and_follows_a_cancellation() {
    let (_server, api, buyer, event, order) = bought("Hamlet").await;
    let path = format!("/checkout/orders/{}/calendar.ics", id(&order));
    let answer = buyer.get(&path).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/calendar; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), "private, no-store");
    assert!(answer.body.split(|byte| *byte == b'\n').all(|line| line.len() <= 76), "{}", answer.text());
    let read = calendar(&answer.body);
    assert_eq!((&read["version"], &read["method"]), (&json!("2.0"), &json!("PUBLISH")));
    assert_eq!(read["zone"], event["venue"]["time_zone"]);
    let [shown] = &read["events"].as_array().unwrap()[..] else { panic!("{read}") };
    assert_eq!((&shown["UID"], &shown["STATUS"]), (&order["id"], &json!("CONFIRMED")));
    assert_eq!((&shown["start"], &shown["SUMMARY"]), (&event["starts_at"], &event["name"]));
    assert_eq!(shown["errors"], json!([]));
    let (venue, text) = (&event["venue"], |name: &str| shown[name].as_str().unwrap().to_owned());
    let [name, address, city] = ["name", "address", "city"].map(|part| venue[part].as_str().unwrap());
    assert_eq!(text("LOCATION"), format!("{name}, {address}, {city}"));
    for ticket in order["tickets"].as_array().unwrap() {
        let part = |name: &str| ticket["seat"][name].as_str().unwrap();
        let seat = format!("{}, row {}, seat {}", part("section_name"), part("row"), part("number"));
        assert!(text("DESCRIPTION").contains(&seat), "{seat} in {}", text("DESCRIPTION"));
    }
    // The demo's curtain rises at half past seven by the clock on the venue's wall, in summer and in winter.
    assert!(text("DESCRIPTION").contains("Doors open at 18:45, starts at 19:30 (Europe/London)"), "{shown}");

    api.guest().await.get(&path).await.problem(404, "not_found");
    buyer.cancel(&order).await.expect(200);
    let after = calendar(&buyer.get(&path).await.body)["events"][0].clone();
    assert_eq!((&after["UID"], &after["STATUS"]), (&order["id"], &json!("CANCELLED")));
    assert!(after["SEQUENCE"].as_str() > shown["SEQUENCE"].as_str(), "{after}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_event_has_a_calendar_that_everybody_may_keep() {
    let (_server, api, ..) = bought("Hamlet").await;
    let mut reminded = 0;
    for event in items(&api.get("/events?limit=100").await.expect(200)) {
        let answer = api.get(&format!("/events/{}/calendar.ics", id(&event))).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "public, max-age=300"));
        let read = calendar(&answer.body);
        let shown = &read["events"][0];
        assert_eq!((&shown["UID"], &shown["SUMMARY"]), (&event["id"], &event["name"]));
        assert_eq!((&shown["start"], &shown["STATUS"]), (&event["starts_at"], &json!("CONFIRMED")));
        assert_eq!(shown["alarms"], json!([]));
        let reminders = &read["events"].as_array().unwrap()[1..];
        if event["status"] == "scheduled" {
            let [reminder] = reminders else { panic!("{read}") };
            assert_eq!(reminder["UID"], format!("{}-on-sale", id(&event)));
            // Calendars know whole seconds only.
            let start = reminder["start"].as_str().unwrap().trim_end_matches('Z');
            assert!(event["on_sale_at"].as_str().unwrap().starts_with(start), "{start} in {event}");
            assert_eq!(reminder["alarms"], json!(["-1 day, 23:45:00"]), "a quarter of an hour before");
            assert_eq!((&reminder["TRANSP"], &reminder["errors"]), (&json!("TRANSPARENT"), &json!([])));
            assert!(reminder["SUMMARY"].as_str().unwrap().contains(event["name"].as_str().unwrap()));
            reminded += 1;
        } else {
            assert!(reminders.is_empty(), "a sale that has begun needs no reminder: {read}");
        }
    }
    assert!(reminded > 0, "the demo has an event whose sale is to come");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_at_the_door_gets_the_code_and_can_check_it_alone() {
    let (server, api, buyer, event, _) = bought("Coldplay").await;
    let keys = api.outside(Method::GET, "/.well-known/jwks.json").send().await.expect(200);
    for ticket in buyer.tickets().await {
        let code = ticket["code"].as_str().unwrap();
        let svg = buyer.get(&format!("/tickets/{}/qr.svg", id(&ticket))).await;
        assert_eq!(scanned(&svg.body, server.data()), code);

        let verify = |code: &str| run(CHECKERS, &["-c", READ_CODE], json!([code, keys]).to_string().as_bytes());
        let verified = verify(code);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
        let said: Value = serde_json::from_slice(&verified.stdout).unwrap();
        assert_eq!((&said["tkt"], &said["evt"]), (&ticket["id"], &event["id"]));
        for forged in forgeries(code) {
            let refused = verify(&forged);
            assert!(!refused.status.success(), "{forged} was taken");
            let why = String::from_utf8_lossy(&refused.stderr).into_owned();
            assert!(why.contains("InvalidSignatureError"), "{why}");
        }
    }
}

/// What a scanner sees on paper.
fn scanned(svg: &[u8], folder: &Path) -> String {
    let picture = folder.join("ticket.png");
    let picture = picture.to_str().unwrap();
    printed("rsvg-convert", &["--width", "600", "--output", picture], svg);
    let seen = printed("zbarimg", &["--quiet", "--raw", picture], b"");
    String::from_utf8(seen).unwrap().trim_end().to_owned()
}

/// The code with another ticket in it, and with another signature.
fn forgeries(code: &str) -> [String; 2] {
    let parts: Vec<&str> = code.split('.').collect();
    let [header, payload, signature] = parts[..] else { panic!("{code} has three parts") };
    let other = |text: &str| {
        let middle = text.len() / 2;
        let letter = if text.as_bytes()[middle] == b'A' { "B" } else { "A" };
        format!("{}{letter}{}", &text[..middle], &text[middle + 1..])
    };
    [format!("{header}.{}.{signature}", other(payload)), format!("{header}.{payload}.{}", other(signature))]
}
