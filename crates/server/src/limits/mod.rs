//! How much of the server one account or one address may have: requests by class, and connections.

mod bounded;
mod connections;
mod fields;
mod held_stream;
mod local;
mod shared;
mod subject;

pub use connections::{ConnectionLimit, ConnectionPermit};
pub(crate) use fields::{Policies, whole_seconds};
pub(crate) use held_stream::HeldStream;
pub use shared::SharedLimits;
pub use subject::{Class, Quotas, RequestLimits, Subject, Taken};
