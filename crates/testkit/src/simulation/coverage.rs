//! What a run came across: a simulation that never met a refusal or a fault has proved nothing about it.

use std::collections::BTreeMap;

use admit_app::desk::DeskError;
use admit_domain::inventory::journal::{Change, Entry};
use admit_domain::inventory::refusal::{Limit, Refusal};

use crate::auditor::evidence::Observation;

#[derive(Debug, Default, Clone)]
pub struct Coverage(BTreeMap<&'static str, u64>);

/// Everything that must come up in a long run.
const WANTED: &[&[&str]] = &[REFUSALS, CHANGES, ANSWERS, FAULTS, super::line_coverage::LINES];

const REFUSALS: &[&str] = &[
    "refused: key reused",
    "refused: in progress",
    "refused: not on sale",
    "refused: not on sale yet",
    "refused: nothing chosen",
    "refused: doubled unit",
    "refused: no such seat",
    "refused: not general",
    "refused: no match",
    "refused: tickets an order",
    "refused: tickets a buyer",
    "refused: open holds",
    "refused: seats taken",
    "refused: none together",
    "refused: all held",
    "refused: sold out",
    "refused: not enough",
    "refused: single seat left",
    "refused: no such hold",
    "refused: hold expired",
    "refused: hold in checkout",
    "refused: hold completed",
    "refused: already extended",
    "refused: too many attempts",
    "refused: event cancelled",
    "refused: no such order",
    "refused: not cancellable",
    "refused: wrong amount",
    "refused: bad terms",
    "refused: fixed terms",
    "refused: not free",
];

const CHANGES: &[&str] = &[
    "changed: held",
    "changed: released",
    "changed: expired",
    "changed: extended",
    "changed: begun",
    "changed: awaited",
    "changed: paid",
    "changed: paid late",
    "changed: failed",
    "changed: failed for good",
    "changed: cancelled",
    "changed: refused money",
    "changed: configured",
    "changed: blocked",
    "changed: unblocked",
];

const ANSWERS: &[&str] = &[
    "answered: done",
    "answered: repeated",
    "answered: busy",
    "answered: away",
    "answered: late",
    "answered: nothing",
    "answered: no pass",
];

const FAULTS: &[&str] = &[
    "fault: away before anything",
    "fault: holder paused",
    "fault: holder ended for idling",
    "fault: broken before deciding",
    "fault: broken after deciding",
    "fault: broken after writing",
    "fault: commit lost",
    "fault: answer lost",
    "fault: undone, answer lost",
    "fault: commit undecided",
    "fault: slow commit",
    "fault: read broken",
    "fault: store away",
    "fault: node died",
    "fault: node died before its commit",
    "fault: node died after its commit",
    "fault: caller left",
    "fault: repeated elsewhere",
    "fault: key with another body",
    "fault: clock jumped",
];

/// What is injected from outside, and so on every store.
const FAULTS_OUTSIDE: &[&str] = &[
    "fault: away before anything",
    "fault: answer lost",
    "fault: undone, answer lost",
    "fault: commit undecided",
    "fault: node died",
    "fault: caller left",
    "fault: repeated elsewhere",
];

impl Coverage {
    pub(super) fn add(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    pub fn merge(&mut self, other: &Coverage) {
        for (what, count) in &other.0 {
            *self.0.entry(what).or_default() += count;
        }
    }

    /// What must come up in a long run, and never did.
    pub fn missing(&self) -> Vec<&'static str> {
        self.without(WANTED.concat())
    }

    /// The same for faults that can be injected in front of any store.
    pub fn missing_outside(&self) -> Vec<&'static str> {
        self.without(FAULTS_OUTSIDE.to_vec())
    }

    fn without(&self, wanted: Vec<&'static str>) -> Vec<&'static str> {
        wanted.into_iter().filter(|what| !self.0.contains_key(what)).collect()
    }

    /// One line for each thing, with how often it came up.
    pub fn report(&self) -> String {
        self.0.iter().map(|(what, count)| format!("{count:>9}  {what}\n")).collect()
    }

    pub(super) fn count_journal(&mut self, journal: &[Entry]) {
        let mut failed = Vec::new();
        for change in journal.iter().flat_map(|entry| &entry.changes) {
            if let Change::Failed { order, .. } = change {
                failed.push(*order);
            }
            let late = matches!(change, Change::Paid { order } if failed.contains(order));
            self.add(if late { "changed: paid late" } else { name_of_change(change) });
        }
    }

    pub(super) fn count_answer(&mut self, observation: &Observation) {
        self.add(match &observation.ended {
            None => "answered: nothing",
            Some((_, Ok(done))) if done.repeated => "answered: repeated",
            Some((_, Ok(_))) => "answered: done",
            Some((_, Err(error))) => name_of_error(error),
        });
    }
}

fn name_of_error(error: &DeskError) -> &'static str {
    match error {
        DeskError::Refused(refusal) => name_of_refusal(refusal),
        DeskError::Busy => "answered: busy",
        DeskError::NoPass => "answered: no pass",
        DeskError::Away => "answered: away",
        DeskError::Late => "answered: late",
        DeskError::NoSuchEvent => "answered: no such event",
        DeskError::Defect => "answered: defect",
    }
}

fn name_of_change(change: &Change) -> &'static str {
    match change {
        Change::Held(_) => "changed: held",
        Change::Released { .. } => "changed: released",
        Change::Expired { .. } => "changed: expired",
        Change::Extended { .. } => "changed: extended",
        Change::Begun(_) => "changed: begun",
        Change::Awaited { .. } => "changed: awaited",
        Change::Paid { .. } => "changed: paid",
        Change::Failed { hold_until: Some(_), .. } => "changed: failed",
        Change::Failed { hold_until: None, .. } => "changed: failed for good",
        Change::Cancelled { .. } => "changed: cancelled",
        Change::RefusedMoney { .. } => "changed: refused money",
        Change::Adopted { .. } => "changed: adopted",
        Change::Configured(_) => "changed: configured",
        Change::Blocked(_) => "changed: blocked",
        Change::Unblocked(_) => "changed: unblocked",
    }
}

fn name_of_refusal(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::KeyReused => "refused: key reused",
        Refusal::InProgress => "refused: in progress",
        Refusal::NotOnSale { opens_at: None } => "refused: not on sale",
        Refusal::NotOnSale { opens_at: Some(_) } => "refused: not on sale yet",
        Refusal::NothingChosen => "refused: nothing chosen",
        Refusal::DoubledUnit(_) => "refused: doubled unit",
        Refusal::NoSuchSeat(_) => "refused: no such seat",
        Refusal::NotGeneral => "refused: not general",
        Refusal::NoMatch => "refused: no match",
        Refusal::Limit { limit: Limit::TicketsPerOrder, .. } => "refused: tickets an order",
        Refusal::Limit { limit: Limit::TicketsPerBuyer, .. } => "refused: tickets a buyer",
        Refusal::Limit { limit: Limit::OpenHolds, .. } => "refused: open holds",
        Refusal::SeatsTaken(_) => "refused: seats taken",
        Refusal::NoneTogether => "refused: none together",
        Refusal::AllHeld => "refused: all held",
        Refusal::SoldOut => "refused: sold out",
        Refusal::NotEnough { .. } => "refused: not enough",
        Refusal::SingleSeatLeft(_) => "refused: single seat left",
        Refusal::NoSuchHold => "refused: no such hold",
        Refusal::HoldExpired => "refused: hold expired",
        Refusal::HoldInCheckout => "refused: hold in checkout",
        Refusal::HoldCompleted(_) => "refused: hold completed",
        Refusal::AlreadyExtended => "refused: already extended",
        Refusal::TooManyAttempts => "refused: too many attempts",
        Refusal::EventCancelled => "refused: event cancelled",
        Refusal::NoSuchOrder => "refused: no such order",
        Refusal::NotCancellable => "refused: not cancellable",
        Refusal::WrongAmount => "refused: wrong amount",
        Refusal::BadTerms(_) => "refused: bad terms",
        Refusal::FixedTerms => "refused: fixed terms",
        Refusal::NotFree(_) => "refused: not free",
    }
}
