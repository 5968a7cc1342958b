//! An organizer's waiting room: its settings, its history and its counts.

use std::time::Duration;

use admit_app::ports::waiting_rooms::HistoryItem;
use admit_app::waiting_room::organize_room::OwnRoom;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::settings::{Calling, Mode, Settings, SettingsChange};
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::event_body::time as read_time;
use super::events::own_id;
use crate::http::answer::private;
use crate::http::caller::Organizes;
use crate::http::cursor::{self, Page};
use crate::http::given::given;
use crate::http::once::{made, once};
use crate::http::problem::{Answer, Problem};
use crate::http::request::{Body, page_limit, query};
use crate::http::show::time;
use crate::http::state::ApiState;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RoomBody {
    #[serde(deserialize_with = "given")]
    mode: Option<String>,
    #[serde(deserialize_with = "given")]
    rate_per_min: Option<u32>,
    #[serde(deserialize_with = "given")]
    interval_s: Option<u32>,
    #[serde(deserialize_with = "given")]
    max_active: Option<u32>,
    #[serde(deserialize_with = "given")]
    window_s: Option<u32>,
    #[serde(deserialize_with = "given")]
    pass_s: Option<u32>,
    #[serde(deserialize_with = "given")]
    paused: Option<bool>,
    /// `null`: it is open.
    #[serde(deserialize_with = "given")]
    opens_at: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    public_source: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    public_input: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

pub(in crate::http) async fn show(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
) -> Answer<Response> {
    let id = own_id(&state, &organizer, &id).await?;
    private(StatusCode::OK, &show_own(&state.app.own_room(&organizer, id).await?))
}

pub(in crate::http) async fn change(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
    body: Body,
) -> Answer<Response> {
    let id = own_id(&state, &organizer, &id).await?;
    let change = read(body.json()?)?;
    let app = state.app.clone();
    once(&state, organizer.account, &body, |_| async move {
        let room = app.change_room(&organizer, id, change).await?;
        made(StatusCode::OK, &show_own(&room))
    })
    .await
}

pub(in crate::http) async fn history(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
    uri: Uri,
) -> Answer<Response> {
    let id = own_id(&state, &organizer, &id).await?;
    let asked: PageQuery = query(&uri)?;
    let limit = page_limit(asked.limit)?;
    let before = asked.cursor.as_deref().map(read_cursor).transpose()?;
    let found = state.app.room_history(&organizer, id, before, limit + 1).await?;
    let next_cursor = cursor::next(&found, limit, |item| format!("{}.{}", item.version, item.part));
    let items: Vec<Value> = found.iter().take(limit as usize).map(show_item).collect();
    private(StatusCode::OK, &Page { items, next_cursor })
}

pub(in crate::http) async fn stats(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
) -> Answer<Response> {
    let id = own_id(&state, &organizer, &id).await?;
    let room = state.app.line_of(id).await?.view();
    private(StatusCode::OK, &show_stats(&room))
}

fn show_stats(room: &Room) -> Value {
    let (head, waiting) = (&room.head, room.waiting());
    let wait =
        head.pace.wait_for(waiting).map(|wait| json!({ "low": wait.low.as_secs(), "high": wait.high.as_secs() }));
    json!({
        "waiting": waiting,
        "called_unanswered": room.unanswered(),
        "ready": room.shoppers.ready(),
        "admitted_active": room.shoppers.live(),
        "admitted_total": head.totals.admitted,
        "called_total": head.totals.called,
        "left_total": head.totals.left,
        "expired_total": head.totals.lapsed,
        "issued": head.issued,
        "serving": head.called,
        "rate_per_min": head.settings.rate_per_min,
        "measured_rate_per_min": head.pace.per_min(),
        "estimated_wait_s": wait,
        "show_up_ratio": f64::from(head.show_up_percent()) / 100.0,
    })
}

fn show_own(own: &OwnRoom) -> Value {
    let mut body = show_settings(&own.settings);
    body["formed"] = own.room.as_ref().is_some_and(|room| room.head.is_formed).into();
    body["waiting"] = own.room.as_ref().map_or(0, |room| room.waiting()).into();
    body["admitted_active"] = own.room.as_ref().map_or(0, |room| room.shoppers.live()).into();
    body
}

fn show_settings(settings: &Settings) -> Value {
    json!({
        "mode": settings.mode.name(),
        "rate_per_min": settings.rate_per_min,
        "interval_s": settings.interval.as_secs(),
        "max_active": settings.max_active,
        "window_s": settings.window.as_secs(),
        "pass_s": settings.pass_ttl.as_secs(),
        "paused": settings.calling == Calling::Paused,
        "opens_at": settings.opens_at.map(time),
        "public_source": settings.public_source,
    })
}

fn show_item(item: &HistoryItem) -> Value {
    json!({
        "at": time(item.at),
        "what": item.what.name(),
        "by": item.by.map(|account| account.to_string()),
        "settings": show_settings(&item.settings),
    })
}

fn read(body: RoomBody) -> Answer<SettingsChange> {
    let mode = body
        .mode
        .map(|name| Mode::from_name(&name).ok_or_else(|| Problem::field("mode", "must be off, always, auto or draw")));
    let opens_at = body.opens_at.map(|at| read_time("opens_at", at.as_deref()));
    let opens_at: Option<Option<Timestamp>> = opens_at.transpose()?;
    let text = |field: &str, text: String| {
        let is_sane = (1..=500).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if is_sane { Ok(text.into_boxed_str()) } else { Err(Problem::field(field, "must have 1 to 500 characters")) }
    };
    let public_source = body.public_source.map(|source| source.map(|one| text("public_source", one)).transpose());
    let seconds = |seconds: u32| Duration::from_secs(u64::from(seconds));
    Ok(SettingsChange {
        mode: mode.transpose()?,
        rate_per_min: body.rate_per_min,
        interval: body.interval_s.map(seconds),
        max_active: body.max_active,
        window: body.window_s.map(seconds),
        pass_ttl: body.pass_s.map(seconds),
        calling: body.paused.map(|paused| if paused { Calling::Paused } else { Calling::Runs }),
        opens_at,
        public_source: public_source.transpose()?,
        public_input: body.public_input.map(|input| text("public_input", input)).transpose()?,
    })
}

fn read_cursor(text: &str) -> Answer<(u64, u32)> {
    let id: String = cursor::id(text)?;
    let (version, part) = id.split_once('.').unwrap_or_default();
    Ok((cursor::part(version)?, cursor::part(part)?))
}
