//! A message as other systems read it: a CloudEvent as JSON. What each kind's data is, stands in `docs/events`.

use std::fmt::Display;

use admit_domain::id::EventId;
use admit_domain::inventory::journal::{Entry, Version};
use admit_domain::money::Currency;
use admit_domain::time::Timestamp;
use serde::{Serialize, Serializer};

use super::kind::Kind;

/// One step that other systems are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeMessage {
    pub event: EventId,
    pub kind: Kind,
    /// The same whenever the same step is told, so that whoever hears it twice can know.
    pub id: String,
    /// The whole CloudEvent.
    pub json: String,
}

impl ChangeMessage {
    /// The message of `kind` that the entry's change at `index` brings. A change brings at most one of a kind, so the id stays
    /// what it is when a later release tells more of the same change.
    pub(super) fn new(event: EventId, entry: &Entry, index: usize, kind: Kind, data: &impl Serialize) -> ChangeMessage {
        let version = VersionText(entry.version);
        let id = format!("{event}.{version}.{index}.{}", kind.name());
        let envelope = Envelope {
            specversion: "1.0",
            id: &id,
            source: format_args!("/api/v1/events/{event}"),
            kind: kind.name(),
            subject: Text(event),
            time: Time(entry.at),
            datacontenttype: "application/json",
            dataschema: format_args!("urn:admit:events:{}", kind.name()),
            partitionkey: Text(event),
            journalversion: Text(version),
            data,
        };
        let json = serde_json::to_string(&envelope).expect("texts and numbers are always JSON");
        ChangeMessage { event, kind, id, json }
    }
}

#[derive(Serialize)]
struct Envelope<'a, Data> {
    specversion: &'a str,
    id: &'a str,
    source: std::fmt::Arguments<'a>,
    #[serde(rename = "type")]
    kind: &'a str,
    subject: Text<EventId>,
    time: Time,
    datacontenttype: &'a str,
    dataschema: std::fmt::Arguments<'a>,
    partitionkey: Text<EventId>,
    journalversion: Text<VersionText>,
    data: &'a Data,
}

/// Something as its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<T>(pub(super) T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A time in RFC 3339, in UTC.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time(pub(super) Timestamp);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = jiff::Timestamp::from_millisecond(self.0.as_millis()).unwrap_or(jiff::Timestamp::MAX);
        serializer.collect_str(&at)
    }
}

#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct MoneyText {
    /// Minor units.
    amount: i64,
    currency: &'static str,
}

impl MoneyText {
    pub(super) fn of(amount: i64, currency: Currency) -> MoneyText {
        MoneyText { amount, currency: currency.code() }
    }
}

#[derive(Debug, Clone, Copy)]
struct VersionText(Version);

impl Display for VersionText {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}", self.0.epoch, self.0.number)
    }
}
