//! Bringing a room in memory to what the store holds.

use std::sync::Arc;

use admit_domain::id::EventId;
use admit_domain::waiting_room::draw::RoomKey;
use admit_domain::waiting_room::line::Line;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::shoppers::{Shopper, Stage};

use crate::ports::waiting_rooms::StoredRoom;

/// A room from all that is stored of it. `None`: what is stored can't be a room.
pub fn restore(event: EventId, key: RoomKey, stored: StoredRoom) -> Option<Room> {
    let mut room = Room {
        event,
        version: 0,
        at: stored.at,
        due_at: None,
        head: stored.head.clone(),
        line: Line::default(),
        shoppers: Arc::default(),
        key,
    };
    catch_up(&mut room, stored).then_some(room)
}

/// Takes over what others wrote. `false`: what is stored can't be a room.
pub fn catch_up(room: &mut Room, stored: StoredRoom) -> bool {
    let StoredRoom { version, at, due_at, head, chunks, shoppers } = stored;
    let are_whole = chunks.iter().all(|(chunk, bits)| room.line.set_chunk(*chunk, bits));
    let known = Arc::make_mut(&mut room.shoppers);
    // Whose pass has ended goes first: the same account may have another by now.
    let has_ended = |shopper: &Shopper| matches!(shopper.stage, Stage::Ended { .. });
    let (ended, present): (Vec<_>, Vec<_>) = shoppers.into_iter().partition(has_ended);
    ended.into_iter().chain(present).for_each(|shopper| known.put(shopper));
    (room.version, room.at, room.due_at, room.head) = (version, at, due_at, head);
    are_whole
}
