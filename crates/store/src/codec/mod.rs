//! Domain values as the texts and bytes that columns hold.

mod draft;
mod journal;
mod journal_parts;
#[cfg(test)]
mod journal_tests;
mod room_head;
mod seat_map;
mod seat_map_shapes;
mod terms;
mod tiers;

pub(crate) use draft::{draft_from, draft_text};
pub(crate) use journal::{changes_from, changes_text};
pub(crate) use room_head::{head_from, head_text, settings_from, settings_text};
pub(crate) use seat_map::{seat_map_body, seat_map_from};
pub(crate) use terms::{terms_from, terms_text};
pub(crate) use tiers::{tiers_bytes, tiers_from};
