//! `/venues` and `/performers`: where, and who.

use admit_app::ports::catalogue::EventQuery;
use admit_domain::event::{Performer, Venue};
use admit_domain::id::{PerformerId, VenueId};
use admit_domain::seat_map::{Section, SectionKind};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answer::public;
use super::cursor::{self, Page};
use super::problem::{Answer, Problem};
use super::request::{page_limit, path_id, query};
use super::show::{self, time};
use super::state::ApiState;

const CACHE: &str = "public, max-age=30";
/// How many of a performer's events are shown with them.
const UPCOMING_MAX: u32 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct ShownVenue {
    id: String,
    name: Box<str>,
    city: Box<str>,
    country: Box<str>,
    address: Box<str>,
    time_zone: Box<str>,
}

#[derive(Debug, Serialize)]
pub(super) struct ShownPerformer {
    id: String,
    name: Box<str>,
    description: Box<str>,
}

pub(super) fn show_venue(venue: &Venue) -> ShownVenue {
    ShownVenue {
        id: venue.id.to_string(),
        name: venue.name.clone(),
        city: venue.city.clone(),
        country: venue.country.clone(),
        address: venue.address.clone(),
        time_zone: venue.time_zone.clone(),
    }
}

pub(super) fn show_performer(performer: &Performer) -> ShownPerformer {
    ShownPerformer {
        id: performer.id.to_string(),
        name: performer.name.clone(),
        description: performer.description.clone(),
    }
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
) -> Answer<Response> {
    let venue = find(&state, &id).await?;
    let map = state.app.store.seat_map(venue.seat_map).await?.ok_or_else(Problem::not_found)?;
    let items: Vec<Value> = map.sections.iter().map(show_section).collect();
    public(&headers, CACHE, &json!({ "items": items, "next_cursor": null }))
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
    let events: Vec<Value> = state
        .app
        .store
        .events(&upcoming)
        .await?
        .iter()
        .map(|listed| {
            json!({
                "id": listed.event.id.to_string(),
                "name": listed.event.name,
                "starts_at": time(listed.event.starts_at),
                "venue": show_venue(&listed.venue),
            })
        })
        .collect();
    let mut body = show::json(show_performer(&performer));
    body["events"] = events.into();
    public(&headers, CACHE, &body)
}

pub(super) fn kind(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Reserved => "reserved",
        SectionKind::GeneralAdmission => "general_admission",
    }
}

pub(super) fn show_section(section: &Section) -> Value {
    let rows: Vec<Value> =
        section.rows.iter().map(|row| json!({ "label": row.label, "seats": row.units.count })).collect();
    json!({
        "id": section.id.to_string(),
        "name": section.name,
        "kind": kind(section.kind),
        "capacity": section.units.count,
        "rows": rows,
    })
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
