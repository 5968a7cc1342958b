//! What a listener puts together from what it hears: the event as it is, if nothing is skipped.

use serde::Deserialize;

use crate::auditor::freshness::Version;
use crate::scenario::live_way::version;

#[derive(Debug, Default)]
pub(super) struct Fold {
    /// How far frames were heard without a gap.
    heard: Option<Version>,
    /// What the units show, which is where they were read if that was later.
    shown: Option<Version>,
    units: Vec<u8>,
}

/// What a message was.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// The units must be read anew, at this version or later.
    Snapshot(Version),
    Frame,
    /// It doesn't follow on what came before, which the promise excludes.
    Gap(String),
    /// Nothing about units.
    Other,
    Error,
}

#[derive(Deserialize)]
struct FrameBody {
    changes: Vec<(u32, u32, u8)>,
}

impl Fold {
    /// After what to go on.
    pub(super) fn heard(&self) -> Option<Version> {
        self.heard
    }

    /// What it has come to.
    pub(super) fn shown(&self) -> Option<(Version, &[u8])> {
        Some((self.heard?.max(self.shown?), &self.units))
    }

    pub(super) fn forget(&mut self) {
        *self = Fold::default();
    }

    /// Begins with a snapshot at `heard`, and the units as they were read later, at `number`.
    pub(super) fn begin(&mut self, heard: Version, number: u64, units: Vec<u8>) {
        (self.heard, self.shown, self.units) = (Some(heard), Some((heard.0, number)), units);
    }

    pub(super) fn hear(&mut self, text: &str) -> Heard {
        let is = |kind: &str| text.starts_with(&format!("{{\"type\":\"{kind}\""));
        let named = |name: &str| version(text, name);
        if is("error") {
            return Heard::Error;
        }
        match (is("snapshot"), is("seats"), named("\"version\":\"")) {
            (true, _, Some(version)) => Heard::Snapshot(version),
            (_, true, Some(version)) => self.hear_frame(text, named("\"from\":\""), version),
            _ => Heard::Other,
        }
    }

    fn hear_frame(&mut self, text: &str, from: Option<Version>, version: Version) -> Heard {
        let (Some(from), Some(heard), Some(shown)) = (from, self.heard, self.shown) else {
            return Heard::Gap(format!("a frame to {version:?} came before any snapshot"));
        };
        if from > heard {
            return Heard::Gap(format!("after {heard:?} came a frame from {from:?}"));
        }
        let Ok(FrameBody { changes }) = serde_json::from_str(text) else {
            return Heard::Gap(format!("a frame to {version:?} can't be read"));
        };
        self.heard = Some(heard.max(version));
        // What was read already was newer.
        if version <= shown {
            return Heard::Frame;
        }
        self.shown = Some(version);
        for (first, count, state) in changes {
            let units = self.units.get_mut(first as usize..first.saturating_add(count) as usize);
            match units {
                Some(units) => units.fill(state),
                None => return Heard::Gap(format!("a frame to {version:?} tells of units that there aren't")),
            }
        }
        Heard::Frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(from: &str, to: &str, changes: &str) -> String {
        format!(
            r#"{{"type":"seats","event_id":"evt_x","from":"{from}","version":"{to}","changes":{changes},"sections":[]}}"#
        )
    }

    #[test]
    fn frames_are_put_together_and_what_was_read_later_stays() {
        let mut fold = Fold::default();
        assert_eq!(fold.hear(r#"{"type":"snapshot","version":"1.5","sections":[]}"#), Heard::Snapshot((1, 5)));
        fold.begin((1, 5), 7, vec![0, 1, 2, 0]);
        // It is of a time before the units were read.
        assert_eq!(fold.hear(&frame("1.5", "1.6", "[[1,1,0]]")), Heard::Frame);
        assert_eq!(fold.shown(), Some(((1, 7), &[0, 1, 2, 0][..])));
        assert_eq!(fold.hear(&frame("1.6", "1.9", "[[0,2,2]]")), Heard::Frame);
        assert_eq!(fold.hear(&frame("1.8", "1.10", "[[3,1,1]]")), Heard::Frame);
        assert_eq!(fold.shown(), Some(((1, 10), &[2, 2, 2, 1][..])));
        assert_eq!(fold.hear(r#"{"type":"sold_out","event_id":"evt_x","version":"1.10"}"#), Heard::Other);
    }

    #[test]
    fn what_skips_is_a_gap() {
        let mut fold = Fold::default();
        assert!(matches!(fold.hear(&frame("1.5", "1.6", "[]")), Heard::Gap(_)));
        fold.begin((1, 5), 5, vec![0]);
        assert!(matches!(fold.hear(&frame("1.6", "1.7", "[]")), Heard::Gap(_)));
        assert!(matches!(fold.hear(&frame("1.5", "1.6", "[[0,2,1]]")), Heard::Gap(_)));
        assert_eq!(fold.hear(r#"{"type":"error","code":"unavailable"}"#), Heard::Error);
    }
}
