//! What listeners are told: the counts that they start from, and frames of changes that follow on each other.

use std::sync::OnceLock;

use admit_domain::id::SectionId;
use admit_domain::inventory::journal::Version;
use bytes::Bytes;

use crate::desk::view::View;

use super::units::{Run, UnitSet, runs};

/// A message as it goes over the wire, in both forms; the parts share their memory.
#[derive(Debug, Clone)]
pub struct Encoded {
    /// As an event of a stream.
    pub event: Bytes,
    /// The part of it that is a socket's message: UTF-8.
    pub message: Bytes,
}

/// All changes from one version of an event to another. Whoever applies them to the state at any version from `from` to `version`
/// has the state at `version`: they say what units are, not what happened.
#[derive(Debug)]
pub struct Frame {
    pub from: Version,
    pub version: Version,
    /// In ascending order, no unit twice.
    pub changes: Vec<Run>,
    /// How many units are available in the sections that the changes touch.
    pub sections: Vec<(SectionId, u32)>,
    /// Everything is sold now.
    pub(super) is_sold_out: bool,
    encoded: OnceLock<Encoded>,
}

/// How many units are available in each section, at one version.
#[derive(Debug)]
pub struct Snapshot {
    pub version: Version,
    pub sections: Vec<(SectionId, u32)>,
    pub(super) is_sold_out: bool,
    encoded: OnceLock<Encoded>,
}

impl Frame {
    /// What `touched` units are in `view`, for whoever knows them as of `from`.
    pub(super) fn of(view: &View, touched: &UnitSet, from: Version) -> Frame {
        let changes = runs(touched.iter(), |unit| view.state(unit));
        let plan = view.hall().map();
        let mut sections: Vec<(SectionId, u32)> = Vec::new();
        let mut next = 0;
        for run in &changes {
            let first = plan.section_of(run.first).unwrap_or(next).max(next);
            let end = run.first.0 + run.count;
            for (index, section) in plan.sections.iter().enumerate().skip(first) {
                if section.units.first.0 >= end {
                    break;
                }
                sections.push((section.id, view.sections()[index].available));
                next = index + 1;
            }
        }
        let (version, is_sold_out) = (view.version(), is_sold_out(view));
        Frame { from, version, changes, sections, is_sold_out, encoded: OnceLock::new() }
    }

    /// The same for whoever is at `from`, which lies within this frame.
    pub(super) fn for_a_listener_at(&self, from: Version) -> Frame {
        let (changes, sections) = (self.changes.clone(), self.sections.clone());
        Frame { from, changes, sections, encoded: OnceLock::new(), ..*self }
    }

    /// How much memory it takes, in parts of a few bytes.
    pub(super) fn weight(&self) -> usize {
        1 + self.changes.len() + self.sections.len()
    }

    /// The frame as it goes over the wire. Whoever sends it first encodes it for all.
    pub fn encoded(&self, encode: impl FnOnce(&Frame) -> Encoded) -> &Encoded {
        self.encoded.get_or_init(|| encode(self))
    }
}

impl Snapshot {
    pub(super) fn of(view: &View) -> Snapshot {
        let counts = view.hall().map().sections.iter().zip(view.sections());
        Snapshot {
            version: view.version(),
            sections: counts.map(|(section, counts)| (section.id, counts.available)).collect(),
            is_sold_out: is_sold_out(view),
            encoded: OnceLock::new(),
        }
    }

    /// As [`Frame::encoded`].
    pub fn encoded(&self, encode: impl FnOnce(&Snapshot) -> Encoded) -> &Encoded {
        self.encoded.get_or_init(|| encode(self))
    }
}

fn is_sold_out(view: &View) -> bool {
    let total = view.total();
    total.sold > 0 && total.available == 0 && total.held == 0
}
