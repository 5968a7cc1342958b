//! `/venues`: where.

use admit_domain::event::Venue;
use admit_domain::id::{SectionId, VenueId};
use admit_domain::seat_map::{Section, SectionKind};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::public;
use super::cursor::{asked, asked_by_name, bad, page, page_by_name};
use super::path::Path;
use super::problem::{Answer, Problem};
use super::request::path_id;
use super::state::ApiState;
use super::texts::{Id, Name};

pub(super) const CACHE: &str = "public, max-age=30";

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Venue")]
pub(super) struct ShownVenue {
    id: Id<VenueId>,
    name: Box<str>,
    city: Box<str>,
    country: Box<str>,
    address: Box<str>,
    /// A name of the IANA time zone database.
    time_zone: Box<str>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Section")]
pub(super) struct ShownSection {
    id: Id<SectionId>,
    name: Box<str>,
    kind: Name<SectionKind>,
    capacity: u32,
    /// None in general admission.
    rows: Vec<ShownRow>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SectionRow")]
struct ShownRow {
    label: Box<str>,
    /// How many.
    seats: u32,
}

pub(super) fn show_venue(venue: &Venue) -> ShownVenue {
    ShownVenue {
        id: Id(venue.id),
        name: venue.name.clone(),
        city: venue.city.clone(),
        country: venue.country.clone(),
        address: venue.address.clone(),
        time_zone: venue.time_zone.clone(),
    }
}

pub(super) async fn list(State(state): State<ApiState>, headers: HeaderMap, uri: Uri) -> Answer<Response> {
    let (limit, after) = asked_by_name(&uri)?;
    let found = state.app.venues(after, limit + 1).await?;
    let key = |venue: &Venue| (venue.name.to_string(), venue.id.to_string());
    public(&headers, CACHE, &page_by_name(&found, limit, key, show_venue))
}

pub(super) async fn show(
    State(state): State<ApiState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let venue = state.app.venue(path_id(&id)?).await?.ok_or_else(Problem::not_found)?;
    public(&headers, CACHE, &show_venue(&venue))
}

pub(super) async fn sections(
    State(state): State<ApiState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Answer<Response> {
    let (_, map) = state.app.venue_with_plan(path_id(&id)?).await?.ok_or_else(Problem::not_found)?;
    let (limit, after) = asked(&uri)?;
    let first = match after {
        // A plan that was replaced since may have no such section.
        Some(last) => 1 + map.section(last).ok_or_else(bad)?.0,
        None => 0,
    };
    let found = &map.sections[first..];
    public(&headers, CACHE, &page(found, limit, |section| section.id.to_string(), show_section))
}

pub(super) fn show_section(section: &Section) -> ShownSection {
    let rows = section.rows.iter().map(|row| ShownRow { label: row.label.clone(), seats: row.units.count });
    ShownSection {
        id: Id(section.id),
        name: section.name.clone(),
        kind: Name(section.kind),
        capacity: section.units.count,
        rows: rows.collect(),
    }
}
