//! The waiting room's rules, by example and by random sequences.

mod auto;
mod calling;
mod draw;
mod hall;
mod places;
mod random;
