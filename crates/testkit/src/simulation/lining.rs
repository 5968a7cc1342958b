//! A run's line: it opens before anybody may hold, is asked through all nodes, looked after as time passes, and drained in the end.

use std::sync::Arc;
use std::time::Duration;

use admit_app::ports::waiting_rooms::WaitingRooms;
use admit_app::waiting_room::Rooms;
use admit_app::waiting_room::error::LineError;
use admit_domain::id::EventId;
use admit_domain::waiting_room::command::Command;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::settings::Settings;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::auditor::evidence::{LineEvidence, LineRequest};

use super::ground::Pace;
use super::ledger::Ledger;
use super::run::Run;
use super::trace::Trace;

/// How often a first wish is tried against all that goes wrong.
const TRIES_MAX: usize = 200;
/// How long nodes leave a room alone while nothing goes wrong.
const LOOKED_AFTER: Duration = Duration::from_secs(4);
/// Other runs may have rooms that are due in the same store.
const DUE_ROOMS_MAX: u32 = 10_000;
/// By then a line that moves has been called to its end.
const DRAINED_AFTER_S: u32 = 400;

/// One request of the line through one node.
struct Asking {
    event: EventId,
    ledger: Arc<Ledger>,
    trace: Arc<Trace>,
    node: usize,
    rooms: Arc<Rooms>,
    command: Command,
    leaves_after: Duration,
}

impl Asking {
    async fn run(self) {
        let (node, command) = (self.node, self.command.clone());
        let request = LineRequest { node, command, began: self.ledger.beat(), ended: None };
        let number = self.ledger.begin_request(request);
        self.trace.note(|| format!("line #{number} node {node} <- {:?}", self.command));
        let asked = async {
            let room = self.rooms.get(self.event).await?.ok_or(LineError::Defect)?;
            room.submit(self.command.clone()).await
        };
        let Ok(verdict) = timeout(self.leaves_after, asked).await else {
            self.trace.note(|| format!("line #{number} leaves"));
            return;
        };
        self.trace.note(|| format!("line #{number} -> {verdict:?}"));
        self.ledger.end_request(number, self.ledger.beat(), verdict);
    }
}

impl Run {
    /// Makes the room and opens its line.
    pub(super) async fn open_line(&mut self) {
        let Some(fans) = &self.fans else { return };
        let opening = fans.opening();
        self.store.make_room(self.event, &Settings::default()).await.expect("the event has no room yet");
        for _ in 0..TRIES_MAX {
            let node = self.some_node();
            self.ask(node, opening.clone()).await;
            let last = self.ledger.requests().pop();
            if last.and_then(|request| request.ended).is_some_and(|(_, verdict)| verdict.is_ok()) {
                return;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("the line can't be opened");
    }

    /// A few people ask something of the line at the same time.
    pub(super) async fn line_up(&mut self) {
        let Some(room) = self.shown_room().await else { return };
        let up = self.nodes.up();
        let Some(fans) = &mut self.fans else { return };
        let requests = self.ledger.requests();
        requests[self.line_learned.min(requests.len())..].iter().for_each(|request| fans.learn(request));
        self.line_learned = requests.len().saturating_sub(20);
        self.crowd.inside = fans.inside(&room);
        let calls = if fans.rng.percent(50) { fans.rng.between(2, 6) } else { fans.rng.below(2) };
        let mut asked = Vec::new();
        for _ in 0..calls {
            let (command, node) = (fans.next(&room), *fans.rng.pick(&up).expect("a node is up"));
            let leaves_after = if fans.rng.percent(3) { fans.rng.below(6) } else { 60_000 };
            asked.push((node, command, Duration::from_millis(leaves_after)));
        }
        let handles: Vec<_> =
            asked.into_iter().filter_map(|(node, what, leaves)| self.asking(node, what, leaves)).collect();
        for handle in handles {
            let _ = handle.await;
        }
    }

    /// Lets time pass, in which nodes look after the line, or don't.
    pub(super) async fn let_pass(&mut self, span: Duration) {
        let looks = self.fans.as_mut().is_some_and(|fans| fans.rng.percent(75));
        if !looks || span > Duration::from_secs(1_800) {
            sleep(span).await;
            return;
        }
        let mut left = span;
        while !left.is_zero() {
            let part = left.min(LOOKED_AFTER);
            sleep(part).await;
            left -= part;
            self.look_after_line().await;
        }
    }

    /// What the clockwork of all nodes does at once: each looks for rooms that are due. One of them finds something to do.
    async fn look_after_line(&mut self) {
        let mut handles = Vec::new();
        for node in self.nodes.up() {
            let due = self.nodes.link(node).due_rooms(DUE_ROOMS_MAX).await;
            if due.is_ok_and(|due| due.contains(&self.event)) {
                handles.extend(self.asking(node, Command::Tick, Duration::from_secs(60)));
            }
        }
        for handle in handles {
            let _ = handle.await;
        }
    }

    /// When all is over and the weather is fair, everybody who still waits is called, and whoever doesn't come loses their place.
    pub(super) async fn drain_line(&mut self, findings: &mut Vec<String>) {
        let Some(fans) = &self.fans else { return };
        if self.ground.pace() == Pace::Real {
            return;
        }
        let wide = fans.open_wide();
        self.ask(0, wide).await;
        for _ in 0..DRAINED_AFTER_S {
            self.ask(0, Command::Tick).await;
            match self.shown_room().await {
                Some(room) if room.waiting() == 0 && room.unanswered() == 0 => return,
                _ => sleep(Duration::from_secs(1)).await,
            }
        }
        findings.push("the line doesn't move on".to_owned());
    }

    pub(super) async fn line_evidence(&mut self) -> Result<Option<LineEvidence>, String> {
        if self.fans.is_none() {
            return Ok(None);
        }
        let mut rooms = Vec::new();
        for node in 0..self.nodes.len() {
            let Some(known) = self.nodes.rooms(node) else { continue };
            let shown = async {
                let room = known.get(self.event).await?.ok_or(LineError::Defect)?;
                room.catch_up().await?;
                Ok::<_, LineError>(room.view())
            };
            let room = shown.await.map_err(|error| format!("node {node} can't catch up with the line: {error}"))?;
            rooms.push((format!("node {node}"), room));
        }
        let commits = self.ledger.commits(self.event, &*self.store).await;
        let commits = commits.map_err(|error| format!("the room's batches can't be looked for: {error}"))?;
        let (sales, requests) = (self.ledger.sales(), self.ledger.requests());
        Ok(Some(LineEvidence { commits, sales, requests, rooms }))
    }

    /// The room as some node shows it, which may be long past.
    async fn shown_room(&mut self) -> Option<Arc<Room>> {
        let up = self.nodes.up();
        let node = *self.fans.as_mut()?.rng.pick(&up)?;
        let room = self.nodes.rooms(node)?.get(self.event).await.ok()??;
        Some(room.view())
    }

    /// One request, waited for.
    async fn ask(&mut self, node: usize, command: Command) {
        if let Some(handle) = self.asking(node, command, Duration::from_secs(60)) {
            let _ = handle.await;
        }
    }

    fn asking(&mut self, node: usize, command: Command, leaves_after: Duration) -> Option<JoinHandle<()>> {
        let rooms = self.nodes.rooms(node)?;
        let (event, ledger, trace) = (self.event, self.ledger.clone(), self.trace.clone());
        let handle = tokio::spawn(Asking { event, ledger, trace, node, rooms, command, leaves_after }.run());
        self.nodes.add_caller(node, handle.abort_handle());
        Some(handle)
    }
}
