//! The page for buyers: what was built of `web` is in the program and is served from memory.

mod built;
mod preview;
mod routes;

pub(super) use routes::{otherwise, routes};
