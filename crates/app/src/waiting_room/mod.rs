//! Waiting rooms: a task for each on every node, tokens for places and passes, and what people and organizers do with them.

mod batch;
pub mod bells;
pub mod draw;
pub mod error;
mod handle;
pub mod join_waiting_room;
mod leave_waiting_room;
pub mod memory;
pub mod organize_room;
pub(crate) mod pass;
mod rooms;
mod show_place;
mod task;
mod tick_rooms;
pub mod token;

pub use handle::RoomDesk;
pub use rooms::Rooms;
pub use show_place::ShownPlace;
