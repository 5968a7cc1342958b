//! How the server behaves towards many, towards other origins and towards small pipes: limits, CORS, compression, caches.

mod compression;
mod connections;
mod cors;
mod limits;
#[path = "../live/listen.rs"]
#[expect(dead_code, reason = "what one socket needs is less than what all tests of live updates do")]
mod listen;
mod metrics;

use admit_testkit::client::Api;
use admit_testkit::server_process::{Database, ServerProcess};

/// A server of its own with these settings, and a client for it.
fn server(settings: &[(&str, &str)]) -> (ServerProcess, Api) {
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &Database::Embedded, settings);
    let server = tokio::task::block_in_place(start).expect("the server starts");
    let api = Api::new(server.url()).expect("a client can be made");
    (server, api)
}
