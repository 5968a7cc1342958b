//! Judges a desk from outside: every answer that it gave, and every change that it committed.
//!
//! It shares no code with the desk, with `decide` or with the fold that they use. It folds the journal by itself, change by
//! change, and asks of each change whether it was lawful there; of each answer, whether it was true at some moment between the
//! request and the answer; and of the end, whether everybody agrees and nobody paid for nothing.

mod answers;
mod changes;
mod ending;
pub mod evidence;
mod findings;
mod fold;
mod history;
mod issued;
mod keys;
mod laws;
mod line;
mod money_laws;
mod places;
mod refusals;
mod subjects;

pub use ending::judge;
