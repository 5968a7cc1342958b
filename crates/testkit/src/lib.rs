//! Placeholder while the workspace is laid out.

pub mod contract;
pub mod port;
pub mod postgres;
