//! Messages as bytes: each a kind, its length and its body, so that a node passes over kinds that it doesn't know.

use std::sync::Arc;

use admit_app::ports::fanout::{ChangesText, Counted, Message};
use admit_domain::id::{EventId, SessionId};
use admit_domain::inventory::journal::{BatchId, Entry, Version};
use admit_domain::time::Timestamp;

use super::bytes::{take, take_slice};

const COMMITTED: u8 = 1;
const MOVED: u8 = 2;
const ROOM_MOVED: u8 = 3;
const REVOKED: u8 = 4;
const COUNTED: u8 = 5;
const MISSED: u8 = 6;

/// A longer entry is left to be read from the journal.
const ENTRY_BYTES_MAX: usize = 256 << 10;

/// What is read from a frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Message(Message),
    /// The node that sent it couldn't send all that it had to tell.
    Missed,
}

pub(super) fn put(out: &mut Vec<u8>, message: &Message, text: &dyn ChangesText) {
    match message {
        Message::Committed { event, entry } => put_committed(out, *event, entry, text),
        Message::Moved { event, version } => put_moved(out, *event, *version),
        Message::RoomMoved { event, version } => {
            put_body(out, ROOM_MOVED, &[&event.to_bytes(), &version.to_be_bytes()]);
        }
        Message::Revoked { sessions, at } => {
            let sessions: Vec<u8> = sessions.iter().flat_map(|session| session.to_bytes()).collect();
            put_body(out, REVOKED, &[&at.as_millis().to_be_bytes(), &sessions]);
        }
        Message::Counted(counts) => {
            let mut body = Vec::with_capacity(counts.len() * 21);
            for Counted { limit, subject, requests } in counts {
                body.push(*limit);
                body.extend(subject.to_be_bytes());
                body.extend(requests.to_be_bytes());
            }
            put_body(out, COUNTED, &[&body]);
        }
    }
}

/// Says that something couldn't be sent.
pub(super) fn put_missed(out: &mut Vec<u8>) {
    put_body(out, MISSED, &[]);
}

fn put_committed(out: &mut Vec<u8>, event: EventId, entry: &Entry, text: &dyn ChangesText) {
    let changes = text.write(&entry.changes);
    if changes.len() > ENTRY_BYTES_MAX {
        return put_moved(out, event, entry.version);
    }
    let at = entry.at.as_millis().to_be_bytes();
    let batch = entry.batch.0.to_be_bytes();
    put_body(out, COMMITTED, &[&event.to_bytes(), &version_bytes(entry.version), &at, &batch, changes.as_bytes()]);
}

fn put_moved(out: &mut Vec<u8>, event: EventId, version: Version) {
    put_body(out, MOVED, &[&event.to_bytes(), &version_bytes(version)]);
}

fn put_body(out: &mut Vec<u8>, kind: u8, parts: &[&[u8]]) {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    // Bodies are bounded far below.
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    out.push(kind);
    out.extend(length.to_be_bytes());
    parts.iter().for_each(|part| out.extend(*part));
}

fn version_bytes(version: Version) -> [u8; 12] {
    let mut bytes = [0; 12];
    bytes[..4].copy_from_slice(&version.epoch.to_be_bytes());
    bytes[4..].copy_from_slice(&version.number.to_be_bytes());
    bytes
}

/// The next message. `None`: there is none left, or none that can be read. `Some(None)`: one that is of no use here.
pub(super) fn next(
    rest: &mut &[u8],
    text: &dyn ChangesText,
    wants: &dyn Fn(EventId, Version) -> bool,
) -> Option<Option<Heard>> {
    let [kind] = take(rest)?;
    let length = u32::from_be_bytes(take(rest)?);
    let mut body = take_slice(rest, length as usize)?;
    let message = match kind {
        COMMITTED => committed(&mut body, text, wants)?,
        MOVED => Some(Message::Moved { event: event(&mut body)?, version: version(&mut body)? }),
        ROOM_MOVED => {
            let event = event(&mut body)?;
            Some(Message::RoomMoved { event, version: u64::from_be_bytes(take(&mut body)?) })
        }
        REVOKED => {
            let at = time(&mut body)?;
            let sessions = std::iter::from_fn(|| take(&mut body).map(SessionId::from_bytes)).collect();
            Some(Message::Revoked { sessions, at })
        }
        COUNTED => Some(Message::Counted(std::iter::from_fn(|| counted(&mut body)).collect())),
        MISSED => return Some(Some(Heard::Missed)),
        _ => None,
    };
    Some(message.map(Heard::Message))
}

fn committed(
    body: &mut &[u8],
    text: &dyn ChangesText,
    wants: &dyn Fn(EventId, Version) -> bool,
) -> Option<Option<Message>> {
    let (event, version) = (event(body)?, version(body)?);
    let at = time(body)?;
    let batch = BatchId(u128::from_be_bytes(take(body)?));
    if !wants(event, version) {
        return Some(None);
    }
    let changes = std::str::from_utf8(body).ok().and_then(|body| text.read(body));
    Some(Some(match changes {
        Some(changes) => Message::Committed { event, entry: Arc::new(Entry { version, at, batch, changes }) },
        // Such as from a node that knows more kinds of changes. The journal is read by the same rules, and says what to do.
        None => Message::Moved { event, version },
    }))
}

fn event(body: &mut &[u8]) -> Option<EventId> {
    take(body).map(EventId::from_bytes)
}

fn version(body: &mut &[u8]) -> Option<Version> {
    let epoch = u32::from_be_bytes(take(body)?);
    Some(Version { epoch, number: u64::from_be_bytes(take(body)?) })
}

fn time(body: &mut &[u8]) -> Option<Timestamp> {
    take(body).map(|bytes| Timestamp::from_millis(i64::from_be_bytes(bytes)))
}

fn counted(body: &mut &[u8]) -> Option<Counted> {
    let [limit] = take(body)?;
    let subject = u128::from_be_bytes(take(body)?);
    Some(Counted { limit, subject, requests: u32::from_be_bytes(take(body)?) })
}

#[cfg(test)]
#[path = "message_bytes_tests.rs"]
mod tests;
