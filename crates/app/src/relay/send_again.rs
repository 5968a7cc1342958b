//! Having the relay tell again what it told before: for a reader that lost what it had heard.
//!
//! The relay's book is set back, and whoever relays begins again from there. So there is still one that sends, and of each event
//! everything comes again in order, under the ids that it had.

use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;

use super::run::RelayStore;
use crate::changes::Position;
use crate::ports::error::StoreResult;

/// How many events are set back in one transaction.
const CHUNK: usize = 500;

/// From where on it is told again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    Start,
    /// What was committed at this time or later.
    Time(Timestamp),
    /// What comes after this version.
    Version(Version),
    /// What comes after where a reader stands, of the events that it has read.
    Position(Position),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SentAgain {
    /// How many events were looked at.
    pub events: usize,
    /// Of how many something is told again.
    pub set_back: u64,
}

/// Sets the relay's book back for `events`. What was never told is told anyway.
pub async fn send_again(store: &dyn RelayStore, events: &[EventId], from: &From) -> StoreResult<SentAgain> {
    let mut versions = Vec::new();
    for event in events {
        let version = match from {
            From::Start => Version::START,
            From::Time(at) => store.version_before(*event, *at).await?,
            From::Version(version) => *version,
            From::Position(position) => match position.reached(*event) {
                Some(progress) => progress.version,
                None => continue,
            },
        };
        versions.push((*event, version));
    }
    let mut sent = SentAgain { events: versions.len(), set_back: 0 };
    for some in versions.chunks(CHUNK) {
        sent.set_back += store.set_back(some).await?;
    }
    Ok(sent)
}
