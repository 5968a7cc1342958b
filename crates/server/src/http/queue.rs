//! `/queue/{event}`: getting in line, and hearing where one stands.

use admit_app::accounts::caller::Caller;
use admit_app::desk::view::View;
use admit_app::waiting_room::ShownPlace;
use admit_app::waiting_room::error::LineError;
use admit_domain::id::EventId;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::settings::{Calling, Mode};
use admit_domain::waiting_room::standing::Status;
use admit_domain::waiting_room::{self, Stock, WaitRange};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::private;
use super::caller::{SignedIn, cookie, refuse_foreign_pages};
use super::codes::Code;
use super::path::Path;
use super::problem::{Answer, Problem};
use super::request::{Body, path_id};
use super::show::time;
use super::state::ApiState;
use super::texts::{Name, Time};

const PLACE_HEADER: &str = "x-queue-token";
const PLACE_COOKIE: &str = "admit_place";
/// A line lasts for days, not for months.
const PLACE_COOKIE_MAX_AGE_S: u32 = 7 * 86_400;

#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum PlaceStatus {
    /// Will be drawn.
    Prequeue,
    Waiting,
    /// May shop, once it is known by which account.
    Admitted,
    Left,
}

/// Whether what is left will last until one's turn.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Outlook {
    Likely,
    Unlikely,
    Unknown,
}

/// From the least to the most that it is expected to take, in seconds.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[schemars(rename = "Wait")]
pub(super) struct WaitBody {
    low: u64,
    high: u64,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Place")]
pub(super) struct PlaceBody {
    /// The place itself: whoever shows it first while signed in owns it.
    queue_token: String,
    status: PlaceStatus,
    position: u32,
    /// How many people are in front, those who left not counted.
    ahead: u32,
    /// By the pace that was measured; null where none is known.
    estimated_wait_s: Option<WaitBody>,
    /// How many places are free now.
    remaining: u32,
    outlook: Outlook,
    /// Positions up to this one are called.
    serving: u32,
    /// Whether this one is.
    called: bool,
    /// Until when a call must be answered, by asking while signed in.
    answer_by: Option<Time>,
    paused: bool,
    /// When people begin to be called; null: they are.
    opens_at: Option<Time>,
    /// What `X-Queue-Pass` takes; null until it is one's turn and known whose it is.
    pass: Option<String>,
    pass_expires_at: Option<Time>,
}

/// The one number for all.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Serving")]
pub(super) struct ServingBody {
    /// Positions up to this one are called.
    serving: u32,
    /// How many positions there are.
    issued: u32,
    rate_per_min: u32,
    paused: bool,
    updated_at: Time,
}

/// A line as an event shows it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "WaitingRoom")]
pub(super) struct RoomBody {
    mode: Name<Mode>,
    opens_at: Option<Time>,
    waiting: u32,
    #[serde(flatten)]
    line: ServingBody,
}

pub(super) async fn join(
    State(state): State<ApiState>,
    caller: Option<SignedIn>,
    Path(event): Path<String>,
    body: Body,
) -> Answer<Response> {
    refuse_foreign_pages(&state, body.headers(), (PLACE_HEADER, PLACE_COOKIE))?;
    let event: EventId = path_id(&event)?;
    nothing_in(&state, event, &body).await?;
    // The place itself makes a repeat harmless, so a key has nothing to add; one that is none is refused as everywhere.
    body.request_key(&state)?;
    let caller = caller.map(|SignedIn(caller)| caller);
    let token = presented(&state, event, body.headers(), caller.as_ref());
    let place = state.app.join_waiting_room(event, token.as_deref(), caller.as_ref()).await?;
    let mut response = private(StatusCode::OK, &show_place(&state, event, &place).await?)?;
    set_cookie(&state, event, &place.token, PLACE_COOKIE_MAX_AGE_S, &mut response)?;
    Ok(response)
}

pub(super) async fn status(
    State(state): State<ApiState>,
    caller: Option<SignedIn>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let event: EventId = path_id(&event)?;
    let caller = caller.map(|SignedIn(caller)| caller);
    let token = presented(&state, event, &headers, caller.as_ref());
    let place = state.app.waiting_status(event, token.as_deref(), caller.as_ref()).await?;
    private(StatusCode::OK, &show_place(&state, event, &place).await?)
}

pub(super) async fn leave(
    State(state): State<ApiState>,
    caller: Option<SignedIn>,
    Path(event): Path<String>,
    body: Body,
) -> Answer<Response> {
    refuse_foreign_pages(&state, body.headers(), (PLACE_HEADER, PLACE_COOKIE))?;
    let event: EventId = path_id(&event)?;
    nothing_in(&state, event, &body).await?;
    // The place itself makes a repeat harmless, so a key has nothing to add; one that is none is refused as everywhere.
    body.request_key(&state)?;
    let caller = caller.map(|SignedIn(caller)| caller);
    let token = presented(&state, event, body.headers(), caller.as_ref());
    state.app.leave_waiting_room(event, token.as_deref(), caller.as_ref()).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&state, event, "", 0, &mut response)?;
    Ok(response)
}

/// The one number from which everybody derives an upper bound of their wait. It is the same for all, so an edge may keep it.
pub(super) async fn serving(State(state): State<ApiState>, Path(event): Path<String>) -> Answer<Response> {
    let room = state.app.line_of(path_id(&event)?).await?.view();
    let mut response = private(StatusCode::OK, &show_serving(&room))?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=1"));
    Ok(response)
}

pub(super) fn show_serving(room: &Room) -> ServingBody {
    let settings = &room.head.settings;
    ServingBody {
        serving: room.head.called,
        issued: room.head.issued,
        rate_per_min: settings.rate_per_min,
        paused: settings.calling == Calling::Paused,
        updated_at: time(room.at),
    }
}

/// A line as an event's page shows it.
pub(super) fn show_room(room: &Room) -> RoomBody {
    RoomBody {
        mode: Name(room.head.settings.mode),
        opens_at: room.head.settings.opens_at.map(time),
        waiting: room.waiting(),
        line: show_serving(room),
    }
}

/// A place with what its holder wants to know of the sale.
pub(super) async fn show_place(state: &ApiState, event: EventId, place: &ShownPlace) -> Answer<PlaceBody> {
    let desk = state.app.desks.get(event).await?;
    let view = desk.view();
    Ok(show_standing(place, &view))
}

pub(super) fn show_wait(wait: WaitRange) -> WaitBody {
    WaitBody { low: wait.low.as_secs(), high: wait.high.as_secs() }
}

fn show_standing(place: &ShownPlace, view: &View) -> PlaceBody {
    let (standing, room) = (&place.standing, &place.room);
    let status = match standing.status {
        Status::Prequeue => PlaceStatus::Prequeue,
        Status::Waiting | Status::Ready => PlaceStatus::Waiting,
        Status::Called { .. } | Status::Admitted { .. } => PlaceStatus::Admitted,
        // Those whose place is gone are told so by a problem.
        Status::Left | Status::Expired => PlaceStatus::Left,
    };
    let answer_by = match standing.status {
        Status::Called { lapses_at } => Some(time(lapses_at)),
        _ => None,
    };
    PlaceBody {
        queue_token: place.token.clone(),
        status,
        position: standing.position,
        ahead: standing.ahead,
        estimated_wait_s: standing.wait.map(show_wait),
        remaining: view.total().available,
        outlook: outlook(standing.ahead, room, view),
        serving: room.head.called,
        called: standing.position <= room.head.called,
        answer_by,
        paused: room.head.settings.calling == Calling::Paused,
        opens_at: room.head.settings.opens_at.map(time),
        pass: place.pass.as_ref().map(|(pass, _)| pass.clone()),
        pass_expires_at: place.pass.as_ref().map(|(_, ends_at)| time(*ends_at)),
    }
}

fn outlook(ahead: u32, room: &Room, view: &View) -> Outlook {
    let total = view.total();
    let stock = Stock {
        free: total.available,
        taken: total.sold + total.held,
        each_max: view.terms().limits.tickets_per_buyer_max,
        admitted: room.head.totals.admitted,
    };
    match stock.outlook(ahead) {
        waiting_room::Outlook::Likely => Outlook::Likely,
        waiting_room::Outlook::Unlikely => Outlook::Unlikely,
        waiting_room::Outlook::Unknown => Outlook::Unknown,
    }
}

/// A body that says nothing. What isn't there comes before what is wrong with it, and that before what can't be done now.
async fn nothing_in(state: &ApiState, event: EventId, body: &Body) -> Answer<()> {
    let line = state.app.line_of(event).await;
    if let Err(error) = &line
        && !matches!(error, LineError::Refused(_))
    {
        return Err(error.clone().into());
    }
    body.nothing()?;
    line.map(drop).map_err(Into::into)
}

/// The place that a request shows: by its header; else by its cookie, if that is a place that the caller may show.
fn presented(state: &ApiState, event: EventId, headers: &HeaderMap, caller: Option<&Caller>) -> Option<String> {
    if let Some(header) = headers.get(PLACE_HEADER) {
        return Some(header.to_str().unwrap_or_default().to_owned());
    }
    let token = cookie(headers, PLACE_COOKIE)?;
    state.app.may_show_place(event, token, caller).then(|| token.to_owned())
}

/// Sent to this line only, so each event's place has its own.
fn set_cookie(state: &ApiState, event: EventId, token: &str, max_age_s: u32, response: &mut Response) -> Answer<()> {
    let secure = if state.settings.is_behind_tls() { "; Secure" } else { "" };
    let cookie = format!(
        "{PLACE_COOKIE}={token}; Path=/api/v1/queue/{event}; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}"
    );
    let value = HeaderValue::from_str(&cookie).map_err(|_| Problem::new(Code::Internal))?;
    response.headers_mut().append(SET_COOKIE, value);
    Ok(())
}
