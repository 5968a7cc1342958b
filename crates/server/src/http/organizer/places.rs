//! `/organizer/events/{id}/block` and `/unblock`: places taken off sale and put back.

use admit_app::desk::DeskError;
use admit_app::organizers::error::OrganizerError;
use admit_app::organizers::{Places, ShownSale};
use admit_domain::hall::Hall;
use admit_domain::id::{EventId, SectionId};
use admit_domain::seat_map::{SeatId, SectionKind};
use admit_domain::unit::Unit;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::events::own_id;
use super::show_event::{ShownSaleTier, show_tiers};
use crate::http::caller::Organizes;
use crate::http::from_app::refused;
use crate::http::given::given;
use crate::http::once::{Made, made, once};
use crate::http::path::Path;
use crate::http::problem::{Answer, Problem};
use crate::http::request::{Body, field_id};
use crate::http::seats::version;
use crate::http::state::ApiState;
use crate::http::texts::{Id, VersionTag};

const SEATS_MAX: usize = 2_000;
const SECTIONS_MAX: usize = 500;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PlacesBody {
    #[serde(deserialize_with = "given")]
    seats: Option<Vec<String>>,
    #[serde(deserialize_with = "given")]
    section: Option<String>,
    #[serde(deserialize_with = "given")]
    quantity: Option<u32>,
    #[serde(deserialize_with = "given")]
    sections: Option<Vec<String>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlacesAnswer")]
pub(in crate::http) struct PlacesAnswer {
    event_id: Id<EventId>,
    version: VersionTag,
    /// How many places of the event are blocked now.
    blocked: u32,
    tiers: Vec<ShownSaleTier>,
}

#[derive(Debug, Clone, Copy)]
enum Way {
    OffSale,
    OnSale,
}

pub(in crate::http) async fn block(
    state: State<ApiState>,
    organizes: Organizes,
    id: Path<String>,
    body: Body,
) -> Answer<Response> {
    change(state, organizes, id, body, Way::OffSale).await
}

pub(in crate::http) async fn unblock(
    state: State<ApiState>,
    organizes: Organizes,
    id: Path<String>,
    body: Body,
) -> Answer<Response> {
    change(state, organizes, id, body, Way::OnSale).await
}

async fn change(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
    body: Body,
    way: Way,
) -> Answer<Response> {
    let id = own_id(&state, &organizer, &id).await?;
    let told: PlacesBody = body.json()?;
    // A draft has no places yet.
    let desk = match state.app.desks.get(id).await {
        Err(DeskError::NoSuchEvent) => return Err(OrganizerError::NotPublished.into()),
        desk => desk?,
    };
    let hall = desk.view().hall().clone();
    let places = read(told, &hall)?;
    let app = state.app.clone();
    once(&state, organizer.account, &body, |_| async move {
        let changed = match way {
            Way::OffSale => app.block_places(&organizer, id, places).await,
            Way::OnSale => app.unblock_places(&organizer, id, places).await,
        };
        match changed {
            Ok(sale) => show(&sale),
            Err(OrganizerError::Desk(DeskError::Refused(refusal))) => Err(refused(refusal, Some(&hall))),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

fn read(body: PlacesBody, hall: &Hall) -> Answer<Places> {
    match body {
        PlacesBody { seats: Some(seats), section: None, quantity: None, sections: None } => {
            bounded("seats", seats.len(), SEATS_MAX)?;
            let units = seats.iter().enumerate().map(|(index, id)| read_seat(&format!("seats[{index}]"), id, hall));
            Ok(Places::Seats(units.collect::<Answer<_>>()?))
        }
        PlacesBody { seats: None, section: Some(section), quantity: Some(quantity), sections: None } => {
            let section = read_section("section", &section, hall)?;
            if hall.map().sections[usize::from(section)].kind != SectionKind::GeneralAdmission {
                return Err(Problem::field("section", "has numbered seats: name them, or the section in sections"));
            }
            bounded("quantity", quantity as usize, hall.units() as usize)?;
            Ok(Places::Some { section, quantity })
        }
        PlacesBody { seats: None, section: None, quantity: None, sections: Some(sections) } => {
            bounded("sections", sections.len(), SECTIONS_MAX)?;
            let read = |(index, id): (usize, &String)| read_section(&format!("sections[{index}]"), id, hall);
            Ok(Places::Sections(sections.iter().enumerate().map(read).collect::<Answer<_>>()?))
        }
        _ => Err(Problem::field("body", "must have one of seats, section with quantity, or sections")),
    }
}

fn bounded(field: &str, count: usize, most: usize) -> Answer<()> {
    if (1..=most).contains(&count) { Ok(()) } else { Err(Problem::field(field, format!("must be 1 to {most}"))) }
}

fn read_seat(field: &str, id: &str, hall: &Hall) -> Answer<Unit> {
    let unit = id.parse::<SeatId>().ok().and_then(|id| hall.map().unit_of(id));
    unit.ok_or_else(|| Problem::field(field, "must be a seat of this event"))
}

fn read_section(field: &str, id: &str, hall: &Hall) -> Answer<u16> {
    let id: SectionId = field_id(field, id)?;
    let index = hall.map().section(id).and_then(|(index, _)| u16::try_from(index).ok());
    index.ok_or_else(|| Problem::field(field, "must be a section of this event"))
}

fn show(sale: &ShownSale) -> Answer<Made> {
    let view = sale.desk.view();
    let all: u32 = view.hall().tier_capacity().iter().sum();
    let body = PlacesAnswer {
        event_id: Id(sale.listed.event.id),
        version: version(view.version()),
        blocked: all - view.total().capacity(),
        tiers: show_tiers(&view),
    };
    made(StatusCode::OK, &body)
}
