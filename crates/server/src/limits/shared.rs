//! Limits that hold over all nodes. Each node counts for itself and answers from memory; what it granted it tells the others, who
//! count it as if they had granted it. So nothing waits for Redis, and without it each node's own limits stand.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use admit_app::ports::fanout::{Counted, Message, Others};

use super::local::LocalLimits;
use super::subject::{Class, Quotas, RequestLimits, Subject, Taken};

/// How many subjects' requests are gathered before they are told.
const GATHERED_MAX: usize = 4_096;

pub struct SharedLimits {
    local: LocalLimits,
    others: Others,
    /// What was granted here since the others were told last.
    granted: Mutex<HashMap<(u8, u128), u32>>,
}

impl SharedLimits {
    pub fn new(quotas: &Quotas, others: Others) -> Arc<Self> {
        Arc::new(Self { local: LocalLimits::new(quotas), others, granted: Mutex::default() })
    }

    /// Other nodes granted these.
    pub fn hear(&self, counts: &[Counted]) {
        counts.iter().for_each(|counted| self.local.charge(counted.limit, counted.subject, counted.requests));
    }

    /// Tells the others what was granted since this was last called.
    pub fn tell(&self) {
        let granted = std::mem::take(&mut *self.granted.lock().unwrap_or_else(PoisonError::into_inner));
        self.tell_of(granted);
    }

    fn count(&self, class: Class, limit: u8, subject: u128) {
        // Passwords are tried and accounts made by the few, and the quotas for that are narrow: the others hear of it at once.
        if matches!(class, Class::SignIns | Class::Webhooks) {
            return self.others.tell(Message::Counted(vec![Counted { limit, subject, requests: 1 }]));
        }
        let mut granted = self.granted.lock().unwrap_or_else(PoisonError::into_inner);
        *granted.entry((limit, subject)).or_default() += 1;
        if granted.len() >= GATHERED_MAX {
            let full = std::mem::take(&mut *granted);
            drop(granted);
            self.tell_of(full);
        }
    }

    fn tell_of(&self, granted: HashMap<(u8, u128), u32>) {
        if !granted.is_empty() {
            let counted = |((limit, subject), requests)| Counted { limit, subject, requests };
            self.others.tell(Message::Counted(granted.into_iter().map(counted).collect()));
        }
    }
}

impl RequestLimits for SharedLimits {
    fn take(&self, class: Class, subject: Subject) -> Option<Taken> {
        let (limit, key) = LocalLimits::limit_of(class, subject)?;
        let taken = self.local.take_of(limit, key)?;
        if self.others.are_told() && matches!(taken, Taken::Granted { .. }) {
            self.count(class, limit, key);
        }
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use admit_testkit::kept::Kept;

    use super::*;

    /// A node's limits of six requests of each kind, and what it tells.
    fn node() -> (Arc<SharedLimits>, Arc<Kept>) {
        let kept = Arc::new(Kept::default());
        let six = NonZeroU32::new(6).unwrap();
        let quotas = Quotas {
            reads_by_address: six,
            reads_by_account: six,
            writes_by_address: six,
            writes_by_account: six,
            sign_ins_by_address: six,
            sign_ins_by_account: six,
            webhooks_by_address: six,
            joins_by_address: six,
            joins_by_account: six,
            subjects_max: 100,
        };
        (SharedLimits::new(&quotas, Others::through(kept.clone())), kept)
    }

    fn pass_on(from: &Kept, to: &SharedLimits) {
        for message in from.take() {
            let Message::Counted(counts) = message else { panic!("{message:?}") };
            to.hear(&counts);
        }
    }

    fn grants(limits: &SharedLimits, class: Class, requests: usize) -> usize {
        let address = Subject::Address("192.0.2.1".parse().unwrap());
        let taken = (0..requests).filter_map(|_| limits.take(class, address));
        taken.filter(|taken| matches!(taken, Taken::Granted { .. })).count()
    }

    #[test]
    fn what_one_node_grants_the_others_count() {
        for class in [Class::Reads, Class::Writes, Class::SignIns, Class::Webhooks, Class::Joins] {
            let ((one, told_by_one), (other, told_by_other)) = (node(), node());
            assert_eq!(grants(&one, class, 4), 4);
            one.tell();
            pass_on(&told_by_one, &other);
            assert_eq!(grants(&other, class, 5), 2, "{class:?}");
            other.tell();
            pass_on(&told_by_other, &one);
            assert_eq!(grants(&one, class, 5), 0, "{class:?}");
            one.tell();
            assert_eq!(told_by_one.take(), [], "a refusal is nothing to tell");
        }
    }

    /// Who sends to several nodes at the same moment gets more at once, and waits the longer for it.
    #[test]
    fn what_was_granted_too_much_is_owed() {
        let ((one, told_by_one), (other, _)) = (node(), node());
        assert_eq!((grants(&one, Class::SignIns, 9), grants(&other, Class::SignIns, 3)), (6, 3));
        pass_on(&told_by_one, &other);
        let address = Subject::Address("192.0.2.1".parse().unwrap());
        let Some(Taken::Refused { retry_after, .. }) = other.take(Class::SignIns, address) else { panic!("granted") };
        // Nine were taken of six; each of the three and the next comes back after ten seconds.
        assert!((35..=40).contains(&retry_after.as_secs()), "{retry_after:?}");
    }

    #[test]
    fn what_no_node_could_say_is_passed_over() {
        let (one, _) = node();
        one.hear(&[
            Counted { limit: 200, subject: 1, requests: 1 },
            Counted { limit: 0, subject: 1, requests: u32::MAX },
            Counted { limit: 0, subject: 2, requests: 0 },
        ]);
        assert_eq!(grants(&one, Class::Reads, 9), 6);
    }
}
