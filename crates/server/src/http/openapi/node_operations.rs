//! What operators ask of a node, and what tells of the API.

use axum::http::StatusCode;
use serde_json::json;

use super::operation::{Operation, get, post};
use crate::http::codes::Code;
use crate::http::operations::{AliveBody, PingBody, ReadyBody};

pub(super) fn all() -> Vec<Operation> {
    vec![
        get("/healthz", "healthz", "Whether the node is alive")
            .for_operators()
            .gives::<AliveBody>(StatusCode::OK, "It is."),
        get("/readyz", "readyz", "Whether what the node needs is there")
            .for_operators()
            .gives::<ReadyBody>(StatusCode::OK, "All of it.")
            .gives::<ReadyBody>(StatusCode::SERVICE_UNAVAILABLE, "Not all of it."),
        get("/metrics", "metrics", "Counters and gauges for Prometheus")
            .about("Not here but on an address of their own where the settings name one.")
            .for_operators()
            .gives_others(&["text/plain"], "In Prometheus' text format.")
            .fails(&[Code::NotFound]),
        post("/ping", "ping", "Does nothing")
            .about("As everything else does it: what the machine can do at most is measured by it.")
            .takes::<PingBody>(json!({}))
            .gives::<PingBody>(StatusCode::OK, "Nothing."),
        get("/openapi.json", "openapi", "This document")
            .outside()
            .tagged()
            .gives_others(&["application/json"], "An OpenAPI 3.1 document."),
        get("/docs", "docs", "This document as a page for people")
            .outside()
            .tagged()
            .gives_others(&["text/html"], "The page."),
        get("/docs/{part}", "docs_part", "The page's style and scripts")
            .outside()
            .tagged()
            .gives_others(&["text/css", "text/javascript"], "The part."),
    ]
}
