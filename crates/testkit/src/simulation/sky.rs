//! What goes wrong, and when: by the seed, and until it is told to clear up.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::auditor::evidence::Weather;
use crate::reference_store::trouble::{IDLE_MAX, Step, Trouble, Troubles};

use super::coverage::Coverage;
use super::rng::Rng;
use super::trace::Trace;

/// What becomes of a commit's answer in front of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mishap {
    None,
    /// Refused before anything.
    Away,
    /// Done, but nobody is told.
    AnswerLost,
    /// Decided, then undone, and nobody is told.
    Undone,
    /// Nobody is told anything, while it is still going on.
    Undecided,
}

pub struct Sky {
    weather: Weather,
    /// How often things go wrong, in thousandths of a commit.
    per_mille: u64,
    trace: Arc<Trace>,
    state: Mutex<State>,
}

struct State {
    rng: Rng,
    coverage: Coverage,
    cleared: bool,
    away_until: Option<Instant>,
}

impl Sky {
    pub(super) fn new(mut rng: Rng, trace: Arc<Trace>) -> Sky {
        let (weather, per_mille) = match rng.below(10) {
            0 => (Weather::Fair, 0),
            1..=6 => (Weather::Foul, 15),
            _ => (Weather::Foul, 60),
        };
        let state = State { rng, coverage: Coverage::default(), cleared: false, away_until: None };
        Sky { weather, per_mille, trace, state: Mutex::new(state) }
    }

    pub(super) fn weather(&self) -> Weather {
        self.weather
    }

    pub(super) fn is_foul(&self) -> bool {
        self.weather == Weather::Foul
    }

    /// From now on nothing goes wrong.
    pub(super) fn clear_up(&self) {
        let mut state = self.state();
        state.cleared = true;
        state.away_until = None;
    }

    /// For so long nobody reaches the store.
    pub(super) fn take_store_away(&self, span: Duration) {
        self.count("fault: store away");
        self.state().away_until = Some(Instant::now() + span);
    }

    pub(super) fn is_store_away(&self) -> bool {
        self.state().away_until.is_some_and(|until| Instant::now() < until)
    }

    pub(super) fn count(&self, what: &'static str) {
        self.trace.note(|| what.to_owned());
        self.state().coverage.add(what);
    }

    pub(super) fn coverage(&self) -> Coverage {
        self.state().coverage.clone()
    }

    /// What is to become of one more commit.
    pub(super) fn mishap(&self) -> Mishap {
        let drawn = {
            let mut state = self.state();
            if state.cleared || !state.rng.per_mille(self.per_mille) { 4 } else { state.rng.below(4) }
        };
        let (mishap, name) = match drawn {
            0 => (Mishap::Away, "fault: away before anything"),
            1 => (Mishap::AnswerLost, "fault: answer lost"),
            2 => (Mishap::Undone, "fault: undone, answer lost"),
            3 => (Mishap::Undecided, "fault: commit undecided"),
            _ => return Mishap::None,
        };
        self.count(name);
        mishap
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What every store does: take its time.
    fn usual(&self, step: Step) -> Trouble {
        let span = match step {
            Step::Connecting | Step::Reading => self.state().rng.below(3),
            Step::Committing => self.state().rng.between(1, 4),
            _ => 0,
        };
        if span == 0 { Trouble::None } else { Trouble::Pause(Duration::from_millis(span)) }
    }
}

impl Troubles for Sky {
    fn at(&self, step: Step) -> Trouble {
        let goes_wrong = {
            let mut state = self.state();
            !state.cleared && state.rng.per_mille(self.per_mille)
        };
        if !goes_wrong {
            return self.usual(step);
        }
        let (long, paused_ms) = {
            let mut state = self.state();
            (state.rng.percent(50), state.rng.between(10, 2500))
        };
        let paused = Duration::from_millis(paused_ms);
        let (name, trouble) = match (step, long) {
            (Step::Connecting, _) => ("fault: away before anything", Trouble::Break),
            (Step::Locked | Step::Decided | Step::Written, true) if paused >= IDLE_MAX => {
                ("fault: holder ended for idling", Trouble::Pause(paused))
            }
            (Step::Locked | Step::Decided | Step::Written, true) => ("fault: holder paused", Trouble::Pause(paused)),
            (Step::Locked, _) => ("fault: broken before deciding", Trouble::Break),
            (Step::Decided, _) => ("fault: broken after deciding", Trouble::Break),
            (Step::Written, _) => ("fault: broken after writing", Trouble::Break),
            (Step::Committing, true) => ("fault: slow commit", Trouble::Pause(paused)),
            (Step::Committing, false) => ("fault: commit lost", Trouble::Break),
            (Step::Answering, _) => ("fault: answer lost", Trouble::Break),
            (Step::Reading, true) => ("fault: slow read", Trouble::Pause(paused)),
            (Step::Reading, false) => ("fault: read broken", Trouble::Break),
        };
        self.count(name);
        trouble
    }
}
