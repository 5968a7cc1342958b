//! Small halls and a sale to run in them.

mod drawn_hall;
mod rows;
mod sale;

pub(crate) use drawn_hall::{Part, drawn, facing, tier_id};
pub(crate) use sale::{Sale, buyer, key, probe_terms, seats};
