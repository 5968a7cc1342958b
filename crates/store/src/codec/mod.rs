//! Domain values as the texts and bytes that columns hold.

mod seat_map;
mod seat_map_shapes;

pub(crate) use seat_map::{seat_map_body, seat_map_from};
