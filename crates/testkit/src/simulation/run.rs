//! One run: bursts of commands through all nodes, trouble, time passing; then calm, and the judgement.

use std::sync::Arc;
use std::time::Duration;

use admit_app::desk::DeskSettings;
use admit_app::ports::inventory::InventoryStore;
use admit_app::ports::waiting_rooms::WaitingRooms;
use admit_domain::id::EventId;
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::BatchId;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::auditor::evidence::{Clocks, Verdict};

use super::coverage::Coverage;
use super::crowd::{Crowd, key_of};
use super::fans::Fans;
use super::ground::{Ground, Pace};
use super::ledger::Ledger;
use super::nodes::Nodes;
use super::noting::Noting;
use super::observing::{Call, Record};
use super::rng::Rng;
use super::sale::Sale;
use super::sky::Sky;
use super::trace::Trace;

/// How much is to happen in a run, and what is noted of it.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub commands: usize,
    pub is_traced: bool,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Everything wrong, in words.
    pub findings: Vec<String>,
    pub coverage: Coverage,
    pub trace: Vec<String>,
    /// How many requests were made, and how many commits.
    pub requests: usize,
    pub commits: usize,
}

impl Outcome {
    pub(super) fn failed(what: String) -> Outcome {
        Outcome { findings: vec![what], ..Outcome::default() }
    }
}

/// How far a node's memory of the store's time may be behind: a slow commit and a slow look.
const LAG_MAX: Duration = Duration::from_secs(3);
/// Longer than any desk lets its caller wait.
const PATIENCE: Duration = Duration::from_secs(60);

/// Other runs may have events with due holds in the same store.
const DUE_EVENTS_MAX: u32 = 10_000;

pub(super) struct Run {
    pub(super) rng: Rng,
    pub(super) ground: Arc<dyn Ground>,
    pub(super) event: EventId,
    pub(super) sale: Sale,
    pub(super) sky: Arc<Sky>,
    pub(super) store: Arc<dyn WaitingRooms>,
    pub(super) nodes: Nodes,
    pub(super) crowd: Crowd,
    /// Present if the sale has a line in front of it.
    pub(super) fans: Option<Fans>,
    pub(super) ledger: Arc<Ledger>,
    pub(super) record: Arc<Record>,
    pub(super) trace: Arc<Trace>,
    pub(super) clocks: Clocks,
    /// Callers that nobody has waited for yet.
    pub(super) in_flight: Vec<JoinHandle<Option<Verdict>>>,
    learned: usize,
    pub(super) line_learned: usize,
}

/// Runs one seed on `ground`, and judges it.
pub async fn run(ground: Arc<dyn Ground>, seed: u64, size: Size) -> Outcome {
    let mut run = Run::prepare(ground, seed, size).await;
    run.open_line().await;
    while run.record.len() < size.commands {
        run.trouble().await;
        run.line_up().await;
        let done_percent = run.record.len() * 100 / size.commands;
        if run.rng.percent(3) {
            run.wear_out_a_payer().await;
        }
        let calls = if run.rng.percent(60) { run.rng.between(2, 14) } else { 1 };
        run.burst(calls, done_percent).await;
        run.pass_time().await;
    }
    run.settle().await
}

impl Run {
    async fn prepare(ground: Arc<dyn Ground>, seed: u64, size: Size) -> Run {
        let mut rng = Rng::new(seed);
        let trace = Arc::new(Trace::new(size.is_traced));
        let event = EventId::from_u128(rng.wide());
        let now = ground.now().await;
        let sale = Sale::draw(&mut rng, now, ground.pace());
        let sky = Arc::new(Sky::new(rng.fork(), trace.clone()));
        let ledger = Arc::new(Ledger::default());
        let store = ground.open(event, &sale, sky.clone()).await;
        let store: Arc<dyn WaitingRooms> = Arc::new(Noting::new(store, ledger.clone()));
        let settings = DeskSettings {
            purchase_limits: sale.purchase_limits,
            queue_commands_max: if rng.percent(15) { 3 } else { 8_192 },
            answer_within: Duration::from_secs(match ground.pace() {
                Pace::Virtual if rng.percent(30) => 1,
                Pace::Virtual => 10,
                // The machine may be slow, and that is nobody's fault.
                Pace::Real => 30,
            }),
        };
        let count = match rng.below(10) {
            0 => 1,
            1..=5 => 2,
            6..=8 => 3,
            _ => 4,
        };
        let nodes = Nodes::start(count, store.clone(), sky.clone(), settings);
        let apart = ground.pace() == Pace::Real || sky.is_foul() && rng.percent(25);
        let clocks = if apart { Clocks::Apart } else { Clocks::Together { lag_max: LAG_MAX } };
        let crowd = Crowd::new(rng.fork(), event, &sale, now);
        trace.note(|| {
            format!("seed {seed}: {count} nodes, {:?}, {clocks:?}, {} units", sky.weather(), sale.hall.units())
        });
        let fans = Fans::draw(seed, &crowd.buyers, ground.pace());
        Run {
            rng,
            ground,
            event,
            sale,
            sky,
            store,
            nodes,
            crowd,
            fans,
            ledger,
            record: Arc::default(),
            trace,
            clocks,
            in_flight: Vec::new(),
            learned: 0,
            line_learned: 0,
        }
    }

    /// Nodes come back, the store goes away, people look, holds are swept.
    async fn trouble(&mut self) {
        for node in 0..self.nodes.len() {
            if self.nodes.desks(node).is_none() && self.rng.percent(50) {
                self.revive(node).await;
            }
        }
        if self.nodes.up().is_empty() {
            self.revive(0).await;
        }
        if self.sky.is_foul() && self.rng.percent(3) {
            let longest = if self.ground.pace() == Pace::Real {
                60
            } else if self.rng.percent(20) {
                4000
            } else {
                100
            };
            self.sky.take_store_away(Duration::from_millis(self.rng.between(5, longest)));
        }
        let node = self.some_node();
        if self.rng.percent(12) {
            self.sweep(node).await;
        }
        if self.rng.percent(8)
            && let Some(desks) = self.nodes.desks(node)
            && let Ok(desk) = desks.get(self.event).await
        {
            // A node that hears of others; if it can't, it is as stale as before.
            let _ = desk.catch_up().await;
        }
    }

    pub(super) async fn revive(&mut self, node: usize) {
        if self.nodes.is_alone() {
            // A process that has the store for itself takes its transactions with it; here they may still be under way.
            let _ = self.store.was_committed(self.event, BatchId(0)).await;
            if self.fans.is_some() {
                let _ = self.store.was_room_committed(self.event, BatchId(0)).await;
            }
        }
        self.nodes.revive(node);
        self.trace.note(|| format!("node {node} starts"));
    }

    /// What a node's clockwork does: it looks for due holds, and has them ended.
    async fn sweep(&mut self, node: usize) {
        if let Ok(events) = self.nodes.link(node).events_with_due_holds(DUE_EVENTS_MAX).await
            && events.contains(&self.event)
        {
            self.call(node, Command::Expire).await;
        }
    }

    pub(super) fn some_node(&mut self) -> usize {
        let up = self.nodes.up();
        *self.rng.pick(&up).expect("a node is up")
    }

    async fn burst(&mut self, calls: u64, done_percent: usize) {
        self.learn();
        let mut handles = Vec::new();
        for _ in 0..calls {
            let command = self.crowd.next(done_percent);
            self.count_repeat(&command);
            let node = self.some_node();
            let comes_after = Duration::from_millis(if calls > 1 { self.rng.below(4) } else { 0 });
            let leaves = self.rng.percent(3);
            let leaves_after = if leaves { Duration::from_millis(self.rng.below(6)) } else { PATIENCE };
            if leaves {
                self.sky.count("fault: caller left");
            }
            handles.push(self.spawn(node, command, comes_after, leaves_after));
        }
        if self.sky.is_foul() && self.rng.percent(6) {
            sleep(Duration::from_millis(self.rng.below(9))).await;
            let node = self.some_node();
            self.trace.note(|| format!("node {node} dies"));
            self.nodes.kill(node);
        }
        if self.clocks == Clocks::Apart && self.ground.pace() == Pace::Virtual && self.rng.percent(10) {
            sleep(Duration::from_millis(self.rng.below(5))).await;
            self.sky.count("fault: clock jumped");
            self.ground.jump(Duration::from_secs(self.rng.between(1, 900)));
        }
        for handle in handles {
            if self.rng.percent(4) {
                self.in_flight.push(handle);
            } else {
                let _ = handle.await;
            }
        }
    }

    fn learn(&mut self) {
        let verdicts = self.record.verdicts_from(self.learned);
        verdicts.iter().for_each(|verdict| self.crowd.learn(verdict));
        // Answers that come late are looked for again, a little way back.
        self.learned = self.record.len().saturating_sub(20);
    }

    fn count_repeat(&self, command: &Command) {
        let Some(key) = key_of(command) else { return };
        let before = self.crowd.requests.iter().filter_map(key_of).filter(|known| known.key == key.key);
        let (same, other): (Vec<_>, Vec<_>) = before.partition(|known| known.body == key.body);
        if same.len() > 1 {
            self.sky.count("fault: repeated elsewhere");
        }
        if !other.is_empty() {
            self.sky.count("fault: key with another body");
        }
    }

    pub(super) fn spawn(
        &mut self,
        node: usize,
        command: Command,
        comes_after: Duration,
        leaves_after: Duration,
    ) -> JoinHandle<Option<Verdict>> {
        let desks = self.nodes.desks(node).expect("calls go to nodes that are up");
        let (ground, event, record, trace) = (self.ground.clone(), self.event, self.record.clone(), self.trace.clone());
        let ledger = self.ledger.clone();
        let call = Call { ground, event, record, ledger, trace, node, desks, command, comes_after, leaves_after };
        let handle = tokio::spawn(call.run());
        self.nodes.add_caller(node, handle.abort_handle());
        handle
    }

    /// One request, waited for.
    pub(super) async fn call(&mut self, node: usize, command: Command) -> Option<Verdict> {
        let handle = self.spawn(node, command, Duration::ZERO, PATIENCE);
        handle.await.ok().flatten()
    }

    /// Somebody whose card is declined again and again.
    async fn wear_out_a_payer(&mut self) {
        self.learn();
        let (hold, account) = self.crowd.known_hold();
        for _ in 0..=admit_domain::hold::ATTEMPTS_MAX {
            let (order, payment) = self.crowd.new_order();
            let node = self.some_node();
            self.call(node, Command::Begin { hold, account, order, payment, key: None }).await;
            let reason = admit_domain::order::DeclineReason::CardDeclined;
            self.call(node, Command::Decline { order, reason }).await;
        }
    }

    /// Mostly none; sometimes enough for holds to end, in checkout or not; once in a while more than a day.
    async fn pass_time(&mut self) {
        let ttl_ms = self.sale.terms.hold_ttl.as_millis() as u64;
        let is_virtual = self.ground.pace() == Pace::Virtual;
        let span = match self.rng.below(200) {
            // Nobody asks again at once.
            _ if self.sky.is_store_away() => Duration::from_millis(self.rng.between(1, 200)),
            0..=79 => Duration::from_millis(self.rng.below(if is_virtual { 50 } else { 5 })),
            80..=91 => Duration::from_millis(self.rng.between(ttl_ms / 3, ttl_ms * 5 / 4)),
            92 if is_virtual => Duration::from_secs(25 * 3600),
            // Runs are short there, and holds with them.
            92..=119 if !is_virtual => Duration::from_millis(self.rng.between(ttl_ms / 3, ttl_ms * 5 / 4)),
            _ => return,
        };
        self.trace.note(|| format!("{span:?} pass"));
        self.let_pass(span).await;
    }
}
