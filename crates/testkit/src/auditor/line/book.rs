//! The auditor's own book of a line: who stands in it, who is called until when, and who shops until when.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use admit_domain::id::AccountId;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::settings::Settings;

use crate::auditor::evidence::Beats;

/// Time beyond this in which nothing was committed counts against nobody.
const UNATTENDED_MAX: Duration = Duration::from_secs(10);

/// One right to shop, from the commit that gave it to the one that ended it.
#[derive(Debug, Clone)]
pub(super) struct Pass {
    pub(super) account: AccountId,
    pub(super) granted: Beats,
    pub(super) ended: Option<Beats>,
    /// When it was to end, as of each commit that said so; each is later than the one before.
    pub(super) ends: Vec<(Beats, Timestamp)>,
}

/// One who was called and came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Inside {
    pub(super) account: AccountId,
    pub(super) number: u32,
    /// The pass, by its place among all; `None` while they wait for one.
    pub(super) pass: Option<usize>,
}

impl Pass {
    pub(super) fn last_end(&self) -> Timestamp {
        self.ends.last().map_or(Timestamp::MIN, |(_, ends_at)| *ends_at)
    }

    /// The latest end that somebody can have known of, of those that were told `as_of`.
    pub(super) fn end(&self, as_of: impl Fn(&Beats) -> bool) -> Timestamp {
        let told = self.ends.iter().rev().find(|(beats, _)| as_of(beats));
        told.map_or(Timestamp::MIN, |(_, ends_at)| *ends_at)
    }
}

pub(super) struct Book {
    pub(super) version: u64,
    pub(super) at: Timestamp,
    pub(super) issued: u32,
    pub(super) called: u32,
    pub(super) settings: Settings,
    pub(super) gone: BTreeSet<u32>,
    pub(super) inside: BTreeMap<u32, Inside>,
    pub(super) owners: BTreeMap<u32, AccountId>,
    /// Called positions of which nobody has said who they are, and until when they may.
    pub(super) calls: BTreeMap<u32, Timestamp>,
    pub(super) passes: Vec<Pass>,
}

impl Book {
    /// A room that was just made, and has never been off since.
    pub(super) fn new() -> Book {
        Book {
            version: 1,
            at: Timestamp::MIN,
            issued: 0,
            called: 0,
            settings: Settings::default(),
            gone: BTreeSet::new(),
            inside: BTreeMap::new(),
            owners: BTreeMap::new(),
            calls: BTreeMap::new(),
            passes: Vec::new(),
        }
    }

    pub(super) fn admit(&mut self, position: u32, inside: Inside, granted: Beats, ends_at: Timestamp) {
        self.inside.insert(position, Inside { pass: Some(self.passes.len()), ..inside });
        let account = inside.account;
        self.passes.push(Pass { account, granted, ended: None, ends: vec![(granted, ends_at)] });
    }

    pub(super) fn live(&self) -> u32 {
        self.inside.values().filter(|inside| inside.pass.is_some()).count() as u32
    }

    pub(super) fn ends_at(&self, inside: Inside) -> Option<Timestamp> {
        inside.pass.map(|pass| self.passes[pass].last_end())
    }

    /// Time goes on to `now`. What of it nobody looked after the room in moves every end.
    pub(super) fn pass_time(&mut self, now: Timestamp, beats: Beats) {
        let unattended = if self.at == Timestamp::MIN { Duration::ZERO } else { now.since(self.at) };
        let forgiven = unattended.saturating_sub(UNATTENDED_MAX);
        if forgiven.is_zero() {
            return;
        }
        for lapses_at in self.calls.values_mut() {
            *lapses_at = *lapses_at + forgiven;
        }
        for pass in self.inside.values().filter_map(|inside| inside.pass) {
            let ends_at = self.passes[pass].last_end() + forgiven;
            self.passes[pass].ends.push((beats, ends_at));
        }
    }
}
