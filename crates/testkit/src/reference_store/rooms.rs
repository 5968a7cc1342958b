//! One waiting room's rows, written by one commit or not at all.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use admit_app::ports::error::StoreError;
use admit_app::ports::waiting_rooms::{Asked, HistoryItem, RoomError, RoomWrites, StoredRoom};
use admit_domain::id::AccountId;
use admit_domain::inventory::journal::BatchId;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::Head;
use admit_domain::waiting_room::command::Known;
use admit_domain::waiting_room::settings::{Mode, Settings};
use admit_domain::waiting_room::shoppers::{Shopper, Stage};
use admit_domain::waiting_room::step::What;

#[derive(Debug)]
pub(super) struct Rooms {
    pub(super) version: u64,
    pub(super) at: Timestamp,
    pub(super) due_at: Option<Timestamp>,
    head: Head,
    /// By their index, with the version that wrote them.
    chunks: BTreeMap<u32, (u64, Vec<u8>)>,
    shoppers: BTreeMap<u32, (u64, Shopper)>,
    /// Positions of shoppers who have bought.
    bought: BTreeSet<u32>,
    owners: BTreeMap<u32, AccountId>,
    newest: BTreeMap<AccountId, u32>,
    batches: Vec<(BatchId, Timestamp)>,
    history: Vec<HistoryItem>,
    /// Whether whoever holds must have a pass.
    pub(super) is_guarded: bool,
}

impl Rooms {
    pub(super) fn new(settings: &Settings, at: Timestamp) -> Rooms {
        Rooms {
            version: 1,
            at,
            due_at: None,
            head: Head::new(settings.clone(), at),
            chunks: BTreeMap::new(),
            shoppers: BTreeMap::new(),
            bought: BTreeSet::new(),
            owners: BTreeMap::new(),
            newest: BTreeMap::new(),
            batches: Vec::new(),
            history: Vec::new(),
            is_guarded: false,
        }
    }

    pub(super) fn stored(&self, after: u64) -> StoredRoom {
        let chunks = self.chunks.iter().filter(|(_, (version, _))| *version > after);
        let is_told = |shopper: &Shopper| after > 0 || !matches!(shopper.stage, Stage::Ended { .. });
        let shoppers = self.shoppers.values().filter(|(version, shopper)| *version > after && is_told(shopper));
        StoredRoom {
            version: self.version,
            at: self.at,
            due_at: self.due_at,
            head: self.head.clone(),
            chunks: chunks.map(|(index, (_, bits))| (*index, bits.clone())).collect(),
            shoppers: shoppers.map(|(_, shopper)| *shopper).collect(),
        }
    }

    pub(super) fn known(&self, asked: &Asked) -> Known {
        let bought = self.live().filter(|shopper| self.bought.contains(&shopper.position));
        Known {
            newest: asked
                .accounts
                .iter()
                .filter_map(|who| Some((*who, self.place_of(*who)?)))
                .collect::<HashMap<_, _>>(),
            owners: asked.numbers.iter().filter_map(|number| Some((*number, *self.owners.get(number)?))).collect(),
            bought: bought.map(|shopper| shopper.account).collect(),
        }
    }

    /// Those of `accounts` that have a pass which has neither ended at `now` nor been bought with.
    pub(super) fn passes(&self, accounts: &[AccountId], now: Timestamp) -> HashSet<AccountId> {
        let is_good = |shopper: &&Shopper| {
            let lasts = matches!(shopper.stage, Stage::Live { ends_at } if ends_at > now);
            lasts && !self.bought.contains(&shopper.position)
        };
        let good = self.live().filter(is_good).map(|shopper| shopper.account);
        good.filter(|account| accounts.contains(account)).collect()
    }

    pub(super) fn mark_bought(&mut self, buyer: AccountId) {
        let bought: Vec<u32> =
            self.live().filter(|shopper| shopper.account == buyer).map(|shopper| shopper.position).collect();
        self.bought.extend(bought);
    }

    pub(super) fn place_of(&self, account: AccountId) -> Option<u32> {
        self.newest.get(&account).copied()
    }

    pub(super) fn owners_between(&self, after: u32, last: u32) -> impl Iterator<Item = (u32, AccountId)> {
        let owned = self.owners.iter().filter(move |(number, _)| **number > after && **number <= last);
        owned.map(|(number, account)| (*number, *account))
    }

    pub(super) fn history(&self, before: Option<(u64, u32)>) -> impl Iterator<Item = &HistoryItem> {
        let newest_first = self.history.iter().rev();
        newest_first.filter(move |item| before.is_none_or(|before| (item.version, item.part) < before))
    }

    pub(super) fn has_batch(&self, batch: BatchId) -> bool {
        self.batches.iter().any(|(known, _)| *known == batch)
    }

    pub(super) fn forget_past(&mut self, before: Timestamp) -> u64 {
        let count = self.batches.len() + self.shoppers.len();
        self.batches.retain(|(_, at)| *at >= before);
        self.shoppers.retain(|_, (_, shopper)| !matches!(shopper.stage, Stage::Ended { at } if at < before));
        (count - self.batches.len() - self.shoppers.len()) as u64
    }

    /// Refuses writes that break a key, before anything of them is done.
    pub(super) fn check(&self, writes: &RoomWrites) -> Result<(), RoomError> {
        require(writes.room.version == self.version + 1, "the batch isn't the room's next")?;
        let mut owned = BTreeSet::new();
        for (number, _) in &writes.changes.owned {
            require(!self.owners.contains_key(number) && owned.insert(*number), "a number has an owner already")?;
        }
        let mut shoppers: BTreeMap<u32, Shopper> =
            self.shoppers.iter().map(|(position, (_, shopper))| (*position, *shopper)).collect();
        shoppers.extend(&writes.changes.shoppers);
        let mut inside = BTreeSet::new();
        for shopper in shoppers.values().filter(|shopper| matches!(shopper.stage, Stage::Live { .. })) {
            require(inside.insert(shopper.account), "an account has two passes")?;
        }
        Ok(())
    }

    /// Does what [`Self::check`] found possible.
    pub(super) fn write(&mut self, writes: RoomWrites) {
        let RoomWrites { batch, room, changes } = writes;
        let version = room.version;
        for chunk in &changes.chunks {
            self.chunks.insert(*chunk, (version, room.line.chunk(*chunk)));
        }
        self.shoppers.extend(changes.shoppers.iter().map(|(position, shopper)| (*position, (version, *shopper))));
        for (number, account) in changes.owned {
            self.owners.insert(number, account);
            self.newest.insert(account, number);
        }
        for (part, noted) in (0..).zip(changes.noted) {
            if noted.what == What::Configured {
                self.is_guarded = room.head.settings.mode != Mode::Off;
            }
            let (what, by, settings) = (noted.what, noted.by, noted.settings);
            self.history.push(HistoryItem { version, part, at: room.at, what, by, settings });
        }
        self.batches.push((batch, room.at));
        (self.version, self.at, self.due_at, self.head) = (version, room.at, room.due_at, room.head);
    }

    fn live(&self) -> impl Iterator<Item = &Shopper> {
        let shoppers = self.shoppers.values().map(|(_, shopper)| shopper);
        shoppers.filter(|shopper| matches!(shopper.stage, Stage::Live { .. }))
    }
}

fn require(holds: bool, otherwise: &'static str) -> Result<(), RoomError> {
    if holds { Ok(()) } else { Err(RoomError::Store(StoreError::Refused(otherwise.into()))) }
}
