//! What is done about what other nodes tell, and the look at the store that makes up for whatever they told in vain.

use admit_domain::id::{EventId, SessionId};
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;

use crate::app::App;
use crate::ports::error::StoreError;
use crate::ports::fanout::Message;

impl App {
    /// Whether an entry of this version is news to a desk of this node.
    pub fn wants_entry(&self, event: EventId, version: Version) -> bool {
        self.desks.find(event).is_some_and(|desk| desk.is_behind(version))
    }

    /// Takes note of what another node tells. Never waits.
    pub fn hear(&self, message: Message) {
        match message {
            Message::Committed { event, entry } => {
                if let Some(desk) = self.desks.find(event) {
                    desk.hear(entry);
                }
            }
            Message::Moved { event, version } => {
                if let Some(desk) = self.desks.find(event).filter(|desk| desk.is_behind(version)) {
                    desk.nudge();
                }
            }
            Message::RoomMoved { event, version } => self.rooms.hear(event, version),
            Message::Revoked { sessions, at } => {
                sessions.into_iter().for_each(|session| self.revoked.add(session, at));
                self.desks.owners().end_revoked(&self.revoked);
            }
            // Limits are the server's.
            Message::Counted(_) => {}
        }
    }

    /// The sessions are dead here from now on, and elsewhere at once. `at`: the store's time.
    pub(crate) fn revoke_here_and_tell(&self, sessions: Vec<SessionId>, at: Timestamp) {
        if !sessions.is_empty() {
            sessions.iter().for_each(|session| self.revoked.add(*session, at));
            self.others.tell(Message::Revoked { sessions, at });
        }
    }

    /// Takes over what other nodes did, after something that they told may have been missed. What fails is done again by the jobs.
    pub async fn look_at_other_nodes(&self) {
        let followed = self.follow_other_nodes().await.is_ok();
        let rooms = self.follow_rooms().await.is_ok();
        let sessions = self.refresh_revoked_sessions().await.is_ok();
        if !(followed && rooms && sessions) {
            tracing::debug!("the store can't be looked at for what other nodes did");
        }
    }

    /// Brings the desks of this node to what other nodes committed. It doesn't wait until they are there, so that one that is
    /// slow holds up no other.
    pub async fn follow_other_nodes(&self) -> Result<(), StoreError> {
        if !self.store.is_shared() {
            return Ok(());
        }
        let desks = self.desks.all();
        let events: Vec<_> = desks.iter().map(|desk| desk.event()).collect();
        let versions: std::collections::HashMap<_, _> = self.store.versions(&events).await?.into_iter().collect();
        for desk in desks {
            if versions.get(&desk.event()).is_some_and(|stored| desk.is_behind(*stored)) {
                desk.nudge();
            }
        }
        Ok(())
    }
}
