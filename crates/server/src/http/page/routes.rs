//! Where the page is: under every address that it knows, and what it is made of beside it.

use admit_domain::id::EventId;
use axum::Router;
use axum::extract::State;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::built::{ASK_AGAIN, FILES, HTML, POLICY, find, index};
use super::preview::with_preview;
use crate::http::answer::{Cached, content_tag};
use crate::http::path::Path;
use crate::http::problem::{Answer, Problem};
use crate::http::state::ApiState;

/// Addresses of the page's screens, as its own router in `web/src/app/router.tsx` has them. Those of events are apart.
const SCREENS: [&str; 14] = [
    "/",
    "/basket",
    "/checkout/{hold}",
    "/orders",
    "/orders/{order}",
    "/tickets",
    "/tickets/{ticket}",
    "/sign-in",
    "/register",
    "/account",
    "/verify",
    "/reset-password",
    "/forgot-password",
    "/privacy",
];
const EVENT_SCREENS: [&str; 3] = ["/events/{event}", "/events/{event}/seats", "/events/{event}/queue"];

/// Where no screen is, whatever a browser asks for.
const NO_SCREENS: [&str; 5] = ["/api", "/assets", "/docs", "/.well-known", "/openapi.json"];

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Admit</title>\
    <h1>Admit</h1><p>This program was built without the page for buyers. <code>cargo xtask web</code> builds the page, which needs \
    Node 20, and <code>cargo build</code> then puts it into the program.</p>\
    <p>The API is there: see <a href=\"/docs\">its documentation</a>.</p></html>";

pub(in crate::http) fn routes() -> Router<ApiState> {
    let screens = SCREENS.iter().fold(Router::new(), |routes, path| routes.route(path, get(screen)));
    let events = EVENT_SCREENS.iter().fold(screens, |routes, path| routes.route(path, get(event)));
    let beside = FILES.iter().filter(|file| file.path != "/index.html");
    beside.fold(events, |routes, file| routes.route(file.path, get(part)))
}

/// What no route takes. Who asks for a page gets one that says so; everybody else gets a problem.
pub(in crate::http) async fn otherwise(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let is_below =
        |start: &str| uri.path().strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let wants_page =
        headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|all| all.contains("text/html"));
    match index() {
        Some(index) if method == Method::GET && wants_page && !NO_SCREENS.iter().any(|start| is_below(start)) => {
            unknown(index)
        }
        _ => Problem::not_found().into_response(),
    }
}

async fn part(uri: Uri, headers: HeaderMap) -> Answer<Response> {
    find(uri.path()).ok_or_else(Problem::not_found)?.answer(&headers)
}

async fn screen(headers: HeaderMap) -> Answer<Response> {
    match index() {
        Some(index) => page(&headers, index.to_owned()),
        None => Ok(not_built()),
    }
}

async fn event(
    State(state): State<ApiState>,
    Path(names): Path<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Answer<Response> {
    let Some(index) = index() else { return Ok(not_built()) };
    let id = names.iter().find_map(|(_, id)| id.parse::<EventId>().ok());
    let shown = match id {
        Some(id) => state.app.show_event(id).await?,
        None => None,
    };
    match shown {
        Some(shown) => page(&headers, with_preview(index, &shown, &state)),
        None => Ok(unknown(index)),
    }
}

fn page(request: &HeaderMap, html: String) -> Answer<Response> {
    let cached = Cached { request, tag: &content_tag(html.as_bytes()), cache_control: ASK_AGAIN, content_type: HTML };
    let mut response = cached.answer(|| Ok(html.into()))?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}

/// The page, which finds by itself that there is no such screen.
fn unknown(index: &'static str) -> Response {
    html(StatusCode::NOT_FOUND, index)
}

fn not_built() -> Response {
    html(StatusCode::NOT_FOUND, NOT_BUILT)
}

fn html(status: StatusCode, text: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(HTML)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    (status, headers, text).into_response()
}
