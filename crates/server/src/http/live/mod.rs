//! Live updates over HTTP: a stream of events for everybody, and a socket that also tells buyers of what is theirs.

mod connections;
mod encode;
mod heard;
mod socket;
mod stream;
mod waiting;

pub use connections::LiveConnections;
pub(super) use encode::version_text;
pub(super) use heard::Heard;
pub(super) use socket::connect;
pub(super) use stream::stream;
