//! Placeholder while the workspace is laid out.

pub mod port;
pub mod postgres;
