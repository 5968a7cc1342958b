//! What somebody in line is told.

use crate::id::AccountId;
use crate::time::Timestamp;

use super::pace::WaitRange;
use super::room::Room;
use super::shoppers::Stage;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Will be drawn.
    Prequeue,
    Waiting,
    /// May come in, and must say who they are until then.
    Called {
        lapses_at: Timestamp,
    },
    /// Has come, and waits until fewer people shop.
    Ready,
    Admitted {
        account: AccountId,
        ends_at: Timestamp,
    },
    /// Went away.
    Left,
    /// The call, or the pass, has ended.
    Expired,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub number: u32,
    pub position: u32,
    pub status: Status,
    /// How many people are in front, those who left not counted.
    pub ahead: u32,
    pub wait: Option<WaitRange>,
}

impl Room {
    /// Where who holds `number` stands. `None`: no such number was handed out.
    pub fn standing(&self, number: u32) -> Option<Standing> {
        if number == 0 || number > self.head.issued {
            return None;
        }
        let position = self.position_of(number);
        let status = self.status(position);
        let ahead = match status {
            Status::Waiting | Status::Prequeue | Status::Ready | Status::Called { .. } => self.ahead(position),
            Status::Admitted { .. } | Status::Left | Status::Expired => 0,
        };
        let wait = match status {
            // Those in front who are called already take nobody's turn any more.
            Status::Waiting => self.head.pace.wait_for(self.line.present(self.head.called + 1, position)),
            _ => None,
        };
        Some(Standing { number, position, status, ahead, wait })
    }

    fn status(&self, position: u32) -> Status {
        match self.shoppers.at(position).map(|shopper| (shopper.account, shopper.stage)) {
            Some((account, Stage::Live { ends_at })) => return Status::Admitted { account, ends_at },
            Some((_, Stage::Ready)) => return Status::Ready,
            Some((_, Stage::Ended { .. })) | None => {}
        }
        let is_drawn_later = self.head.draw.closed.as_ref().is_some_and(|closed| position <= closed.count);
        match (self.line.is_gone(position), position <= self.head.called) {
            (true, true) => Status::Expired,
            (true, false) => Status::Left,
            (false, true) => Status::Called { lapses_at: self.lapse_of(position) },
            (false, false) if self.is_gathering() || (self.awaits_input() && is_drawn_later) => Status::Prequeue,
            (false, false) => Status::Waiting,
        }
    }

    fn lapse_of(&self, position: u32) -> Timestamp {
        let call = self.head.calls.iter().find(|call| (call.first..=call.last).contains(&position));
        call.map_or(self.at, |call| call.lapses_at)
    }
}
