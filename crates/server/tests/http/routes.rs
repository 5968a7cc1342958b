//! The router's own list held against the table of operations: whatever is served has its place there, and so its cases of
//! callers who may not.

use std::collections::BTreeSet;

use admit_testkit::client::Answer;
use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::{Value, json};

use crate::table::{Body, OPERATIONS, Operation, Things, Who};

admit_testkit::on_both_databases!(
    crate::SITES: every_route_is_in_the_table_of_operations,
    every_route_is_in_the_document_and_nothing_else,
    what_is_anothers_is_not_there,
);

const ROUTER: &str = include_str!("../../src/http/router.rs");

/// What is served besides the table's operations. Mailed links, and asking for another, have their cases in `proofs.rs`.
const BESIDE: &[(&str, &str)] = &[
    ("POST", "/auth/verify"),
    ("POST", "/auth/verify/resend"),
    ("POST", "/auth/password/forgot"),
    ("POST", "/auth/password/reset"),
    ("POST", "/ping"),
    ("GET", "/.well-known/jwks.json"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("GET", "/docs/{part}"),
];

/// Names in paths of what everybody may look at. All others are somebody's.
const PUBLIC_IDS: &[&str] = &["{event}", "{venue}", "{performer}", "{section}", "{provider}"];

/// Method and path of each route, as the router's text has them.
fn routes() -> Vec<(&'static str, &'static str)> {
    const METHODS: [(&str, &str); 5] =
        [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("patch(", "PATCH"), ("delete(", "DELETE")];
    let calls = ROUTER.split(".route(").skip(1).map(|rest| &rest[..closing(rest)]);
    let one = |call: &'static str| {
        let (_, after) = call.split_once('"').expect("a route begins with its path");
        let (path, handlers) = after.split_once('"').expect("a path ends");
        let methods = METHODS.into_iter().filter(|(word, _)| calls_function(handlers, word));
        let methods: Vec<_> = methods.map(|(_, method)| (method, path)).collect();
        assert!(!methods.is_empty(), "no method is known of {path}");
        methods
    };
    calls.flat_map(one).collect()
}

/// Where the bracket closes that was opened before `text`.
fn closing(text: &str) -> usize {
    let mut depth = 1;
    for (at, byte) in text.bytes().enumerate() {
        depth += i32::from(byte == b'(') - i32::from(byte == b')');
        if depth == 0 {
            return at;
        }
    }
    panic!("a bracket is never closed: {text}")
}

fn calls_function(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].bytes().next_back();
        !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':')
    })
}

async fn every_route_is_in_the_table_of_operations(_: &Site) {
    let routes = routes();
    assert!(routes.len() > 30, "{routes:?}");
    let tabled = |route: &&(&str, &str)| OPERATIONS.iter().any(|known| (known.method, known.path) == **route);
    let unknown: Vec<_> = routes.iter().filter(|route| !tabled(route) && !BESIDE.contains(route)).collect();
    assert!(unknown.is_empty(), "served, and in no table that says who may call: {unknown:?}");
    for operation in OPERATIONS {
        assert!(routes.contains(&(operation.method, operation.path)), "{operation:?} is not served");
    }
}

async fn every_route_is_in_the_document_and_nothing_else(site: &Site) {
    let document = site.api.outside(Method::GET, "/openapi.json").send().await.expect(200);
    let paths = document["paths"].as_object().unwrap();
    let methods = paths.iter().flat_map(|(path, methods)| {
        let path = path.strip_prefix("/api/v1").unwrap_or(path);
        methods.as_object().unwrap().keys().map(move |method| (method.to_uppercase(), path.to_owned()))
    });
    let described: BTreeSet<(String, String)> = methods.collect();
    // Whose it is, the path's names tell here alone.
    let served: BTreeSet<(String, String)> =
        routes().iter().map(|(method, path)| ((*method).to_owned(), path.replace("{own_", "{"))).collect();
    let (missing, gone) = (served.difference(&described), described.difference(&served));
    let (missing, gone): (Vec<_>, Vec<_>) = (missing.collect(), gone.collect());
    assert!(missing.is_empty() && gone.is_empty(), "not described: {missing:?}, described and not served: {gone:?}");
}

/// Somebody else asks for what is a buyer's own: as if it weren't there, and nothing happens to it.
async fn what_is_anothers_is_not_there(site: &Site) {
    let things = Things::make(site).await;
    let before = things.belongings().await;
    let stranger = site.buyer().await;
    let mut asked = 0;
    for operation in OPERATIONS.iter().filter(|operation| names_what_is_owned(operation)) {
        assert_eq!(operation.who, Who::TheSignedIn, "{operation:?} names what is somebody's");
        let call = stranger.call(operation.method(), &operation.path_of(&things));
        let answer: Answer = match operation.method {
            "GET" => call.send().await,
            _ => call.json(&operation.good_body(&things)).send().await,
        };
        let problem = answer.problem(404, "not_found");
        no_trace_of(&things, &problem);
        asked += 1;
    }
    assert!(asked >= 7, "{asked}");
    assert_eq!(things.belongings().await, before);
    assert_eq!(json!([stranger.holds().await, stranger.orders().await, stranger.tickets().await]), json!([[], [], []]));
}

/// By its path, or by what its body says. What organizers own has its own test, in `organizer/owners.rs`.
fn names_what_is_owned(operation: &Operation) -> bool {
    if operation.who == Who::Organizers {
        return false;
    }
    let in_path = operation.path.split('/').any(|part| part.contains('{') && !PUBLIC_IDS.contains(&part));
    in_path || matches!(operation.body, Body::Release | Body::Checkout)
}

fn no_trace_of(things: &Things, problem: &Value) {
    let text = problem.to_string();
    assert!(!text.contains(&things.buyer.id) && !text.contains(&things.buyer.email), "{text}");
}
