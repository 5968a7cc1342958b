//! Limits counted in this process, by the generic cell rate algorithm: a quota's requests may come all at once, and come back
//! evenly over its window.

use std::convert::Infallible;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, MonotonicClock, Reference};
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::{Quota, RateLimiter};

use super::bounded::BoundedStates;
use super::subject::{Class, Quotas, Subject, Taken, WINDOW, address_key};

type Limiter<C> = RateLimiter<u128, BoundedStates, C, StateInformationMiddleware>;

pub(super) struct LocalLimits<C: Clock = MonotonicClock> {
    clock: C,
    /// By the limits' numbers.
    limits: [One<C>; LIMITS],
}

/// Nodes tell each other of limits by number, so a number never changes its meaning.
const LIMITS: usize = 9;

struct One<C: Clock> {
    quota: NonZeroU32,
    /// When the limiter's time began.
    start: C::Instant,
    states: BoundedStates,
    limiter: Limiter<C>,
}

impl LocalLimits {
    pub(super) fn new(quotas: &Quotas) -> Self {
        Self::with_clock(quotas, MonotonicClock)
    }

    /// The number of the limit that the subject's requests fall under, and the subject's own in it.
    pub(super) fn limit_of(class: Class, subject: Subject) -> Option<(u8, u128)> {
        Some(match (class, subject) {
            (Class::Reads, Subject::Address(address)) => (0, address_key(address)),
            (Class::Reads, Subject::Account(account)) => (1, account.as_u128()),
            (Class::Writes, Subject::Address(address)) => (2, address_key(address)),
            (Class::Writes, Subject::Account(account)) => (3, account.as_u128()),
            (Class::SignIns, Subject::Address(address)) => (4, address_key(address)),
            (Class::SignIns, Subject::Guessed(whose)) => (5, whose),
            (Class::Webhooks, Subject::Address(address)) => (6, address_key(address)),
            (Class::Joins, Subject::Address(address)) => (7, address_key(address)),
            (Class::Joins, Subject::Account(account)) => (8, account.as_u128()),
            (Class::SignIns | Class::Webhooks, Subject::Account(_)) => return None,
            (Class::Reads | Class::Writes | Class::Webhooks | Class::Joins, Subject::Guessed(_)) => return None,
        })
    }
}

impl<C: Clock + Clone> LocalLimits<C> {
    fn with_clock(quotas: &Quotas, clock: C) -> Self {
        let one = |quota: NonZeroU32| {
            let (start, states) = (clock.now(), BoundedStates::new(quotas.subjects_max));
            let limiter = Limiter::new(per_window(quota), states.clone(), clock.clone());
            One { quota, start, states, limiter }
        };
        let limits = [
            quotas.reads_by_address,
            quotas.reads_by_account,
            quotas.writes_by_address,
            quotas.writes_by_account,
            quotas.sign_ins_by_address,
            quotas.sign_ins_by_account,
            quotas.webhooks_by_address,
            quotas.joins_by_address,
            quotas.joins_by_account,
        ];
        Self { limits: limits.map(one), clock }
    }
}

impl<C: Clock> LocalLimits<C> {
    /// Takes one request out of the quota. `None`: there is no such limit.
    pub(super) fn take_of(&self, limit: u8, key: u128) -> Option<Taken> {
        Some(self.limits.get(usize::from(limit))?.take(key, &self.clock))
    }

    /// Takes requests out of the quota that were granted elsewhere, though it may have fewer.
    pub(super) fn charge(&self, limit: u8, key: u128, requests: u32) {
        if let Some(one) = self.limits.get(usize::from(limit)).filter(|_| requests > 0) {
            one.charge(key, requests, &self.clock);
        }
    }
}

impl<C: Clock> One<C> {
    fn take(&self, key: u128, clock: &C) -> Taken {
        let quota = self.quota;
        match self.limiter.check_key(&key) {
            Ok(state) => Taken::Granted { quota, remaining: state.remaining_burst_capacity() },
            Err(until) => Taken::Refused { quota, retry_after: until.wait_time_from(clock.now()) },
        }
    }

    /// A subject's state is the time at which all that it took will have come back. Nobody owes more than a quota.
    fn charge(&self, key: u128, requests: u32, clock: &C) {
        let now = clock.now().duration_since(self.start);
        let window = Nanos::from(WINDOW);
        let owed_max = self.quota.get().saturating_mul(2);
        let cost = Nanos::from(per_request(self.quota)) * u64::from(requests.min(owed_max));
        let charged: Result<(), Infallible> = self.states.measure_and_replace(&key, |state| {
            let next = state.map_or(now, |state| state.max(now)) + cost;
            Ok(((), next.min(now + window + window)))
        });
        let Ok(()) = charged;
    }
}

/// How long one request takes to come back.
fn per_request(quota: NonZeroU32) -> Duration {
    (WINDOW / quota.get()).max(Duration::from_nanos(1))
}

fn per_window(quota: NonZeroU32) -> Quota {
    // The span isn't empty, so there is always a quota.
    Quota::with_period(per_request(quota)).unwrap_or(Quota::per_minute(quota)).allow_burst(quota)
}

#[cfg(test)]
mod tests {
    use admit_domain::id::AccountId;
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn quotas() -> Quotas {
        let quota = |number| NonZeroU32::new(number).unwrap();
        Quotas {
            reads_by_address: quota(6),
            reads_by_account: quota(3),
            writes_by_address: quota(2),
            writes_by_account: quota(1),
            sign_ins_by_address: quota(1),
            sign_ins_by_account: quota(2),
            webhooks_by_address: quota(1),
            joins_by_address: quota(1),
            joins_by_account: quota(1),
            subjects_max: 100,
        }
    }

    fn take(limits: &LocalLimits<FakeRelativeClock>, class: Class, subject: Subject) -> Option<Taken> {
        let (limit, key) = LocalLimits::limit_of(class, subject)?;
        limits.take_of(limit, key)
    }

    fn address(text: &str) -> Subject {
        Subject::Address(text.parse().unwrap())
    }

    fn granted(taken: Option<Taken>) -> u32 {
        match taken.unwrap() {
            Taken::Granted { remaining, .. } => remaining,
            Taken::Refused { .. } => panic!("refused"),
        }
    }

    fn refused(taken: Option<Taken>) -> Duration {
        match taken.unwrap() {
            Taken::Granted { .. } => panic!("granted"),
            Taken::Refused { retry_after, .. } => retry_after,
        }
    }

    #[test]
    fn a_quota_may_be_used_at_once_and_comes_back_evenly() {
        let clock = FakeRelativeClock::default();
        let limits = LocalLimits::with_clock(&quotas(), clock.clone());
        let read = || take(&limits, Class::Reads, address("192.0.2.1"));
        for remaining in (0..6).rev() {
            assert_eq!(granted(read()), remaining);
        }
        assert_eq!(refused(read()), Duration::from_secs(10));
        clock.advance(Duration::from_secs(9));
        assert_eq!(refused(read()), Duration::from_secs(1));
        clock.advance(Duration::from_secs(1));
        assert_eq!(granted(read()), 0);
        clock.advance(Duration::from_secs(600));
        assert_eq!(granted(read()), 5);
    }

    #[test]
    fn others_and_other_classes_are_unaffected() {
        let limits = LocalLimits::with_clock(&quotas(), FakeRelativeClock::default());
        let account = |number| Subject::Account(AccountId::from_u128(number));
        granted(take(&limits, Class::Writes, account(1)));
        refused(take(&limits, Class::Writes, account(1)));
        granted(take(&limits, Class::Writes, account(2)));
        granted(take(&limits, Class::Reads, account(1)));
        granted(take(&limits, Class::SignIns, address("2001:db8::1")));
        refused(take(&limits, Class::SignIns, address("2001:db8::2")));
        granted(take(&limits, Class::SignIns, address("2001:db8:0:1::1")));
        assert_eq!(take(&limits, Class::SignIns, account(1)), None);
        granted(take(&limits, Class::SignIns, Subject::Guessed(1)));
        granted(take(&limits, Class::SignIns, Subject::Guessed(1)));
        refused(take(&limits, Class::SignIns, Subject::Guessed(1)));
        granted(take(&limits, Class::SignIns, Subject::Guessed(2)));
    }
}
