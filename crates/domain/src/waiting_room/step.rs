//! One batch: a room, what is due and what is asked, and the room that comes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use thiserror::Error;

use crate::id::AccountId;
use crate::time::Timestamp;

use super::command::{Command, Done, Known, Proof, Refusal};
use super::draw;
use super::head::Head;
use super::line::chunk_of;
use super::room::{Door, Room};
use super::settings::{BadSettings, Mode, Settings, SettingsChange};
use super::shoppers::{Shopper, Stage};

/// Numbers end here, far above any crowd, so that no count overflows.
pub const NUMBERS_MAX: u32 = 1 << 30;

/// Something for the organizer's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Configured,
    LineFormed,
    LineDissolved,
    DrawClosed,
    Drawn,
}

impl What {
    pub const ALL: [What; 5] = [What::Configured, What::LineFormed, What::LineDissolved, What::DrawClosed, What::Drawn];

    pub fn name(self) -> &'static str {
        match self {
            What::Configured => "configured",
            What::LineFormed => "line_formed",
            What::LineDissolved => "line_dissolved",
            What::DrawClosed => "draw_closed",
            What::Drawn => "drawn",
        }
    }

    pub fn from_name(name: &str) -> Option<What> {
        What::ALL.into_iter().find(|what| what.name() == name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub what: What,
    pub by: Option<AccountId>,
    /// As they were from then on.
    pub settings: Settings,
}

/// The rows that a batch changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    pub chunks: BTreeSet<u32>,
    /// Each in its final state.
    pub shoppers: BTreeMap<u32, Shopper>,
    /// Numbers that belong to an account from now on; of an account's, the last one counts.
    pub owned: Vec<(u32, AccountId)>,
    pub noted: Vec<Noted>,
}

/// A batch came to what must never be. Nothing of it may be committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{live} would shop where {allowed} may")]
pub struct LimitExceeded {
    pub live: u32,
    pub allowed: u32,
}

/// A room on its way from one version to the next.
pub struct Step {
    pub(super) room: Room,
    pub(super) now: Timestamp,
    pub(super) known: Known,
    pub(super) changes: Changes,
    head_before: Head,
    /// How many may shop at the most: what the limit was at any time of the batch, or who shopped before it, since lowering the
    /// limit revokes nothing.
    allowed: u32,
}

/// What a batch comes to.
pub struct Outcome {
    pub room: Room,
    pub changes: Changes,
    /// Whether anything changed that must be written.
    pub is_changed: bool,
}

impl Step {
    /// Begins a batch at `now` with everything that is due.
    pub fn begin(room: Room, version: u64, now: Timestamp, mut known: Known) -> Step {
        // Whoever comes without naming a place comes to the one they own.
        known.owners.extend(known.newest.iter().map(|(account, number)| (*number, *account)));
        let (head_before, allowed) = (room.head.clone(), room.shoppers.live().max(room.head.settings.max_active));
        let mut step = Step { room, now, known, changes: Changes::default(), head_before, allowed };
        step.settle_due();
        step.room.at = now;
        step.room.version = version;
        step
    }

    /// # Errors
    /// A refusal, which changes nothing.
    pub fn carry_out(&mut self, command: &Command) -> Result<Done, Refusal> {
        match command {
            Command::Join { account, proof } => self.join(*account, *proof),
            Command::Show { number, account } => self.show(*number, *account),
            Command::Leave { number, account } => self.leave(*number, *account),
            Command::Enter { account } => self.enter(*account),
            Command::Configure { change, by } => self.configure(change, *by),
            Command::Tick => Ok(Done::Nothing),
        }
    }

    /// # Errors
    /// More would shop than may, which no rule allows.
    pub fn finish(mut self) -> Result<Outcome, LimitExceeded> {
        self.admit();
        self.form_or_dissolve();
        let (live, allowed) = (self.room.shoppers.live(), self.allowed);
        if live > allowed {
            return Err(LimitExceeded { live, allowed });
        }
        // Having looked at a room that was due is a change too: of when it is due again.
        let was_due = self.room.due_at.is_some_and(|due_at| due_at <= self.now);
        let is_changed = was_due || self.head_before != self.room.head || self.changes != Changes::default();
        self.room.due_at = self.due_at();
        Ok(Outcome { room: self.room, changes: self.changes, is_changed })
    }

    fn join(&mut self, account: Option<AccountId>, proof: Proof) -> Result<Done, Refusal> {
        if self.room.door() == Door::Open {
            return Err(Refusal::NoLine);
        }
        if let Some(number) = account.and_then(|account| self.place_of(account)) {
            return Ok(Done::Place { number });
        }
        if self.room.is_gathering() && (account.is_none() || proof != Proof::Verified) {
            return Err(Refusal::VerifiedOnly);
        }
        let number = self.issue(account)?;
        if self.room.door() == Door::Free && self.room.is_calling(self.now) {
            self.let_in_at_once(number, account);
        }
        Ok(Done::Place { number })
    }

    fn show(&mut self, number: u32, account: AccountId) -> Result<Done, Refusal> {
        let number = self.claim(number, account)?;
        let position = self.room.position_of(number);
        if self.room.shoppers.at(position).is_none() && position <= self.room.head.called {
            self.appear(number, position, account);
        }
        Ok(Done::Place { number })
    }

    fn leave(&mut self, number: u32, account: Option<AccountId>) -> Result<Done, Refusal> {
        if number == 0 || number > self.room.head.issued {
            return Err(Refusal::NoSuchPlace);
        }
        if self.known.owners.get(&number).is_some_and(|owner| Some(*owner) != account) {
            return Err(Refusal::NotYours);
        }
        self.vacate(number);
        Ok(Done::Nothing)
    }

    fn enter(&mut self, account: AccountId) -> Result<Done, Refusal> {
        if let Some(shopper) = self.room.shoppers.of(account).filter(|shopper| shopper.stage != Stage::Ready) {
            return Ok(Done::Place { number: shopper.number });
        }
        let must_wait = self.room.door() != Door::Free || !self.room.is_calling(self.now) || self.is_full();
        if must_wait || self.room.waiting() > 0 {
            return Err(Refusal::MustWait);
        }
        let Done::Place { number } = self.join(Some(account), Proof::Unproved)? else { return Err(Refusal::MustWait) };
        self.show(number, account)?;
        self.admit();
        let has_pass = self.room.shoppers.of(account).is_some_and(|shopper| shopper.stage != Stage::Ready);
        if has_pass { Ok(Done::Place { number }) } else { Err(Refusal::MustWait) }
    }

    fn configure(&mut self, change: &SettingsChange, by: AccountId) -> Result<Done, Refusal> {
        let settings = change.applied_to(&self.room.head.settings);
        settings.check().map_err(Refusal::BadSettings)?;
        self.check_draw(change, &settings)?;
        if let Some(input) = &change.public_input {
            if !self.room.awaits_input() {
                return Err(Refusal::NoInputAwaited);
            }
            self.draw(input);
        }
        if settings != self.room.head.settings {
            let moves_otherwise = settings.rate_per_min != self.room.head.settings.rate_per_min
                || settings.calling != self.room.head.settings.calling;
            if moves_otherwise {
                self.room.head.pace.forget();
            }
            self.allowed = self.allowed.max(settings.max_active);
            self.room.head.settings = settings;
            self.note(What::Configured, Some(by));
        }
        Ok(Done::Nothing)
    }

    /// A draw is announced before anybody comes, and then held as announced.
    fn check_draw(&self, change: &SettingsChange, next: &Settings) -> Result<(), Refusal> {
        let before = &self.room.head.settings;
        let is_new = next.mode == Mode::Draw && before.mode != Mode::Draw;
        if is_new && (self.room.head.issued > 0 || self.room.head.draw.closed.is_some()) {
            return Err(Refusal::NotEmpty);
        }
        let is_late = next.opens_at.is_some_and(|opens_at| opens_at <= self.now);
        let moves_time = next.opens_at != before.opens_at;
        if next.mode == Mode::Draw && (is_new || (moves_time && self.room.is_gathering())) && is_late {
            return Err(Refusal::BadSettings(BadSettings::DrawTime));
        }
        let has_entries = self.room.head.draw.entries.leaves > 0 || self.room.head.draw.closed.is_some();
        let was_draw = before.mode == Mode::Draw && (has_entries || self.room.awaits_input());
        let changes_draw = next.mode != Mode::Draw || change.public_source.is_some();
        let is_held = self.room.head.draw.drawn.is_some();
        if was_draw && changes_draw && !is_held && *next != *before {
            return Err(Refusal::DrawUnderWay);
        }
        if before.mode == Mode::Draw && self.room.head.draw.closed.is_some() && !is_held && moves_time {
            return Err(Refusal::DrawUnderWay);
        }
        Ok(())
    }

    /// The account's number, if its place is in line or has a pass.
    fn place_of(&self, account: AccountId) -> Option<u32> {
        if let Some(shopper) = self.room.shoppers.of(account) {
            return Some(shopper.number);
        }
        let number = *self.known.newest.get(&account)?;
        (!self.room.line.is_gone(self.room.position_of(number))).then_some(number)
    }

    fn issue(&mut self, account: Option<AccountId>) -> Result<u32, Refusal> {
        let number = self.room.head.issued + 1;
        if number > NUMBERS_MAX {
            return Err(Refusal::Full);
        }
        self.room.head.issued = number;
        if let Some(account) = account {
            if self.room.is_gathering() {
                let entry = draw::entry(&self.room.key.salt(number), account);
                self.room.head.draw.entries.push(&draw::leaf(number, &entry));
            }
            self.own(number, account);
        }
        Ok(number)
    }

    fn own(&mut self, number: u32, account: AccountId) {
        self.known.newest.insert(account, number);
        self.known.owners.insert(number, account);
        self.changes.owned.push((number, account));
    }

    /// Makes the place the account's, and answers with the account's place: its own earlier one, if that is further ahead.
    fn claim(&mut self, number: u32, account: AccountId) -> Result<u32, Refusal> {
        if number == 0 || number > self.room.head.issued {
            return Err(Refusal::NoSuchPlace);
        }
        let position = self.room.position_of(number);
        match self.known.owners.get(&number) {
            Some(owner) if *owner != account => return Err(Refusal::NotYours),
            Some(_) if self.room.line.is_gone(position) && self.room.shoppers.at(position).is_none() => {
                return Err(Refusal::PlaceGone);
            }
            Some(_) => return Ok(number),
            None if self.room.line.is_gone(position) => return Err(Refusal::PlaceGone),
            None => {}
        }
        if let Some(own) = self.place_of(account) {
            let is_better = self.room.shoppers.of(account).is_some() || self.room.position_of(own) < position;
            if is_better {
                // Nobody holds two places in line.
                self.vacate(number);
                return Ok(own);
            }
            self.vacate(own);
        }
        self.own(number, account);
        Ok(number)
    }

    fn vacate(&mut self, number: u32) {
        let position = self.room.position_of(number);
        let shopper = self.room.shoppers.at(position).copied();
        if let Some(shopper) = shopper {
            self.put(Shopper { stage: Stage::Ended { at: self.now }, ..shopper });
        }
        if self.take_out(position) || shopper.is_some() {
            self.room.head.totals.left += 1;
            if shopper.is_none() && position <= self.room.head.called {
                self.room.head.resolve(1, 0);
            }
        }
    }

    /// Nobody has to wait: the place just handed out is called, and has its pass if it is known whose it is.
    fn let_in_at_once(&mut self, number: u32, account: Option<AccountId>) {
        if self.is_full() || self.room.waiting() > 1 {
            return;
        }
        self.call_up_to(number, 1);
        if let Some(account) = account {
            self.appear(number, number, account);
            self.admit();
        }
    }

    /// Whether as many shop, or are about to, as may.
    pub(super) fn is_full(&self) -> bool {
        let busy = self.room.shoppers.live() + self.room.shoppers.ready() + self.room.unanswered();
        busy >= self.room.head.settings.max_active
    }

    fn appear(&mut self, number: u32, position: u32, account: AccountId) {
        self.put(Shopper { position, number, account, stage: Stage::Ready });
        self.room.head.resolve(1, 1);
    }

    pub(super) fn put(&mut self, shopper: Shopper) {
        Arc::make_mut(&mut self.room.shoppers).put(shopper);
        self.changes.shoppers.insert(shopper.position, shopper);
    }

    pub(super) fn take_out(&mut self, position: u32) -> bool {
        let is_new = self.room.line.take_out(position);
        if is_new {
            self.changes.chunks.insert(chunk_of(position));
        }
        is_new
    }

    pub(super) fn note(&mut self, what: What, by: Option<AccountId>) {
        self.changes.noted.push(Noted { what, by, settings: self.room.head.settings.clone() });
    }
}
