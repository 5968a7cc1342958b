//! `admit replay`: has the relay tell the message broker again what it told before.

use admit_app::changes::Position;
use admit_app::ports::holds::Holds;
use admit_app::relay::{From, send_again};
use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;
use admit_store::SqlStore;
use anyhow::{Context, Result, bail};
use clap::Args;

use crate::cli::say;
use crate::compose::open_store;
use crate::config::Profile;

/// The book is set back in the database; whichever node relays begins again from there, in order and under the ids that the
/// messages had. A running cluster goes on meanwhile; an embedded server must be stopped, since the data is its alone.
#[derive(Debug, Clone, Args)]
pub(crate) struct Replay {
    /// `start`; a time such as 2026-07-01T00:00:00Z, for what was committed then or later; the `next_after` of an answer of
    /// GET /changes, for what comes after it of the events that it tells of; with --event also a version such as 1.42, for what
    /// comes after it
    #[arg(long, value_name = "WHERE")]
    from: String,
    /// Only this event; all unless given
    #[arg(long, value_name = "ID")]
    event: Option<EventId>,
}

pub(crate) async fn replay(profile: &Profile, replay: Replay) -> Result<()> {
    let from = read_from(&replay)?;
    let store = open_store(profile).await?;
    let done = set_back(&store, &replay, &from).await;
    store.close().await;
    done
}

async fn set_back(store: &SqlStore, replay: &Replay, from: &From) -> Result<()> {
    let mut events = store.event_ids().await?;
    if let Some(wanted) = replay.event {
        events.retain(|event| *event == wanted);
        if events.is_empty() {
            bail!("there is no published event {wanted}");
        }
    }
    let sent = send_again(store, &events, from).await.context("the relay's book can't be set back")?;
    say(format_args!("{} of {} events are told again from there", sent.set_back, sent.events))
}

fn read_from(replay: &Replay) -> Result<From> {
    let text = &*replay.from;
    if text == "start" {
        return Ok(From::Start);
    }
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(From::Time(Timestamp::from_millis(at.as_millisecond())));
    }
    if let Some(version) = read_version(text) {
        if replay.event.is_none() {
            bail!("a version is one event's: say which with --event");
        }
        return Ok(From::Version(version));
    }
    match Position::parse(text) {
        Ok(position) => Ok(From::Position(position)),
        Err(_) => {
            bail!("--from takes start, a time, a position of GET /changes, or a version; {text:?} is none of them")
        }
    }
}

fn read_version(text: &str) -> Option<Version> {
    let (epoch, number) = text.split_once('.')?;
    Some(Version { epoch: epoch.parse().ok()?, number: number.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(from: &str, event: Option<EventId>) -> Option<From> {
        read_from(&Replay { from: from.to_owned(), event }).ok()
    }

    #[test]
    fn it_is_said_where_to_begin() {
        let event = Some(EventId::from_u128(7));
        assert_eq!(read("start", None), Some(From::Start));
        let at = Timestamp::from_millis(1_782_864_000_123);
        assert_eq!(read("2026-07-01T00:00:00.123Z", None), Some(From::Time(at)));
        assert_eq!(read("2026-07-01T02:00:00.123+02:00", event), Some(From::Time(at)));
        assert_eq!(read("1.42", event), Some(From::Version(Version { epoch: 1, number: 42 })));
        assert_eq!(read("1.42", None), None);
        let mut position = Position::default();
        position.set(EventId::from_u128(7), Version { epoch: 1, number: 3 }.into());
        assert_eq!(read(&position.text(), None), Some(From::Position(position)));
        for bad in ["", "yesterday", "42", "1.x", "2026-07-01", "-1.1"] {
            assert_eq!(read(bad, event), None, "{bad}");
        }
    }
}
