//! Who held behind the line: only who had a pass, and nobody who had one is refused for lack of it.

use admit_app::desk::DeskError;
use admit_domain::id::AccountId;
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::{Change, Entry};

use crate::auditor::evidence::{Beats, Evidence, LineEvidence, Observation};
use crate::auditor::findings::Findings;
use crate::auditor::history::History;

use super::book::{Book, Pass};

/// What ends a pass without the room's doing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Purchase {
    pub(super) account: AccountId,
    /// The number of the journal's entry.
    version: u64,
    pub(super) beats: Beats,
}

/// Every purchase in the journal.
pub(super) fn purchases(
    line: &LineEvidence,
    evidence: &Evidence,
    history: &History,
    findings: &mut Findings,
) -> Vec<Purchase> {
    let mut purchases = Vec::new();
    for entry in &evidence.journal {
        let Some(beats) = decided(line, entry, findings) else { continue };
        for change in &entry.changes {
            if let Change::Paid { order } = change
                && let Some(order) = history.order(*order)
            {
                let (account, version) = (order.buyer.account, entry.version.number);
                purchases.push(Purchase { account, version, beats });
            }
        }
    }
    purchases
}

pub(super) fn judge_holds(
    line: &LineEvidence,
    evidence: &Evidence,
    book: &Book,
    bought: &[Purchase],
    findings: &mut Findings,
) {
    for entry in &evidence.journal {
        let Some(beats) = line.sales.get(&entry.batch.0) else { continue };
        for change in &entry.changes {
            let Change::Held(hold) = change else { continue };
            let account = hold.buyer.account;
            let may = of(book, account).any(|pass| {
                let was_given = pass.granted.decided < beats.decided;
                let ends_at = pass.end(|told| told.decided < beats.decided);
                let was_over = pass.ended.is_some_and(|ended| ended.ended < beats.began) || ends_at <= entry.at;
                let was_used = bought.iter().any(|one| {
                    one.account == account && one.version < entry.version.number && one.beats.began > pass.granted.ended
                });
                was_given && !was_over && !was_used
            });
            findings.require(may, || format!("{:?}: {account} held {} without a pass", entry.version, hold.id));
        }
    }
    for observation in &evidence.observations {
        if let (Command::Hold { buyer, .. }, Some((_, Err(DeskError::NoPass)))) =
            (&observation.command, &observation.ended)
        {
            let kept_out = of(book, buyer.account).any(|pass| was_good_throughout(pass, observation, bought));
            findings.require(!kept_out, || format!("refused for lack of a pass, which was there: {observation:?}"));
        }
    }
}

/// Whether the pass was there, and could be used, from before the request until after its answer.
fn was_good_throughout(pass: &Pass, observation: &Observation, bought: &[Purchase]) -> bool {
    let (asked, answered) = observation.beats;
    let Some((moment, _)) = observation.ended else { return false };
    let is_used = bought.iter().any(|one| one.account == pass.account && one.beats.decided < answered);
    let ends_at = pass.end(|told| told.ended < asked);
    let lasts = pass.ended.is_none_or(|ended| ended.decided > answered) && ends_at > moment.now;
    pass.granted.ended < asked && lasts && !is_used
}

fn of(book: &Book, account: AccountId) -> impl Iterator<Item = &Pass> {
    book.passes.iter().filter(move |pass| pass.account == account)
}

fn decided(line: &LineEvidence, entry: &Entry, findings: &mut Findings) -> Option<Beats> {
    let beats = line.sales.get(&entry.batch.0).copied();
    findings.require(beats.is_some(), || format!("{:?}: no node decided this batch", entry.version));
    beats
}
