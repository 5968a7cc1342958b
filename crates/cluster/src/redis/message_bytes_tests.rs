//! Messages go out and come in the same, and nothing that anybody writes is more than passed over.

use admit_domain::id::HoldId;
use admit_domain::inventory::journal::Change;

use super::*;

/// Releases only, as their holds' numbers.
struct Releases;

impl ChangesText for Releases {
    fn write(&self, changes: &[Change]) -> String {
        let numbers = changes.iter().map(|change| match change {
            Change::Released { hold } => hold.as_u128().to_string(),
            _ => String::new(),
        });
        numbers.collect::<Vec<_>>().join(",")
    }

    fn read(&self, text: &str) -> Option<Vec<Change>> {
        let number = |text: &str| Some(Change::Released { hold: HoldId::from_u128(text.parse().ok()?) });
        text.split(',').map(number).collect()
    }
}

fn version(number: u64) -> Version {
    Version { epoch: 3, number }
}

fn entry(number: u64, changes: u128) -> Message {
    let changes = (0..changes).map(|hold| Change::Released { hold: HoldId::from_u128(hold) }).collect();
    let at = Timestamp::from_millis(1_700_000_000_000);
    let entry = Entry { version: version(number), at, batch: BatchId(9), changes };
    Message::Committed { event: EventId::from_u128(1), entry: Arc::new(entry) }
}

fn some_messages() -> Vec<Message> {
    let event = EventId::from_u128(1);
    let counted = |limit, subject| Counted { limit, subject, requests: 7 };
    vec![
        entry(5, 3),
        Message::Moved { event, version: version(u64::MAX) },
        Message::RoomMoved { event, version: 12 },
        Message::Revoked {
            sessions: vec![SessionId::from_u128(1), SessionId::from_u128(2)],
            at: Timestamp::from_millis(1_700_000_000_001),
        },
        Message::Counted(vec![counted(0, 1), counted(255, u128::MAX)]),
    ]
}

fn bytes_of(messages: &[Message]) -> Vec<u8> {
    let mut bytes = Vec::new();
    messages.iter().for_each(|message| put(&mut bytes, message, &Releases));
    bytes
}

fn read(mut bytes: &[u8], wants: &dyn Fn(EventId, Version) -> bool) -> Vec<Heard> {
    std::iter::from_fn(|| next(&mut bytes, &Releases, wants)).flatten().collect()
}

#[test]
fn what_is_put_is_read() {
    let messages = some_messages();
    let heard: Vec<Heard> = messages.iter().cloned().map(Heard::Message).collect();
    assert_eq!(read(&bytes_of(&messages), &|_, _| true), heard);
}

#[test]
fn an_entry_that_is_not_wanted_is_passed_over() {
    let bytes = bytes_of(&[entry(5, 3), entry(6, 1)]);
    let heard = read(&bytes, &|_, version| version.number > 5);
    assert_eq!(heard, [Heard::Message(entry(6, 1))]);
}

#[test]
fn an_entry_that_is_too_long_or_can_not_be_read_is_left_to_the_journal() {
    let moved = Heard::Message(Message::Moved { event: EventId::from_u128(1), version: version(5) });
    assert_eq!(read(&bytes_of(&[entry(5, 100_000)]), &|_, _| true), [moved]);
    let mut bytes = bytes_of(&[entry(5, 3)]);
    *bytes.last_mut().unwrap() = b'x';
    let moved = Heard::Message(Message::Moved { event: EventId::from_u128(1), version: version(5) });
    assert_eq!(read(&bytes, &|_, _| true), [moved]);
}

#[test]
fn kinds_of_later_nodes_are_passed_over() {
    let mut bytes = Vec::new();
    put_body(&mut bytes, 200, &[b"whatever"]);
    put_missed(&mut bytes);
    put(&mut bytes, &entry(5, 1), &Releases);
    assert_eq!(read(&bytes, &|_, _| true), [Heard::Missed, Heard::Message(entry(5, 1))]);
}

#[test]
fn bytes_that_are_cut_or_altered_are_read_without_harm() {
    let bytes = bytes_of(&some_messages());
    for length in 0..bytes.len() {
        read(&bytes[..length], &|_, _| true);
    }
    for at in 0..bytes.len() {
        for value in [0, 1, 127, 255] {
            let mut altered = bytes.clone();
            altered[at] = value;
            read(&altered, &|_, _| true);
        }
    }
}
