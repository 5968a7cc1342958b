//! Everything about a room that doesn't grow with the people in it.

use crate::time::Timestamp;

use super::merkle::Tree;
use super::pace::Pace;
use super::settings::Settings;

/// Positions that were called together, and until when they may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    pub first: u32,
    pub last: u32,
    pub lapses_at: Timestamp,
}

/// The moment in which it was settled who takes part in the draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Arrivals 1 to this one are drawn.
    pub count: u32,
    /// Over all leaves of (arrival, salted account).
    pub root: [u8; 32],
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The public randomness; empty if none was named beforehand.
    pub public_input: Box<str>,
    pub seed: [u8; 32],
    pub at: Timestamp,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DrawState {
    /// Over those who came before the start.
    pub entries: Tree,
    pub closed: Option<Closed>,
    pub drawn: Option<Drawn>,
}

/// Counts since the room was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// People who were in line when they were called.
    pub called: u64,
    pub admitted: u64,
    pub left: u64,
    pub lapsed: u64,
}

/// The room was put back to what it was earlier, such as by restoring a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PutBack {
    /// Numbers 1 to this one were handed out by then.
    pub issued: u32,
    /// When it was put back.
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub settings: Settings,
    /// Numbers 1 to this one are handed out.
    pub issued: u32,
    /// Positions 1 to this one are called.
    pub called: u32,
    /// Calls that may still be answered, oldest first.
    pub calls: Vec<Call>,
    /// When people were last called, or might have been.
    pub tick_at: Timestamp,
    /// What the rate has earned and nobody was called for yet, in people times 60,000.
    pub credit: u64,
    /// Of the latest calls, how many were answered and how many came to an end.
    pub shown: u32,
    pub resolved: u32,
    /// Whether there is a line, where it forms by itself.
    pub is_formed: bool,
    /// Since when nobody is in a line that formed by itself.
    pub empty_since: Option<Timestamp>,
    pub totals: Totals,
    pub pace: Pace,
    pub draw: DrawState,
    /// Oldest first.
    pub put_back: Vec<PutBack>,
}

impl Head {
    pub fn new(settings: Settings, at: Timestamp) -> Head {
        Head {
            settings,
            issued: 0,
            called: 0,
            calls: Vec::new(),
            tick_at: at,
            credit: 0,
            shown: 0,
            resolved: 0,
            is_formed: false,
            empty_since: None,
            totals: Totals::default(),
            pace: Pace::default(),
            draw: DrawState::default(),
            put_back: Vec::new(),
        }
    }

    /// Whether a place with this number, signed at `at`, is of a time that was undone: its number is handed out again.
    pub fn is_undone(&self, number: u32, at: Timestamp) -> bool {
        self.put_back.iter().any(|put_back| number > put_back.issued && at < put_back.at)
    }

    /// Of a hundred people who are called, how many answer: the share among the latest. Until anybody was called, all.
    pub fn show_up_percent(&self) -> u32 {
        (100 * (u64::from(self.shown) + 1) / (u64::from(self.resolved) + 1)) as u32
    }

    /// How many of `called` people are expected to answer, rounded up.
    pub(super) fn expected(&self, called: u32) -> u32 {
        let answers = u64::from(called) * (u64::from(self.shown) + 1);
        answers.div_ceil(u64::from(self.resolved) + 1) as u32
    }

    /// How many people must be called for `wanted` to come.
    pub(super) fn to_call_for(&self, wanted: u32) -> u32 {
        /// However few came lately, nobody knows who will now.
        const TIMES_MAX: u64 = 20;
        let wanted = u64::from(wanted);
        let calls = (wanted * (u64::from(self.resolved) + 1)).div_ceil(u64::from(self.shown) + 1);
        u32::try_from(calls.min(wanted * TIMES_MAX)).unwrap_or(u32::MAX)
    }

    /// So many calls came to an end, and so many of them were answered. What is long ago counts less and less.
    pub(super) fn resolve(&mut self, resolved: u32, shown: u32) {
        const REMEMBERED: u32 = 400;
        self.resolved = self.resolved.saturating_add(resolved);
        self.shown = self.shown.saturating_add(shown);
        while self.resolved > REMEMBERED {
            self.resolved /= 2;
            self.shown /= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_handed_out_again_are_good_from_then_on_only() {
        let at = Timestamp::from_millis;
        let mut head = Head::new(Settings::default(), at(0));
        assert!(!head.is_undone(9, at(1)));
        head.put_back = vec![PutBack { issued: 5, at: at(100) }, PutBack { issued: 8, at: at(200) }];
        for (number, signed_at, wanted) in [
            (5, 99, false),
            (6, 99, true),
            (6, 100, false),
            (8, 199, false),
            (9, 100, true),
            (9, 199, true),
            (9, 200, false),
        ] {
            assert_eq!(head.is_undone(number, at(signed_at)), wanted, "{number} of {signed_at}");
        }
    }
}
