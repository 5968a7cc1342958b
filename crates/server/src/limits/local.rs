//! Limits counted in this process, by the generic cell rate algorithm: a quota's requests may come all at once, and come back
//! evenly over its window.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::StateInformationMiddleware;
use governor::{Quota, RateLimiter};

use super::bounded::BoundedStates;
use super::subject::{Class, Quotas, RequestLimits, Subject, Taken, WINDOW, address_key};

type Limiter<C> = RateLimiter<u128, BoundedStates, C, StateInformationMiddleware>;

pub struct LocalLimits<C: Clock = MonotonicClock> {
    clock: C,
    reads_by_address: One<C>,
    reads_by_account: One<C>,
    writes_by_address: One<C>,
    writes_by_account: One<C>,
    sign_ins_by_address: One<C>,
    sign_ins_by_account: One<C>,
    webhooks_by_address: One<C>,
    joins_by_address: One<C>,
    joins_by_account: One<C>,
}

struct One<C: Clock> {
    quota: NonZeroU32,
    limiter: Limiter<C>,
}

impl LocalLimits {
    pub fn new(quotas: &Quotas) -> Self {
        Self::with_clock(quotas, MonotonicClock)
    }
}

impl<C: Clock + Clone> LocalLimits<C> {
    fn with_clock(quotas: &Quotas, clock: C) -> Self {
        let one = |quota: NonZeroU32| One {
            quota,
            limiter: Limiter::new(per_window(quota), BoundedStates::new(quotas.subjects_max), clock.clone()),
        };
        Self {
            reads_by_address: one(quotas.reads_by_address),
            reads_by_account: one(quotas.reads_by_account),
            writes_by_address: one(quotas.writes_by_address),
            writes_by_account: one(quotas.writes_by_account),
            sign_ins_by_address: one(quotas.sign_ins_by_address),
            sign_ins_by_account: one(quotas.sign_ins_by_account),
            webhooks_by_address: one(quotas.webhooks_by_address),
            joins_by_address: one(quotas.joins_by_address),
            joins_by_account: one(quotas.joins_by_account),
            clock,
        }
    }
}

impl<C: Clock + Send + Sync + 'static> RequestLimits for LocalLimits<C>
where
    C::Instant: Send + Sync,
{
    fn take(&self, class: Class, subject: Subject) -> Option<Taken> {
        let (one, key) = match (class, subject) {
            (Class::Reads, Subject::Address(address)) => (&self.reads_by_address, address_key(address)),
            (Class::Writes, Subject::Address(address)) => (&self.writes_by_address, address_key(address)),
            (Class::SignIns, Subject::Address(address)) => (&self.sign_ins_by_address, address_key(address)),
            (Class::Webhooks, Subject::Address(address)) => (&self.webhooks_by_address, address_key(address)),
            (Class::Joins, Subject::Address(address)) => (&self.joins_by_address, address_key(address)),
            (Class::Joins, Subject::Account(account)) => (&self.joins_by_account, account.as_u128()),
            (Class::Reads, Subject::Account(account)) => (&self.reads_by_account, account.as_u128()),
            (Class::Writes, Subject::Account(account)) => (&self.writes_by_account, account.as_u128()),
            (Class::SignIns, Subject::Guessed(whose)) => (&self.sign_ins_by_account, whose),
            (Class::SignIns | Class::Webhooks, Subject::Account(_)) => return None,
            (Class::Reads | Class::Writes | Class::Webhooks | Class::Joins, Subject::Guessed(_)) => return None,
        };
        Some(one.take(key, &self.clock))
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
}

fn per_window(quota: NonZeroU32) -> Quota {
    let one = (WINDOW / quota.get()).max(Duration::from_nanos(1));
    // The span isn't empty, so there is always a quota.
    Quota::with_period(one).unwrap_or(Quota::per_minute(quota)).allow_burst(quota)
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
        let read = || limits.take(Class::Reads, address("192.0.2.1"));
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
        granted(limits.take(Class::Writes, account(1)));
        refused(limits.take(Class::Writes, account(1)));
        granted(limits.take(Class::Writes, account(2)));
        granted(limits.take(Class::Reads, account(1)));
        granted(limits.take(Class::SignIns, address("2001:db8::1")));
        refused(limits.take(Class::SignIns, address("2001:db8::2")));
        granted(limits.take(Class::SignIns, address("2001:db8:0:1::1")));
        assert_eq!(limits.take(Class::SignIns, account(1)), None);
        granted(limits.take(Class::SignIns, Subject::Guessed(1)));
        granted(limits.take(Class::SignIns, Subject::Guessed(1)));
        refused(limits.take(Class::SignIns, Subject::Guessed(1)));
        granted(limits.take(Class::SignIns, Subject::Guessed(2)));
    }
}
