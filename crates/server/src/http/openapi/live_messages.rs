//! Streams and sockets: their two operations, and what is said on them.

use admit_domain::id::{EventId, HoldId, OrderId, SectionId};
use schemars::JsonSchema;

use super::operation::{Access, Operation, get};
use super::schemas::{Schemas, schema_of};
use crate::http::codes::Code;
use crate::http::live::Heard;
use crate::http::queue::{PlaceBody, ServingBody};
use crate::http::texts::{Id, Time, VersionTag};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        get("/events/{event}/stream", "stream_event", "An event's changes as Server-Sent Events")
            .about(
                "Each event's data is a `LiveMessage` and its name that message's `type`. First a `snapshot`, then `seats` as \
                 places change: apply one if its `from` isn't newer than the version that you know and its `version` is; pass it \
                 over if you know its `version`; fetch the state again if `from` is newer. A comment comes when nothing else does.",
            )
            .header("Last-Event-ID", "The id of the last event that was heard: what came since is told, if it still can be.")
            .gives_others(&["text/event-stream"], "The stream, which doesn't end."),
        get("/ws", "open_socket", "A socket for all that a page wants to hear")
            .about(
                "Messages are JSON texts: the client's are `LiveRequest`s, the server's are `LiveMessage`s. A cookie counts for \
                 pages of allowed origins; others send `auth` first, or hear of public things alone. A socket watches at most 16 \
                 events.",
            )
            .access(Access::PerhapsSignedIn)
            .gives_nothing(axum::http::StatusCode::SWITCHING_PROTOCOLS, "The socket is open.")
            .fails(&[Code::BadRequest]),
    ]
}

pub(super) fn register(schemas: &mut Schemas) {
    schemas.request(schema_of::<Heard>());
    // Written by hand, so what may be left out is said as of what is read.
    schemas.request(schema_of::<LiveMessage>());
}

/// What the server says.
#[derive(JsonSchema)]
#[schemars(tag = "type", rename_all = "snake_case")]
#[expect(dead_code, reason = "messages are written as texts, once for all listeners; this says what they are")]
enum LiveMessage {
    /// What there is: each section with how many places are free.
    Snapshot {
        event_id: Id<EventId>,
        version: VersionTag,
        sections: Vec<(Id<SectionId>, u32)>,
    },
    /// What changed since `from`, to be applied to any state that isn't older: runs of places as `[first, count, state]`, where a state is 0 available, 1 held, 2 sold, 3 blocked.
    Seats {
        event_id: Id<EventId>,
        from: VersionTag,
        version: VersionTag,
        changes: Vec<(u32, u32, u8)>,
        sections: Vec<(Id<SectionId>, u32)>,
    },
    /// Everything is sold.
    SoldOut {
        event_id: Id<EventId>,
        version: VersionTag,
    },
    /// What is known must be fetched again.
    Resync {
        event_id: Id<EventId>,
    },
    /// To its owner: a hold is about to end.
    HoldExpiring {
        event_id: Id<EventId>,
        hold_id: Id<HoldId>,
        expires_at: Time,
        expires_in_s: u64,
    },
    /// To its owner: a hold has ended.
    HoldExpired {
        event_id: Id<EventId>,
        hold_id: Id<HoldId>,
    },
    /// To its owner: an order is paid.
    OrderPaid {
        event_id: Id<EventId>,
        hold_id: Id<HoldId>,
        order_id: Id<OrderId>,
    },
    /// On a stream: the line, when it moved.
    #[schemars(rename = "queue")]
    Line {
        event_id: Id<EventId>,
        #[schemars(flatten)]
        line: ServingBody,
    },
    /// On a socket: one's own place, at least every five seconds.
    #[schemars(rename = "queue")]
    Queue {
        event_id: Id<EventId>,
        #[schemars(flatten)]
        place: PlaceBody,
    },
    /// On a socket: it is one's turn.
    Admitted {
        event_id: Id<EventId>,
        #[schemars(flatten)]
        place: PlaceBody,
    },
    /// On a socket, and the last that is said there: the node stops. Come again after that time, which is another for each, and
    /// `join` with `after`.
    Reconnect {
        after_ms: u64,
    },
    Pong,
    /// A message of the client's couldn't be done.
    Error {
        code: String,
        detail: String,
        /// The event that the message was about.
        #[schemars(with = "String", default)]
        event_id: Option<String>,
    },
}
