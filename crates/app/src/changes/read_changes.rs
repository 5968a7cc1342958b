//! Reading what changed, a page at a time: all of an organizer's events, or one.

use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;

use crate::app::App;
use crate::organizers::access::Organizer;

use super::error::ChangesError;
use super::message::ChangeMessage;
use super::position::{BadPosition, Position, Progress};
use super::tell::messages_of;

/// The most events that one reader follows at once: more would make a position too long for a URL.
pub const EVENTS_MAX: u32 = 400;
/// How many entries are read at once. Most bring a few messages each.
const ENTRIES: u32 = 32;

/// What a reader wants.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `None`: all that are the organizer's.
    pub event: Option<EventId>,
    pub after: Position,
    /// How many messages at most.
    pub limit: usize,
}

#[derive(Debug)]
pub struct ChangesPage {
    pub messages: Vec<ChangeMessage>,
    /// Where the reader stands with them.
    pub next: Position,
}

impl App {
    /// Messages after a position: of each event in the order of its journal, without a gap; over several events in no order.
    pub async fn changes(&self, organizer: &Organizer, asked: Asked) -> Result<ChangesPage, ChangesError> {
        let mut heads = self.heads(organizer, asked.event).await?;
        let mut page = ChangesPage { messages: Vec::new(), next: asked.after };
        page.next.keep(heads.iter().map(|(event, _)| *event));
        if let Some(last) = heads.iter().position(|(event, _)| page.next.is_last(*event)) {
            heads.rotate_left(last + 1);
        }
        if heads.iter().any(|(event, head)| page.next.of(*event).version > *head) {
            return Err(BadPosition::Ahead.into());
        }
        for (event, head) in heads {
            if page.messages.len() == asked.limit {
                break;
            }
            let before = page.messages.len();
            let progress = self.tell_of(event, head, asked.limit, &mut page).await?;
            page.next.set(event, progress);
            if page.messages.len() > before {
                page.next.last_was(event);
            }
        }
        Ok(page)
    }

    /// The newest version of each event that is to be read.
    async fn heads(
        &self,
        organizer: &Organizer,
        event: Option<EventId>,
    ) -> Result<Vec<(EventId, Version)>, ChangesError> {
        if let Some(event) = event {
            self.require_own(organizer, event).await?;
            return Ok(self.store.versions(&[event]).await?);
        }
        let heads = self.store.journal_heads(organizer.owned(), EVENTS_MAX + 1).await?;
        if heads.len() > EVENTS_MAX as usize { Err(ChangesError::TooManyEvents) } else { Ok(heads) }
    }

    /// Adds to `page` what the event's journal has up to `head`, and says how far that is.
    async fn tell_of(
        &self,
        event: EventId,
        head: Version,
        limit: usize,
        page: &mut ChangesPage,
    ) -> Result<Progress, ChangesError> {
        let mut progress = page.next.of(event);
        while progress.version < head {
            let Some(read) = self.store.journal_page(event, progress.version, ENTRIES).await? else { break };
            if read.entries.is_empty() {
                // A new epoch begins where its backup ended, without entries of its own.
                break;
            }
            for entry in &read.entries {
                let messages = messages_of(event, entry, &read.facts)?;
                for message in messages.into_iter().skip(progress.told as usize) {
                    if page.messages.len() == limit {
                        return Ok(progress);
                    }
                    page.messages.push(message);
                    progress.told += 1;
                }
                progress = entry.version.into();
            }
        }
        Ok(progress)
    }
}
