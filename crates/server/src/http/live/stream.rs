//! `GET /events/{event}/stream`: an event's changes as Server-Sent Events, for everybody.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use admit_app::live::{Bell, Listener};
use admit_domain::id::EventId;
use admit_domain::waiting_room::room::Door;
use admit_domain::waiting_room::settings::Calling;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::time::{Instant, sleep_until};

use crate::connections::Endless;
use crate::http::path::Path;
use crate::http::problem::Answer;
use crate::http::queue::show_serving;
use crate::http::seats::desk;
use crate::http::state::ApiState;
use crate::shutdown::Stop;

use super::connections::{Kind, Open};
use super::encode::{encode_line, next_piece, read_version};
use super::farewell::farewell;

/// A comment is sent when nothing else was for so long: proxies cut off what is silent, and so a client that is gone is noticed.
pub(in crate::http) const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often the line is told of, if it moved.
const LINE_EVERY: Duration = Duration::from_secs(4);
pub(in crate::http) const HEARTBEAT_TEXT: &[u8] = b":\n\n";
/// How soon a browser is to reconnect.
pub(in crate::http) const OPENING_TEXT: &[u8] = b"retry: 1000\n\n";
pub(in crate::http) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Asks nginx and its kin to pass each event on at once.
pub(in crate::http) const UNBUFFERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

pub(in crate::http) async fn stream(
    State(state): State<ApiState>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let desk = desk(&state, &event).await?;
    let open = state.live.open(Kind::Stream)?;
    let after = headers.get(LAST_EVENT_ID).and_then(|id| read_version(id.to_str().ok()?));
    let bell = Arc::new(Bell::default());
    let listener = desk.listen(after, bell.clone()).await;
    let line = Line { state: state.clone(), told: None, next: Instant::now() };
    let events =
        Events { listener, line, bell, stop: open.stop(), has_ended: false, opening: Some(OPENING_TEXT), _open: open };
    let body = stream::unfold(events, async |mut events| {
        let chunk = events.next().await?;
        Some((Ok::<_, Infallible>(chunk), events))
    });
    let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store"), UNBUFFERED];
    Ok((Extension(Endless), headers, Body::from_stream(body)).into_response())
}

/// What everybody who watches an event hears of its line, if it has one.
struct Line {
    state: ApiState,
    /// How far was called, how many came, and whether nobody is called.
    told: Option<(u32, u32, bool)>,
    next: Instant,
}

impl Line {
    /// The line, if it has moved since it was told of.
    async fn take(&mut self, event: EventId) -> Option<Bytes> {
        if Instant::now() < self.next {
            return None;
        }
        self.next = Instant::now() + LINE_EVERY;
        // A line that can't be read just now is told of later.
        let room = self.state.app.rooms.get(event).await.ok()??.view();
        if room.door() == Door::Open {
            return None;
        }
        let is_paused = room.head.settings.calling == Calling::Paused;
        let now = Some((room.head.called, room.head.issued, is_paused));
        if self.told == now {
            return None;
        }
        self.told = now;
        Some(encode_line(event, &show_serving(&room)))
    }
}

struct Events {
    listener: Listener,
    line: Line,
    bell: Arc<Bell>,
    stop: Stop,
    has_ended: bool,
    opening: Option<&'static [u8]>,
    _open: Open,
}

impl Events {
    /// The next part of the body; none after the farewell of a node that stops.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(opening) = self.opening.take() {
            return Some(Bytes::from_static(opening));
        }
        if self.has_ended {
            return None;
        }
        let heartbeat = Instant::now() + HEARTBEAT;
        while !self.stop.is_given() {
            if let Some(piece) = next_piece(&mut self.listener) {
                return Some(piece.event);
            }
            if let Some(line) = self.line.take(self.listener.event()).await {
                return Some(line);
            }
            tokio::select! {
                () = self.bell.rung() => {}
                () = self.stop.given() => {}
                () = sleep_until(self.line.next) => {}
                () = sleep_until(heartbeat) => return Some(Bytes::from_static(HEARTBEAT_TEXT)),
            }
        }
        self.has_ended = true;
        Some(farewell())
    }
}
