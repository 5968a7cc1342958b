//! The end of a run: trouble stops, what is owed is settled, everybody catches up, and all is judged.

use admit_app::desk::{DeskError, Done};
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::{Entry, Version};

use crate::auditor::evidence::{Evidence, Observation, Screen, Serving, Weather};
use crate::auditor::judge;

use super::ground::Pace;
use super::run::{Outcome, Run};

const PAGE_ENTRIES: u32 = 500;
/// How often a provider tells again what wasn't heard.
const TOLD_MAX: usize = 30;
const PROBES: usize = 4;

impl Run {
    pub(super) async fn settle(mut self) -> Outcome {
        self.sky.clear_up();
        for handle in std::mem::take(&mut self.in_flight) {
            let _ = handle.await;
        }
        for node in 0..self.nodes.len() {
            self.revive(node).await;
        }
        let mut findings = Vec::new();
        self.tell_of_money(&mut findings).await;
        self.ask_again().await;
        self.drain_line(&mut findings).await;
        self.nodes.add();
        let mut screens = Vec::new();
        for node in 0..self.nodes.len() {
            match self.screen(node).await {
                Ok(screen) => screens.push(screen),
                Err(error) => findings.push(format!("node {node} can't catch up: {error}")),
            }
        }
        let evidence = match self.evidence(screens).await {
            Ok(evidence) => evidence,
            Err(what) => return Outcome::failed(what),
        };
        findings.extend(judge(&evidence));
        let coverage = self.coverage(&evidence);
        let (requests, commits) = (evidence.observations.len(), evidence.journal.len());
        Outcome { findings, coverage, trace: self.trace.lines(), requests, commits }
    }

    /// Money that was sent is told of until somebody takes it in, as providers do.
    async fn tell_of_money(&mut self, findings: &mut Vec<String>) {
        for (order, amount) in self.crowd.money_sent.clone() {
            let mut taken_in = false;
            for _ in 0..TOLD_MAX {
                let node = self.some_node();
                if matches!(self.call(node, Command::Confirm { order, amount }).await, Some(Ok(Done { .. }))) {
                    taken_in = true;
                    break;
                }
            }
            if !taken_in {
                findings.push(format!("nobody takes in the money for {order}"));
            }
        }
    }

    /// Some requests come once more when all is over, through every node.
    async fn ask_again(&mut self) {
        for _ in 0..PROBES {
            let Some(request) = self.rng.pick(&self.crowd.requests).cloned() else { return };
            for node in 0..self.nodes.len() {
                let request = self.crowd.again(request.clone());
                self.call(node, request).await;
            }
        }
    }

    async fn screen(&mut self, node: usize) -> Result<Screen, DeskError> {
        let Some(desks) = self.nodes.desks(node) else { return Err(DeskError::Late) };
        let desk = desks.get(self.event).await?;
        desk.catch_up().await?;
        let view = desk.view();
        Ok(Screen {
            node: format!("node {node}"),
            version: view.version(),
            terms: view.terms().clone(),
            states: view.states().to_vec(),
            sections: view.sections().to_vec(),
            tiers: view.tiers().to_vec(),
        })
    }

    async fn evidence(&mut self, screens: Vec<Screen>) -> Result<Evidence, String> {
        let loaded = self.store.load(self.event).await.map_err(|error| format!("can't load: {error}"))?;
        let loaded = loaded.ok_or("the inventory is gone")?;
        let mut journal: Vec<Entry> = Vec::new();
        loop {
            let after = journal.last().map_or(Version::START, |entry| entry.version);
            let page = self.store.entries(self.event, after, PAGE_ENTRIES).await;
            let page = page.map_err(|error| format!("can't read the journal: {error}"))?;
            if page.is_empty() {
                break;
            }
            journal.extend(page);
        }
        let line = self.line_evidence().await?;
        Ok(Evidence {
            line,
            hall: self.sale.hall.clone(),
            first_terms: self.sale.terms.clone(),
            purchase_limits: self.sale.purchase_limits,
            clocks: self.clocks,
            // Where time is real, a busy machine is weather enough.
            weather: if self.ground.pace() == Pace::Real { Weather::Foul } else { self.sky.weather() },
            serving: if self.nodes.is_alone() { Serving::Alone } else { Serving::Shared },
            observations: self.record.observations(),
            journal,
            loaded,
            records: self.ground.records(self.event).await,
            screens,
        })
    }

    fn coverage(&self, evidence: &Evidence) -> super::coverage::Coverage {
        let mut coverage = self.sky.coverage();
        coverage.count_journal(&evidence.journal);
        if let Some(line) = &evidence.line {
            coverage.count_line(line);
        }
        let changes = || evidence.journal.iter().flat_map(|entry| &entry.changes);
        for observation in &evidence.observations {
            coverage.count_answer(observation);
            if let Observation { command: Command::Hold { hold, .. }, ended: None, .. } = observation {
                let is_it = |change: &_| matches!(change, admit_domain::inventory::journal::Change::Held(held) if held.id == *hold);
                let done = changes().any(is_it);
                coverage.add(if done {
                    "fault: node died after its commit"
                } else {
                    "fault: node died before its commit"
                });
            }
        }
        coverage
    }
}
