//! `/queue/{event}/draw`: everything from which anybody can compute a draw again.

use admit_app::waiting_room::draw::ShownDraw;
use admit_domain::id::{AccountId, EventId};
use admit_domain::waiting_room::draw::leaf;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::private;
use super::caller::SignedIn;
use super::codes::Code;
use super::path::Path;
use super::problem::{Answer, Problem};
use super::request::{path_id, query};
use super::show::time;
use super::state::ApiState;
use super::texts::{Id, Time};

/// How many entries an answer has at most, of 36 bytes each.
const ENTRIES_MAX: u32 = 10_000;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EntriesQuery {
    /// The arrival after which to begin.
    after: Option<u32>,
}

/// Hashes and keys are hexadecimal.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Draw")]
pub(super) struct DrawBody {
    /// The hash of the key, published from the start.
    commitment: String,
    /// Once it was drawn.
    key: Option<String>,
    /// Where the public randomness comes from, named beforehand; null: there is none.
    public_source: Option<Box<str>>,
    public_input: Option<Box<str>>,
    /// Arrivals 1 to this one are drawn; known once nobody can come for it any more.
    count: Option<u32>,
    /// The root of the tree over all entries.
    root: Option<String>,
    closed_at: Option<Time>,
    drawn_at: Option<Time>,
}

/// By what one finds oneself among the entries.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DrawEntry")]
pub(super) struct OwnEntryBody {
    arrival: u32,
    salt: String,
    account: Id<AccountId>,
    /// Once it was drawn.
    position: Option<u32>,
}

pub(super) async fn show(State(state): State<ApiState>, Path(event): Path<String>) -> Answer<Response> {
    let draw = drawn(&state, path_id(&event)?).await?;
    let body = DrawBody {
        commitment: hex(&draw.commitment),
        key: draw.key.map(|key| hex(&key)),
        public_source: draw.public_source,
        public_input: draw.public_input,
        count: draw.count,
        root: draw.root.map(|root| hex(&root)),
        closed_at: draw.closed_at.map(time),
        drawn_at: draw.drawn_at.map(time),
    };
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
    let (salt, account) = (hex(&own.salt), Id(own.account));
    private(StatusCode::OK, &OwnEntryBody { arrival: own.number, salt, account, position: own.position })
}

async fn drawn(state: &ApiState, event: EventId) -> Answer<ShownDraw> {
    state.app.show_draw(event).await?.ok_or_else(|| Problem::new(Code::NoDraw))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
