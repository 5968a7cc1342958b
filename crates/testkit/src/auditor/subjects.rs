//! One request with its answer, beside the part of history that it may have seen.

use std::ops::RangeInclusive;

use admit_domain::hold::RequestKey;
use admit_domain::id::AccountId;
use admit_domain::inventory::command::{CancelledBy, Command};
use admit_domain::inventory::refusal::Refusal;

use super::evidence::{Evidence, Moment, Observation};
use super::findings::Findings;
use super::history::History;
use super::keys::Use;

pub(super) struct Case<'evidence> {
    pub(super) history: &'evidence History,
    pub(super) evidence: &'evidence Evidence,
    pub(super) observation: &'evidence Observation,
    pub(super) from: Moment,
    pub(super) to: Moment,
    /// From the last step before the request to the last before its answer.
    pub(super) steps: RangeInclusive<usize>,
}

impl Case<'_> {
    pub(super) fn any_step(&self, holds: impl Fn(usize) -> bool) -> bool {
        self.steps.clone().any(holds)
    }

    /// The steps that the request itself can have made.
    pub(super) fn made_since(&self, step: usize) -> bool {
        *self.steps.start() < step && step <= *self.steps.end()
    }

    /// What the request's key was used for when the request came, and is surely remembered for until the answer.
    fn known_use(&self, account: AccountId, key: Option<RequestKey>) -> Option<&Use> {
        self.history.keys.uses(account, key).iter().find(|one| {
            one.step <= *self.steps.start()
                && !self.any_step(|step| self.history.may_be_forgotten(one.made, step, self.to.now))
        })
    }

    /// A key that is known decides before any rule does: the same request is answered, another one told so.
    pub(super) fn refused_though_known(&self, refusal: &Refusal, findings: &mut Findings) {
        let Some((account, Some(key))) = account_and_key(&self.observation.command) else { return };
        let Some(known) = self.known_use(account, Some(key)) else { return };
        let right =
            if known.body == key.body { *refusal == Refusal::InProgress } else { *refusal == Refusal::KeyReused };
        findings.require(right, || format!("the request was known by its key, as {:?}", known.made));
    }

    /// A request that is known by its key isn't carried out as a new one.
    pub(super) fn done_though_known(&self, repeated: bool, findings: &mut Findings) {
        let Some((account, key)) = account_and_key(&self.observation.command) else { return };
        let Some(known) = self.known_use(account, key) else { return };
        let same = key.is_some_and(|key| key.body == known.body);
        findings.require(same, || format!("another request had its key, and made {:?}", known.made));
        findings.require(repeated, || format!("the same request was done before, and made {:?}", known.made));
    }
}

/// Whose idempotency keys the command's key is one of.
pub(super) fn account_and_key(command: &Command) -> Option<(AccountId, Option<RequestKey>)> {
    match command {
        Command::Hold { buyer, key, .. } => Some((buyer.account, *key)),
        Command::Extend { account, key, .. } | Command::Begin { account, key, .. } => Some((*account, *key)),
        Command::Cancel { by: CancelledBy::Buyer(account), key, .. } => Some((*account, *key)),
        _ => None,
    }
}
