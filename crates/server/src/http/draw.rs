//! `/queue/{event}/draw`: everything from which anybody can compute a draw again.

use admit_app::waiting_room::draw::ShownDraw;
use admit_domain::id::EventId;
use admit_domain::waiting_room::draw::leaf;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::answer::private;
use super::caller::SignedIn;
use super::codes::Code;
use super::problem::{Answer, Problem};
use super::request::{path_id, query};
use super::show::time;
use super::state::ApiState;

/// How many entries an answer has at most, of 36 bytes each.
const ENTRIES_MAX: u32 = 10_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntriesQuery {
    after: Option<u32>,
}

pub(super) async fn show(State(state): State<ApiState>, Path(event): Path<String>) -> Answer<Response> {
    let draw = drawn(&state, path_id(&event)?).await?;
    let body = json!({
        "commitment": hex(&draw.commitment),
        "key": draw.key.map(|key| hex(&key)),
        "public_source": draw.public_source,
        "public_input": draw.public_input,
        "count": draw.count,
        "root": draw.root.map(|root| hex(&root)),
        "closed_at": draw.closed_at.map(time),
        "drawn_at": draw.drawn_at.map(time),
    });
    private(StatusCode::OK, &body)
}

/// The tree's leaves, one after another: the arrival number as four bytes, big-endian, and the salted account's hash.
pub(super) async fn entries(State(state): State<ApiState>, Path(event): Path<String>, uri: Uri) -> Answer<Response> {
    let event: EventId = path_id(&event)?;
    drawn(&state, event).await?;
    let EntriesQuery { after } = query(&uri)?;
    let entries = state.app.draw_entries(event, after.unwrap_or(0), ENTRIES_MAX).await?;
    let bytes: Vec<u8> = entries.iter().flat_map(|entry| leaf(entry.number, &entry.entry)).collect();
    let headers = [(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, "public, max-age=1")];
    Ok((headers, bytes).into_response())
}

/// By what the caller finds themselves among the entries.
pub(super) async fn mine(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Path(event): Path<String>,
) -> Answer<Response> {
    let event: EventId = path_id(&event)?;
    drawn(&state, event).await?;
    let own = state.app.own_entry(event, &caller).await?;
    let body = json!({
        "arrival": own.number,
        "salt": hex(&own.salt),
        "account": own.account.to_string(),
        "position": own.position,
    });
    private(StatusCode::OK, &body)
}

async fn drawn(state: &ApiState, event: EventId) -> Answer<ShownDraw> {
    state.app.show_draw(event).await?.ok_or_else(|| Problem::new(Code::NoDraw))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
