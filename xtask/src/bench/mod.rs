//! `cargo xtask bench`: every load on both databases, and what came of them in `docs/measured.md`.

mod database;
mod document;
mod matrix;
mod run;

pub(crate) use run::bench;
