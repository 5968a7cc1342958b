//! What a load stands on: a server, an event that is its own, and buyers.

pub(crate) mod bare;
pub(crate) mod buyers;
pub(crate) mod hall;
pub(crate) mod machine;
pub(crate) mod organizer;
pub(crate) mod process;
pub(crate) mod requests;
pub(crate) mod server;
