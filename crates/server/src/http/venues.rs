//! `/venues` and `/performers`: where, and who.

use admit_app::ports::catalogue::EventQuery;
use admit_domain::event::{Performer, Venue};
use admit_domain::id::{EventId, PerformerId, SectionId, VenueId};
use admit_domain::seat_map::{Section, SectionKind};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::public;
use super::cursor::{self, Page, PageQuery, asked};
use super::path::Path;
use super::problem::{Answer, Problem};
use super::request::{page_limit, path_id, query};
use super::show::time;
use super::state::ApiState;
use super::texts::{Id, Name, Time};

const CACHE: &str = "public, max-age=30";
/// How many of a performer's events are shown with them.
const UPCOMING_MAX: u32 = 100;

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
#[schemars(rename = "Performer")]
pub(super) struct ShownPerformer {
    id: Id<PerformerId>,
    name: Box<str>,
    description: Box<str>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PerformerWithEvents")]
pub(super) struct PerformerBody {
    #[serde(flatten)]
    performer: ShownPerformer,
    /// What is to come, the soonest first.
    events: Vec<UpcomingEvent>,
}

#[derive(Serialize, JsonSchema)]
struct UpcomingEvent {
    id: Id<EventId>,
    name: Box<str>,
    starts_at: Time,
    venue: ShownVenue,
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

pub(super) fn show_performer(performer: &Performer) -> ShownPerformer {
    ShownPerformer { id: Id(performer.id), name: performer.name.clone(), description: performer.description.clone() }
}

pub(super) async fn list(State(state): State<ApiState>, headers: HeaderMap, uri: Uri) -> Answer<Response> {
    let (limit, after) = page(&uri)?;
    let found = state.app.store.venues(after, limit + 1).await?;
    let keys = found.iter().map(|venue| (venue.name.to_string(), venue.id.to_string())).collect();
    let items = found.iter().take(limit as usize).map(show_venue).collect();
    public(&headers, CACHE, &Page { items, next_cursor: next(keys, limit) })
}

pub(super) async fn show(
    State(state): State<ApiState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    public(&headers, CACHE, &show_venue(&find(&state, &id).await?))
}

pub(super) async fn sections(
    State(state): State<ApiState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Answer<Response> {
    let venue = find(&state, &id).await?;
    let map = state.app.store.seat_map(venue.seat_map).await?.ok_or_else(Problem::not_found)?;
    let (limit, after) = asked(&uri)?;
    let first = match after {
        // A plan that was replaced since may have no such section.
        Some(last) => 1 + map.section(last).ok_or_else(cursor::bad)?.0,
        None => 0,
    };
    let found = &map.sections[first..];
    public(&headers, CACHE, &cursor::page(found, limit, |section| section.id.to_string(), show_section))
}

pub(super) async fn list_performers(State(state): State<ApiState>, headers: HeaderMap, uri: Uri) -> Answer<Response> {
    let (limit, after) = page(&uri)?;
    let found = state.app.store.performers(after, limit + 1).await?;
    let keys = found.iter().map(|performer| (performer.name.to_string(), performer.id.to_string())).collect();
    let items = found.iter().take(limit as usize).map(show_performer).collect();
    public(&headers, CACHE, &Page { items, next_cursor: next(keys, limit) })
}

pub(super) async fn performer(
    State(state): State<ApiState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let id: PerformerId = path_id(&id)?;
    let performer = state.app.store.performer(id).await?.ok_or_else(Problem::not_found)?;
    let upcoming = EventQuery {
        performer: Some(id),
        starts_from: Some(state.app.clock.now()),
        limit: UPCOMING_MAX,
        ..EventQuery::default()
    };
    let listed = state.app.store.events(&upcoming).await?;
    let events = listed.iter().map(|listed| UpcomingEvent {
        id: Id(listed.event.id),
        name: listed.event.name.clone(),
        starts_at: time(listed.event.starts_at),
        venue: show_venue(&listed.venue),
    });
    public(&headers, CACHE, &PerformerBody { performer: show_performer(&performer), events: events.collect() })
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

async fn find(state: &ApiState, id: &str) -> Answer<Venue> {
    let id: VenueId = path_id(id)?;
    state.app.store.venue(id).await?.ok_or_else(Problem::not_found)
}

/// The page's size, and the name and id after which it begins.
fn page<Id: std::str::FromStr>(uri: &Uri) -> Answer<(u32, Option<(String, Id)>)> {
    let asked: PageQuery = query(uri)?;
    let after = asked.cursor.map(|text| -> Answer<(String, Id)> {
        let [id, name] = cursor::decode(&text)?;
        Ok((name, cursor::part(&id)?))
    });
    Ok((page_limit(asked.limit)?, after.transpose()?))
}

/// The cursor after the last of `limit` items, if there are more.
fn next(keys: Vec<(String, String)>, limit: u32) -> Option<String> {
    let more = keys.len() > limit as usize;
    keys.get(limit as usize - 1).filter(|_| more).map(|(name, id)| cursor::encode(&[id, name]))
}
