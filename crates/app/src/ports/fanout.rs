//! What nodes tell each other besides what the database says, so that they know at once.
//!
//! Nothing may depend on it: whatever is lost on the way is found in the store within a second.

use std::fmt;
use std::sync::Arc;

use admit_domain::id::{EventId, SessionId};
use admit_domain::inventory::journal::{Change, Entry, Version};
use admit_domain::time::Timestamp;

/// What one node tells all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A commit of an event's inventory, whole, so that nobody needs to read it from the journal.
    Committed { event: EventId, entry: Arc<Entry> },
    /// An event's inventory has this version. What happened is in the journal.
    Moved { event: EventId, version: Version },
    /// An event's waiting room has this version, or it has come into being.
    RoomMoved { event: EventId, version: u64 },
    /// The sessions are over, since this time by the store's clock.
    Revoked { sessions: Vec<SessionId>, at: Timestamp },
    /// Requests that were counted since this node told last.
    Counted(Vec<Counted>),
}

/// How many requests a subject has sent to a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Which of the limits, by a number that all nodes know it by.
    pub limit: u8,
    pub subject: u128,
    pub requests: u32,
}

/// The way to the other nodes.
pub trait Fanout: Send + Sync + 'static {
    /// Hands over what all others are to hear. Never waits: what can't be sent is counted and dropped.
    fn tell(&self, message: Message);

    /// Lets `hearer` hear the others from now on. Called once.
    fn listen(&self, hearer: Arc<dyn Hearer>);

    /// Why the others aren't heard or don't hear, if that is so.
    fn trouble(&self) -> Option<&'static str>;
}

/// Whoever hears what other nodes tell. What a node told last comes last; nobody hears themselves. None of this may wait.
pub trait Hearer: Send + Sync + 'static {
    /// Whether it is any use to read an entry of this version.
    fn wants(&self, event: EventId, version: Version) -> bool;

    fn hear(&self, message: Message);

    /// Something may have been told that wasn't heard: the store is to be looked at now.
    fn missed(&self);
}

/// Changes as a text that nodes of other versions can read too.
pub trait ChangesText: Send + Sync + 'static {
    fn write(&self, changes: &[Change]) -> String;
    /// `None`: it isn't such a text, or one that this node can't read.
    fn read(&self, text: &str) -> Option<Vec<Change>>;
}

/// A node's way to the others, if it has any.
#[derive(Clone, Default)]
pub struct Others(Option<Arc<dyn Fanout>>);

impl Others {
    /// Through this.
    pub fn through(fanout: Arc<dyn Fanout>) -> Others {
        Others(Some(fanout))
    }

    /// Whether anybody may hear it.
    pub fn are_told(&self) -> bool {
        self.0.is_some()
    }

    pub fn tell(&self, message: Message) {
        if let Some(fanout) = &self.0 {
            fanout.tell(message);
        }
    }

    /// As [`Fanout::listen`]; where there are no others, nobody is heard.
    pub fn listen(&self, hearer: Arc<dyn Hearer>) {
        if let Some(fanout) = &self.0 {
            fanout.listen(hearer);
        }
    }

    /// As [`Fanout::trouble`], for those who have a way. `None`: there are no others.
    pub fn trouble(&self) -> Option<Option<&'static str>> {
        self.0.as_ref().map(|fanout| fanout.trouble())
    }
}

impl fmt::Debug for Others {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.are_told() { "Others(told)" } else { "Others(none)" })
    }
}
