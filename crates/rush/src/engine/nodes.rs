//! Several nodes of one installation, as those who don't care which of them answers see them: connections to each, and a record of
//! who answered at the first try.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::sync::Semaphore;

use crate::auditor::breach::Breach;
use crate::auditor::recovery::Answered;
use crate::wire::connection::{Connection, Request};

use super::kind::{Kind, Outcome, outcome, problem_code};
use super::log::Log;

/// Nobody waits longer for one answer.
pub(crate) const ANSWER_WITHIN: Duration = Duration::from_secs(5);
const DEFECTS_MAX: usize = 20;
const SAID_CHARS_MAX: usize = 300;

/// Refusals that come of faults besides those that a rush knows: what somebody had ran out while they couldn't reach anybody.
const HONEST: [&str; 5] = ["hold_expired", "pass_expired", "not_in_line", "hold_completed", "too_many_attempts"];
/// Conflicts that end by themselves: somebody's earlier request is still under way.
const UNDER_WAY: [&str; 2] = ["request_in_progress", "hold_in_checkout"];

pub(crate) struct Nodes {
    begun: Instant,
    nodes: Vec<Node>,
    pub(crate) log: RefCell<Log>,
    record: RefCell<Record>,
}

struct Node {
    authority: String,
    idle: RefCell<Vec<Connection>>,
    /// As many as may be open to it.
    permits: Semaphore,
}

/// What was noted of all nodes.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// By node and second.
    pub(crate) first_tries: Vec<Vec<Answered>>,
    /// What no node answered however often it was asked.
    pub(crate) given_up: BTreeMap<Kind, u64>,
    /// Answers that no fault excuses.
    pub(crate) defects: Vec<Breach>,
    /// When writes were acknowledged, and how long none was at most.
    pub(crate) stall: Stall,
}

/// The longest time in which no write was acknowledged anywhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stall {
    last: Option<Instant>,
    pub(crate) longest: Duration,
    /// When it began.
    pub(crate) since: Option<Instant>,
}

/// What an answer, or none, is to whoever asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    Final(Outcome),
    /// It may be otherwise at another node, or later.
    Again(String),
    SignedOut,
    /// Not what anybody may be told.
    Wrong(String),
}

impl Stall {
    pub(crate) fn note(&mut self, now: Instant) {
        if let Some(last) = self.last.replace(now)
            && now.saturating_duration_since(last) > self.longest
        {
            (self.longest, self.since) = (now.saturating_duration_since(last), Some(last));
        }
    }
}

impl Nodes {
    /// No more than `connections` are open to all of them together, and at least one to each.
    pub(crate) fn new(authorities: &[String], connections: usize, begun: Instant) -> Self {
        let each = (connections / authorities.len().max(1)).max(1);
        let node = |authority: &String| Node {
            authority: authority.clone(),
            idle: RefCell::default(),
            permits: Semaphore::new(each),
        };
        let record = Record { first_tries: vec![Vec::new(); authorities.len()], ..Record::default() };
        let nodes = authorities.iter().map(node).collect();
        Nodes { begun, nodes, log: RefCell::new(Log::new(begun)), record: RefCell::new(record) }
    }

    pub(crate) fn count(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn authority(&self, node: usize) -> &str {
        &self.nodes[node].authority
    }

    /// Asks one node, once. Its answer's body goes to `body`.
    pub(crate) async fn ask(&self, node: usize, request: &Request<'_>, body: &mut Vec<u8>) -> anyhow::Result<u16> {
        let node = &self.nodes[node];
        let _permit = node.permits.acquire().await.context("the connections are closed")?;
        let idle = node.idle.borrow_mut().pop();
        let mut connection = idle.unwrap_or_else(|| Connection::new(&node.authority));
        body.clear();
        // A connection that failed is closed, and opens again for whoever has it next.
        let asked = connection.ask_within(request, ANSWER_WITHIN).await.map(|answer| {
            body.extend_from_slice(answer.body);
            answer.status
        });
        node.idle.borrow_mut().push(connection);
        asked
    }

    /// Judges an answer and notes it. `is_first`: nobody was asked the same before.
    pub(crate) fn judge(&self, node: usize, asked: &Asked<'_>, answer: &anyhow::Result<u16>, body: &[u8]) -> Said {
        let said = self.read(node, asked, answer, body);
        let mut record = self.record.borrow_mut();
        if asked.is_first {
            let second = asked.sent.saturating_duration_since(self.begun).as_secs() as usize;
            let seconds = &mut record.first_tries[node];
            if seconds.len() <= second {
                seconds.resize(second + 1, Answered::default());
            }
            seconds[second].asked += 1;
            seconds[second].answered += u64::from(matches!(said, Said::Final(_)));
        }
        if said == Said::Final(Outcome::Done) && asked.kind.is_write() {
            record.stall.note(Instant::now());
        }
        drop(record);
        let example = || format!("{} {}: {}", self.authority(node), asked.path, shown(body));
        match &said {
            Said::Final(_) | Said::SignedOut => {}
            Said::Again(why) => self.log.borrow_mut().miss(asked.kind, why.clone(), example),
            Said::Wrong(what) => self.log.borrow_mut().fail(asked.kind, what.clone(), example),
        }
        said
    }

    fn read(&self, node: usize, asked: &Asked<'_>, answer: &anyhow::Result<u16>, body: &[u8]) -> Said {
        let status = match answer {
            Ok(status) => *status,
            Err(error) => return Said::Again(error.root_cause().to_string()),
        };
        let code = if status < 400 { "" } else { problem_code(body) };
        if let Some(outcome) = outcome(status, code) {
            return Said::Final(outcome);
        }
        let what = format!("{status} {code}");
        match status {
            // A node that stood still finds half a request too old.
            408 | 429 | 502..=504 => Said::Again(what),
            500.. => {
                self.find_defect(node, asked.path, &what, body);
                Said::Again(what)
            }
            401 => Said::SignedOut,
            409 if UNDER_WAY.contains(&code) => Said::Again(what),
            _ if HONEST.contains(&code) => Said::Final(Outcome::Conflict),
            _ => Said::Wrong(what),
        }
    }

    /// No dependency that is away may make an answer say that the server is broken.
    pub(crate) fn find_defect(&self, node: usize, path: &str, what: &str, body: &[u8]) {
        let evidence = format!("{} answered {path} with {what}: {}", self.authority(node), shown(body));
        self.breach("ServerError", evidence);
    }

    pub(crate) fn breach(&self, name: &str, evidence: String) {
        let mut record = self.record.borrow_mut();
        if record.defects.len() < DEFECTS_MAX {
            record.defects.push(Breach::new(name, evidence));
        }
    }

    pub(crate) fn give_up(&self, kind: Kind) {
        *self.record.borrow_mut().given_up.entry(kind).or_default() += 1;
    }

    /// Gives what was noted. The time from the last write to `end` is one without, too.
    pub(crate) fn take_record(&self, end: Instant) -> Record {
        let mut record = std::mem::take(&mut *self.record.borrow_mut());
        record.stall.note(end);
        record
    }

    /// From now on it counts when no write is acknowledged.
    pub(crate) fn begin(&self) {
        self.record.borrow_mut().stall.note(Instant::now());
    }
}

/// What was asked, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'asked> {
    pub(crate) kind: Kind,
    pub(crate) path: &'asked str,
    pub(crate) sent: Instant,
    pub(crate) is_first: bool,
}

fn shown(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(SAID_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, body: &str) -> (Said, usize) {
        let now = Instant::now();
        let nodes = Nodes::new(&["127.0.0.1:1".to_owned()], 1, now);
        let asked = Asked { kind: Kind::Hold, path: "/x", sent: now, is_first: true };
        let said = nodes.judge(0, &asked, &Ok(status), body.as_bytes());
        (said, nodes.take_record(now).defects.len())
    }

    #[test]
    fn what_is_away_is_asked_again_and_what_is_broken_is_a_defect() {
        assert_eq!(said(201, "{}"), (Said::Final(Outcome::Done), 0));
        assert_eq!(said(409, r#"{"code":"seats_taken"}"#), (Said::Final(Outcome::Conflict), 0));
        assert_eq!(said(410, r#"{"code":"hold_expired"}"#), (Said::Final(Outcome::Conflict), 0));
        for status in [408, 429, 502, 503, 504] {
            assert!(matches!(said(status, "{}"), (Said::Again(_), 0)), "{status}");
        }
        assert!(matches!(said(409, r#"{"code":"request_in_progress"}"#), (Said::Again(_), 0)));
        assert!(matches!(said(500, r#"{"code":"internal"}"#), (Said::Again(_), 1)));
        assert_eq!(said(401, "{}"), (Said::SignedOut, 0));
        assert!(matches!(said(422, "{}"), (Said::Wrong(_), 0)));
        assert!(matches!(said(404, "{}"), (Said::Wrong(_), 0)));
    }

    #[test]
    fn a_stall_is_the_longest_time_without_a_write() {
        let (begun, mut stall) = (Instant::now(), Stall::default());
        for second in [0, 1, 5, 6] {
            stall.note(begun + Duration::from_secs(second));
        }
        assert_eq!((stall.longest, stall.since), (Duration::from_secs(4), Some(begun + Duration::from_secs(1))));
    }
}
