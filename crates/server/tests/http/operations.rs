//! What holds of every operation, and the operator's own: alive, ready, measured.

use admit_testkit::site::Site;
use reqwest::Method;
use serde_json::json;

use crate::table::{OPERATIONS, Operation, Things, Who};

admit_testkit::on_both_databases!(
    crate::SITES: nobody_gets_in_unsigned_whatever_they_send,
    what_is_not_there_comes_before_what_is_wrong,
    other_methods_are_refused,
    what_is_no_path_is_404,
    every_answer_has_an_id_and_safe_headers,
    the_operator_sees_that_it_is_alive_ready_and_counted,
    names_that_are_no_text_name_nothing,
    the_docs_page_loads_only_what_is_served_here,
);

/// 401 before 404 before 422: a stranger can't learn what there is, nor what it would take.
async fn nobody_gets_in_unsigned_whatever_they_send(site: &Site) {
    let things = Things::make(site).await;
    for operation in OPERATIONS.iter().filter(|operation| operation.who != Who::Everybody) {
        for path in [operation.path_of(&things), operation.path_of_nothing(), with_bad_ids(operation)] {
            let call = || site.api.call(operation.method(), &path);
            call().send().await.problem(401, "not_signed_in");
            call().bearer("nonsense").send().await.problem(401, "bad_token");
            if operation.reads_json() {
                call().json(&operation.good_body(&things)).send().await.problem(401, "not_signed_in");
                call().json(&json!({ "no": "sense" })).send().await.problem(401, "not_signed_in");
                call().body("text/plain", "{").send().await.problem(401, "not_signed_in");
                call().key("").json(&json!({})).send().await.problem(401, "not_signed_in");
            }
        }
    }
}

async fn what_is_not_there_comes_before_what_is_wrong(site: &Site) {
    let things = Things::make(site).await;
    for operation in OPERATIONS.iter().filter(|operation| operation.names_something()) {
        for path in [operation.path_of_nothing(), with_bad_ids(operation)] {
            let call = || things.caller_of(operation).call(operation.method(), &path);
            if operation.method == "GET" {
                call().send().await.problem(404, "not_found");
                continue;
            }
            call().json(&operation.good_body(&things)).send().await.problem(404, "not_found");
            call().json(&json!({ "no": "sense" })).send().await.problem(404, "not_found");
        }
    }
}

async fn other_methods_are_refused(site: &Site) {
    let things = Things::make(site).await;
    let before = things.belongings().await;
    for operation in OPERATIONS {
        let path = operation.path_of(&things);
        let taken =
            |method: &str| OPERATIONS.iter().any(|other| other.path == operation.path && other.method == method);
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"].into_iter().filter(|method| !taken(method)) {
            let answer = things.buyer.call(method.parse().unwrap(), &path).send().await;
            answer.problem(405, "method_not_allowed");
            assert!(answer.header("allow").contains(operation.method), "{}", answer.shown());
        }
    }
    assert_eq!(things.belongings().await, before);
}

async fn what_is_no_path_is_404(site: &Site) {
    let buyer = site.buyer().await;
    for path in ["", "/", "/event", "/events/", "/seats", "/checkout/orders/x/y", "/tickets/x/qr.png", "/auth", "/%ff"]
    {
        for method in [Method::GET, Method::POST] {
            let answer = buyer.call(method, path).send().await;
            answer.problem(404, "not_found");
        }
    }
    for path in
        ["/nothing", "/api/v2/events", "/api", "/.env", "/healthz/x", "//api/v1/events", "/..%2f..%2fetc/passwd"]
    {
        site.api.outside(Method::GET, path).send().await.problem(404, "not_found");
    }
}

async fn every_answer_has_an_id_and_safe_headers(site: &Site) {
    let get = |path: &str| site.api.outside(Method::GET, path);
    let served = [("/api/v1/events", 200), ("/api/v1/auth/me", 401), ("/api/v1/nothing", 404), ("/metrics", 200)];
    // What only a demo has, too.
    let pages = [("/demo/mail", 200), ("/gateway/pay_00000000000000000000000001", 404)];
    for (path, status) in served.into_iter().chain(pages) {
        let (one, other) = (get(path).send().await, get(path).send().await);
        assert_eq!(one.status, status);
        assert!(!one.header("x-request-id").is_empty());
        assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
        for (header, value) in [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY")] {
            assert_eq!(one.header(header), value, "{}", one.shown());
        }
        assert!(one.header("permissions-policy").contains("camera=()"), "{}", one.shown());
        let own = get(path).header("x-request-id", "my-request.1").send().await;
        assert_eq!(own.header("x-request-id"), "my-request.1");
        for insane in ["", "a b", "x\"y", "é", "<script>", &"x".repeat(5_000)] {
            let answer = get(path).header("x-request-id", insane).send().await;
            let id = answer.header("x-request-id");
            assert!(!id.is_empty() && id != insane && id.len() < 200, "{insane}: {}", answer.shown());
        }
    }
}

async fn the_operator_sees_that_it_is_alive_ready_and_counted(site: &Site) {
    let get = |path: &str| site.api.outside(Method::GET, path).send();
    get("/healthz").await.expect(200);
    let ready = get("/readyz").await;
    ready.expect(200);
    site.api.get("/nothing").await.problem(404, "not_found");
    let metrics = get("/metrics").await;
    metrics.expect(200);
    assert!(metrics.header("content-type").starts_with("text/plain"), "{}", metrics.header("content-type"));
    assert!(metrics.text().contains("# TYPE "), "{}", metrics.text());
}

/// Bytes that are no UTF-8, and what decodes to them, where a path has a name.
async fn names_that_are_no_text_name_nothing(site: &Site) {
    let things = Things::make(site).await;
    for operation in OPERATIONS.iter().filter(|operation| operation.names_something()) {
        let parts = operation.path.split('/').map(|part| if part.starts_with('{') { "%ff%fe" } else { part });
        let path = parts.collect::<Vec<_>>().join("/");
        let call = things.caller_of(operation).call(operation.method(), &path);
        let answer = if operation.method == "GET" { call } else { call.json(&operation.good_body(&things)) };
        answer.send().await.problem(404, "not_found");
    }
}

async fn the_docs_page_loads_only_what_is_served_here(site: &Site) {
    let get = |path: String| async move { site.api.outside(Method::GET, &path).send().await };
    let page = get("/docs".to_owned()).await;
    page.expect(200);
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
    let html = page.text();
    assert!(!html.contains("<style") && !html.contains("style=") && !html.contains("<script>"), "{html}");
    let mut loaded: Vec<String> = ["href=\"/", "src=\"/"].iter().flat_map(|start| quoted(&html, start)).collect();
    assert!(loaded.len() >= 3, "{loaded:?}");
    while let Some(path) = loaded.pop() {
        let part = get(path.clone()).await;
        assert_eq!(part.status, 200, "{path}");
        assert!(!part.header("etag").is_empty(), "{path}");
        loaded
            .extend(quoted(&part.text(), "from \"./").map(|name| path.rsplit_once('/').unwrap().0.to_owned() + &name));
    }
    get("/docs/nothing.js".to_owned()).await.problem(404, "not_found");
}

/// What follows `start` up to the closing quote, each time, with the slash that `start` ends with.
fn quoted<'text>(text: &'text str, start: &'text str) -> impl Iterator<Item = String> + 'text {
    let rests = text.split(start).skip(1);
    rests.map(|rest| format!("/{}", rest.split('"').next().unwrap_or_default()))
}

/// The path with something in it that no id can be.
fn with_bad_ids(operation: &Operation) -> String {
    let parts = operation.path.split('/').map(|part| if part.starts_with('{') { "no%20id" } else { part });
    parts.collect::<Vec<_>>().join("/")
}
