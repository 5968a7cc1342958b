//! `/docs`: the OpenAPI document as a page for people. It loads nothing from anywhere else.

use axum::http::{HeaderMap, HeaderValue};

use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Response;

use super::answer::{Cached, content_tag};
use super::path::Path;
use super::problem::{Answer, Problem};

const CACHE: &str = "public, max-age=300";
const HTML: &str = "text/html; charset=utf-8";
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'",
);

const SCRIPT: &str = "text/javascript; charset=utf-8";
/// What the page is made of: name, media type, text.
const PARTS: [(&str, &str, &str); 4] = [
    ("page.css", "text/css; charset=utf-8", include_str!("docs/page.css")),
    ("page.js", SCRIPT, include_str!("docs/page.js")),
    ("element.js", SCRIPT, include_str!("docs/element.js")),
    ("schema.js", SCRIPT, include_str!("docs/schema.js")),
];

pub(super) async fn page(headers: HeaderMap) -> Answer<Response> {
    let mut response = cached(&headers, HTML, include_str!("docs/page.html"))?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}

/// The page's style and scripts.
pub(super) async fn part(Path(name): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let found = PARTS.iter().find(|(known, ..)| *known == name);
    let (_, content_type, text) = found.ok_or_else(Problem::not_found)?;
    cached(&headers, content_type, text)
}

fn cached(request: &HeaderMap, content_type: &'static str, text: &'static str) -> Answer<Response> {
    let tag = &content_tag(text.as_bytes());
    Cached { request, tag, cache_control: CACHE, content_type }.answer(|| Ok(text.into()))
}
