//! Other origins: whom browsers are told to let call, and that safe headers stand on every answer.

use admit_testkit::client::{Answer, Api};
use reqwest::Method;
use serde_json::json;

use crate::server;

const SHOP: &str = "https://shop.example";

async fn preflight(api: &Api, origin: &str, method: &str, path: &str) -> Answer {
    let call = api.call(Method::OPTIONS, path).header("origin", origin);
    let call = call.header("access-control-request-method", method);
    call.header("access-control-request-headers", "authorization, content-type, idempotency-key").send().await
}

fn names(answer: &Answer, header: &str) -> Vec<String> {
    answer.header(header).split(',').map(|name| name.trim().to_ascii_lowercase()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn listed_origins_may_call_and_no_others() {
    let settings = [
        ("ADMIT_CORS_ORIGINS", "https://shop.example,http://localhost:5173"),
        ("ADMIT_PUBLIC_URL", "https://t.example"),
    ];
    let (_server, api) = server(&settings);
    let paths = [("POST", "/seats/x/reserve"), ("GET", "/auth/me"), ("PATCH", "/anything"), ("DELETE", "/nothing")];
    for origin in [SHOP, "http://localhost:5173"] {
        for (method, path) in paths {
            let answer = preflight(&api, origin, method, path).await;
            assert_eq!(answer.status, 204, "{}", answer.shown());
            assert_eq!(answer.header("access-control-allow-origin"), origin);
            assert_eq!(answer.header("access-control-allow-credentials"), "true");
            assert!(names(&answer, "access-control-allow-methods").contains(&method.to_lowercase()));
            for header in ["authorization", "content-type", "idempotency-key", "x-queue-token"] {
                assert!(names(&answer, "access-control-allow-headers").contains(&header.to_owned()), "{header}");
            }
            assert!(answer.header("vary").contains("origin") && !answer.header("x-request-id").is_empty());
        }
    }
    let foreign = [
        "https://evil.example",
        "null",
        "https://shop.example.evil.example",
        "http://shop.example",
        "https://shop.example:8443",
        "*",
    ];
    for origin in foreign {
        let refused = preflight(&api, origin, "POST", "/checkout").await;
        refused.problem(403, "forbidden_origin");
        not_allowed(&refused);
        let answer = api.call(Method::GET, "/events").header("origin", origin).send().await;
        answer.expect(200);
        not_allowed(&answer);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listed_page_reads_every_answer_also_what_went_wrong() {
    let settings = [("ADMIT_CORS_ORIGINS", SHOP), ("ADMIT_SIGN_INS_BY_ADDRESS_PER_MIN", "1")];
    let (_server, api) = server(&settings);
    let call = |method, path: &str| api.call(method, path).header("origin", SHOP);
    let login = || call(Method::POST, "/auth/login").json(&json!({ "email": "a@b.example", "password": "none of it" }));
    let answers = [
        (200, call(Method::GET, "/events").send().await),
        (401, call(Method::GET, "/auth/me").send().await),
        (404, call(Method::GET, "/nothing").send().await),
        (405, call(Method::OPTIONS, "/events").send().await),
        (401, login().send().await),
        (429, login().send().await),
    ];
    for (status, answer) in answers {
        assert_eq!(answer.status, status, "{}", answer.shown());
        assert_eq!(answer.header("access-control-allow-origin"), SHOP, "{}", answer.shown());
        assert_eq!(answer.header("access-control-allow-credentials"), "true");
        for header in ["ratelimit", "retry-after", "x-request-id", "idempotent-replayed", "etag"] {
            assert!(names(&answer, "access-control-expose-headers").contains(&header.to_owned()), "{header}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_list_no_other_origin_is_told_anything() {
    let (_server, api) = server(&[("ADMIT_PUBLIC_URL", "https://t.example")]);
    let refused = preflight(&api, SHOP, "POST", "/checkout").await;
    refused.problem(405, "method_not_allowed");
    not_allowed(&refused);
    let answer = api.call(Method::GET, "/events").header("origin", SHOP).send().await;
    not_allowed(&answer);
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
    for feature in ["camera=()", "geolocation=()", "microphone=()"] {
        assert!(answer.header("permissions-policy").contains(feature), "{}", answer.shown());
    }
    assert_eq!(answer.header("x-frame-options"), "DENY");
}

fn not_allowed(answer: &Answer) {
    for header in ["access-control-allow-origin", "access-control-allow-credentials", "access-control-allow-methods"] {
        assert_eq!(answer.header(header), "", "{}", answer.shown());
    }
}
