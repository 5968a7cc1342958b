//! Input that can't be meant, at every operation: the right refusal, never a 500, and nothing happens.

use admit_testkit::client::Answer;
use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::table::{Body, OPERATIONS, Operation, Things, Who};

admit_testkit::on_both_databases!(
    crate::SITES: unknown_fields_are_refused,
    what_is_no_json_is_400,
    other_content_types_are_415,
    a_body_over_the_limit_is_413,
    wrong_types_are_422,
    lists_are_no_objects,
    hostile_values_are_only_values,
);

fn reading() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().filter(|operation| operation.reads_json())
}

async fn send(things: &Things, operation: &Operation, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    let call = things.caller_of(operation).call(operation.method(), &operation.path_of(things));
    call.body(content_type, body).send().await
}

async fn unknown_fields_are_refused(site: &Site) {
    let things = Things::make(site).await;
    let before = things.belongings().await;
    for operation in reading() {
        for name in ["unknown", "constructor", "__proto__", "hold_ID", ""] {
            let mut body = operation.good_body(&things);
            body[name] = json!(1);
            let answer = send(&things, operation, "application/json", body.to_string()).await;
            answer.problem(422, "invalid");
        }
    }
    assert_eq!(things.belongings().await, before);
}

/// Not even lists of the right values in the right order.
async fn lists_are_no_objects(site: &Site) {
    let things = Things::make(site).await;
    let before = things.belongings().await;
    for operation in reading() {
        let good = operation.good_body(&things);
        let values: Vec<Value> = good.as_object().unwrap().values().cloned().collect();
        for list in [json!([]), json!(values), json!([good])] {
            let answer = send(&things, operation, "application/json", list.to_string()).await;
            answer.problem(422, "invalid");
        }
    }
    let nested = [
        (Body::Reserve, json!({ "best_available": [1, null, null, null, null] })),
        (Body::Checkout, json!({ "hold_id": things.hold, "payment": ["upi", "success@upi"] })),
        (Body::EventChange, json!({ "tiers": [[null, "N", 1]] })),
        (Body::EventChange, json!({ "refunds": [null] })),
        (Body::VenueChange, json!({ "sections": [["S", "general_admission", 1]] })),
    ];
    for (body, list) in nested {
        for operation in reading().filter(|operation| operation.body == body) {
            let answer = send(&things, operation, "application/json", list.to_string()).await;
            answer.problem(422, "invalid");
        }
    }
    assert_eq!(things.belongings().await, before);
}

async fn what_is_no_json_is_400(site: &Site) {
    let things = Things::make(site).await;
    let before = things.belongings().await;
    for operation in reading() {
        let good = operation.good_body(&things).to_string();
        let mut cut = good.clone().into_bytes();
        cut.pop();
        let mut bad: Vec<Vec<u8>> = [
            &b"{"[..],
            b"{]",
            b"{\"a\":}",
            b"nonsense",
            b"{\"a\":\"\xff\xfe\"}",
            b"{\"a\":\"\\ud800\"}",
            b"{} {}",
            b"'{}'",
        ]
        .map(<[u8]>::to_vec)
        .to_vec();
        bad.extend([cut, format!("{good}x").into_bytes(), format!("\u{feff}{good}").into_bytes()]);
        if operation.body != Body::Empty {
            bad.extend([b"".to_vec(), b"  ".to_vec()]);
        }
        for body in bad {
            let answer = send(&things, operation, "application/json", body.clone()).await;
            let is_refused = answer.status == 400 || (answer.status == 422 && body.starts_with(b"{\"a\""));
            assert!(is_refused, "{:?}: {}", String::from_utf8_lossy(&body), answer.shown());
            answer.any_problem();
        }
        for nested in ["[".repeat(30_000), format!("{{\"a\":{}", "[".repeat(30_000)), "{\"a\":".repeat(10_000)] {
            let answer = send(&things, operation, "application/json", nested).await;
            assert!(matches!(answer.status, 400 | 422), "{}", answer.shown());
            answer.any_problem();
        }
    }
    assert_eq!(things.belongings().await, before);
}

async fn other_content_types_are_415(site: &Site) {
    let things = Things::make(site).await;
    let before = things.belongings().await;
    for operation in reading().filter(|operation| operation.body != Body::Empty) {
        let good = operation.good_body(&things).to_string();
        let types =
            ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", "é"];
        for content_type in types {
            let answer = send(&things, operation, content_type, good.clone()).await;
            answer.problem(415, "unsupported_media_type");
        }
    }
    assert_eq!(things.belongings().await, before);
    let utf8 = send(&things, reserve(), "application/json; charset=utf-8", reserve().good_body(&things).to_string());
    utf8.await.expect(201);
}

async fn a_body_over_the_limit_is_413(site: &Site) {
    let things = Things::make(site).await;
    let before = things.belongings().await;
    let short = |operation: &&Operation| operation.body != Body::Empty && !operation.takes_plans();
    for operation in reading().filter(short) {
        let mut body = operation.good_body(&things);
        body["padding"] = json!("x".repeat(70_000));
        let answer = send(&things, operation, "application/json", body.to_string()).await;
        answer.problem(413, "body_too_large");
    }
    assert_eq!(things.belongings().await, before);
}

async fn wrong_types_are_422(site: &Site) {
    let things = Things::make(site).await;
    let before = things.belongings().await;
    for operation in reading().filter(|operation| operation.body != Body::Empty) {
        for body in [json!([]), json!(null), json!(1), json!("x"), json!(true), json!({})] {
            let answer = send(&things, operation, "application/json", body.to_string()).await;
            answer.problem(422, "invalid");
        }
        let good = operation.good_body(&things);
        for field in good.as_object().unwrap().keys() {
            for value in [json!(null), json!(true), json!(-1), json!({ "a": 1 }), json!([[]])] {
                let mut body = good.clone();
                body[field] = value;
                let answer = send(&things, operation, "application/json", body.to_string()).await;
                answer.problem(422, "invalid");
            }
        }
    }
    assert_eq!(things.belongings().await, before);
}

/// What would break a program that trusts its input, in every text field that there is.
async fn hostile_values_are_only_values(site: &Site) {
    let things = Things::make(site).await;
    let before = things.belongings().await;
    let availability = site.api.availability(&things.event).await["sections"].clone();
    let hostile = [
        "'; DROP TABLE claims; --",
        "\" OR 1=1",
        "\u{0}",
        "a\u{0}b@example.com",
        "${jndi:ldap://127.0.0.1/x}",
        "../../../../etc/passwd",
        "<script>alert(1)</script>",
        "\u{202e}\u{feff}\u{200b}",
        "%s%n%x",
        "9".repeat(10_000).as_str(),
        "hld_zzzzzzzzzzzzzzzzzzzzzzzzzz",
    ]
    .map(str::to_owned);
    for operation in reading().filter(|operation| operation.body != Body::Empty) {
        let good = operation.good_body(&things);
        for field in good.as_object().unwrap().keys() {
            for text in &hostile {
                let mut body = good.clone();
                body[field] = if good[field].is_array() { json!([text]) } else { json!(text) };
                let answer = send(&things, operation, "application/json", body.to_string()).await;
                let may_pass = matches!(operation.body, Body::Guest | Body::Register) && field != "email";
                let is_text = operation.who == Who::Organizers && matches!(answer.status, 200 | 201);
                let is_fine = (400..500).contains(&answer.status) || (may_pass && answer.status == 201) || is_text;
                assert!(is_fine, "{field}={text:?}: {}", answer.shown());
                if answer.status >= 400 {
                    let said = answer.any_problem().to_string();
                    assert!(!says_too_much(&said), "{said}");
                }
            }
        }
    }
    assert_eq!(things.belongings().await, before);
    assert_eq!(sums(&availability), sums(&site.api.availability(&things.event).await["sections"]));
}

fn reserve() -> &'static Operation {
    OPERATIONS.iter().find(|operation| operation.body == Body::Reserve).unwrap()
}

/// Whether a problem shows what is behind the API.
fn says_too_much(said: &str) -> bool {
    let said = said.to_lowercase();
    ["select ", "insert ", "sqlite", "postgres", "panicked", ".rs:", "/src/", "rusqlite"]
        .iter()
        .any(|word| said.contains(word))
}

/// Capacities, which no input changes.
fn sums(sections: &Value) -> Vec<u64> {
    sections.as_array().unwrap().iter().map(|section| section["capacity"].as_u64().unwrap()).collect()
}
