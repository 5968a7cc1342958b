//! Whose requests are counted and by which kind, and the port behind which they are.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use admit_domain::id::AccountId;

/// What a quota's number of requests is per.
pub(super) const WINDOW: Duration = Duration::from_secs(60);

/// Kinds of requests, each with quotas of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Reads,
    Writes,
    /// What makes accounts or tries passwords: dear to serve and worth abusing.
    SignIns,
    /// Payment providers, of which there are few.
    Webhooks,
    /// Getting in line, which nobody needs to do often.
    Joins,
}

/// Whom a request is counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Address(IpAddr),
    Account(AccountId),
    /// Whose password is tried, whether there is such an account or not, and on which browser if it is known.
    Guessed(u128),
}

/// How many requests a subject may send at once, and per minute on the long run. Payment providers have no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    pub reads_by_address: NonZeroU32,
    pub reads_by_account: NonZeroU32,
    pub writes_by_address: NonZeroU32,
    pub writes_by_account: NonZeroU32,
    pub sign_ins_by_address: NonZeroU32,
    pub sign_ins_by_account: NonZeroU32,
    pub webhooks_by_address: NonZeroU32,
    pub joins_by_address: NonZeroU32,
    pub joins_by_account: NonZeroU32,
    /// How many subjects are remembered of each quota; those that weren't seen for longest are forgotten first.
    pub subjects_max: usize,
}

impl Quotas {
    pub fn of(&self, class: Class, subject: Subject) -> Option<NonZeroU32> {
        match (class, subject) {
            (Class::Reads, Subject::Address(_)) => Some(self.reads_by_address),
            (Class::Reads, Subject::Account(_)) => Some(self.reads_by_account),
            (Class::Writes, Subject::Address(_)) => Some(self.writes_by_address),
            (Class::Writes, Subject::Account(_)) => Some(self.writes_by_account),
            (Class::SignIns, Subject::Address(_)) => Some(self.sign_ins_by_address),
            (Class::Webhooks, Subject::Address(_)) => Some(self.webhooks_by_address),
            (Class::SignIns, Subject::Guessed(_)) => Some(self.sign_ins_by_account),
            (Class::Joins, Subject::Address(_)) => Some(self.joins_by_address),
            (Class::Joins, Subject::Account(_)) => Some(self.joins_by_account),
            (Class::SignIns | Class::Webhooks, Subject::Account(_)) => None,
            (Class::Reads | Class::Writes | Class::Webhooks | Class::Joins, Subject::Guessed(_)) => None,
        }
    }
}

/// What came of asking for one more request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// This one may go on, and so many more at once.
    Granted {
        quota: NonZeroU32,
        remaining: u32,
    },
    Refused {
        quota: NonZeroU32,
        retry_after: Duration,
    },
}

/// Counts requests. It answers at once and from memory: counts that several nodes share are exchanged behind its back, so that no
/// request waits for another machine and limits outlive its absence.
pub trait RequestLimits: Send + Sync + 'static {
    /// Takes one request out of the subject's quota. `None`: it has none in this class.
    fn take(&self, class: Class, subject: Subject) -> Option<Taken>;
}

/// An address as it is counted. Whoever has an IPv6 network has all of it, so its first 64 bits count.
pub(super) fn address_key(address: IpAddr) -> u128 {
    const NETWORK: u128 = !(u64::MAX as u128);
    match address.to_canonical() {
        IpAddr::V4(address) => u128::from(address.to_ipv6_mapped()),
        IpAddr::V6(address) => u128::from(address) & NETWORK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one_and_an_ipv4_address_as_itself() {
        let key = |text: &str| address_key(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("192.0.2.1"), key("::ffff:192.0.2.1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }
}
