//! What a room committed, batch by batch: nobody gains or loses anything but by asking, or by time.

use std::collections::BTreeSet;
use std::time::Duration;

use admit_domain::id::AccountId;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::command::Command;
use admit_domain::waiting_room::settings::{Calling, Mode, Settings};
use admit_domain::waiting_room::shoppers::{Shopper, Stage};

use crate::auditor::evidence::{Evidence, LineEvidence, RoomCommit};
use crate::auditor::findings::Findings;
use crate::auditor::history::History;

use super::book::{Book, Inside};
use super::passes::{Purchase, judge_holds, purchases};
use super::places::{judge_answers, shows_the_line};

/// Calls that lapse nearly together may do so at once: within this part of their window.
const PARTS_OF_WINDOW: u32 = 60;

/// Judges all that is known of the line.
pub(in crate::auditor) fn judge_line(
    line: &LineEvidence,
    evidence: &Evidence,
    history: &History,
    findings: &mut Findings,
) {
    let bought = purchases(line, evidence, history, findings);
    let mut book = Book::new();
    for commit in &line.commits {
        let mut wrong = Findings::default();
        Batch { line, bought: &bought, commit, wrong: &mut wrong }.judge(&mut book);
        let version = commit.room.version;
        findings.0.extend(wrong.0.into_iter().map(|what| format!("line, version {version}: {what}")));
    }
    judge_holds(line, evidence, &book, &bought, findings);
    judge_answers(line, evidence, &book, findings);
    for (who, room) in &line.rooms {
        shows_the_line(who, room, &book, findings);
    }
}

/// One commit of the room.
struct Batch<'evidence> {
    line: &'evidence LineEvidence,
    bought: &'evidence [Purchase],
    commit: &'evidence RoomCommit,
    wrong: &'evidence mut Findings,
}

impl Batch<'_> {
    fn judge(&mut self, book: &mut Book) {
        let room = &self.commit.room;
        let (now, after) = (room.at, &room.head.settings);
        self.require(room.version == book.version + 1, || format!("comes after version {}", book.version));
        self.require(now >= book.at, || "time runs back".into());
        self.require(room.head.issued >= book.issued && room.head.called >= book.called, || "it counts back".into());
        self.require(room.head.called <= room.head.issued, || "more are called than ever came".into());
        book.pass_time(now, self.commit.beats);
        let before = book.settings.clone();
        let (live_before, waiting_before) = (book.live(), ready(book));
        self.places(book);
        let admitted = self.shoppers(book, &before);
        self.limit(book, &before, live_before);
        self.order(book, &admitted, &waiting_before);
        self.overdue(book);
        self.calls(book, &before);
        self.gone(book, &admitted);
        (book.version, book.at) = (room.version, now);
        (book.issued, book.called, book.settings) = (room.head.issued, room.head.called, after.clone());
    }

    fn places(&mut self, book: &mut Book) {
        let room = &self.commit.room;
        for (number, account) in &self.commit.changes.owned {
            let known = *number >= 1 && *number <= room.head.issued;
            self.require(known, || format!("place {number} was never given"));
            let before = book.owners.insert(*number, *account);
            self.require(before.is_none(), || format!("place {number} changes hands"));
            let asked = self.was_asked(|command| match command {
                Command::Join { account: who, .. } => *who == Some(*account) && *number > book.issued,
                Command::Enter { account: who } => who == account && *number > book.issued,
                Command::Show { number: shown, account: who } => (shown, who) == (number, account),
                _ => false,
            });
            self.require(asked, || format!("{account} never asked for place {number}"));
        }
        let joins = self.count_asked(|command| matches!(command, Command::Join { .. } | Command::Enter { .. }));
        self.require(room.head.issued as usize <= joins, || "more places are given than were asked for".into());
    }

    /// Gives the positions that got a pass.
    fn shoppers(&mut self, book: &mut Book, before: &Settings) -> BTreeSet<u32> {
        let mut admitted = BTreeSet::new();
        let mut shoppers: Vec<&Shopper> = self.commit.changes.shoppers.values().collect();
        shoppers.sort_by_key(|shopper| !matches!(shopper.stage, Stage::Ended { .. }));
        for shopper in shoppers {
            let known = book.inside.get(&shopper.position).copied();
            if known.is_none() {
                self.comes_in(shopper, book);
            }
            let same = known.is_none_or(|known| (known.account, known.number) == (shopper.account, shopper.number));
            self.require(same, || format!("{shopper:?} was somebody else"));
            match shopper.stage {
                Stage::Ended { .. } => self.ends(shopper, known, book),
                Stage::Ready => {
                    let has_pass = known.is_some_and(|known| known.pass.is_some());
                    self.require(!has_pass, || format!("{shopper:?} had a pass"));
                    let inside = Inside { account: shopper.account, number: shopper.number, pass: None };
                    book.inside.insert(shopper.position, inside);
                }
                Stage::Live { ends_at } => match known.filter(|known| known.pass.is_some()) {
                    Some(known) => {
                        let own = book.ends_at(known);
                        self.require(own == Some(ends_at), || format!("{shopper:?} has another time than {own:?}"));
                    }
                    None => {
                        self.gets_pass(shopper, ends_at, before, book);
                        admitted.insert(shopper.position);
                    }
                },
            }
        }
        let accounts: BTreeSet<AccountId> = book.inside.values().map(|inside| inside.account).collect();
        self.require(accounts.len() == book.inside.len(), || "an account is in twice".into());
        admitted
    }

    fn comes_in(&mut self, shopper: &Shopper, book: &Book) {
        let Shopper { position, number, account, .. } = *shopper;
        let room = &self.commit.room;
        self.require(position == number, || format!("{shopper:?}: nobody was drawn"));
        self.require(position <= room.head.called, || format!("{shopper:?} was never called"));
        self.require(!book.gone.contains(&position), || format!("{shopper:?} had lost the place"));
        self.require(book.owners.get(&number) == Some(&account), || format!("{shopper:?}: the place is another's"));
        let came = self.was_asked(|command| match command {
            // With another place's token as well: of two places the one in front counts.
            Command::Show { account: who, .. } => *who == account,
            // Where nobody has to wait, whoever comes is in at once.
            Command::Join { account: who, .. } => *who == Some(account) && number > book.issued,
            Command::Enter { account: who } => *who == account,
            _ => false,
        });
        self.require(came, || format!("{shopper:?} never came"));
    }

    fn gets_pass(&mut self, shopper: &Shopper, ends_at: Timestamp, before: &Settings, book: &mut Book) {
        let room = &self.commit.room;
        let lasts = [before, &room.head.settings].map(|settings| room.at + settings.pass_ttl);
        self.require(lasts.contains(&ends_at), || format!("{shopper:?} has a pass for another time"));
        let Shopper { position, number, account, .. } = *shopper;
        book.admit(position, Inside { account, number, pass: None }, self.commit.beats, ends_at);
    }

    fn ends(&mut self, shopper: &Shopper, known: Option<Inside>, book: &mut Book) {
        let Shopper { number, account, .. } = *shopper;
        let timed_out =
            known.and_then(|known| book.ends_at(known)).is_some_and(|ends_at| ends_at <= self.commit.room.at);
        let bought =
            self.bought.iter().any(|one| one.account == account && one.beats.decided < self.commit.beats.decided);
        let left = self.was_left(number, book);
        self.require(timed_out || bought || left, || format!("{shopper:?} ended for no reason"));
        if let Some(Inside { pass: Some(pass), .. }) = known {
            book.passes[pass].ended = Some(self.commit.beats);
        }
        book.inside.remove(&shopper.position);
    }

    /// Whether whose place it is went away: by leaving, or for another place of theirs.
    fn was_left(&self, number: u32, book: &Book) -> bool {
        let owner = book.owners.get(&number);
        self.was_asked(|command| match command {
            Command::Leave { number: left, account } => {
                *left == number && (owner.is_none() || *account == owner.copied())
            }
            Command::Show { number: shown, account } => *shown == number || Some(account) == owner,
            _ => false,
        })
    }

    fn limit(&mut self, book: &Book, before: &Settings, live_before: u32) {
        let after = &self.commit.room.head.settings;
        // Lowering the limit revokes nothing.
        let most = before.max_active.max(after.max_active).max(live_before);
        self.require(book.live() <= most, || format!("{} shop, and {most} may", book.live()));
        let paused = [before, after].iter().all(|settings| settings.calling == Calling::Paused);
        self.require(!paused || book.live() <= live_before, || "somebody is let in during a pause".into());
    }

    /// Nobody keeps a pass beyond its time, or once the room can know that they have bought.
    fn overdue(&mut self, book: &Book) {
        for inside in book.inside.values() {
            let Some(pass) = inside.pass.map(|pass| &book.passes[pass]) else { continue };
            let is_over = pass.last_end() <= self.commit.room.at;
            self.require(!is_over, || format!("{} keeps a pass whose time has run out", inside.account));
            let used = self.bought.iter().find(|one| {
                one.account == inside.account
                    && one.beats.began > pass.granted.ended
                    && one.beats.ended < self.commit.beats.began
            });
            self.require(used.is_none(), || format!("{} keeps a pass after a purchase", inside.account));
        }
    }

    /// Nobody who waits for a pass is passed over.
    fn order(&mut self, book: &Book, admitted: &BTreeSet<u32>, waiting_before: &BTreeSet<u32>) {
        let Some(last) = admitted.last() else { return };
        let still = ready(book);
        let over: Vec<_> = waiting_before.iter().filter(|one| *one < last && still.contains(one)).collect();
        self.require(over.is_empty(), || format!("{last} is let in before {over:?}, who waited in front"));
    }

    fn calls(&mut self, book: &mut Book, before: &Settings) {
        let room = &self.commit.room;
        let after = &room.head.settings;
        let called = room.head.called > book.called;
        let stands = |settings: &Settings| {
            settings.calling == Calling::Paused || (settings.rate_per_min == 0 && settings.mode == Mode::Always)
        };
        self.require(!(called && stands(before) && stands(after)), || {
            "somebody is called while the line stands".into()
        });
        let window = before.window.min(after.window);
        for position in book.called + 1..=room.head.called {
            book.calls.insert(position, room.at + window);
        }
        for position in self.commit.changes.shoppers.keys() {
            book.calls.remove(position);
        }
    }

    /// Who isn't in line any more came in, left, or was called and didn't come in time; and nobody comes back.
    fn gone(&mut self, book: &mut Book, admitted: &BTreeSet<u32>) {
        let room = &self.commit.room;
        let gone: BTreeSet<u32> = room.line.gone().collect();
        let back: Vec<_> = book.gone.difference(&gone).collect();
        self.require(back.is_empty(), || format!("{back:?} are in line again"));
        let slack = book.settings.window.max(room.head.settings.window) / PARTS_OF_WINDOW + Duration::from_millis(1);
        for position in gone.difference(&book.gone) {
            let came_in = admitted.contains(position);
            let lapsed = book.calls.get(position).is_some_and(|lapses_at| *lapses_at <= room.at + slack);
            let reason = came_in || lapsed || self.was_left(*position, book);
            self.require(reason, || format!("place {position} is lost for no reason"));
        }
        let due = |(position, lapses_at): (&u32, &Timestamp)| *lapses_at <= room.at && !gone.contains(position);
        let kept = book.calls.iter().filter(|call| due((call.0, call.1))).count();
        self.require(kept == 0, || format!("{kept} keep places whose calls have lapsed"));
        book.calls.retain(|position, _| !gone.contains(position));
        book.gone = gone;
    }

    fn was_asked(&self, is_it: impl Fn(&Command) -> bool) -> bool {
        self.count_asked(is_it) > 0
    }

    /// How many such requests came before the batch was decided.
    fn count_asked(&self, is_it: impl Fn(&Command) -> bool) -> usize {
        let requests = self.line.requests.iter().filter(|request| request.began < self.commit.beats.decided);
        requests.filter(|request| is_it(&request.command)).count()
    }

    fn require(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        self.wrong.require(holds, otherwise);
    }
}

/// The positions that wait for a pass.
fn ready(book: &Book) -> BTreeSet<u32> {
    book.inside.iter().filter(|(_, inside)| inside.pass.is_none()).map(|(position, _)| *position).collect()
}
