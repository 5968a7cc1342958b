//! `GET /changes`: what changed, for organizers' systems, as CloudEvents: a page at a time, or as Server-Sent Events.

use std::convert::Infallible;
use std::time::Duration;

use admit_app::accounts::caller::Caller;
use admit_app::changes::{Asked, ChangesError, ChangesPage, EVENTS_MAX, Position};
use admit_app::organizers::access::Organizer;
use admit_domain::id::EventId;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::time::{Instant, sleep, sleep_until};

use super::answer::JSON;
use super::caller::{Organizes, SignedIn};
use super::live::{HEARTBEAT, HEARTBEAT_TEXT, Kind, LAST_EVENT_ID, OPENING_TEXT, Open, UNBUFFERED, farewell};
use super::problem::{Answer, Problem};
use super::request::{field_id, page_limit, query};
use super::state::ApiState;
use super::texts::{Id, Time, VersionTag};
use crate::connections::Endless;
use crate::shutdown::Stop;

/// How often a stream looks for what is new. Its reader is a program, which half a second doesn't keep waiting.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How many messages are written to a stream at once.
const STREAM_PAGE: usize = 100;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangesQuery {
    /// The `next_after` of the page before; from the beginning if it isn't said.
    after: Option<String>,
    /// Only this event's.
    #[schemars(with = "Option<Id<EventId>>")]
    event: Option<String>,
    /// How many messages the page has at most; 20 if it isn't said. A stream has no pages.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<i64>,
}

/// A page of messages.
#[derive(JsonSchema)]
#[schemars(rename = "ChangesPage")]
#[expect(dead_code, reason = "messages are JSON already when they get here; this says what they are")]
pub(super) struct ChangesBody {
    items: Vec<ChangeBody>,
    /// Where to go on. There is always one: what isn't there yet comes after it.
    next_after: String,
}

/// A CloudEvent. `docs/events` says what each type is, and what its data.
#[derive(JsonSchema)]
#[schemars(rename = "Change")]
#[expect(dead_code, reason = "as above")]
struct ChangeBody {
    #[schemars(regex(pattern = "^1\\.0$"))]
    specversion: String,
    /// The same whenever the same is told again.
    id: String,
    /// Where the event is.
    source: String,
    /// Its last part is the version of the data's schema.
    r#type: String,
    subject: Id<EventId>,
    /// When it was committed.
    time: Time,
    datacontenttype: String,
    dataschema: String,
    partitionkey: Id<EventId>,
    journalversion: VersionTag,
    data: Map<String, Value>,
}

pub(super) async fn list(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    SignedIn(caller): SignedIn,
    headers: HeaderMap,
    uri: Uri,
) -> Answer<Response> {
    let ChangesQuery { after, event, limit } = query(&uri)?;
    let event = event.map(|id| field_id("event", &id)).transpose()?;
    let limit = page_limit(limit)? as usize;
    let wants_stream = wants_stream(&headers);
    // A stream that is opened again says where it was cut off, whatever its address says of the first time.
    let resumed = headers.get(LAST_EVENT_ID).filter(|_| wants_stream).map(|id| ("Last-Event-ID", id.to_str().ok()));
    let after = match resumed.or(after.as_deref().map(|after| ("after", Some(after)))) {
        Some((field, text)) => read_position(field, text.unwrap_or_default())?,
        None => Position::default(),
    };
    let asked = Asked { event, after, limit: if wants_stream { STREAM_PAGE } else { limit } };
    // What is wrong with the request is said before a stream begins.
    let page = state.app.changes(&organizer, asked).await?;
    if wants_stream { open_stream(state, organizer, caller, event, page) } else { Ok(show_page(&page)) }
}

fn read_position(field: &str, text: &str) -> Answer<Position> {
    Position::parse(text).map_err(|_| Problem::field(field, "must be a position from an earlier answer"))
}

fn wants_stream(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let essence = one.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("text/event-stream")
    })
}

fn show_page(page: &ChangesPage) -> Response {
    let items: Vec<&str> = page.messages.iter().map(|message| &*message.json).collect();
    let body = format!(r#"{{"items":[{}],"next_after":"{}"}}"#, items.join(","), page.next.text());
    ([(CONTENT_TYPE, JSON), (CACHE_CONTROL, "private, no-store")], body).into_response()
}

fn open_stream(
    state: ApiState,
    organizer: Organizer,
    caller: Caller,
    event: Option<EventId>,
    first: ChangesPage,
) -> Answer<Response> {
    let open = state.live.open(Kind::Changes)?;
    // Whoever may not read any more is found out when the token that the stream began with would have ended.
    let ends_at = Instant::now() + state.app.settings.tokens.access_ttl;
    let next = Some(first);
    let reader = Reader {
        organizer,
        caller,
        event,
        next,
        position: Position::default(),
        ends_at,
        stop: open.stop(),
        has_ended: false,
        state,
        _open: open,
    };
    let opening = stream::once(async { Ok::<_, Infallible>(Bytes::from_static(OPENING_TEXT)) });
    let rest = stream::unfold(reader, async |mut reader| {
        let chunk = reader.read().await?;
        Some((Ok::<_, Infallible>(chunk), reader))
    });
    let body = Body::from_stream(futures_util::StreamExt::chain(opening, rest));
    let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store"), UNBUFFERED];
    Ok((Extension(Endless), headers, body).into_response())
}

/// One stream. It reads on only when its client has taken what was read before.
struct Reader {
    state: ApiState,
    organizer: Organizer,
    caller: Caller,
    event: Option<EventId>,
    /// A page that was read and not written yet.
    next: Option<ChangesPage>,
    position: Position,
    ends_at: Instant,
    stop: Stop,
    has_ended: bool,
    _open: Open,
}

impl Reader {
    /// The next part of the body; none once it ends.
    async fn read(&mut self) -> Option<Bytes> {
        let heartbeat = Instant::now() + HEARTBEAT;
        loop {
            if self.stop.is_given() && !self.has_ended {
                self.has_ended = true;
                return Some(farewell());
            }
            let is_over = self.has_ended || Instant::now() >= self.ends_at;
            if is_over || self.state.app.revoked.contains(self.caller.session) {
                return None;
            }
            let page = match self.next.take() {
                Some(page) => page,
                None => self.look().await?,
            };
            self.position = page.next.clone();
            if !page.messages.is_empty() {
                return Some(encode(&page));
            }
            tokio::select! {
                () = sleep(LOOK_EVERY) => {}
                () = self.stop.given() => {}
                () = sleep_until(heartbeat) => return Some(Bytes::from_static(HEARTBEAT_TEXT)),
            }
        }
    }

    /// What came meanwhile. Where it can't be read the stream ends, and whoever opens it again is told why.
    async fn look(&mut self) -> Option<ChangesPage> {
        let asked = Asked { event: self.event, after: self.position.clone(), limit: STREAM_PAGE };
        match self.state.app.changes(&self.organizer, asked).await {
            Ok(page) => Some(page),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a stream of changes can't go on");
                None
            }
        }
    }
}

/// The last message alone says where the reader then stands: positions are long, and whoever is cut off within a page hears it
/// again.
fn encode(page: &ChangesPage) -> Bytes {
    let mut text = String::new();
    for (index, message) in page.messages.iter().enumerate() {
        text.push_str(&format!("event: {}\n", message.kind.name()));
        if index + 1 == page.messages.len() {
            text.push_str(&format!("id: {}\n", page.next.text()));
        }
        text.push_str(&format!("data: {}\n\n", message.json));
    }
    text.into()
}

impl From<ChangesError> for Problem {
    fn from(error: ChangesError) -> Self {
        match error {
            ChangesError::Organizer(error) => error.into(),
            ChangesError::Position(error) => Problem::field("after", error.to_string()),
            ChangesError::TooManyEvents => {
                Problem::field("event", format!("must be said: more than {EVENTS_MAX} events have changed"))
            }
            ChangesError::Store(error) => error.into(),
        }
    }
}
