//! A room with its rows, as a store would keep them, and a clock that the tests move.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use admit_domain::id::{AccountId, EventId};
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::command::{Command, Done, Known, Proof, Refusal};
use admit_domain::waiting_room::draw::RoomKey;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::settings::{Mode, Settings, SettingsChange};
use admit_domain::waiting_room::shoppers::Stage;
use admit_domain::waiting_room::standing::Status;
use admit_domain::waiting_room::step::{Noted, Step};

pub(crate) struct Hall {
    pub(crate) room: Room,
    pub(crate) now: Timestamp,
    owners: BTreeMap<u32, AccountId>,
    newest: HashMap<AccountId, u32>,
    pub(crate) bought: HashSet<AccountId>,
    pub(crate) noted: Vec<Noted>,
    /// Accounts in the order in which they got passes.
    pub(crate) admitted: Vec<AccountId>,
}

pub(crate) fn account(number: u32) -> AccountId {
    AccountId::from_u128(u128::from(number) + 1)
}

pub(crate) fn settings() -> Settings {
    Settings { mode: Mode::Always, rate_per_min: 600, max_active: 5, ..Settings::default() }
}

impl Hall {
    pub(crate) fn open(settings: Settings) -> Hall {
        let now = Timestamp::from_millis(1_800_000_000_000);
        let room = Room::new(EventId::from_u128(1), RoomKey::from_bytes([7; 32]), settings, now);
        let (owners, newest, bought) = (BTreeMap::new(), HashMap::new(), HashSet::new());
        Hall { room, now, owners, newest, bought, noted: Vec::new(), admitted: Vec::new() }
    }

    /// One batch, committed.
    pub(crate) fn batch(&mut self, commands: &[Command]) -> Vec<Result<Done, Refusal>> {
        let bought = std::mem::take(&mut self.bought);
        let known = Known { bought, ..self.looked_up(commands) };
        let before = (self.room.shoppers.live(), self.room.head.settings.max_active);
        let mut step = Step::begin(self.room.clone(), self.room.version + 1, self.now, known);
        let done = commands.iter().map(|command| step.carry_out(command)).collect();
        let outcome = step.finish().unwrap();
        assert!(outcome.room.shoppers.live() <= outcome.room.head.settings.max_active.max(before.0).max(before.1));
        for shopper in outcome.changes.shoppers.values() {
            let was_live = self.room.shoppers.of(shopper.account).is_some_and(|before| before.stage != Stage::Ready);
            if matches!(shopper.stage, Stage::Live { .. }) && !was_live {
                self.admitted.push(shopper.account);
            }
        }
        for (number, account) in &outcome.changes.owned {
            let before = self.owners.insert(*number, *account);
            assert_eq!(before, None, "number {number} changed hands");
            self.newest.insert(*account, *number);
        }
        self.noted.extend(outcome.changes.noted.clone());
        self.room = outcome.room;
        done
    }

    /// What is looked up for a batch: the places of those who come, and the owners of the numbers that are named.
    fn looked_up(&self, commands: &[Command]) -> Known {
        let mut known = Known::default();
        for command in commands {
            let (account, number) = match *command {
                Command::Join { account, .. } => (account, None),
                Command::Show { number, account } => (Some(account), Some(number)),
                Command::Enter { account } => (Some(account), None),
                Command::Leave { number, .. } => (None, Some(number)),
                Command::Configure { .. } | Command::Tick => (None, None),
            };
            known.newest.extend(account.and_then(|account| Some((account, *self.newest.get(&account)?))));
            known.owners.extend(number.and_then(|number| Some((number, *self.owners.get(&number)?))));
        }
        known
    }

    pub(crate) fn one(&mut self, command: Command) -> Result<Done, Refusal> {
        self.batch(&[command]).remove(0)
    }

    pub(crate) fn join(&mut self, account: Option<AccountId>) -> u32 {
        match self.one(Command::Join { account, proof: Proof::Verified }) {
            Ok(Done::Place { number }) => number,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn show(&mut self, number: u32, account: AccountId) -> Result<Done, Refusal> {
        self.one(Command::Show { number, account })
    }

    pub(crate) fn leave(&mut self, number: u32, account: Option<AccountId>) -> Result<Done, Refusal> {
        self.one(Command::Leave { number, account })
    }

    pub(crate) fn set(&mut self, change: SettingsChange) -> Result<Done, Refusal> {
        self.one(Command::Configure { change, by: account(999) })
    }

    /// Lets time pass, with a tick each second.
    pub(crate) fn seconds(&mut self, seconds: u32) {
        for _ in 0..seconds {
            self.now = self.now + Duration::from_secs(1);
            self.batch(&[]);
        }
    }

    pub(crate) fn status(&self, number: u32) -> Status {
        self.room.standing(number).unwrap().status
    }

    pub(crate) fn is_called(&self, number: u32) -> bool {
        matches!(self.status(number), Status::Called { .. })
    }

    pub(crate) fn has_pass(&self, number: u32) -> bool {
        matches!(self.status(number), Status::Admitted { .. })
    }
}
