//! Closed-loop load: a number of connections, each sending its next request as soon as the last is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use hdrhistogram::Histogram;

use crate::client::Connection;

/// What one connection asks, again and again. `None`: nothing is left to ask.
pub(crate) trait Asker: Send + 'static {
    fn next(&mut self) -> Option<(&str, Option<&str>, &[u8])>;
}

/// What a load came to.
pub(crate) struct Measured {
    pub(crate) answered: u64,
    /// Answers with another status than wanted, by status.
    pub(crate) others: std::collections::BTreeMap<u16, u64>,
    pub(crate) took: Duration,
    /// Microseconds.
    pub(crate) latency: Histogram<u64>,
}

impl Measured {
    pub(crate) fn per_second(&self) -> f64 {
        self.answered as f64 / self.took.as_secs_f64()
    }
}

/// Runs every asker on a connection of its own for `seconds`, or until it has nothing more to ask.
pub(crate) async fn run<A: Asker>(
    authority: &str,
    askers: Vec<A>,
    wanted: u16,
    seconds: Duration,
) -> anyhow::Result<Measured> {
    let mut connections = Vec::with_capacity(askers.len());
    for _ in 0..askers.len() {
        connections.push(Connection::open(authority).await?);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let begun = Instant::now();
    let tasks: Vec<_> = connections
        .into_iter()
        .zip(askers)
        .map(|(connection, asker)| tokio::spawn(ask(connection, asker, wanted, stop.clone())))
        .collect();
    let stopper = tokio::spawn(async move {
        tokio::time::sleep(seconds).await;
        stop.store(true, Ordering::Relaxed);
    });
    let mut all = Measured { answered: 0, others: Default::default(), took: Duration::ZERO, latency: histogram()? };
    for task in tasks {
        let one = task.await.context("a connection's task ended early")??;
        all.answered += one.answered;
        all.latency.add(&one.latency)?;
        for (status, count) in one.others {
            *all.others.entry(status).or_default() += count;
        }
    }
    all.took = begun.elapsed();
    stopper.abort();
    Ok(all)
}

async fn ask<A: Asker>(
    mut connection: Connection,
    mut asker: A,
    wanted: u16,
    stop: Arc<AtomicBool>,
) -> anyhow::Result<Measured> {
    let mut measured =
        Measured { answered: 0, others: Default::default(), took: Duration::ZERO, latency: histogram()? };
    while !stop.load(Ordering::Relaxed) {
        let Some((path, token, body)) = asker.next() else { break };
        let sent = Instant::now();
        let status = connection.post(path, token, body).await?.status;
        measured.latency.record(sent.elapsed().as_micros() as u64)?;
        if status == wanted {
            measured.answered += 1;
        } else {
            *measured.others.entry(status).or_default() += 1;
        }
    }
    Ok(measured)
}

fn histogram() -> anyhow::Result<Histogram<u64>> {
    Ok(Histogram::new_with_bounds(1, 120_000_000, 3)?)
}
