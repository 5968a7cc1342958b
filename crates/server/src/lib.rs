//! The server: HTTP, jobs, settings and the payment gateway, put together around the use cases.

mod backup;
pub mod check;
pub mod cli;
pub mod compose;
pub mod config;
mod connections;
pub mod demo;
mod demo_crowd;
pub mod gateway;
mod hearing;
pub mod http;
pub mod import_plan;
pub mod jobs;
pub mod limits;
mod mail;
mod markup;
pub mod measures;
mod relay;
mod replay;
pub mod serve;
pub mod shutdown;
pub mod telemetry;
pub mod user;
mod verify_draw;
