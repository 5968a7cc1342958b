//! What nodes need of each other and of the world besides the database, which alone decides.
//!
//! Architecture invariant: everything here may be lost at any moment. It costs time, never truth.

pub mod kafka;
pub mod redis;
