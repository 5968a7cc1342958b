//! The journal, entry by entry: each change must be lawful where it stands.

use admit_domain::hold::RequestKey;
use admit_domain::id::{AccountId, HoldId};
use admit_domain::inventory::journal::{Change, Entry};
use admit_domain::time::Timestamp;

use super::evidence::Evidence;
use super::findings::Findings;
use super::history::History;
use super::issued::Issued;
use super::keys::Made;

/// Judges the changes of one entry.
pub(super) struct Law<'state> {
    pub(super) history: &'state History,
    pub(super) issued: &'state Issued<'state>,
    pub(super) evidence: &'state Evidence,
    pub(super) entry: &'state Entry,
}

/// Folds the whole journal, judging every change.
pub(super) fn judge_journal(evidence: &Evidence, issued: &Issued<'_>, findings: &mut Findings) -> History {
    let mut history = History::new(evidence.hall.clone(), evidence.first_terms.clone());
    for entry in &evidence.journal {
        let at = entry.version;
        findings.require(entry.version == history.version.next(), || format!("{at:?}: not the journal's next version"));
        findings.require(entry.at >= history.at, || format!("{at:?}: time runs back"));
        findings.require(!entry.changes.is_empty(), || format!("{at:?}: nothing changed"));
        let mut expiring = true;
        for change in &entry.changes {
            let expiry = matches!(change, Change::Expired { .. });
            if expiring && !expiry {
                expiring = false;
                refuse_overdue(&history, entry, findings);
            }
            findings.require(expiring || !expiry, || format!("{at:?}: a hold expires after something was decided"));
            let law = Law { history: &history, issued, evidence, entry };
            let broken = law.judge(change);
            findings.0.extend(broken.0.into_iter().map(|what| format!("{at:?}: {what} ({change:?})")));
            history.fold(change, entry.at);
        }
        if expiring {
            refuse_overdue(&history, entry, findings);
        }
        history.close_entry(entry.version, entry.at);
    }
    history
}

/// Everything due ends before anything is decided.
fn refuse_overdue(history: &History, entry: &Entry, findings: &mut Findings) {
    if history.latest().next_due.is_some_and(|due| due <= entry.at) {
        findings.add(format!("{:?}: decided at {} with a hold still open that was due", entry.version, entry.at));
    }
}

impl Law<'_> {
    fn judge(&self, change: &Change) -> Findings {
        let mut findings = Findings::default();
        match change {
            Change::Held(hold) => self.held(hold, &mut findings),
            Change::Released { hold } => self.released(*hold, &mut findings),
            Change::Expired { hold } => self.expired(*hold, &mut findings),
            Change::Extended { hold, expires_at, key } => self.extended(*hold, *expires_at, *key, &mut findings),
            Change::Begun(order) => self.begun(order, &mut findings),
            Change::Awaited { order, next_action } => self.awaited(*order, next_action, &mut findings),
            Change::Paid { order } => self.paid(*order, &mut findings),
            Change::Failed { order, reason, hold_until } => self.failed(*order, *reason, *hold_until, &mut findings),
            Change::Cancelled { order, refund, key } => self.cancelled(*order, *refund, *key, &mut findings),
            Change::RefusedMoney { order, refund } => self.refused_money(*order, *refund, &mut findings),
            Change::Adopted { hold, orders, buyer } => self.adopted(*hold, orders, *buyer, &mut findings),
            Change::Configured(terms) => self.configured(terms, &mut findings),
            Change::Blocked(ranges) => self.blocked(ranges, &mut findings),
            Change::Unblocked(ranges) => self.unblocked(ranges, &mut findings),
        }
        findings
    }

    pub(super) fn at(&self) -> Timestamp {
        self.entry.at
    }

    pub(super) fn step(&self) -> usize {
        self.history.steps.len() - 1
    }

    /// A key makes one thing only, unless what it made is forgotten.
    pub(super) fn new_key(&self, account: AccountId, key: Option<RequestKey>, findings: &mut Findings) {
        let known = |made| !self.history.may_be_forgotten(made, self.step(), self.at());
        let own = |made| self.history.is_still_of(made, account, self.step());
        let used = self.history.keys.uses(account, key).iter().any(|one| known(one.made) && own(one.made));
        findings.require(!used, || format!("{account} had used this key before"));
    }

    pub(super) fn hold_is_there(&self, id: HoldId, findings: &mut Findings) -> bool {
        let there = self.history.hold(id).is_some();
        findings.require(there, || format!("there is no {id}"));
        there
    }
}

impl History {
    /// Whether what a request of `account` made hasn't passed to another buyer, with whom no request of it counts.
    fn is_still_of(&self, made: Made, account: AccountId, step: usize) -> bool {
        let buyer = match made {
            Made::Hold(id) | Made::Extension(id) => self.hold_at(id, step).map(|hold| hold.buyer),
            Made::Checkout(id) | Made::Cancellation(id) => self.order_at(id, step).map(|order| order.buyer),
        };
        buyer.is_some_and(|buyer| buyer.account == account)
    }

    /// Whether memory may, or must, have dropped what a request made by `now`.
    pub(super) fn may_be_forgotten(&self, made: Made, step: usize, now: Timestamp) -> bool {
        let (Made::Hold(id) | Made::Extension(id)) = made else { return false };
        self.hold_at(id, step).is_some_and(|hold| {
            let horizon = now - admit_domain::inventory::state::REMEMBERED;
            !hold.claims() && hold.attempts == 0 && hold.ended_at.is_some_and(|ended_at| ended_at <= horizon)
        })
    }
}
