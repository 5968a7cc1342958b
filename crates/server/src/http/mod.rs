//! HTTP: reading requests, calling the use cases, writing answers. No rule is made here.

mod answer;
mod auth;
mod calendar;
mod caller;
mod checkout;
mod client_address;
mod codes;
mod coding;
mod compress;
mod cors;
mod cursor;
mod events;
mod from_app;
mod gate;
mod holds;
mod icalendar;
mod live;
mod map_cache;
mod middleware;
mod operations;
mod plan;
mod problem;
mod proofs;
mod request;
mod route_times;
mod router;
mod seats;
mod show;
mod show_order;
mod state;
mod tickets;
mod venues;
mod webhooks;

pub use live::LiveConnections;
pub use router::router;
pub use state::{ApiState, HttpSettings, Readiness, RenderMetrics};
