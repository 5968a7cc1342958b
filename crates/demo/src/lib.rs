//! The demo: seating plans with the geometry of real halls, written as the files that venues have, and the catalogue that is sold in them.
//!
//! Architecture invariant: plain data and functions. Nothing here reads a clock, a file or a network, and dates are counted from the
//! day that the demo is loaded; whoever loads it goes through the same use cases as an organizer.

pub mod catalogue;
pub mod plans;
