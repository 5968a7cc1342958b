//! `/organizer/venues`: venues with their plans, from a file or from a list of sections.

use admit_app::ids::mint;
use admit_app::organizers::VenueFields;
use admit_app::seating_plan::{PlanFaults, PlanSection, PlanTree, SectionLayout, from_sections};
use admit_domain::event::Venue;
use admit_domain::id::{SeatMapId, VenueId};
use admit_domain::seat_map::{SeatMap, SectionKind};
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::http::answer::private;
use crate::http::caller::Organizes;
use crate::http::cursor::{asked, page};
use crate::http::from_app::internal;
use crate::http::given::given;
use crate::http::object::Object;
use crate::http::once::{made, once};
use crate::http::path::Path;
use crate::http::plan::show_plan;
use crate::http::problem::{Answer, Problem};
use crate::http::request::{Body, path_id};
use crate::http::state::ApiState;
use crate::http::texts::{Id, Name};
use crate::http::venues::{ShownSection, ShownVenue, show_section, show_venue};

/// The longest body with a seating plan: a stadium's file, indented.
pub(in crate::http) const PLAN_BODY_BYTES_MAX: usize = 32 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VenueBody<'a> {
    #[serde(default, deserialize_with = "given")]
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    city: Option<String>,
    #[serde(default, deserialize_with = "given")]
    country: Option<String>,
    #[serde(default, deserialize_with = "given")]
    address: Option<String>,
    #[serde(default, deserialize_with = "given")]
    time_zone: Option<String>,
    #[serde(borrow, default, deserialize_with = "given")]
    plan: Option<PlanTree<'a>>,
    #[serde(default, deserialize_with = "given")]
    sections: Option<Vec<Object<SectionBody>>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SectionRequest")]
pub(in crate::http) struct SectionBody {
    name: String,
    #[schemars(with = "Name<SectionKind>")]
    kind: Kind,
    capacity: Option<u32>,
    rows: Option<u32>,
    seats_per_row: Option<u32>,
    /// What its tier may be mapped to; its name if it isn't said.
    category: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    GeneralAdmission,
    Reserved,
}

/// A venue with the plan that new events take.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnVenue")]
pub(in crate::http) struct OwnVenueBody {
    #[serde(flatten)]
    venue: ShownVenue,
    seat_map_id: Id<SeatMapId>,
    capacity: u32,
    sections: Vec<ShownSection>,
    /// What tiers may be mapped to.
    categories: Vec<ShownCategory>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "VenueCategory")]
struct ShownCategory {
    name: Box<str>,
    places: u32,
}

/// Whether everything must be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Whole,
    Changes,
}

pub(in crate::http) async fn create(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    body: Body,
) -> Answer<Response> {
    let (fields, plan, body) = read(body, Told::Whole).await?;
    let plan = plan.ok_or_else(|| Problem::field("body", "must have a plan or sections"))?;
    let app = state.app.clone();
    once(&state, organizer.account, &body, |id| async move {
        let (venue, plan) = app.create_venue(&organizer, VenueId::from_u128(id), fields, plan).await?;
        made(StatusCode::CREATED, &show_whole(&venue, &plan))
    })
    .await
}

pub(in crate::http) async fn list(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    uri: Uri,
) -> Answer<Response> {
    let (limit, after) = asked(&uri)?;
    let found = state.app.own_venues(&organizer, after, limit + 1).await?;
    private(StatusCode::OK, &page(&found, limit, |venue| venue.id.to_string(), show_venue))
}

pub(in crate::http) async fn show(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
) -> Answer<Response> {
    let (venue, plan) = state.app.own_venue_with_plan(&organizer, path_id(&id)?).await?;
    private(StatusCode::OK, &show_whole(&venue, &plan))
}

/// The plan that new events take, with every seat's id.
pub(in crate::http) async fn map(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
) -> Answer<Response> {
    let (_, plan) = state.app.own_venue_with_plan(&organizer, path_id(&id)?).await?;
    private(StatusCode::OK, &show_plan(&plan))
}

pub(in crate::http) async fn change(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
    body: Body,
) -> Answer<Response> {
    let id = state.app.own_venue(&organizer, path_id(&id)?).await?.id;
    let (fields, plan, body) = read(body, Told::Changes).await?;
    let app = state.app.clone();
    once(&state, organizer.account, &body, |_| async move {
        let (venue, plan) = app.change_venue(&organizer, id, fields, plan).await?;
        made(StatusCode::OK, &show_whole(&venue, &plan))
    })
    .await
}

/// Reads the body and makes its plan, which takes a stadium's a while. Gives the body back.
async fn read(body: Body, told: Told) -> Answer<(VenueFields, Option<SeatMap>, Body)> {
    let reading = tokio::task::spawn_blocking(move || {
        let (fields, plan) = read_now(body.json()?, told)?;
        Ok((fields, plan, body))
    });
    reading.await.map_err(|error| internal(&error))?
}

fn read_now(body: VenueBody<'_>, told: Told) -> Answer<(VenueFields, Option<SeatMap>)> {
    let id = SeatMapId::from_u128(mint());
    let VenueBody { name, city, country, address, time_zone, plan, sections } = body;
    let is_nothing = [&name, &city, &country, &address, &time_zone].iter().all(|text| text.is_none());
    if is_nothing && plan.is_none() && sections.is_none() {
        return Err(Problem::field("body", "must say something"));
    }
    if told == Told::Whole {
        for (field, value) in [("name", &name), ("time_zone", &time_zone)] {
            if value.is_none() {
                return Err(Problem::field(field, "must be given"));
            }
        }
    }
    let plan = match (plan, sections) {
        (Some(_), Some(_)) => return Err(Problem::field("body", "must not have both a plan and sections")),
        (Some(plan), None) => Some(plan.build(id).map_err(|faults| refuse(&faults, "plan"))?),
        (None, Some(sections)) => {
            let sections: Vec<PlanSection> =
                sections.into_iter().enumerate().map(plan_section).collect::<Answer<_>>()?;
            let name = name.as_deref().unwrap_or("Seating plan");
            Some(from_sections(id, name, &sections).map_err(|faults| refuse(&faults, ""))?)
        }
        (None, None) => None,
    };
    Ok((VenueFields { name, city, country, address, time_zone }, plan))
}

fn plan_section((index, Object(section)): (usize, Object<SectionBody>)) -> Answer<PlanSection> {
    let SectionBody { name, kind, capacity, rows, seats_per_row, category } = section;
    let layout = match (kind, capacity, rows, seats_per_row) {
        (Kind::GeneralAdmission, Some(capacity), None, None) => SectionLayout::GeneralAdmission { capacity },
        (Kind::Reserved, None, Some(rows), Some(seats_per_row)) => SectionLayout::Reserved { rows, seats_per_row },
        (Kind::GeneralAdmission, ..) => {
            return Err(Problem::field(format!("sections[{index}]"), "must have a capacity, and no rows"));
        }
        (Kind::Reserved, ..) => {
            let message = "must have rows and seats_per_row, and no capacity";
            return Err(Problem::field(format!("sections[{index}]"), message));
        }
    };
    let category = category.unwrap_or_else(|| name.clone());
    Ok(PlanSection { name: name.into(), category: category.into(), layout })
}

/// The faults with their paths in the body, in which the plan stands under `name`.
fn refuse(faults: &PlanFaults, name: &str) -> Problem {
    let errors: Vec<(String, String)> = faults
        .faults()
        .iter()
        .map(|fault| {
            let path = fault.path.strip_prefix('$').unwrap_or(&fault.path);
            let field = format!("{name}{path}");
            (field.trim_start_matches('.').to_owned(), fault.message.clone())
        })
        .collect();
    Problem::fields(&errors).with("errors_total", faults.total())
}

fn show_whole(venue: &Venue, plan: &SeatMap) -> OwnVenueBody {
    let mut places = vec![0u32; plan.categories.len()];
    for section in &plan.sections {
        if section.seats.is_empty() {
            places[usize::from(section.category)] += section.units.count;
        }
        section.seats.iter().for_each(|seat| places[usize::from(seat.category)] += 1);
    }
    let categories = plan.categories.iter().zip(places);
    OwnVenueBody {
        venue: show_venue(venue),
        seat_map_id: Id(plan.id),
        capacity: plan.units(),
        sections: plan.sections.iter().map(show_section).collect(),
        categories: categories
            .map(|(category, places)| ShownCategory { name: category.name.clone(), places })
            .collect(),
    }
}
