//! A bare server of the HTTP library that Admit is built on, with nothing around it: what is lost to Admit's own stack shows
//! against it.

use std::io::Write;

use anyhow::Context;
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Empty {}

/// Serves `POST /api/v1/ping` on a free port, which it prints, until it is killed.
pub(crate) fn serve() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(std::io::stdout(), "listening on http://{}", listener.local_addr()?)?;
        let router = Router::new().route("/api/v1/ping", post(|body: Json<Empty>| async { body }));
        Ok(axum::serve(axum::serve::ListenerExt::tap_io(listener, nodelay), router).await?)
    })
}

fn nodelay(stream: &mut tokio::net::TcpStream) {
    // As Admit itself does; a stream that can't be told is about to fail anyway.
    let _ = stream.set_nodelay(true);
}
