//! What anybody may know of a draw, so that they can compute it again.

use admit_domain::id::{AccountId, EventId};
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::draw::{commitment, entry};
use admit_domain::waiting_room::settings::Mode;

use crate::accounts::caller::Caller;
use crate::app::App;

use super::error::LineError;

/// A draw as it is published: each part as soon as it is settled.
#[derive(Debug, Clone)]
pub struct ShownDraw {
    /// The hash of the key, known from the start.
    pub commitment: [u8; 32],
    pub public_source: Option<Box<str>>,
    /// Once it was held.
    pub key: Option<[u8; 32]>,
    pub public_input: Option<Box<str>>,
    /// Once it is settled who is drawn.
    pub count: Option<u32>,
    pub root: Option<[u8; 32]>,
    pub closed_at: Option<Timestamp>,
    pub drawn_at: Option<Timestamp>,
}

/// One who was drawn: their arrival and salted account.
#[derive(Debug, Clone, Copy)]
pub struct DrawEntry {
    pub number: u32,
    pub entry: [u8; 32],
}

/// What proves to an account that an entry is its own.
#[derive(Debug, Clone, Copy)]
pub struct OwnEntry {
    pub number: u32,
    pub salt: [u8; 32],
    pub account: AccountId,
    pub position: Option<u32>,
}

impl App {
    /// `None`: the event has a line, and its places aren't drawn.
    pub async fn show_draw(&self, event: EventId) -> Result<Option<ShownDraw>, LineError> {
        let room = self.room_of(event).await?;
        let view = room.view();
        let draw = &view.head.draw;
        if view.head.settings.mode != Mode::Draw && draw.closed.is_none() {
            return Ok(None);
        }
        let key = view.key.draw_key();
        Ok(Some(ShownDraw {
            commitment: commitment(&key),
            public_source: view.head.settings.public_source.clone(),
            key: draw.drawn.as_ref().map(|_| key),
            public_input: draw.drawn.as_ref().map(|drawn| drawn.public_input.clone()),
            count: draw.closed.as_ref().map(|closed| closed.count),
            root: draw.closed.as_ref().map(|closed| closed.root),
            closed_at: draw.closed.as_ref().map(|closed| closed.at),
            drawn_at: draw.drawn.as_ref().map(|drawn| drawn.at),
        }))
    }

    /// The entries after arrival `after`, once it is settled who is drawn: what the published root is over.
    pub async fn draw_entries(&self, event: EventId, after: u32, limit: u32) -> Result<Vec<DrawEntry>, LineError> {
        let room = self.room_of(event).await?;
        let view = room.view();
        let Some(closed) = &view.head.draw.closed else { return Ok(Vec::new()) };
        let owners = self.store.owners_of_places(event, after, closed.count, limit).await?;
        let entries = owners.into_iter().map(|(number, account)| {
            let entry = entry(&view.key.salt(number), account);
            DrawEntry { number, entry }
        });
        Ok(entries.collect())
    }

    /// What the caller needs to find themselves among the entries.
    pub async fn own_entry(&self, event: EventId, caller: &Caller) -> Result<OwnEntry, LineError> {
        let room = self.room_of(event).await?;
        let number = self.store.place_of(event, caller.account).await?.ok_or(LineError::NotInLine)?;
        let view = room.view();
        let takes_part = match &view.head.draw.closed {
            Some(closed) => number <= closed.count,
            None => view.is_gathering(),
        };
        if !takes_part {
            return Err(LineError::NotInLine);
        }
        let position = view.head.draw.drawn.as_ref().map(|_| view.position_of(number));
        Ok(OwnEntry { number, salt: view.key.salt(number), account: caller.account, position })
    }
}
