//! The journal by itself and against the rows: folded again from nothing, entry by entry, so that it needn't fit in memory.

use std::collections::HashSet;
use std::sync::Arc;

use crate::hall::Hall;
use crate::inventory::journal::{BatchId, Change, Entry, Version};
use crate::inventory::state::{Inventory, Log, PurchaseLimits};
use crate::terms::Terms;
use crate::time::Timestamp;

use super::applicable::fault;
use super::difference::compare;
use super::records::Records;
use super::violation::Violation;

/// Whether the terms that a fold starts from are those that the event was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstTerms {
    AsCreated,
    /// Any terms, such as today's; they are judged only once the journal has set some.
    Unknown,
}

/// A journal's fold so far, and what was wrong with it.
#[derive(Debug, Clone)]
pub struct Folding {
    state: Inventory,
    terms: FirstTerms,
    batches: HashSet<BatchId>,
    is_empty: bool,
    found: Vec<Violation>,
}

impl Folding {
    /// Before an event's first entry.
    pub fn new(hall: Arc<Hall>, terms: Terms, first: FirstTerms) -> Folding {
        let state = Inventory::new(hall, terms, Version::START, Timestamp::MIN, PurchaseLimits::Off);
        Folding { state, terms: first, batches: HashSet::new(), is_empty: true, found: Vec::new() }
    }

    /// After the last entry of a journal that `state` is known to be the fold of.
    pub fn from_verified(state: Inventory) -> Folding {
        Folding { state, terms: FirstTerms::AsCreated, batches: HashSet::new(), is_empty: false, found: Vec::new() }
    }

    /// What the entries so far fold to.
    pub fn state(&self) -> &Inventory {
        &self.state
    }

    /// The same, once it is verified.
    pub fn into_state(self) -> Inventory {
        self.state
    }

    /// Folds in the next entry. A change that can't be applied is noted and left out.
    pub fn add(&mut self, entry: &Entry) {
        let Entry { version, at, batch, .. } = *entry;
        let after = self.state.version();
        if version.number != after.number + 1 || version.epoch < after.epoch {
            self.found.push(Violation::JournalGap { after, next: version });
        }
        let before = self.state.at();
        if at < before {
            self.found.push(Violation::TimeRunsBack { version, at, before });
        }
        if !self.batches.insert(batch) {
            self.found.push(Violation::DoubledBatch { version, batch });
        }
        for (index, change) in entry.changes.iter().enumerate() {
            if let Some(fault) = fault(&self.state, change, at, self.terms == FirstTerms::AsCreated) {
                self.found.push(Violation::NotApplicable { version, change: index, fault });
                continue;
            }
            if matches!(change, Change::Configured(_)) {
                self.terms = FirstTerms::AsCreated;
            }
            self.state.apply(change, at, &mut Log::default());
        }
        self.state.advance(version, at);
        self.is_empty = false;
    }

    /// What was wrong with the entries so far, and where they don't fold to `records`, read at the last entry's version.
    pub fn judge(&self, records: &Records) -> Vec<Violation> {
        let mut found = self.found.clone();
        let (rows, journal) = (records.version, self.state.version());
        // A restore raises the epoch before anything is journalled in it.
        if rows.number != journal.number || rows.epoch < journal.epoch {
            found.push(Violation::VersionDiffers { rows, journal });
        }
        if !self.is_empty && records.at != self.state.at() {
            found.push(Violation::TimeDiffers { rows: records.at, journal: self.state.at() });
        }
        if self.terms == FirstTerms::AsCreated && **self.state.terms() != records.terms {
            found.push(Violation::TermsDiffer);
        }
        compare(&self.state, records, &mut found);
        found
    }
}

/// What is wrong with a whole journal, and where it doesn't fold to `records`. `first_terms`: those that the event was made with,
/// where they are known.
pub fn check_journal(
    hall: &Arc<Hall>,
    first_terms: Option<&Terms>,
    entries: &mut impl Iterator<Item = Entry>,
    records: &Records,
) -> Vec<Violation> {
    let first = if first_terms.is_some() { FirstTerms::AsCreated } else { FirstTerms::Unknown };
    let terms = first_terms.unwrap_or(&records.terms).clone();
    let mut folding = Folding::new(Arc::clone(hall), terms, first);
    entries.for_each(|entry| folding.add(&entry));
    folding.judge(records)
}
