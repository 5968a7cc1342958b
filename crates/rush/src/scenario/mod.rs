//! What is done to the server, a file each. All have the same shape: prepare an event and buyers, load, then let the auditor judge.
//!
//! To add one: a file here with `run(&Stage)`, a variant of `Scenario` in `choice.rs`, its line in `run.rs`, and a line in the smoke
//! test of `admit-server` (`tests/rush.rs`), which fails for a scenario that has none.

pub(crate) mod browse;
pub(crate) mod ceiling;
pub(crate) mod choice;
pub(crate) mod contend;
pub(crate) mod groups;
pub(crate) mod holds;
pub(crate) mod joins;
pub(crate) mod live;
pub(crate) mod live_listener;
pub(crate) mod live_way;
pub(crate) mod orders;
pub(crate) mod refused;
pub(crate) mod run;
pub(crate) mod sellout;
pub(crate) mod shopper;
pub(crate) mod sizes;
pub(crate) mod soak;
pub(crate) mod spike;
pub(crate) mod stage;
pub(crate) mod survive;
pub(crate) mod wait;
