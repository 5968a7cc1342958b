//! The people in front of a guarded sale: what they ask of its line, from what they have been told.

use std::time::Duration;

use admit_domain::hold::Buyer;
use admit_domain::id::AccountId;
use admit_domain::waiting_room::command::{Command, Done, Proof};
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::settings::{Calling, Mode, SettingsChange};
use admit_domain::waiting_room::shoppers::Stage;
use admit_domain::waiting_room::standing::Status;

use crate::auditor::evidence::LineRequest;

use super::ground::Pace;
use super::rng::Rng;

/// Of a hundred seeds, so many have a line in front of their sale.
const GUARDED_PERCENT: u64 = 35;

pub(super) struct Fans {
    pub(super) rng: Rng,
    /// As the organizer opens the line.
    pub(super) first: SettingsChange,
    buyers: Vec<Buyer>,
    organizer: AccountId,
    /// Places that somebody was told of, and who joined for them.
    places: Vec<(u32, Option<AccountId>)>,
}

impl Fans {
    /// Takes nothing from the run's own randomness, so that sales without a line go as they would without this. `None`: no line.
    pub(super) fn draw(seed: u64, buyers: &[Buyer], pace: Pace) -> Option<Fans> {
        let mut rng = Rng::new(!seed);
        if !rng.percent(GUARDED_PERCENT) {
            return None;
        }
        let mode = if rng.percent(35) { Mode::Auto } else { Mode::Always };
        let seconds = |rng: &mut Rng, least, most| {
            // Runs are short where time is real.
            let most = if pace == Pace::Virtual { most } else { least };
            Some(Duration::from_secs(rng.between(least, most)))
        };
        let first = SettingsChange {
            mode: Some(mode),
            rate_per_min: Some(rng.small(60, 1_200)),
            interval: seconds(&mut rng, 1, 5),
            max_active: Some(rng.small(1, 6)),
            window: seconds(&mut rng, 5, 60),
            pass_ttl: seconds(&mut rng, 10, 240),
            ..SettingsChange::default()
        };
        let organizer = AccountId::from_u128(rng.wide());
        Some(Fans { rng, first, buyers: buyers.to_vec(), organizer, places: Vec::new() })
    }

    /// What somebody asks next of a line that stands like this.
    pub(super) fn next(&mut self, room: &Room) -> Command {
        match self.rng.below(100) {
            0..=24 => self.join(),
            25..=64 => self.show(room),
            65..=68 => self.show_anything(),
            69..=73 => self.leave(room),
            74..=76 => self.leave_anything(),
            77..=86 => Command::Enter { account: self.somebody() },
            87..=94 => self.configure(),
            _ => Command::Tick,
        }
    }

    /// From now on everybody who may is called: what waits must not wait for ever.
    pub(super) fn open_wide(&self) -> Command {
        let change = SettingsChange {
            rate_per_min: Some(6_000),
            max_active: Some(100),
            calling: Some(Calling::Runs),
            ..SettingsChange::default()
        };
        Command::Configure { change, by: self.organizer }
    }

    pub(super) fn opening(&self) -> Command {
        Command::Configure { change: self.first.clone(), by: self.organizer }
    }

    /// Takes in what somebody was told.
    pub(super) fn learn(&mut self, request: &LineRequest) {
        let Some((_, Ok(Done::Place { number }))) = &request.ended else { return };
        let who = match request.command {
            Command::Join { account, .. } => account,
            Command::Show { account, .. } | Command::Enter { account } => Some(account),
            _ => None,
        };
        if !self.places.contains(&(*number, who)) {
            self.places.push((*number, who));
        }
    }

    /// Those of the buyers who may shop, as far as a node can tell.
    pub(super) fn inside(&self, room: &Room) -> Vec<Buyer> {
        let has_pass = |buyer: &&Buyer| {
            room.shoppers.of(buyer.account).is_some_and(|shopper| matches!(shopper.stage, Stage::Live { .. }))
        };
        self.buyers.iter().filter(has_pass).copied().collect()
    }

    fn somebody(&mut self) -> AccountId {
        self.rng.pick(&self.buyers).expect("there are buyers").account
    }

    fn join(&mut self) -> Command {
        let account = self.rng.percent(70).then(|| self.somebody());
        Command::Join { account, proof: Proof::Unproved }
    }

    /// Somebody who is called says who they are; a guest is anybody. Most of those who are called never do.
    fn show(&mut self, room: &Room) -> Command {
        let is_called = |number: &u32| {
            matches!(room.standing(*number).map(|standing| standing.status), Some(Status::Called { .. }))
        };
        let called: Vec<_> = self.places.iter().filter(|(number, _)| is_called(number)).copied().collect();
        let chosen = self.rng.pick(&called).copied().or_else(|| self.rng.pick_late(&self.places).copied());
        let Some((number, owner)) = chosen else { return self.join() };
        let account = owner.unwrap_or_else(|| self.somebody());
        Command::Show { number, account }
    }

    fn show_anything(&mut self) -> Command {
        let number = match self.rng.below(4) {
            0 => 0,
            1 => u32::MAX,
            _ => self.rng.small(1, 40),
        };
        Command::Show { number, account: self.somebody() }
    }

    /// Mostly somebody who shops; else one who waits.
    fn leave(&mut self, room: &Room) -> Command {
        let shoppers: Vec<_> = room.shoppers.all().map(|shopper| (shopper.number, Some(shopper.account))).collect();
        let chosen = if self.rng.percent(60) { self.rng.pick(&shoppers).copied() } else { None };
        let Some((number, account)) = chosen.or_else(|| self.rng.pick(&self.places).copied()) else {
            return self.join();
        };
        Command::Leave { number, account }
    }

    fn leave_anything(&mut self) -> Command {
        let account = self.rng.percent(60).then(|| self.somebody());
        Command::Leave { number: self.rng.small(0, 40), account }
    }

    fn configure(&mut self) -> Command {
        let mut change = SettingsChange::default();
        match self.rng.below(7) {
            0..=2 => change.max_active = Some(self.rng.small(1, 6)),
            3 => change.rate_per_min = Some(0),
            4 => change.calling = Some(Calling::Paused),
            5 => change.max_active = Some(0),
            _ => {}
        }
        // A line that stands still goes on before long.
        if self.rng.percent(60) {
            change.rate_per_min = change.rate_per_min.or(Some(self.rng.small(60, 1_200)));
            change.calling = change.calling.or(Some(Calling::Runs));
        }
        Command::Configure { change, by: self.organizer }
    }
}
