//! What everybody was told, for the auditor.

use crate::auditor::breach::Breach;
use crate::auditor::freshness::{Health, Look};
use crate::auditor::line::Joined;

const BREACHES_MAX: usize = 50;

#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) joins: Vec<Joined>,
    /// How often somebody got a pass.
    pub(super) passes: u64,
    /// How often somebody with a pass was told to stand in line.
    pub(super) turned_away: u64,
    /// How often the line said how many shop.
    pub(super) counts: u64,
    pub(super) health: Vec<Health>,
    /// At the event with the line, and at the quiet one.
    pub(super) looks: [Vec<Look>; 2],
    pub(super) breaches: Vec<Breach>,
}

impl Told {
    pub(super) fn breach(&mut self, name: &str, evidence: impl std::fmt::Display) {
        if self.breaches.len() < BREACHES_MAX {
            self.breaches.push(Breach::new(name, evidence));
        }
    }
}
