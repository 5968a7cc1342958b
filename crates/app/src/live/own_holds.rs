//! A buyer's holds as one of their sockets knows them, and when each is about to end.

use std::collections::HashMap;
use std::time::Duration;

use admit_domain::id::{EventId, HoldId};
use admit_domain::time::Timestamp;
use tokio::time::Instant;

use super::owners::{News, What};

/// How long before its end a hold is said to be about to end.
const WARNED_BEFORE: Duration = Duration::from_secs(60);
/// With purchase limits off a buyer may have any number; of more than this, the newest aren't warned of.
const HOLDS_MAX: usize = 64;

/// A hold that is about to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiring {
    pub event: EventId,
    pub hold: HoldId,
    pub expires_at: Timestamp,
    pub left: Duration,
}

#[derive(Debug, Default)]
pub struct OwnHolds {
    /// Open holds of which it hasn't been said yet that they are about to end.
    open: HashMap<HoldId, Own>,
}

#[derive(Debug, Clone, Copy)]
struct Own {
    event: EventId,
    expires_at: Timestamp,
    ends: Instant,
}

impl OwnHolds {
    pub fn learn(&mut self, news: &News) {
        match news.what {
            What::Open { expires_at, ends } if self.open.len() < HOLDS_MAX || self.open.contains_key(&news.hold) => {
                self.open.insert(news.hold, Own { event: news.event, expires_at, ends });
            }
            _ => drop(self.open.remove(&news.hold)),
        }
    }

    /// When the next hold is about to end.
    pub fn next_warning(&self) -> Option<Instant> {
        self.open.values().map(Own::warned_at).min()
    }

    /// A hold that is about to end at `now`; each is given once, unless it is made to last longer.
    pub fn take_expiring(&mut self, now: Instant) -> Option<Expiring> {
        let (hold, _) = self.open.iter().find(|(_, own)| own.warned_at() <= now)?;
        let hold = *hold;
        let Own { event, expires_at, ends } = self.open.remove(&hold)?;
        Some(Expiring { event, hold, expires_at, left: ends.saturating_duration_since(now) })
    }
}

impl Own {
    fn warned_at(&self) -> Instant {
        self.ends.checked_sub(WARNED_BEFORE).unwrap_or(self.ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(hold: u128, seconds: u64, now: Instant) -> News {
        let what = What::Open { expires_at: Timestamp::from_millis(0), ends: now + Duration::from_secs(seconds) };
        News { event: EventId::from_u128(1), hold: HoldId::from_u128(hold), what }
    }

    #[test]
    fn a_hold_is_about_to_end_a_minute_before_and_once() {
        let now = Instant::now();
        let mut holds = OwnHolds::default();
        holds.learn(&open(1, 600, now));
        assert_eq!(holds.next_warning(), Some(now + Duration::from_secs(540)));
        assert_eq!(holds.take_expiring(now + Duration::from_secs(539)), None);
        let warned = holds.take_expiring(now + Duration::from_secs(541)).unwrap();
        assert_eq!((warned.hold, warned.left), (HoldId::from_u128(1), Duration::from_secs(59)));
        assert_eq!((holds.take_expiring(now + Duration::from_secs(700)), holds.next_warning()), (None, None));
    }

    #[test]
    fn an_extended_hold_is_warned_of_later_and_a_hold_that_ended_is_not() {
        let now = Instant::now();
        let mut holds = OwnHolds::default();
        holds.learn(&open(1, 30, now));
        assert!(holds.take_expiring(now).is_some());
        holds.learn(&open(1, 330, now));
        assert_eq!(holds.next_warning(), Some(now + Duration::from_secs(270)));
        for what in [What::InCheckout, What::Expired, What::Released] {
            holds.learn(&open(2, 90, now));
            holds.learn(&News { what, ..open(2, 90, now) });
            assert_eq!(holds.next_warning(), Some(now + Duration::from_secs(270)));
        }
    }

    #[test]
    fn only_so_many_are_kept() {
        let now = Instant::now();
        let mut holds = OwnHolds::default();
        (0..200).for_each(|hold| holds.learn(&open(hold, 600, now)));
        assert_eq!(holds.open.len(), HOLDS_MAX);
        holds.learn(&open(0, 900, now));
        assert_eq!(holds.open.len(), HOLDS_MAX);
    }
}
