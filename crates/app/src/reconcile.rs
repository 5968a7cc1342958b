//! Holding what was sold against the journal while the sale runs: what changed since the last look is folded onto what was verified
//! then, and all rows of the event are judged by the same predicates as in `admit check`.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, PoisonError};

use admit_domain::hall::Hall;
use admit_domain::id::EventId;
use admit_domain::inventory::audit::{FirstTerms, Folding, Records, Violation, check_records};
use admit_domain::inventory::journal::Version;
use metrics::{counter, gauge};
use tokio::sync::Mutex;

use crate::ports::error::{StoreError, StoreResult};
use crate::ports::holds::Holds;
use crate::ports::inspection::{Inspection, Part, TakePart};
use crate::ports::inventory::InventoryStore;

/// After so many rows and journal entries a run looks at no further event; those wait for the next run.
const ROWS_MAX: usize = 1_000_000;
/// How many entries are folded in one look. What is left of a journal waits for the next run.
const ENTRIES_MAX: usize = 100_000;
/// How many units the events have together whose folded state is kept. A kept unit takes some 200 bytes where it is sold.
const KEPT_UNITS_MAX: u64 = 400_000;
/// How many violations of one event are named in the log.
const NAMED_MAX: usize = 20;

/// The store as reconciliation needs it.
pub trait Books: InventoryStore + Holds + Inspection {}

impl<T: InventoryStore + Holds + Inspection> Books for T {}

pub struct Reconciliation {
    books: Arc<dyn Books>,
    /// Held for a whole run.
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    runs: u64,
    events: HashMap<EventId, KnownEvent>,
}

/// What is known of an event since it was last looked at.
#[derive(Default)]
struct KnownEvent {
    /// `None`: never judged, or not yet whole.
    judged: Option<Version>,
    /// The run that looked last.
    looked: u64,
    /// The journal's fold as far as it was read. Dropped where memory is short; then it is folded from the start again.
    folding: Option<Folding>,
    violations: usize,
    oversold: usize,
}

/// What one look at an event gathers inside the snapshot.
struct Look {
    rows: Option<(Arc<Hall>, Box<Records>)>,
    folding: Option<Folding>,
    /// How many rows and entries may still be read in this run.
    rest: usize,
    /// How many entries may still be folded in this look.
    entries: usize,
    outcome: Outcome,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Whole,
    /// The rest of the journal waits for the next run.
    Cut,
    /// The hall isn't the one that was folded before.
    OtherHall,
}

impl Reconciliation {
    pub fn new(books: Arc<dyn Books>) -> Self {
        gauge!("admit_reconciliation_violations").set(0.0);
        gauge!("admit_oversold_units").set(0.0);
        Self { books, known: Mutex::default() }
    }

    /// Looks at what changed since the last run, at what was wrong then, and at one event more.
    pub async fn run(&self) -> StoreResult<()> {
        let events = self.books.event_ids().await?;
        let versions: HashMap<_, _> = self.books.versions(&events).await?.into_iter().collect();
        let mut known = self.known.lock().await;
        known.runs += 1;
        known.events.retain(|event, _| versions.contains_key(event));
        let due = known.due(&versions);
        let mut rest = ROWS_MAX;
        let mut looked = 0;
        for event in &due {
            if rest == 0 {
                break;
            }
            self.look_at(&mut known, *event, &mut rest).await?;
            looked += 1;
        }
        known.drop_idle();
        known.publish(due.len() - looked);
        Ok(())
    }

    async fn look_at(&self, known: &mut Known, event: EventId, rest: &mut usize) -> StoreResult<()> {
        let run = known.runs;
        let entry = known.events.entry(event).or_default();
        entry.looked = run;
        let mut read = self.read(event, entry.folding.take(), *rest).await;
        if matches!(&read, Ok(look) if look.outcome == Outcome::OtherHall) {
            read = self.read(event, None, *rest).await;
        }
        let look = match read {
            Ok(look) => look,
            Err(StoreError::Corrupt(what)) => {
                tell_unreadable(event, entry.violations, &what);
                (entry.violations, entry.oversold) = (1, 0);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        *rest = look.rest;
        let Some((hall, records)) = look.rows else { return Ok(()) };
        let Some(folding) = look.folding else { return Ok(()) };
        if look.outcome == Outcome::Cut {
            entry.folding = Some(folding);
            return Ok(());
        }
        let version = records.version;
        // Counting a stadium's rows takes long enough that others would notice.
        let judged = tokio::task::spawn_blocking(move || judge(&hall, &records, folding)).await;
        let Ok((folding, violations)) = judged else {
            return Err(StoreError::corrupt("what is stored of an event can't be judged"));
        };
        tell(event, version, entry.violations, &violations);
        entry.oversold = violations.iter().filter(|violation| is_oversold(violation)).count();
        entry.violations = violations.len();
        entry.judged = Some(version);
        entry.folding = Some(folding);
        Ok(())
    }

    /// Reads the rows, and the journal after what is folded already, in one snapshot.
    async fn read(&self, event: EventId, folding: Option<Folding>, rest: usize) -> StoreResult<Look> {
        let after = folding.as_ref().map_or(Version::START, |folding| folding.state().version());
        let look = Arc::new(std::sync::Mutex::new(Look {
            rows: None,
            folding,
            rest,
            entries: ENTRIES_MAX,
            outcome: Outcome::Whole,
        }));
        let parts = look.clone();
        let take: TakePart = Box::new(move |part| parts.lock().unwrap_or_else(PoisonError::into_inner).take(part));
        self.books.inspect(event, after, take).await?;
        let empty = Look { rows: None, folding: None, rest, entries: 0, outcome: Outcome::Cut };
        Ok(std::mem::replace(&mut *look.lock().unwrap_or_else(PoisonError::into_inner), empty))
    }
}

impl Look {
    fn take(&mut self, part: Part) -> ControlFlow<()> {
        match part {
            Part::Rows { hall, records } => {
                let rows = records.claims.len() + records.holds.len() + records.orders.len() + records.tickets.len();
                self.rest = self.rest.saturating_sub(rows);
                match &self.folding {
                    Some(folding) if !is_same(folding.state().hall(), &hall) => {
                        self.outcome = Outcome::OtherHall;
                        return ControlFlow::Break(());
                    }
                    Some(_) => {}
                    None => {
                        let folding = Folding::new(hall.clone(), records.terms.clone(), FirstTerms::Unknown);
                        self.folding = Some(folding);
                    }
                }
                self.rows = Some((hall, records));
            }
            Part::Entries(entries) => {
                let Some(folding) = &mut self.folding else { return ControlFlow::Break(()) };
                entries.iter().for_each(|entry| folding.add(entry));
                self.rest = self.rest.saturating_sub(entries.len());
                self.entries = self.entries.saturating_sub(entries.len());
                let is_whole = self.rows.as_ref().is_some_and(|(_, rows)| rows.version == folding.state().version());
                if self.entries == 0 && !is_whole {
                    self.outcome = Outcome::Cut;
                    return ControlFlow::Break(());
                }
            }
        }
        ControlFlow::Continue(())
    }
}

impl Known {
    /// Events to look at, those that waited longest first. Besides those that changed, one whose fold is kept: rows that somebody
    /// changed behind the journal's back are found there too.
    fn due(&self, versions: &HashMap<EventId, Version>) -> Vec<EventId> {
        let looked = |event: &EventId| self.events.get(event).map_or(0, |known| known.looked);
        let is_due = |event: &EventId, version: &Version| match self.events.get(event) {
            Some(known) => known.judged != Some(*version) || known.violations > 0,
            None => version.number > 0,
        };
        let (mut due, quiet): (Vec<_>, Vec<_>) = versions.iter().partition(|(event, version)| is_due(event, version));
        due.sort_by_key(|(event, _)| (looked(event), **event));
        let kept = |event: &EventId| self.events.get(event).is_some_and(|known| known.folding.is_some());
        let patrol =
            quiet.into_iter().filter(|(event, _)| kept(event)).min_by_key(|(event, _)| (looked(event), **event));
        due.into_iter().chain(patrol).map(|(event, _)| *event).collect()
    }

    /// Keeps the folds that were looked at last, as far as memory is meant for them. What isn't whole yet stays too.
    fn drop_idle(&mut self) {
        let mut kept: Vec<_> = self.events.values_mut().filter(|known| known.folding.is_some()).collect();
        kept.sort_by_key(|known| std::cmp::Reverse(known.looked));
        let mut units = 0;
        for known in kept {
            units += known.folding.as_ref().map_or(0, |folding| u64::from(folding.state().hall().units()));
            if units > KEPT_UNITS_MAX && known.judged.is_some() {
                known.folding = None;
            }
        }
    }

    fn publish(&self, waiting: usize) {
        let sum = |count: fn(&KnownEvent) -> usize| self.events.values().map(count).sum::<usize>() as f64;
        gauge!("admit_reconciliation_violations").set(sum(|known| known.violations));
        gauge!("admit_oversold_units").set(sum(|known| known.oversold));
        gauge!("admit_reconciliation_events").set(sum(|known| usize::from(known.judged.is_some())));
        let unfinished = sum(|known| usize::from(known.judged.is_none()));
        gauge!("admit_reconciliation_waiting_events").set(waiting as f64 + unfinished);
    }
}

fn judge(hall: &Hall, records: &Records, folding: Folding) -> (Folding, Vec<Violation>) {
    let mut violations = check_records(hall, records);
    violations.extend(folding.judge(records));
    let folding = if violations.is_empty() { Folding::from_verified(folding.into_state()) } else { folding };
    (folding, violations)
}

/// Raises the alarm when what is wrong isn't what was wrong before.
fn tell(event: EventId, version: Version, before: usize, violations: &[Violation]) {
    if violations.len() == before {
        return;
    }
    if violations.is_empty() {
        tracing::info!(%event, version = version.number, "what is stored agrees with the journal again");
        return;
    }
    counter!("admit_alarms_total", "kind" => "reconciliation").increment(1);
    for violation in violations.iter().take(NAMED_MAX) {
        tracing::error!(%event, version = version.number, %violation, "what is stored contradicts the journal or itself");
    }
    if let Some(more) = violations.len().checked_sub(NAMED_MAX).filter(|more| *more > 0) {
        tracing::error!(%event, more, "more contradictions of this event; `admit check` names all");
    }
}

fn tell_unreadable(event: EventId, before: usize, what: &str) {
    if before != 1 {
        counter!("admit_alarms_total", "kind" => "reconciliation").increment(1);
        tracing::error!(%event, what, "what is stored of an event can't be read");
    }
}

fn is_oversold(violation: &Violation) -> bool {
    matches!(
        violation,
        Violation::UnitOfTwoHolds { .. } | Violation::DoubledClaim { .. } | Violation::ClaimOfAnother { .. }
    )
}

/// As far as it is worth asking: a fold can be continued in a hall that sells the same.
fn is_same(one: &Hall, other: &Hall) -> bool {
    one.map().id == other.map().id && one.tier_capacity() == other.tier_capacity()
}
