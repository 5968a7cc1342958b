//! An organizer's waiting room: its settings, its history and its counts.

use std::str::FromStr;
use std::time::Duration;

use admit_app::ports::waiting_rooms::HistoryItem;
use admit_app::waiting_room::organize_room::OwnRoom;
use admit_domain::id::AccountId;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::settings::{Calling, Mode, Settings, SettingsChange};
use admit_domain::waiting_room::step::What;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event_body::time as read_time;
use super::events::own_id;
use crate::http::answer::private;
use crate::http::caller::Organizes;
use crate::http::cursor::{asked, page};
use crate::http::given::given;
use crate::http::once::{made, once};
use crate::http::path::Path;
use crate::http::problem::{Answer, Problem};
use crate::http::queue::{WaitBody, show_wait};
use crate::http::request::Body;
use crate::http::show::time;
use crate::http::state::ApiState;
use crate::http::texts::{Id, Name, Time};

#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "WaitingRoomRequest")]
pub(in crate::http) struct RoomBody {
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Name<Mode>")]
    mode: Option<String>,
    /// How many people are to come in each minute, if there is room for them.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32", range(max = 1_000_000))]
    rate_per_min: Option<u32>,
    /// How often people are called.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32", range(min = 1, max = 60))]
    interval_s: Option<u32>,
    /// How many may shop at a time.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32", range(min = 1, max = 1_000_000))]
    max_active: Option<u32>,
    /// How long a call may go unanswered.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32", range(min = 5, max = 3_600))]
    window_s: Option<u32>,
    /// How long a pass lasts.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "u32", range(min = 10, max = 86_400))]
    pass_s: Option<u32>,
    #[serde(deserialize_with = "given")]
    #[schemars(with = "bool")]
    paused: Option<bool>,
    /// When people begin to be called, and when a draw is held; null: they are called.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Option<Time>")]
    opens_at: Option<Option<String>>,
    /// Where a draw's public randomness will come from.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    public_source: Option<Option<String>>,
    /// The public randomness itself, once the draw is closed.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "String", length(min = 1, max = 500))]
    public_input: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WaitingRoomSettings")]
pub(in crate::http) struct SettingsBody {
    mode: Name<Mode>,
    rate_per_min: u32,
    interval_s: u64,
    max_active: u32,
    window_s: u64,
    pass_s: u64,
    paused: bool,
    opens_at: Option<Time>,
    public_source: Option<Box<str>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnWaitingRoom")]
pub(in crate::http) struct OwnRoomBody {
    #[serde(flatten)]
    settings: SettingsBody,
    /// Whether a line stands that formed by itself.
    formed: bool,
    waiting: u32,
    admitted_active: u32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WaitingRoomHistoryItem")]
pub(in crate::http) struct HistoryBody {
    at: Time,
    what: Name<What>,
    /// Null: it happened by itself.
    by: Option<Id<AccountId>>,
    /// As they were from then on.
    settings: SettingsBody,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WaitingRoomStats")]
pub(in crate::http) struct LineStatsBody {
    /// In line and not called.
    waiting: u32,
    called_unanswered: u32,
    /// Called and here, until fewer shop.
    ready: u32,
    /// With a pass.
    admitted_active: u32,
    admitted_total: u64,
    called_total: u64,
    left_total: u64,
    /// Whose call lapsed.
    expired_total: u64,
    issued: u32,
    serving: u32,
    rate_per_min: u32,
    /// Null: the line doesn't move.
    measured_rate_per_min: Option<f64>,
    /// Of whoever is last in line.
    estimated_wait_s: Option<WaitBody>,
    /// Of those called lately, how many came: from 0 to 1.
    show_up_ratio: f64,
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
    let (limit, before): (u32, Option<Moment>) = asked(&uri)?;
    let before = before.map(|Moment(version, part)| (version, part));
    let found = state.app.room_history(&organizer, id, before, limit + 1).await?;
    let id_of = |item: &HistoryItem| format!("{}.{}", item.version, item.part);
    private(StatusCode::OK, &page(&found, limit, id_of, show_item))
}

pub(in crate::http) async fn stats(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
) -> Answer<Response> {
    let id = own_id(&state, &organizer, &id).await?;
    let room = state.app.room_of(id).await?.view();
    private(StatusCode::OK, &show_stats(&room))
}

fn show_stats(room: &Room) -> LineStatsBody {
    let (head, waiting) = (&room.head, room.waiting());
    LineStatsBody {
        waiting,
        called_unanswered: room.unanswered(),
        ready: room.shoppers.ready(),
        admitted_active: room.shoppers.live(),
        admitted_total: head.totals.admitted,
        called_total: head.totals.called,
        left_total: head.totals.left,
        expired_total: head.totals.lapsed,
        issued: head.issued,
        serving: head.called,
        rate_per_min: head.settings.rate_per_min,
        measured_rate_per_min: head.pace.per_min(),
        estimated_wait_s: head.pace.wait_for(waiting).map(show_wait),
        show_up_ratio: f64::from(head.show_up_percent()) / 100.0,
    }
}

fn show_own(own: &OwnRoom) -> OwnRoomBody {
    OwnRoomBody {
        settings: show_settings(&own.settings),
        formed: own.room.as_ref().is_some_and(|room| room.head.is_formed),
        waiting: own.room.as_ref().map_or(0, |room| room.waiting()),
        admitted_active: own.room.as_ref().map_or(0, |room| room.shoppers.live()),
    }
}

fn show_settings(settings: &Settings) -> SettingsBody {
    SettingsBody {
        mode: Name(settings.mode),
        rate_per_min: settings.rate_per_min,
        interval_s: settings.interval.as_secs(),
        max_active: settings.max_active,
        window_s: settings.window.as_secs(),
        pass_s: settings.pass_ttl.as_secs(),
        paused: settings.calling == Calling::Paused,
        opens_at: settings.opens_at.map(time),
        public_source: settings.public_source.clone(),
    }
}

fn show_item(item: &HistoryItem) -> HistoryBody {
    let settings = show_settings(&item.settings);
    HistoryBody { at: time(item.at), what: Name(item.what), by: item.by.map(Id), settings }
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
    let change = SettingsChange {
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
    };
    if change == SettingsChange::default() {
        return Err(Problem::field("body", "must say what is to change"));
    }
    Ok(change)
}

/// Where a room's record goes on.
struct Moment(u64, u32);

impl FromStr for Moment {
    type Err = ();

    fn from_str(text: &str) -> Result<Moment, ()> {
        let (version, part) = text.split_once('.').ok_or(())?;
        Ok(Moment(version.parse().map_err(drop)?, part.parse().map_err(drop)?))
    }
}
