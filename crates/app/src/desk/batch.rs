//! Deciding one batch, inside the transaction that holds the event's row.

use std::sync::Arc;

use admit_domain::id::{HoldId, OrderId};
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::{BatchId, Change, Entry, Version};
use admit_domain::inventory::refusal::Refusal;
use admit_domain::inventory::state::{Inventory, Log, Undo};
use admit_domain::inventory::{Decision, Repeated, decide, expire_due};
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;

use crate::ports::inventory::{Opening, Passes, Writes};

use super::collect::BATCH_UNITS_MAX;
use super::handle::{Answer, DeskError, Done, Verdict};
use super::rows::writes;
use super::tally::Tally;

/// What commits touched, for those who are to be told. May name a thing twice.
#[derive(Default)]
pub(super) struct Touched {
    pub(super) units: Vec<Unit>,
    pub(super) holds: Vec<HoldId>,
}

impl Touched {
    fn add(&mut self, log: Log) {
        self.units.extend(log.touched.into_iter().map(|(unit, _)| unit));
        self.holds.extend(log.undo.into_iter().filter_map(|step| match step {
            Undo::Hold(id, _) => Some(id),
            Undo::Order(..) | Undo::Terms(_) | Undo::Owner(..) => None,
        }));
    }
}

/// A desk's own state, ahead of the store while a batch is being committed.
pub(crate) struct Working {
    pub(super) inventory: Inventory,
    /// What the batch under way changed, to be taken back if it isn't committed.
    log: Log,
    /// The commit before the batch under way.
    before: Option<(Version, Timestamp)>,
    /// What the commands of the batch under way come to, in their order, once it is committed.
    pub(super) verdicts: Vec<Verdict>,
    /// What the batch under way comes to, to be counted once it is committed.
    tally: Tally,
    /// What the batch under way comes to as others are to hear it, where there are others.
    told: Option<Entry>,
    tells: bool,
    /// What entries of other nodes touched, not yet shown.
    caught_up: Touched,
    /// Memory can't be brought to the store's state by its journal; it must be loaded anew.
    pub(super) stale: bool,
}

impl Working {
    /// `tells`: whether other nodes are told of its batches.
    pub(super) fn new(inventory: Inventory, tells: bool) -> Working {
        Working {
            inventory,
            log: Log::default(),
            before: None,
            verdicts: Vec::new(),
            tally: Tally::default(),
            told: None,
            tells,
            caught_up: Touched::default(),
            stale: false,
        }
    }

    /// Folds in what others committed. Entries that are known already are passed over.
    pub(super) fn catch_up(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            if entry.version <= self.inventory.version() {
                continue;
            }
            if entry.version != self.inventory.version().next() {
                self.stale = true;
                return;
            }
            self.fold_in(&entry);
        }
    }

    fn fold_in(&mut self, entry: &Entry) {
        let mut log = Log::default();
        for change in &entry.changes {
            self.inventory.apply(change, entry.at, &mut log);
        }
        self.inventory.advance(entry.version, entry.at);
        self.caught_up.add(log);
    }

    /// Folds in what others say that they committed. What is known already is passed over; `false`: something is missing before
    /// some of it.
    pub(super) fn follow(&mut self, entries: &[Arc<Entry>]) -> bool {
        for entry in entries {
            if entry.version <= self.inventory.version() {
                continue;
            }
            if entry.version != self.inventory.version().next() {
                return false;
            }
            self.fold_in(entry);
        }
        true
    }

    /// Decides `commands` in order. `None`: nothing changes, or memory is stale.
    pub(super) fn decide(
        &mut self,
        opening: Opening,
        missed: Vec<Entry>,
        batch: BatchId,
        commands: &[Command],
    ) -> Option<Writes> {
        self.verdicts.clear();
        self.catch_up(missed);
        if opening.version != self.inventory.version().next() {
            self.stale = true;
        }
        if self.stale {
            return None;
        }
        self.before = Some((self.inventory.version(), self.inventory.at()));
        let mut changes = expire_due(&self.inventory, opening.now, BATCH_UNITS_MAX);
        let Opening { version, now, passes } = opening;
        for change in &changes {
            self.inventory.apply(change, now, &mut self.log);
        }
        for command in commands {
            let verdict = match self.lacks_pass(command, &passes) {
                true => Err(DeskError::NoPass),
                false => self.decide_one(command, now, &mut changes),
            };
            self.verdicts.push(verdict);
        }
        if changes.is_empty() {
            return None;
        }
        self.tally = Tally::of(&self.inventory, &changes);
        let entry = Entry { version, at: now, batch, changes };
        self.told = self.tells.then(|| entry.clone());
        let writes = writes(&self.inventory, &self.log, entry);
        self.inventory.advance(version, now);
        Some(writes)
    }

    /// The batch is committed. Answers with what it, or what was folded in before it, touched.
    pub(super) fn keep(&mut self) -> Touched {
        self.before = None;
        std::mem::take(&mut self.tally).publish();
        let log = std::mem::take(&mut self.log);
        let mut touched = std::mem::take(&mut self.caught_up);
        touched.add(log);
        touched
    }

    /// What the others are to hear of the batch that was committed.
    pub(super) fn take_told(&mut self) -> Option<Entry> {
        self.told.take()
    }

    /// The batch isn't committed: the state is again what it was before it.
    pub(super) fn take_back(&mut self) {
        let log = std::mem::take(&mut self.log);
        self.tally = Tally::default();
        self.told = None;
        self.inventory.undo(log);
        if let Some((version, at)) = self.before.take() {
            self.inventory.advance(version, at);
        }
    }

    /// Whether the command holds for whom nothing may be held. A repeated request holds nothing more.
    fn lacks_pass(&self, command: &Command, passes: &Passes) -> bool {
        let (Command::Hold { buyer, key, .. }, Passes::Of(shoppers)) = (command, passes) else { return false };
        let is_repeated = key.is_some_and(|key| self.inventory.knows_request(buyer.account, key));
        !shoppers.contains(&buyer.account) && !is_repeated
    }

    fn decide_one(&mut self, command: &Command, now: Timestamp, changes: &mut Vec<Change>) -> Verdict {
        let decision = decide(&self.inventory, command, now).map_err(DeskError::Refused)?;
        match decision {
            Decision::Change(change) => {
                self.inventory.apply(&change, now, &mut self.log);
                let answer = self.answer_to(subject_of(&change))?;
                changes.push(change);
                Ok(Done { answer, repeated: false })
            }
            Decision::Repeated(made) => {
                let subject = match made {
                    Repeated::Hold(id) | Repeated::Extension(id) => Subject::Hold(id),
                    Repeated::Checkout(id) | Repeated::Cancellation(id) => Subject::Order(id),
                };
                Ok(Done { answer: self.answer_to(subject)?, repeated: true })
            }
            Decision::Already => {
                let subject = match command {
                    Command::Confirm { order, .. } | Command::Decline { order, .. } => Subject::Order(*order),
                    Command::Await { order, .. } | Command::Cancel { order, .. } => Subject::Order(*order),
                    _ => Subject::Nothing,
                };
                Ok(Done { answer: self.answer_to(subject)?, repeated: false })
            }
        }
    }

    fn answer_to(&self, subject: Subject) -> Result<Answer, DeskError> {
        let no_hold = || DeskError::Refused(Refusal::NoSuchHold);
        match subject {
            Subject::Nothing => Ok(Answer::Nothing),
            Subject::Hold(id) => {
                let hold = self.inventory.hold(id).ok_or_else(no_hold)?;
                Ok(Answer::Hold(Box::new(hold.clone())))
            }
            Subject::Order(id) => {
                let order = self.inventory.order(id).ok_or(DeskError::Refused(Refusal::NoSuchOrder))?;
                let hold = self.inventory.hold(order.hold).ok_or_else(no_hold)?;
                Ok(Answer::Order(Box::new(order.clone()), Box::new(hold.clone())))
            }
        }
    }
}

enum Subject {
    Hold(HoldId),
    Order(OrderId),
    Nothing,
}

fn subject_of(change: &Change) -> Subject {
    match change {
        Change::Held(hold) => Subject::Hold(hold.id),
        Change::Extended { hold, .. }
        | Change::Released { hold }
        | Change::Expired { hold }
        | Change::Adopted { hold, .. } => Subject::Hold(*hold),
        Change::Begun(order) => Subject::Order(order.id),
        Change::Awaited { order, .. }
        | Change::Paid { order }
        | Change::Failed { order, .. }
        | Change::Cancelled { order, .. }
        | Change::RefusedMoney { order, .. } => Subject::Order(*order),
        Change::Configured(_) | Change::Blocked(_) | Change::Unblocked(_) => Subject::Nothing,
    }
}
