//! How what listeners are told is written: one JSON text, which is an event's data on a stream and a message on a socket.

use std::fmt::Write;

use admit_app::live::{Encoded, Frame, Listener, Piece, Run, Snapshot};
use admit_domain::id::{EventId, SectionId};
use admit_domain::inventory::journal::Version;
use axum::body::Bytes;

use crate::http::queue::ServingBody;

/// `epoch.version`, as it stands in `ETag`s and stream ids.
pub(in crate::http) fn version_text(version: Version) -> String {
    format!("{}.{}", version.epoch, version.number)
}

/// Reads what [`version_text`] writes, in that one spelling only.
pub(super) fn read_version(text: &str) -> Option<Version> {
    let (epoch, number) = text.split_once('.')?;
    let version = Version { epoch: epoch.parse().ok()?, number: number.parse().ok()? };
    (version_text(version) == text).then_some(version)
}

/// The line of an event as everybody may see it.
pub(super) fn encode_line(event: EventId, line: &ServingBody) -> Bytes {
    let mut data = serde_json::to_value(line).unwrap_or_default();
    data["type"] = "queue".into();
    data["event_id"] = event.to_string().into();
    format!("event: queue\ndata: {data}\n\n").into()
}

/// What `listener` is to be told next, in both forms. Frames and snapshots are encoded once for all listeners.
pub(super) fn next_piece(listener: &mut Listener) -> Option<Encoded> {
    let event = listener.event();
    Some(match listener.next_piece()? {
        Piece::Snapshot(snapshot) => snapshot.encoded(|snapshot| encode_snapshot(event, snapshot)).clone(),
        Piece::Frame(frame) => frame.encoded(|frame| encode_frame(event, frame)).clone(),
        Piece::SoldOut(version) => {
            encode("sold_out", event, Some(version), |text| push_version(text, "version", version))
        }
        Piece::Resync => encode("resync", event, None, |_| {}),
    })
}

fn encode_snapshot(event: EventId, snapshot: &Snapshot) -> Encoded {
    encode("snapshot", event, Some(snapshot.version), |text| {
        push_version(text, "version", snapshot.version);
        push_sections(text, &snapshot.sections);
    })
}

fn encode_frame(event: EventId, frame: &Frame) -> Encoded {
    encode("seats", event, Some(frame.version), |text| {
        push_version(text, "from", frame.from);
        push_version(text, "version", frame.version);
        push_list(text, "changes", &frame.changes, |text, Run { first, count, state }| {
            write!(text, "[{},{count},{}]", first.0, *state as u8)
        });
        push_sections(text, &frame.sections);
    })
}

fn encode(name: &str, event: EventId, id: Option<Version>, push_fields: impl FnOnce(&mut String)) -> Encoded {
    let mut text = format!("event: {name}\n");
    if let Some(version) = id {
        text.push_str(&format!("id: {}\n", version_text(version)));
    }
    text.push_str("data: ");
    let start = text.len();
    text.push_str(&format!(r#"{{"type":"{name}","event_id":"{event}""#));
    push_fields(&mut text);
    text.push('}');
    let end = text.len();
    text.push_str("\n\n");
    text.shrink_to_fit();
    let event = Bytes::from(text);
    Encoded { message: event.slice(start..end), event }
}

fn push_version(text: &mut String, name: &str, version: Version) {
    text.push_str(&format!(r#","{name}":"{}""#, version_text(version)));
}

fn push_sections(text: &mut String, sections: &[(SectionId, u32)]) {
    push_list(text, "sections", sections, |text, (id, available)| write!(text, r#"["{id}",{available}]"#));
}

fn push_list<T>(text: &mut String, name: &str, items: &[T], push: impl Fn(&mut String, &T) -> std::fmt::Result) {
    text.push_str(&format!(r#","{name}":["#));
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        push(text, item).expect("a string takes everything");
    }
    text.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_in_one_spelling_only() {
        let version = Version { epoch: 2, number: u64::MAX };
        assert_eq!(read_version(&version_text(version)), Some(version));
        for bad in ["", ".", "1", "1.", ".1", "1.1.1", "01.1", "1.+1", "-1.1", " 1.1", "1.18446744073709551616", "x.y"]
        {
            assert_eq!(read_version(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_message_is_the_data_of_its_event() {
        let version = Version { epoch: 1, number: 7 };
        let Encoded { event, message } = encode("sold_out", EventId::from_u128(1), Some(version), |text| {
            push_version(text, "version", version);
        });
        let expected = r#"{"type":"sold_out","event_id":"evt_00000000000000000000000001","version":"1.7"}"#;
        assert_eq!(message, expected);
        assert_eq!(event, format!("event: sold_out\nid: 1.7\ndata: {expected}\n\n"));
    }
}
