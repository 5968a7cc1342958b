//! Shapes of what is read by hand, so that every fault can be named: which fields go together, said as types.

use admit_domain::id::SectionId;
use admit_domain::seat_map::SeatId;
use schemars::JsonSchema;

use super::seating_plan::SeatingPlan;
use crate::http::holds::BestBody;
use crate::http::organizer::venues::SectionBody;
use crate::http::texts::Id;

/// One of three.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "holds.rs reads it field by field; this says which go together")]
pub(super) enum ReserveRequest {
    Seats(ReserveSeats),
    GeneralAdmission(ReserveGeneral),
    BestAvailable(ReserveBest),
}

/// Numbered seats.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "see ReserveRequest")]
pub(super) struct ReserveSeats {
    #[schemars(length(min = 1, max = 1_000))]
    seats: Vec<Id<SeatId>>,
}

/// Places of a general-admission section.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "see ReserveRequest")]
pub(super) struct ReserveGeneral {
    section: Id<SectionId>,
    #[schemars(range(min = 1))]
    quantity: u32,
}

/// The best that is free.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "see ReserveRequest")]
pub(super) struct ReserveBest {
    best_available: BestBody,
}

/// One of three.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "organizer/places.rs reads it field by field; this says which go together")]
pub(super) enum PlacesRequest {
    Seats(PlacesSeats),
    GeneralAdmission(ReserveGeneral),
    Sections(PlacesSections),
}

/// Numbered seats.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "see PlacesRequest")]
pub(super) struct PlacesSeats {
    #[schemars(length(min = 1, max = 2_000))]
    seats: Vec<Id<SeatId>>,
}

/// Whole sections.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "see PlacesRequest")]
pub(super) struct PlacesSections {
    #[schemars(length(min = 1, max = 500))]
    sections: Vec<Id<SectionId>>,
}

/// A venue: its plan is a seating plan or a list of sections, not both.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "organizer/venues.rs reads it, borrowing the plan's text; this says what it is")]
pub(in crate::http) struct VenueRequest {
    #[schemars(with = "String", default)]
    name: Option<String>,
    #[schemars(with = "String", default)]
    city: Option<String>,
    /// Two letters (ISO 3166).
    #[schemars(with = "String", default)]
    country: Option<String>,
    #[schemars(with = "String", default)]
    address: Option<String>,
    /// A name of the IANA time zone database.
    #[schemars(with = "String", default)]
    time_zone: Option<String>,
    #[schemars(with = "SeatingPlan", default)]
    plan: Option<SeatingPlan>,
    #[schemars(with = "Vec<SectionBody>", default)]
    sections: Option<Vec<SectionBody>>,
}

/// Keys that verify (RFC 7517).
#[derive(JsonSchema)]
#[expect(dead_code, reason = "the app writes it; this says what it is")]
pub(super) struct KeySet {
    keys: Vec<Key>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "see KeySet")]
struct Key {
    kty: String,
    crv: String,
    alg: String,
    r#use: String,
    kid: String,
    x: String,
}
