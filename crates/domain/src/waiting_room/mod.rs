//! The waiting room: who is in line, who is called, and who may shop. Pure rules over a state of a bit a place.
//!
//! [`step::Step`] takes a room through one batch of commands; what comes of it is a new room and the rows that changed.

pub mod command;
pub mod draw;
mod due;
mod head;
pub mod line;
mod merkle;
mod outlook;
mod pace;
pub mod room;
pub mod settings;
pub mod shoppers;
pub mod standing;
pub mod step;

pub use head::{Call, Closed, DrawState, Drawn, Head, PutBack, Totals};
pub use merkle::{Tree, root_of};
pub use outlook::{Outlook, Stock};
pub use pace::{Pace, Sample, WaitRange};
