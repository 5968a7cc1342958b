//! Accounts to buy with, each signed up over HTTP before the load begins.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use serde::Deserialize;

use crate::engine::crowd::{Crowd, Task};
use crate::engine::kind::Kind;
use crate::engine::measure::{Measure, Meter};
use crate::engine::pace::Pace;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::wire::connection::Request;

/// The access tokens, by the buyer's number.
#[derive(Debug)]
pub(crate) struct Buyers(Vec<String>);

const CONNECTIONS: usize = 64;
/// Longer than signing up as many as fit into memory takes.
const WITHIN: Duration = Duration::from_secs(3_600);

impl Buyers {
    pub(crate) fn token(&self, buyer: u32) -> &str {
        &self.0[buyer as usize]
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}

/// Signs up `count` guests; `run` keeps their addresses apart from those of other runs.
pub(crate) fn sign_up(
    authority: &str,
    run: u64,
    count: usize,
    meter: &Meter,
) -> anyhow::Result<(Arc<Buyers>, Measure)> {
    let next = Arc::new(AtomicUsize::new(0));
    let newcomer = || Newcomer { run, count, next: next.clone(), tokens: Vec::new(), body: Vec::new() };
    let mut crowd = Crowd::new(authority, (0..CONNECTIONS.min(count)).map(|_| newcomer()).collect(), 1)?;
    let mut measure = Measure::new(meter.begun);
    let slice = meter.slice(WITHIN, Pace::Closed);
    meter.measure(&mut measure, || crowd.run(Task::Load, slice))?;
    if let Some((_, failure)) = measure.log.failures.iter().next() {
        anyhow::bail!("buyers can't be signed up: {}", failure.example);
    }
    let mut tokens = vec![String::new(); count];
    for newcomer in crowd.workers() {
        for (index, token) in newcomer.tokens.drain(..) {
            tokens[index] = token;
        }
    }
    ensure!(tokens.iter().all(|token| !token.is_empty()), "some buyers got no token");
    Ok((Arc::new(Buyers(tokens)), measure))
}

struct Newcomer {
    run: u64,
    count: usize,
    next: Arc<AtomicUsize>,
    tokens: Vec<(usize, String)>,
    body: Vec<u8>,
}

#[derive(Deserialize)]
struct Session<'answer> {
    access_token: &'answer str,
}

impl Worker for Newcomer {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        use std::io::Write;
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        if index >= self.count {
            return Flow::Done;
        }
        self.body.clear();
        let run = self.run;
        let written = write!(self.body, "{{\"email\":\"rush-{run:x}-{index}@example.com\",\"name\":\"Rush {index}\"}}");
        written.expect("a buffer takes everything");
        let Some(reply) = wire.ask(Kind::Guest, Request::post("/api/v1/auth/guest", &self.body)).await else {
            return Flow::Done;
        };
        let read = serde_json::from_slice::<Session<'_>>(reply.body).context("a session");
        if let Ok(Session { access_token }) = read {
            self.tokens.push((index, access_token.to_owned()));
        }
        Flow::On
    }
}
