//! HTTP: reading requests, calling the use cases, writing answers. No rule is made here.

mod answer;
mod auth;
mod caller;
mod checkout;
mod codes;
mod cursor;
mod events;
mod from_app;
mod given;
mod holds;
mod map_cache;
mod middleware;
mod once;
mod operations;
mod organizer;
mod plan;
mod problem;
mod request;
mod router;
mod seats;
mod show;
mod show_order;
mod state;
mod tickets;
mod venues;
mod webhooks;

pub use router::router;
pub use state::{ApiState, HttpSettings, Readiness, RenderMetrics};
