//! `/performers`: who.

use admit_domain::event::Performer;
use admit_domain::id::{EventId, PerformerId};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::public;
use super::cursor::{asked_by_name, page_by_name};
use super::path::Path;
use super::problem::{Answer, Problem};
use super::request::path_id;
use super::show::time;
use super::state::ApiState;
use super::texts::{Id, Time};
use super::venues::{CACHE, ShownVenue, show_venue};

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

pub(super) fn show_performer(performer: &Performer) -> ShownPerformer {
    ShownPerformer { id: Id(performer.id), name: performer.name.clone(), description: performer.description.clone() }
}

pub(super) async fn list(State(state): State<ApiState>, headers: HeaderMap, uri: Uri) -> Answer<Response> {
    let (limit, after) = asked_by_name(&uri)?;
    let found = state.app.performers(after, limit + 1).await?;
    let key = |performer: &Performer| (performer.name.to_string(), performer.id.to_string());
    public(&headers, CACHE, &page_by_name(&found, limit, key, show_performer))
}

pub(super) async fn show(
    State(state): State<ApiState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let found = state.app.performer_with_events(path_id(&id)?).await?;
    let (performer, listed) = found.ok_or_else(Problem::not_found)?;
    let events = listed.iter().map(|listed| UpcomingEvent {
        id: Id(listed.event.id),
        name: listed.event.name.clone(),
        starts_at: time(listed.event.starts_at),
        venue: show_venue(&listed.venue),
    });
    public(&headers, CACHE, &PerformerBody { performer: show_performer(&performer), events: events.collect() })
}
