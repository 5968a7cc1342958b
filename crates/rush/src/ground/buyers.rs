//! Accounts to buy with, each signed up over HTTP before the load begins.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::json;

use crate::engine::crowd::{Crowd, Task};
use crate::engine::kind::Kind;
use crate::engine::measure::{Measure, Meter};
use crate::engine::pace::Pace;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::wire::connection::Request;

/// The access tokens, by the buyer's number.
#[derive(Debug)]
pub(crate) struct Buyers {
    run: u64,
    tokens: Vec<String>,
    /// How long they are good from the sign-up on.
    pub(crate) last: Duration,
}

/// What sort of account buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Guest,
    /// With a password, so that they can sign in once more when their token has run out.
    Member,
}

/// Of every member.
pub(crate) const PASSWORD: &str = "a rush of people";

const CONNECTIONS: usize = 64;
/// Longer than signing up as many as fit into memory takes.
const WITHIN: Duration = Duration::from_secs(3_600);

impl Buyers {
    pub(crate) fn token(&self, buyer: u32) -> &str {
        &self.tokens[buyer as usize]
    }

    pub(crate) fn count(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn email(&self, buyer: u32) -> String {
        email(self.run, buyer as usize)
    }

    /// The same people with new tokens.
    pub(crate) fn with_tokens(&self, tokens: Vec<String>) -> Self {
        Buyers { run: self.run, tokens, last: self.last }
    }
}

/// The address of one of this run's buyers.
fn email(run: u64, buyer: usize) -> String {
    format!("rush-{run:x}-{buyer}@example.com")
}

/// Signs up `count` people; `run` keeps their addresses apart from those of other runs.
pub(crate) fn sign_up(
    authority: &str,
    run: u64,
    (count, sort): (usize, Sort),
    meter: &Meter,
) -> anyhow::Result<(Arc<Buyers>, Measure)> {
    let next = Arc::new(AtomicUsize::new(0));
    let newcomer = || Newcomer { run, count, sort, next: next.clone(), tokens: Vec::new(), last: Duration::MAX };
    let mut crowd = Crowd::new(&[authority.to_owned()], (0..CONNECTIONS.min(count)).map(|_| newcomer()).collect(), 1)?;
    let mut measure = Measure::new(meter.begun);
    let slice = meter.slice(WITHIN, Pace::Closed);
    meter.measure(&mut measure, || crowd.run(Task::Load, slice))?;
    if let Some((_, failure)) = measure.log.failures.iter().next() {
        anyhow::bail!("buyers can't be signed up: {}", failure.example);
    }
    let (mut tokens, mut last) = (vec![String::new(); count], Duration::MAX);
    for newcomer in crowd.workers() {
        for (index, token) in newcomer.tokens.drain(..) {
            tokens[index] = token;
        }
        last = last.min(newcomer.last);
    }
    ensure!(tokens.iter().all(|token| !token.is_empty()), "some buyers got no token");
    Ok((Arc::new(Buyers { run, tokens, last }), measure))
}

struct Newcomer {
    run: u64,
    count: usize,
    sort: Sort,
    next: Arc<AtomicUsize>,
    tokens: Vec<(usize, String)>,
    last: Duration,
}

/// The answer to signing up or in.
#[derive(Deserialize)]
pub(crate) struct Session<'answer> {
    pub(crate) access_token: &'answer str,
    pub(crate) expires_in: u64,
}

impl Worker for Newcomer {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        if index >= self.count {
            return Flow::Done;
        }
        let (email, name) = (email(self.run, index), format!("Rush {index}"));
        let (path, body) = match self.sort {
            Sort::Guest => ("/api/v1/auth/guest", json!({ "email": email, "name": name })),
            Sort::Member => ("/api/v1/auth/register", json!({ "email": email, "name": name, "password": PASSWORD })),
        };
        let body = body.to_string();
        let Some(reply) = wire.ask(Kind::Guest, Request::post(path, body.as_bytes())).await else {
            return Flow::Done;
        };
        let read = serde_json::from_slice::<Session<'_>>(reply.body).context("a session");
        if let Ok(Session { access_token, expires_in }) = read {
            self.last = self.last.min(Duration::from_secs(expires_in));
            self.tokens.push((index, access_token.to_owned()));
        }
        Flow::On
    }
}
