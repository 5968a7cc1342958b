//! Texts on the wire that say more than any string does: ids, times, names out of a list, versions. Each knows its schema, so a
//! field's type is what the published document says of it.

use std::borrow::Cow;
use std::fmt::Display;

use admit_app::catalogue::EventStatus;
use admit_domain::event::Category;
use admit_domain::id::{
    AccountId, EventId, HoldId, OrderId, PaymentId, PerformerId, SeatMapId, SectionId, TicketId, TierId, VenueId,
};
use admit_domain::role::Role;
use admit_domain::seat_map::{SeatId, SectionKind};
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::settings::Mode;
use admit_domain::waiting_room::step::What;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// An id.
#[derive(Debug, Clone, Copy)]
pub(super) struct Id<T>(pub(super) T);

/// How ids of a kind look.
pub(super) trait IdKind {
    const NAME: &'static str;
    const PREFIX: &'static str;
    const DIGITS: usize = 26;
}

impl<T: Display> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<T: IdKind> JsonSchema for Id<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // The first of 26 digits has but three bits.
        let first = if T::DIGITS == 26 { "[0-7]" } else { "[0-9a-hjkmnp-tv-z]" };
        let pattern = format!("^{}{first}[0-9a-hjkmnp-tv-z]{{{}}}$", T::PREFIX, T::DIGITS - 1);
        json_schema!({ "type": "string", "pattern": pattern })
    }
}

macro_rules! id_kinds {
    ($($kind:ident),+) => {$(
        impl IdKind for $kind {
            const NAME: &'static str = stringify!($kind);
            const PREFIX: &'static str = $kind::PREFIX;
        }
    )+};
}

id_kinds!(EventId, VenueId, PerformerId, SeatMapId, SectionId, TierId, HoldId, OrderId, TicketId, AccountId, PaymentId);

impl IdKind for SeatId {
    const NAME: &'static str = "SeatId";
    const PREFIX: &'static str = SeatId::PREFIX;
    const DIGITS: usize = 13;
}

/// One of a few names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<T>(pub(super) T);

/// What has a name out of a list.
pub(super) trait Named: Copy {
    const LIST: &'static str;
    fn all() -> Vec<&'static str>;
    fn text(self) -> &'static str;
}

impl<T: Named> Serialize for Name<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.text())
    }
}

impl<T: Named> JsonSchema for Name<T> {
    fn schema_name() -> Cow<'static, str> {
        T::LIST.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": T::all() })
    }
}

macro_rules! named {
    ($($kind:ident = $list:literal;)+) => {$(
        impl Named for $kind {
            const LIST: &'static str = $list;

            fn all() -> Vec<&'static str> {
                $kind::ALL.into_iter().map($kind::name).collect()
            }

            fn text(self) -> &'static str {
                self.name()
            }
        }
    )+};
}

named! {
    Category = "Category";
    EventStatus = "EventStatus";
    Role = "Role";
    Mode = "WaitingRoomMode";
    What = "WaitingRoomStep";
}

impl Named for SectionKind {
    const LIST: &'static str = "SectionKind";

    fn all() -> Vec<&'static str> {
        vec![SectionKind::Reserved.text(), SectionKind::GeneralAdmission.text()]
    }

    fn text(self) -> &'static str {
        match self {
            SectionKind::Reserved => "reserved",
            SectionKind::GeneralAdmission => "general_admission",
        }
    }
}

/// A moment, as RFC 3339 in UTC.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time(pub(super) Timestamp);

impl Display for Time {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        jiff::Timestamp::from_millisecond(self.0.as_millis()).unwrap_or(jiff::Timestamp::MAX).fmt(out)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<Time> for Value {
    fn from(time: Time) -> Value {
        time.to_string().into()
    }
}

impl JsonSchema for Time {
    fn schema_name() -> Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time", "description": "RFC 3339, in UTC." })
    }
}

/// The version of an event's inventory: `epoch.version`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct VersionTag(pub(super) String);

impl JsonSchema for VersionTag {
    fn schema_name() -> Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9]+\\.[0-9]+$",
            "description": "The version of an event's inventory, `epoch.version`: a bigger version of the same epoch is newer.",
        })
    }
}
