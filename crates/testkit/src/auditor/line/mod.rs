//! Judges a waiting room from outside: every batch that it committed, every answer that it gave, and who held behind it.
//!
//! It shares no rule with the room. From the rows of each commit it keeps its own book of places, calls and passes, with its own
//! clock for how long each lasts, and asks of whatever somebody gained or lost who had asked for it, or which time had run out.

mod book;
mod commits;
mod passes;
mod places;

pub(super) use commits::judge_line;
