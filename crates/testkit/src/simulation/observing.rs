//! Callers, and the record of what each of them asked and was told.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use admit_app::desk::Desks;
use admit_domain::id::EventId;
use admit_domain::inventory::command::Command;
use tokio::time::{sleep, timeout};

use crate::auditor::evidence::{Moment, Observation, Verdict};

use super::ground::Ground;
use super::ledger::Ledger;
use super::trace::Trace;

/// Every request, in the order in which they were made.
#[derive(Default)]
pub(super) struct Record(Mutex<Vec<Observation>>);

impl Record {
    fn lock(&self) -> MutexGuard<'_, Vec<Observation>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, node: usize, command: Command, began: Moment, beat: u64) -> usize {
        let mut observations = self.lock();
        observations.push(Observation { node, command, began, beats: (beat, u64::MAX), ended: None });
        observations.len() - 1
    }

    fn end(&self, number: usize, moment: Moment, beat: u64, verdict: Verdict) {
        let observation = &mut self.lock()[number];
        observation.beats.1 = beat;
        observation.ended = Some((moment, verdict));
    }

    pub(super) fn observations(&self) -> Vec<Observation> {
        self.lock().clone()
    }

    /// Answers from `number` on that have come by now, in the order of the requests.
    pub(super) fn verdicts_from(&self, number: usize) -> Vec<Verdict> {
        let observations = self.lock();
        let ended = observations[number..].iter().filter_map(|observation| observation.ended.as_ref());
        ended.map(|(_, verdict)| verdict.clone()).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.lock().len()
    }
}

/// One request through one node.
pub(super) struct Call {
    pub(super) ground: Arc<dyn Ground>,
    pub(super) event: EventId,
    pub(super) record: Arc<Record>,
    pub(super) ledger: Arc<Ledger>,
    pub(super) trace: Arc<Trace>,
    pub(super) node: usize,
    pub(super) desks: Arc<Desks>,
    pub(super) command: Command,
    pub(super) comes_after: Duration,
    /// How long the caller waits; longer than any answer takes, unless it leaves.
    pub(super) leaves_after: Duration,
}

impl Call {
    pub(super) async fn run(self) -> Option<Verdict> {
        if !self.comes_after.is_zero() {
            sleep(self.comes_after).await;
        }
        let began = self.ground.moment(self.event).await;
        let number = self.record.begin(self.node, self.command.clone(), began, self.ledger.beat());
        self.trace.note(|| format!("#{number} node {} <- {:?}", self.node, self.command));
        let submitted = async {
            match self.desks.get(self.event).await {
                Ok(desk) => desk.submit(self.command.clone()).await,
                Err(error) => Err(error),
            }
        };
        let Ok(verdict) = timeout(self.leaves_after, submitted).await else {
            self.trace.note(|| format!("#{number} leaves"));
            return None;
        };
        let beat = self.ledger.beat();
        let moment = self.ground.moment(self.event).await;
        self.trace.note(|| format!("#{number} -> v{} {verdict:?}", moment.version.number));
        self.record.end(number, moment, beat, verdict.clone());
        Some(verdict)
    }
}
