//! Where a reader of several journals stands: a version of each, as an opaque text.
//!
//! There is no order over all events to stand in, and a number from one sequence would pass over what commits later under an
//! earlier number. So the text names each event that was read, as shortly as it can be, since it travels in a URL.

use std::collections::BTreeMap;

use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;

/// The first byte of each text, so that another form can come later.
const FORM: u8 = 1;
/// The longest text that is looked at: no position of as many events as may be named is longer.
const TEXT_BYTES_MAX: usize = 16 << 10;

/// How far one journal was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The last entry that was told whole.
    pub version: Version,
    /// How many messages of the entry after it were told.
    pub told: u32,
}

impl Progress {
    pub const START: Progress = Progress { version: Version::START, told: 0 };
}

impl From<Version> for Progress {
    fn from(version: Version) -> Progress {
        Progress { version, told: 0 }
    }
}

/// How far each journal was read; those that aren't named, not at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Position {
    /// By the short form of the event's id.
    events: BTreeMap<u64, Progress>,
    /// The event that was told of last. Reading goes on after it, so that one event can't keep the others waiting.
    last: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadPosition {
    #[error("the text is no position")]
    Unreadable,
    /// It comes from elsewhere, or from before the database was set back.
    #[error("the position lies ahead of what there is")]
    Ahead,
}

impl Position {
    pub fn parse(text: &str) -> Result<Position, BadPosition> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(BadPosition::Unreadable);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadPosition::Unreadable)?;
        let position = Reader(&bytes).position().ok_or(BadPosition::Unreadable)?;
        // One spelling only: whoever compares texts compares positions.
        if position.text() == text { Ok(position) } else { Err(BadPosition::Unreadable) }
    }

    pub fn text(&self) -> String {
        let mut bytes = vec![FORM, u8::from(self.last.is_some())];
        if let Some(last) = self.last {
            bytes.extend(last.to_be_bytes());
        }
        for (event, Progress { version, told }) in &self.events {
            bytes.extend(event.to_be_bytes());
            push_number(&mut bytes, version.epoch.into());
            push_number(&mut bytes, version.number);
            push_number(&mut bytes, (*told).into());
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    pub fn of(&self, event: EventId) -> Progress {
        self.reached(event).unwrap_or(Progress::START)
    }

    /// How far the event was read, if it was read at all.
    pub fn reached(&self, event: EventId) -> Option<Progress> {
        self.events.get(&short(event)).copied()
    }

    pub fn set(&mut self, event: EventId, progress: Progress) {
        if progress != Progress::START {
            self.events.insert(short(event), progress);
        }
    }

    /// Keeps only what it says of `events`, so that it doesn't grow with what its reader no longer reads.
    pub(super) fn keep(&mut self, events: impl Iterator<Item = EventId>) {
        let kept: std::collections::BTreeSet<u64> = events.map(short).collect();
        self.events.retain(|event, _| kept.contains(event));
    }

    pub(super) fn last_was(&mut self, event: EventId) {
        self.last = Some(short(event));
    }

    /// Whether `event` is the one that was told of last.
    pub(super) fn is_last(&self, event: EventId) -> bool {
        self.last == Some(short(event))
    }
}

/// Half of an id's bits name it as well among the events of one organizer: most of them are random.
fn short(event: EventId) -> u64 {
    let id = event.as_u128();
    (id ^ (id >> 64)) as u64
}

/// Seven bits a byte, lowest first; all but the last byte have the eighth.
fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn position(&mut self) -> Option<Position> {
        if self.byte()? != FORM {
            return None;
        }
        let last = match self.byte()? {
            0 => None,
            1 => Some(self.short()?),
            _ => return None,
        };
        let mut events = BTreeMap::new();
        while !self.0.is_empty() {
            let event = self.short()?;
            let epoch = u32::try_from(self.number()?).ok()?;
            let version = Version { epoch, number: self.number()? };
            let told = u32::try_from(self.number()?).ok()?;
            // The store counts in 63 bits.
            i64::try_from(version.number).ok()?;
            events.insert(event, Progress { version, told });
        }
        Some(Position { events, last })
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn short(&mut self) -> Option<u64> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_be_bytes(*first))
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(number: u128) -> EventId {
        EventId::from_u128((1 << 100) | number)
    }

    #[test]
    fn a_position_survives_its_text() {
        let mut position = Position::default();
        assert_eq!(Position::parse(&position.text()), Ok(position.clone()));
        for (number, told) in [(0u64, 3u32), (1, 0), (127, 1), (128, 0), (i64::MAX as u64, u32::MAX)] {
            position.set(event(number.into()), Progress { version: Version { epoch: 2, number }, told });
            position.last_was(event(number.into()));
            assert_eq!(Position::parse(&position.text()), Ok(position.clone()));
        }
        assert_eq!(position.of(event(128)).version.number, 128);
        assert_eq!(position.of(event(5)), Progress::START);
    }

    #[test]
    fn what_is_no_position_is_refused() {
        let mut position = Position::default();
        position.set(event(1), Version { epoch: 1, number: 300 }.into());
        let good = position.text();
        let cut = &good[..good.len() - 2];
        let long = "A".repeat(TEXT_BYTES_MAX + 1);
        for bad in
            ["", "x", "!", "AA", "AQI", cut, &format!("{good}="), &format!("{good}A"), &long, "evt_1", "AQE", "____"]
        {
            assert_eq!(Position::parse(bad), Err(BadPosition::Unreadable), "{bad}");
        }
        // The number 0 in two bytes: another spelling of the same.
        let other = URL_SAFE_NO_PAD.encode([&[FORM, 0][..], &[0; 8], &[1, 0x80, 0, 0]].concat());
        assert_eq!(Position::parse(&other), Err(BadPosition::Unreadable));
    }

    #[test]
    fn a_position_of_as_many_events_as_may_be_named_fits_into_a_url() {
        let mut position = Position::default();
        for number in 0..super::super::EVENTS_MAX {
            let version = Version { epoch: 1, number: 100_000 + u64::from(number) };
            position.set(event(u128::from(number) << 7), version.into());
            position.last_was(event(u128::from(number) << 7));
        }
        let text = position.text();
        assert!(text.len() < 7_800, "{} bytes", text.len());
        assert_eq!(Position::parse(&text), Ok(position));
    }
}
