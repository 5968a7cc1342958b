//! The rules of the tree that no compiler knows, each in a file of its own. They run as `cargo xtask tidy` and as a test.

pub(crate) mod run;

mod decisions;
mod dependencies;
mod deployed;
mod leftovers;
mod links;
mod manifest;
mod migrations;
mod names;
mod purity;
mod shape;
mod sleeps;
mod sql;
mod tree;
