//! What was asked, by what it was about: every change must have been asked for by somebody who may.

use std::collections::BTreeMap;

use admit_domain::id::{HoldId, OrderId};
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::Version;

use super::evidence::Observation;

#[derive(Default)]
pub(super) struct Issued<'evidence> {
    by_hold: BTreeMap<HoldId, Vec<&'evidence Observation>>,
    by_order: BTreeMap<OrderId, Vec<&'evidence Observation>>,
    of_the_sale: Vec<&'evidence Observation>,
}

impl<'evidence> Issued<'evidence> {
    pub(super) fn new(observations: &'evidence [Observation]) -> Self {
        let mut issued = Issued::default();
        for observation in observations {
            match &observation.command {
                Command::Hold { hold, .. }
                | Command::Release { hold, .. }
                | Command::Extend { hold, .. }
                | Command::Adopt { hold, .. } => {
                    issued.by_hold.entry(*hold).or_default().push(observation);
                }
                Command::Begin { order, .. }
                | Command::Await { order, .. }
                | Command::Confirm { order, .. }
                | Command::Decline { order, .. }
                | Command::Cancel { order, .. } => issued.by_order.entry(*order).or_default().push(observation),
                Command::Expire => {}
                Command::Configure(_)
                | Command::Amend(_)
                | Command::Block(_)
                | Command::Unblock(_)
                | Command::BlockFree { .. }
                | Command::UnblockSome { .. } => issued.of_the_sale.push(observation),
            }
        }
        issued
    }

    /// The commands about `hold` that were asked before `version` was committed.
    pub(super) fn about_hold(&self, hold: HoldId, version: Version) -> impl Iterator<Item = &'evidence Command> {
        before(self.by_hold.get(&hold), version)
    }

    pub(super) fn about_order(&self, order: OrderId, version: Version) -> impl Iterator<Item = &'evidence Command> {
        before(self.by_order.get(&order), version)
    }

    pub(super) fn about_the_sale(&self, version: Version) -> impl Iterator<Item = &'evidence Command> {
        before(Some(&self.of_the_sale), version)
    }
}

fn before<'evidence>(
    observations: Option<&Vec<&'evidence Observation>>,
    version: Version,
) -> impl Iterator<Item = &'evidence Command> {
    let observations = observations.map_or(&[][..], Vec::as_slice);
    observations.iter().filter(move |one| one.began.version < version).map(|one| &one.command)
}
