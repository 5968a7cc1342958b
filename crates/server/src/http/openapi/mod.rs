//! The OpenAPI document: every operation that the router serves, described from the types that it reads and writes.
//!
//! A new route needs its line in one of the tables here; the tests hold them against the router, and every answer that a test
//! gets against the document.

mod account_operations;
mod buying_operations;
mod catalogue_operations;
mod document;
mod line_operations;
mod live_messages;
mod node_operations;
mod operation;
mod organizer_operations;
mod problems;
mod request_shapes;
mod schemas;
mod seating_plan;

pub(super) use document::serve;
pub use document::text;
