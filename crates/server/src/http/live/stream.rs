//! `GET /events/{event}/stream`: an event's changes as Server-Sent Events, for everybody.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use admit_app::live::{Bell, Listener};
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
use crate::http::seats::desk;
use crate::http::state::ApiState;
use crate::shutdown::Stop;

use super::connections::{Kind, Open};
use super::encode::{next_piece, read_version};

/// A comment is sent when nothing else was for so long: proxies cut off what is silent, and so a client that is gone is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
const HEARTBEAT_TEXT: &[u8] = b":\n\n";
/// How soon a browser is to reconnect.
const OPENING_TEXT: &[u8] = b"retry: 1000\n\n";
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Asks nginx and its kin to pass each event on at once.
const UNBUFFERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

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
    let events = Events { listener, bell, stop: open.stop(), opening: Some(OPENING_TEXT), _open: open };
    let body = stream::unfold(events, async |mut events| {
        let chunk = events.next().await?;
        Some((Ok::<_, Infallible>(chunk), events))
    });
    let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store"), UNBUFFERED];
    Ok((Extension(Endless), headers, Body::from_stream(body)).into_response())
}

struct Events {
    listener: Listener,
    bell: Arc<Bell>,
    stop: Stop,
    opening: Option<&'static [u8]>,
    _open: Open,
}

impl Events {
    /// The next part of the body; none once the node stops.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(opening) = self.opening.take() {
            return Some(Bytes::from_static(opening));
        }
        let heartbeat = Instant::now() + HEARTBEAT;
        while !self.stop.is_given() {
            if let Some(piece) = next_piece(&mut self.listener) {
                return Some(piece.event);
            }
            tokio::select! {
                () = self.bell.rung() => {}
                () = self.stop.given() => {}
                () = sleep_until(heartbeat) => return Some(Bytes::from_static(HEARTBEAT_TEXT)),
            }
        }
        None
    }
}
