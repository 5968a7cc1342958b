//! What comes of a command: pure code, on the exact state, at a given time.

mod adopt;
mod checkout;
mod configure;
mod dispatch;
mod hold;

pub use dispatch::{Decision, Repeated, decide, expire_due};
