//! The load generator: drives a server over HTTP as buyers would, and says what it saw.
//!
//! Architecture invariant: this crate knows the server only by its wire. It owns its HTTP client and shares no type with the
//! server, so that whatever breaks on the wire hurts here.

mod ceiling;
mod client;
mod command;
mod holds;
mod load;
mod report;
mod server;
mod setup;

pub use command::{Rush, run};
