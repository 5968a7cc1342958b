//! Somebody who asks at any node, and where they aren't answered, at another, with the same key. Whoever gives a rover a request says
//! by that that it may be repeated: reads, writes with a key, and the few writes that are the same when they are done twice.

use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::engine::asks::Asks;
use crate::engine::kind::{Kind, Outcome, problem_code};
use crate::engine::nodes::{Asked, Nodes, Said};
use crate::engine::random::Random;
use crate::engine::wire_log::Reply;
use crate::wire::connection::Request;

use super::session::Session;

/// After this, what was asked has no answer.
const GIVES_UP_AFTER: Duration = Duration::from_secs(30);
/// Whoever wasn't answered asks again after so long, and up to twice that.
const ASKS_AGAIN_AFTER: Duration = Duration::from_millis(100);

/// One node after the other is the one to ask, each for a while.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spells {
    pub(super) begun: Instant,
    pub(super) each: Duration,
    pub(super) nodes: usize,
}

impl Spells {
    fn node(self, now: Instant) -> usize {
        let passed = now.saturating_duration_since(self.begun).as_millis() / self.each.as_millis().max(1);
        passed as usize % self.nodes
    }
}

pub(super) struct Rover {
    pub(super) nodes: Rc<Nodes>,
    pub(super) random: Random,
    session: Session,
    /// Where it asks next.
    at: usize,
    /// Where it has to ask, if that isn't its own choice.
    sent_to: Option<Spells>,
    /// Whether a try of the newest request went unanswered, so that it may still be done, whenever whoever has it comes to it.
    pub(super) has_ghost: bool,
    body: Vec<u8>,
}

impl Rover {
    pub(super) fn new(nodes: &Rc<Nodes>, session: Session, mut random: Random) -> Self {
        let at = random.below(nodes.count());
        Rover { nodes: nodes.clone(), random, session, at, sent_to: None, has_ghost: false, body: Vec::new() }
    }

    /// One who asks at the node whose spell it is.
    pub(super) fn sent_to(self, spells: Spells) -> Self {
        Rover { sent_to: Some(spells), ..self }
    }

    /// A token that is good for some time still.
    pub(super) async fn token(&mut self) -> String {
        self.renew_if_old().await;
        self.session.token.clone()
    }

    /// Asks at any node from now on.
    pub(super) fn wander(&mut self) {
        self.at = self.random.below(self.nodes.count());
    }

    /// Asks once, at one node.
    pub(super) async fn ask_once(&mut self, kind: Kind, request: Request<'_>) -> Option<Reply<'_>> {
        self.renew_if_old().await;
        let sent = Instant::now();
        match self.try_once(kind, &request, true).await {
            Said::Final(outcome) => Some(self.reply(kind, outcome, sent)),
            _ => None,
        }
    }

    async fn try_once(&mut self, kind: Kind, request: &Request<'_>, is_first: bool) -> Said {
        let node = self.sent_to.map_or(self.at, |spells| spells.node(Instant::now()));
        let token = request.token.map(|_| self.session.token.as_str());
        let request = Request { token, ..*request };
        let asked = Asked { kind, path: request.path, sent: Instant::now(), is_first };
        let answer = self.nodes.ask(node, &request, &mut self.body).await;
        let said = self.nodes.judge(node, &asked, &answer, &self.body);
        if said == Said::SignedOut && !self.session.may_have_ended() {
            let evidence = format!("{} doesn't know a session that lasts: {}", self.nodes.authority(node), asked.path);
            self.nodes.breach("SignedOut", evidence);
        }
        said
    }

    /// Goes on to another node, after a moment.
    async fn move_on(&mut self) {
        self.at = (self.at + 1 + self.random.below(self.nodes.count().max(2) - 1)) % self.nodes.count();
        let more = ASKS_AGAIN_AFTER.as_millis() as usize;
        tokio::time::sleep(ASKS_AGAIN_AFTER + Duration::from_millis(self.random.below(more) as u64)).await;
    }

    async fn renew_if_old(&mut self) {
        if !self.session.is_old() {
            return;
        }
        let login = self.session.login.clone();
        let deadline = Instant::now() + GIVES_UP_AFTER;
        let mut is_first = true;
        while Instant::now() < deadline {
            let request = Request::post("/api/v1/auth/login", &login);
            if self.try_once(Kind::SignIn, &request, is_first).await == Said::Final(Outcome::Done)
                && self.session.renew(&self.body, &mut self.random)
            {
                return;
            }
            is_first = false;
            self.move_on().await;
        }
    }

    fn reply(&self, kind: Kind, outcome: Outcome, sent: Instant) -> Reply<'_> {
        let answered = Instant::now();
        let latency = answered.saturating_duration_since(sent);
        self.nodes.log.borrow_mut().record(kind, outcome, latency, answered);
        let code = if outcome == Outcome::Conflict { problem_code(&self.body) } else { "" };
        Reply { outcome, code, etag: None, body: &self.body, sent, answered }
    }
}

impl Asks for Rover {
    async fn ask(&mut self, kind: Kind, request: Request<'_>) -> Option<Reply<'_>> {
        self.renew_if_old().await;
        // A fan asks here as soon as there, unless they are answered.
        self.wander();
        let sent = Instant::now();
        let mut is_first = true;
        self.has_ghost = false;
        let outcome = loop {
            match self.try_once(kind, &request, is_first).await {
                Said::Final(outcome) => break outcome,
                Said::Wrong(_) => return None,
                Said::Again(_) | Said::SignedOut => {}
            }
            if sent.elapsed() >= GIVES_UP_AFTER {
                self.has_ghost = true;
                self.nodes.give_up(kind);
                return None;
            }
            (is_first, self.has_ghost) = (false, true);
            self.move_on().await;
        };
        Some(self.reply(kind, outcome, sent))
    }

    fn object(&self, kind: Kind, what: &str, said: &[u8]) {
        self.nodes.log.borrow_mut().fail(kind, what.to_owned(), || String::from_utf8_lossy(said).into_owned());
    }

    fn patience(&self) -> Duration {
        GIVES_UP_AFTER
    }
}
