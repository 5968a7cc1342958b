//! A waiting room's head and its settings as JSON, in `waiting_rooms.head` and `waiting_room_history.settings`.

use std::time::Duration;

use admit_domain::time::Timestamp;
use admit_domain::waiting_room::settings::{Calling, Mode, Settings};
use admit_domain::waiting_room::{Call, Closed, DrawState, Drawn, Head, Pace, PutBack, Sample, Totals, Tree};
use serde::{Deserialize, Serialize};

use crate::db::DbError;

/// Times and spans are milliseconds.
#[derive(Serialize, Deserialize)]
struct SettingsText {
    mode: String,
    rate_per_min: u32,
    interval_ms: u64,
    max_active: u32,
    window_ms: u64,
    pass_ttl_ms: u64,
    paused: bool,
    opens_at: Option<i64>,
    public_source: Option<Box<str>>,
}

#[derive(Serialize, Deserialize)]
struct HeadText {
    settings: SettingsText,
    issued: u32,
    called: u32,
    /// First, last, and when it lapses.
    calls: Vec<(u32, u32, i64)>,
    tick_at: i64,
    credit: u64,
    shown: u32,
    resolved: u32,
    is_formed: bool,
    empty_since: Option<i64>,
    called_total: u64,
    admitted_total: u64,
    left_total: u64,
    lapsed_total: u64,
    pace: Vec<(i64, u64)>,
    entries: u32,
    /// Hexadecimal, one after another.
    peaks: String,
    closed: Option<ClosedText>,
    drawn: Option<DrawnText>,
    /// How many were handed out, and when it was put back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    put_back: Vec<(u32, i64)>,
}

#[derive(Serialize, Deserialize)]
struct ClosedText {
    count: u32,
    root: String,
    at: i64,
}

#[derive(Serialize, Deserialize)]
struct DrawnText {
    public_input: Box<str>,
    seed: String,
    at: i64,
}

pub(crate) fn settings_text(settings: &Settings) -> String {
    serde_json::to_string(&show_settings(settings)).expect("plain fields become JSON")
}

pub(crate) fn settings_from(text: &str) -> Result<Settings, DbError> {
    let text: SettingsText = serde_json::from_str(text).map_err(|error| bad(&error))?;
    read_settings(text)
}

pub(crate) fn head_text(head: &Head) -> String {
    let draw = &head.draw;
    let text = HeadText {
        settings: show_settings(&head.settings),
        issued: head.issued,
        called: head.called,
        calls: head.calls.iter().map(|call| (call.first, call.last, call.lapses_at.as_millis())).collect(),
        tick_at: head.tick_at.as_millis(),
        credit: head.credit,
        shown: head.shown,
        resolved: head.resolved,
        is_formed: head.is_formed,
        empty_since: head.empty_since.map(Timestamp::as_millis),
        called_total: head.totals.called,
        admitted_total: head.totals.admitted,
        left_total: head.totals.left,
        lapsed_total: head.totals.lapsed,
        pace: head.pace.samples.iter().map(|sample| (sample.at.as_millis(), sample.called)).collect(),
        entries: draw.entries.leaves,
        peaks: draw.entries.peaks.iter().map(|peak| hex(peak)).collect(),
        closed: draw.closed.as_ref().map(|closed| ClosedText {
            count: closed.count,
            root: hex(&closed.root),
            at: closed.at.as_millis(),
        }),
        drawn: draw.drawn.as_ref().map(|drawn| DrawnText {
            public_input: drawn.public_input.clone(),
            seed: hex(&drawn.seed),
            at: drawn.at.as_millis(),
        }),
        put_back: head.put_back.iter().map(|put_back| (put_back.issued, put_back.at.as_millis())).collect(),
    };
    serde_json::to_string(&text).expect("plain fields become JSON")
}

pub(crate) fn head_from(text: &str) -> Result<Head, DbError> {
    let text: HeadText = serde_json::from_str(text).map_err(|error| bad(&error))?;
    let at = Timestamp::from_millis;
    let call = |(first, last, lapses_at): (u32, u32, i64)| Call { first, last, lapses_at: at(lapses_at) };
    let sample = |(when, called): (i64, u64)| Sample { at: at(when), called };
    let closed = text.closed.map(|closed| {
        Ok::<_, DbError>(Closed { count: closed.count, root: hash_from(&closed.root)?, at: at(closed.at) })
    });
    let drawn = text.drawn.map(|drawn| {
        let seed = hash_from(&drawn.seed)?;
        Ok::<_, DbError>(Drawn { public_input: drawn.public_input, seed, at: at(drawn.at) })
    });
    let entries = Tree { leaves: text.entries, peaks: peaks_from(&text.peaks)? };
    if !entries.is_whole() {
        return Err(DbError::corrupt("a draw's tree isn't whole"));
    }
    Ok(Head {
        settings: read_settings(text.settings)?,
        issued: text.issued,
        called: text.called,
        calls: text.calls.into_iter().map(call).collect(),
        tick_at: at(text.tick_at),
        credit: text.credit,
        shown: text.shown,
        resolved: text.resolved,
        is_formed: text.is_formed,
        empty_since: text.empty_since.map(at),
        totals: Totals {
            called: text.called_total,
            admitted: text.admitted_total,
            left: text.left_total,
            lapsed: text.lapsed_total,
        },
        pace: Pace { samples: text.pace.into_iter().map(sample).collect() },
        draw: DrawState { entries, closed: closed.transpose()?, drawn: drawn.transpose()? },
        put_back: text.put_back.into_iter().map(|(issued, when)| PutBack { issued, at: at(when) }).collect(),
    })
}

fn show_settings(settings: &Settings) -> SettingsText {
    SettingsText {
        mode: settings.mode.name().to_owned(),
        rate_per_min: settings.rate_per_min,
        interval_ms: millis(settings.interval),
        max_active: settings.max_active,
        window_ms: millis(settings.window),
        pass_ttl_ms: millis(settings.pass_ttl),
        paused: settings.calling == Calling::Paused,
        opens_at: settings.opens_at.map(Timestamp::as_millis),
        public_source: settings.public_source.clone(),
    }
}

fn read_settings(text: SettingsText) -> Result<Settings, DbError> {
    let mode = Mode::from_name(&text.mode).ok_or_else(|| DbError::corrupt("a room has a mode that nobody knows"))?;
    Ok(Settings {
        mode,
        rate_per_min: text.rate_per_min,
        interval: Duration::from_millis(text.interval_ms),
        max_active: text.max_active,
        window: Duration::from_millis(text.window_ms),
        pass_ttl: Duration::from_millis(text.pass_ttl_ms),
        calling: if text.paused { Calling::Paused } else { Calling::Runs },
        opens_at: text.opens_at.map(Timestamp::from_millis),
        public_source: text.public_source,
    })
}

fn bad(error: &serde_json::Error) -> DbError {
    DbError::corrupt(format!("a room's head can't be read: {error}"))
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash_from(text: &str) -> Result<[u8; 32], DbError> {
    let wrong = || DbError::corrupt("a hash isn't 64 hexadecimal digits");
    let bytes = text.as_bytes();
    if bytes.len() != 64 {
        return Err(wrong());
    }
    let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8).ok_or_else(wrong);
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(bytes.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Ok(hash)
}

fn peaks_from(text: &str) -> Result<Vec<[u8; 32]>, DbError> {
    let bytes = text.as_bytes().chunks(64);
    bytes.map(|peak| hash_from(std::str::from_utf8(peak).unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_survives_its_text() {
        let at = Timestamp::from_millis;
        let settings = Settings {
            mode: Mode::Draw,
            opens_at: Some(at(7)),
            public_source: Some("a lottery \"Z\"".into()),
            calling: Calling::Paused,
            ..Settings::default()
        };
        let mut head = Head::new(settings.clone(), at(5));
        assert_eq!(head_from(&head_text(&head)).unwrap(), head);
        (0u8..7).for_each(|leaf| head.draw.entries.push(&[leaf]));
        head.calls = vec![Call { first: 3, last: u32::MAX, lapses_at: at(i64::MAX) }];
        head.draw.closed = Some(Closed { count: 7, root: head.draw.entries.root(), at: at(9) });
        head.draw.drawn = Some(Drawn { public_input: "é".into(), seed: [255; 32], at: at(-1) });
        head.totals = Totals { called: 1, admitted: 2, left: 3, lapsed: u64::MAX };
        head.pace = Pace { samples: vec![Sample { at: at(1), called: 2 }] };
        (head.credit, head.shown, head.resolved, head.is_formed) = (5, 6, 7, true);
        head.empty_since = Some(at(4));
        assert_eq!(head_from(&head_text(&head)).unwrap(), head);
        assert_eq!(settings_from(&settings_text(&settings)).unwrap(), settings);
    }

    #[test]
    fn a_head_that_nobody_wrote_is_refused() {
        let head = head_text(&Head::new(Settings::default(), Timestamp::from_millis(0)));
        for bad in ["", "{}", &head.replace("off", "of"), &head.replace("\"peaks\":\"\"", "\"peaks\":\"00\"")] {
            assert!(head_from(bad).is_err(), "{bad}");
        }
    }
}
