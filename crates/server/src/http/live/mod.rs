//! Live updates over HTTP: a stream of events for everybody, and a socket that also tells buyers of what is theirs.

mod connections;
mod encode;
mod farewell;
mod heard;
mod socket;
mod stream;
mod waiting;

pub use connections::LiveConnections;
pub(super) use connections::{Kind, Open};
pub(super) use encode::version_text;
pub(super) use farewell::farewell;
pub(super) use heard::Heard;
pub(super) use socket::connect;
pub(super) use stream::{HEARTBEAT, HEARTBEAT_TEXT, LAST_EVENT_ID, OPENING_TEXT, UNBUFFERED, stream};
