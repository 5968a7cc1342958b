//! What Admit does for its users, and the ports it needs for that.
//!
//! Architecture invariant: nothing here knows HTTP, SQL or any vendor. Whatever is outside is a trait in [`ports`].

pub mod desk;
pub mod ids;
pub mod ports;
pub mod seating_plan;
