//! This machine's clock, for what need not be decided by the store's.

use admit_domain::time::Timestamp;

pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Timestamp;
}
