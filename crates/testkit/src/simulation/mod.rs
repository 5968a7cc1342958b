//! Runs shipped desks against each other under seeded schedules and faults, and has the auditor judge what came of it.
//!
//! A seed names one whole run: hall, terms, buyers, commands, the nodes they go through, and all that goes wrong. On the
//! reference store time is virtual and one thread does everything, so a seed replays exactly; only batch ids differ, and nothing
//! depends on them. On a real store the same schedule runs in real time, and its interleavings are the machine's.

mod coverage;
mod crowd;
mod fans;
pub mod ground;
mod hostile;
mod ledger;
mod line_coverage;
mod lining;
mod link;
mod nodes;
mod noting;
mod observing;
mod repeats;
mod rng;
mod room_link;
mod run;
mod sale;
mod settle;
mod sky;
mod store_ground;
mod terms;
mod trace;
mod virtual_ground;

pub use coverage::Coverage;
pub use run::{Outcome, Size, run};
pub use sale::Sale;
pub use sky::Sky;
pub use store_ground::run_on_store;
pub use virtual_ground::run_seed;
