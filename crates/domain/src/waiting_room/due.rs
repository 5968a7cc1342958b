//! What happens in a room by itself: calls lapse, passes end, people are called, lines form and dissolve, a draw is held.

use std::time::Duration;

use crate::time::Timestamp;

use super::draw;
use super::head::{Call, Closed, Drawn};
use super::line::Line;
use super::settings::{Calling, Mode};
use super::shoppers::{Shopper, Stage};
use super::step::{Step, What};

/// Time beyond this in which nothing was committed counts against nobody.
const UNATTENDED_MAX: Duration = Duration::from_secs(10);
/// While calls or passes run, the room is looked after at least so often.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// How long a line that formed by itself stands empty before it dissolves.
const DISSOLVES_AFTER: Duration = Duration::from_secs(15);
/// What a minute's rate earns for one person.
const PERSON: u64 = 60_000;
/// Into how many parts a window is cut at most: calls that lapse nearly together are one.
const PARTS_OF_WINDOW: u32 = 60;

impl Step {
    /// Brings the room to `now`.
    pub(super) fn settle_due(&mut self) {
        self.forgive_unattended();
        self.hold_draw();
        self.end_passes();
        self.lapse_calls();
        self.admit();
        self.call();
    }

    /// Gives passes to those who wait for one, in the order of their positions, as long as fewer shop than may.
    pub(super) fn admit(&mut self) {
        let settings = &self.room.head.settings;
        if settings.calling == Calling::Paused {
            return;
        }
        let (max_active, ends_at) = (settings.max_active, self.now + settings.pass_ttl);
        while self.room.shoppers.live() < max_active
            && let Some(first) = self.room.shoppers.first_ready()
        {
            self.put(Shopper { stage: Stage::Live { ends_at }, ..first });
            self.take_out(first.position);
            self.room.head.totals.admitted += 1;
        }
    }

    /// Calls everybody up to `last`, who are `people` in line.
    pub(super) fn call_up_to(&mut self, last: u32, people: u32) {
        let (head, now) = (&mut self.room.head, self.now);
        let lapses_at = now + head.settings.window;
        let part = head.settings.window / PARTS_OF_WINDOW;
        let first = head.called + 1;
        match head.calls.last_mut() {
            Some(call) if call.last + 1 == first && lapses_at <= call.lapses_at + part => call.last = last,
            _ => head.calls.push(Call { first, last, lapses_at }),
        }
        head.called = last;
        head.totals.called += u64::from(people);
    }

    /// When the room must be looked at next. `None`: not before somebody comes.
    pub(super) fn due_at(&self) -> Option<Timestamp> {
        let head = &self.room.head;
        if head.settings.mode == Mode::Off && self.room.shoppers.live() == 0 {
            return None;
        }
        let (now, settings) = (self.now, &head.settings);
        let starts = settings.opens_at.filter(|opens_at| *opens_at > now);
        let runs = !head.calls.is_empty() || self.room.shoppers.live() > 0;
        let heartbeat = runs.then_some(now + HEARTBEAT);
        let lapse = head.calls.iter().map(|call| call.lapses_at).min();
        let end = self.room.shoppers.first_to_end().map(|(ends_at, _)| ends_at);
        let waits = self.room.is_calling(now) && settings.rate_per_min > 0 && self.room.waiting() > 0;
        let tick = waits.then_some(head.tick_at + settings.interval);
        let dissolves = head.empty_since.map(|since| since + DISSOLVES_AFTER);
        [starts, heartbeat, lapse, end, tick, dissolves].into_iter().flatten().min()
    }

    fn forgive_unattended(&mut self) {
        let unattended = self.now.since(self.room.at);
        let Some(forgiven) = unattended.checked_sub(UNATTENDED_MAX).filter(|span| !span.is_zero()) else { return };
        for call in &mut self.room.head.calls {
            call.lapses_at = call.lapses_at + forgiven;
        }
        let live: Vec<Shopper> = self.room.shoppers.all().copied().collect();
        for shopper in live {
            if let Stage::Live { ends_at } = shopper.stage {
                self.put(Shopper { stage: Stage::Live { ends_at: ends_at + forgiven }, ..shopper });
            }
        }
    }

    /// Closes the draw when its time has come, and holds it as soon as the public randomness is there.
    fn hold_draw(&mut self) {
        let head = &self.room.head;
        let is_time = head.settings.opens_at.is_none_or(|opens_at| opens_at <= self.now);
        if self.room.is_gathering() && is_time {
            let entries = &head.draw.entries;
            let closed = Closed { count: entries.leaves, root: entries.root(), at: self.now };
            self.room.head.draw.closed = Some(closed);
            self.note(What::DrawClosed, None);
        }
        if self.room.awaits_input() && self.room.head.settings.public_source.is_none() {
            self.draw("");
        }
    }

    /// Gives everybody who came before the start their position.
    pub(super) fn draw(&mut self, public_input: &str) {
        let Some(closed) = self.room.head.draw.closed.clone() else { return };
        let seed = draw::seed(&self.room.key.draw_key(), &closed.root, closed.count, public_input);
        let drawn = Drawn { public_input: public_input.into(), seed, at: self.now };
        self.room.head.draw.drawn = Some(drawn);
        let mut line = Line::default();
        for number in self.room.line.gone() {
            line.take_out(self.room.position_of(number));
        }
        let chunks = line.chunks().max(self.room.line.chunks());
        self.room.line = line;
        self.changes.chunks.extend(0..chunks);
        self.note(What::Drawn, None);
    }

    fn end_passes(&mut self) {
        let bought = self.known.bought.iter().filter_map(|account| self.room.shoppers.of(*account));
        let bought: Vec<Shopper> =
            bought.filter(|shopper| matches!(shopper.stage, Stage::Live { .. })).copied().collect();
        for shopper in bought {
            self.put(Shopper { stage: Stage::Ended { at: self.now }, ..shopper });
        }
        while let Some((ends_at, shopper)) = self.room.shoppers.first_to_end()
            && ends_at <= self.now
        {
            self.put(Shopper { stage: Stage::Ended { at: self.now }, ..shopper });
        }
    }

    fn lapse_calls(&mut self) {
        let (lapsed, running): (Vec<Call>, Vec<Call>) =
            self.room.head.calls.iter().partition(|call| call.lapses_at <= self.now);
        self.room.head.calls = running;
        for call in lapsed {
            let mut count = 0;
            for position in call.first..=call.last {
                if self.room.shoppers.at(position).is_none() && self.take_out(position) {
                    count += 1;
                }
            }
            self.room.head.totals.lapsed += u64::from(count);
            self.room.head.resolve(count, 0);
        }
    }

    /// Calls as many as the rate has earned and as may shop, and more if few of those who are called appear.
    fn call(&mut self) {
        let (room, now) = (&self.room, self.now);
        if !room.is_calling(now) || room.head.settings.rate_per_min == 0 {
            self.room.head.credit = 0;
            self.room.head.pace.forget();
            return;
        }
        let interval = room.head.settings.interval;
        let since = now.since(room.head.tick_at);
        if since < interval {
            return;
        }
        // Who comes late earns at most two intervals, so that an outage isn't followed by a flood.
        let rate = u64::from(room.head.settings.rate_per_min);
        let earned = rate * millis(since.min(2 * interval));
        let most = (2 * rate * millis(interval)).max(PERSON + rate * millis(interval));
        let credit = (room.head.credit + earned).min(most);
        let busy = room.shoppers.live() + room.shoppers.ready() + room.head.expected(room.unanswered());
        let free = room.head.settings.max_active.saturating_sub(busy);
        let wanted = u32::try_from(credit / PERSON).unwrap_or(u32::MAX).min(free);
        let wanted = wanted.min(room.waiting());
        let (called, issued) = (room.head.called, room.head.issued);
        let last = room.line.reach(called, room.head.to_call_for(wanted), issued);
        let people = room.line.present(called + 1, last);
        let waited = room.waiting() > 0;
        self.room.head.tick_at = now;
        self.room.head.credit = if wanted > 0 { credit - u64::from(wanted) * PERSON } else { credit };
        if wanted > 0 && people > 0 {
            self.call_up_to(last, people);
        }
        if waited || self.room.head.pace.wants_sample(now) {
            let called = self.room.head.totals.called;
            self.room.head.pace.note(now, called);
        }
    }

    /// Where lines form by themselves: one forms when nobody else may shop, and dissolves once it was empty for a while.
    pub(super) fn form_or_dissolve(&mut self) {
        if self.room.head.settings.mode != Mode::Auto {
            (self.room.head.is_formed, self.room.head.empty_since) = (false, None);
            return;
        }
        let is_full = self.is_full();
        let is_empty = self.room.waiting() == 0 && !is_full;
        if !self.room.head.is_formed {
            if !is_empty {
                self.room.head.is_formed = true;
                self.note(What::LineFormed, None);
            }
            return;
        }
        self.room.head.empty_since = is_empty.then(|| self.room.head.empty_since.unwrap_or(self.now));
        if self.room.head.empty_since.is_some_and(|since| since + DISSOLVES_AFTER <= self.now) {
            (self.room.head.is_formed, self.room.head.empty_since) = (false, None);
            self.note(What::LineDissolved, None);
        }
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
