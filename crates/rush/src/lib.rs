//! The load generator: drives a server over HTTP as buyers would, says what it saw, and judges whether the server told the truth.
//!
//! Architecture invariant: this crate knows the server only by its wire. It owns its HTTP client and shares no type with the
//! server, so that whatever breaks on the wire hurts here. Of the rules it uses the audit's predicates alone, never what decides.

mod auditor;
mod command;
mod engine;
mod ground;
mod report;
mod scenario;
mod wire;

pub use command::{Rush, run};
