//! A room as it stands at one version.

use std::sync::Arc;

use crate::id::EventId;
use crate::time::Timestamp;

use super::draw::{self, RoomKey};
use super::head::Head;
use super::line::Line;
use super::settings::{Calling, Mode, Settings};
use super::shoppers::Shoppers;

/// Cheap to copy: what doesn't change between two versions is shared by both.
#[derive(Clone)]
pub struct Room {
    pub event: EventId,
    pub version: u64,
    /// The time of the last commit.
    pub at: Timestamp,
    /// When it must be looked at next. `None`: not before somebody comes.
    pub due_at: Option<Timestamp>,
    pub head: Head,
    /// Who is gone, by position.
    pub line: Line,
    pub shoppers: Arc<Shoppers>,
    pub key: RoomKey,
}

/// Whether someone must have a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// There is no room.
    Open,
    /// Only with a pass.
    Guarded,
    /// With a pass, which whoever comes gets at once.
    Free,
}

impl Room {
    /// A room into which nobody has come yet.
    pub fn new(event: EventId, key: RoomKey, settings: Settings, at: Timestamp) -> Room {
        let head = Head::new(settings, at);
        let (line, shoppers) = (Line::default(), Arc::default());
        Room { event, version: 0, at, due_at: None, head, line, shoppers, key }
    }

    /// The place in line of a number that was handed out: the same, or what was drawn.
    pub fn position_of(&self, number: u32) -> u32 {
        match (&self.head.draw.closed, &self.head.draw.drawn) {
            (Some(closed), Some(drawn)) if number <= closed.count => draw::position(&drawn.seed, closed.count, number),
            _ => number,
        }
    }

    /// Whether people gather who will be drawn.
    pub fn is_gathering(&self) -> bool {
        self.head.settings.mode == Mode::Draw && self.head.draw.closed.is_none()
    }

    /// Whether it is settled who is drawn, and the public randomness isn't there yet.
    pub fn awaits_input(&self) -> bool {
        self.head.draw.closed.is_some() && self.head.draw.drawn.is_none()
    }

    /// Whether anybody is called at `now`.
    pub fn is_calling(&self, now: Timestamp) -> bool {
        let settings = &self.head.settings;
        settings.mode != Mode::Off
            && settings.calling == Calling::Runs
            && settings.opens_at.is_none_or(|opens_at| opens_at <= now)
            && !self.is_gathering()
            && !self.awaits_input()
    }

    pub fn door(&self) -> Door {
        match self.head.settings.mode {
            Mode::Off => Door::Open,
            Mode::Auto if !self.head.is_formed => Door::Free,
            Mode::Auto | Mode::Always | Mode::Draw => Door::Guarded,
        }
    }

    /// How many are in line and not called yet.
    pub fn waiting(&self) -> u32 {
        self.line.present(self.head.called + 1, self.head.issued)
    }

    /// How many were called and haven't answered yet.
    pub fn unanswered(&self) -> u32 {
        let calls = self.head.calls.iter();
        calls
            .map(|call| {
                let ready = self.shoppers.ready_within(call.first, call.last);
                self.line.present(call.first, call.last).saturating_sub(ready)
            })
            .sum()
    }

    /// How many people in line are in front of `position`.
    pub fn ahead(&self, position: u32) -> u32 {
        self.line.present(1, position.saturating_sub(1))
    }
}
