//! Accepts connections and serves them until it is told to stop, then lets what is in flight finish.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tower::Service;

use crate::limits::{ConnectionLimit, HeldStream};
use crate::shutdown::Stop;

/// How many connections may wait to be accepted; the system caps it. A rush opens thousands within a second.
const BACKLOG: u32 = 16_384;
/// How long a request's head may take to arrive. It bounds how long a connection may idle between requests too, so it is longer
/// than an honest client needs.
const HEAD_WITHIN: Duration = Duration::from_secs(30);
/// How long to wait when no connection can be accepted, such as for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How long an endless answer may take to end once the server is told to stop: its body ends at once, but nobody may read it.
const ENDLESS_ENDS_WITHIN: Duration = Duration::from_secs(1);

/// Marks an answer that ends with the server only.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Endless;

pub(crate) fn listen(address: SocketAddr) -> Result<TcpListener> {
    let bound = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        // A restart shall not wait for the old connections' last packets.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    bound().with_context(|| format!("can't listen on {address}"))
}

/// Serves `router` on `listener` until `stop` is given; then takes no more connections and waits for those in flight, at most
/// `drain`. Connections over the limit are closed unheard: whoever has so many won't read an answer either.
pub(crate) async fn serve_connections(
    listener: TcpListener,
    router: Router,
    limit: ConnectionLimit,
    mut stop: Stop,
    drain: Duration,
) {
    // Each connection holds a sender; when the last is gone, so is the last connection.
    let (in_flight, mut all_done) = mpsc::channel::<()>(1);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.given() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let Some(permit) = limit.admit(peer.ip()) else {
                    metrics::counter!("admit_connections_refused_total").increment(1);
                    continue;
                };
                let (router, stop, in_flight) = (router.clone(), stop.clone(), in_flight.clone());
                tokio::spawn(async move {
                    // Answers are small and whole; waiting for more to send would only delay them.
                    let _ = stream.set_nodelay(true);
                    connection(HeldStream::new(stream, permit), peer, router, stop).await;
                    drop(in_flight);
                });
            }
            Err(error) => {
                metrics::counter!("admit_accept_errors_total").increment(1);
                tracing::warn!(%error, "a connection can't be accepted");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop((listener, in_flight));
    if timeout(drain, all_done.recv()).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut off");
    }
}

async fn connection(stream: HeldStream, peer: SocketAddr, router: Router, mut stop: Stop) {
    metrics::gauge!("admit_connections").increment(1);
    let is_endless = Arc::new(AtomicBool::new(false));
    let marks = is_endless.clone();
    let service = service_fn(move |request| answer(router.clone(), peer, request, marks.clone()));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.given() => {
            connection.as_mut().graceful_shutdown();
            if is_endless.load(Ordering::Relaxed) {
                timeout(ENDLESS_ENDS_WITHIN, connection).await.unwrap_or(Ok(()))
            } else {
                connection.await
            }
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%peer, %error, "a connection broke");
    }
    metrics::gauge!("admit_connections").decrement(1);
}

async fn answer(
    mut router: Router,
    peer: SocketAddr,
    mut request: Request<Incoming>,
    is_endless: Arc<AtomicBool>,
) -> Result<Response<axum::body::Body>, Infallible> {
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.call(request).await?;
    if response.extensions().get::<Endless>().is_some() {
        is_endless.store(true, Ordering::Relaxed);
    }
    Ok(response)
}
