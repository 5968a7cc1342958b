//! A connection whose every exchange is timed and judged.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use crate::wire::connection::{Answer, Connection, Request};

use super::kind::{Kind, Outcome, outcome, problem_code};
use super::log::Log;

/// A server that hangs shall not hang the load.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);

pub(crate) struct Wire<'wire> {
    connection: &'wire mut Connection,
    log: &'wire RefCell<Log>,
    /// When the next request was to be sent, if others decide that; its latency counts from then.
    due: Option<Instant>,
}

/// An answer that isn't a failure.
pub(crate) struct Reply<'wire> {
    pub(crate) outcome: Outcome,
    /// The problem's code, of a conflict.
    pub(crate) code: &'wire str,
    pub(crate) etag: Option<&'wire str>,
    pub(crate) body: &'wire [u8],
    pub(crate) sent: Instant,
    pub(crate) answered: Instant,
}

impl<'wire> Wire<'wire> {
    pub(crate) fn new(connection: &'wire mut Connection, log: &'wire RefCell<Log>, due: Option<Instant>) -> Self {
        Self { connection, log, due }
    }

    /// Asks and notes what came of it. `None`: a failure, or no answer.
    pub(crate) async fn ask(&mut self, kind: Kind, request: Request<'_>) -> Option<Reply<'_>> {
        let sent = Instant::now();
        let since = self.due.take().unwrap_or(sent);
        let answer = match self.connection.ask_within(&request, ANSWER_WITHIN).await {
            Ok(answer) => answer,
            Err(error) => {
                self.log.borrow_mut().fail(kind, format!("{error:#}"), || format!("{}: {error:#}", request.path));
                return None;
            }
        };
        let answered = Instant::now();
        let Answer { status, etag, body } = answer;
        let code = if status < 400 { "" } else { problem_code(body) };
        let Some(outcome) = outcome(status, code) else {
            let example = || format!("{} {}: {}", status, request.path, String::from_utf8_lossy(body));
            self.log.borrow_mut().fail(kind, format!("{status} {code}"), example);
            return None;
        };
        self.log.borrow_mut().record(kind, outcome, answered.saturating_duration_since(since), answered);
        Some(Reply { outcome, code, etag, body, sent, answered })
    }

    /// Notes that a good answer said what it mustn't.
    pub(crate) fn object(&self, kind: Kind, what: &str, said: &[u8]) {
        self.log.borrow_mut().fail(kind, what.to_owned(), || String::from_utf8_lossy(said).into_owned());
    }

    /// Opens the connection before anything is asked.
    pub(crate) async fn open(&mut self) -> bool {
        let since = self.due.take().unwrap_or_else(Instant::now);
        if self.connection.is_open() {
            return true;
        }
        match self.connection.open().await {
            Ok(()) => {
                let now = Instant::now();
                self.log.borrow_mut().record(Kind::Connect, Outcome::Done, now.saturating_duration_since(since), now);
                true
            }
            Err(error) => {
                self.log.borrow_mut().fail(Kind::Connect, format!("{error:#}"), || format!("{error:#}"));
                false
            }
        }
    }
}
