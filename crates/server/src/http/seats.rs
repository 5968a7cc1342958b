//! `/seats/{event}`: which places there are and which are free.

use std::sync::Arc;
use std::time::Instant;

use admit_app::desk::Desk;
use admit_app::desk::view::{UnitState, View};
use admit_domain::id::{EventId, SectionId, TierId};
use admit_domain::inventory::journal::Version;
use admit_domain::seat_map::{Access, SeatId, Section, SectionKind};
use admit_domain::unit::Unit;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::VARY;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Cached, JSON, json_bytes, private};
use super::caller::SignedIn;
use super::events::PriceRange;
use super::from_app::internal;
use super::live::version_text;
use super::path::Path;
use super::plan::show_plan;
use super::problem::{Answer, Problem};
use super::rendering::{Effort, Rendering, Shows};
use super::renderings::SeatsPart;
use super::request::path_id;
use super::show::{ShownMoney, money};
use super::state::ApiState;
use super::texts::{Id, Name, VersionTag};

const PACKED: &str = "application/octet-stream";
const LIVE: &str = "public, max-age=1";
const FOREVER: &str = "public, max-age=31536000, immutable";

pub(super) async fn availability(
    State(state): State<ApiState>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let desk = desk(&state, &event).await?;
    let rendering = as_it_stands(&state, &desk, SeatsPart::Availability, JSON, |view| {
        let sections = (0..view.sections().len()).map(|index| show_section(view, index)).collect();
        json_bytes(&AvailabilityBody { version: version(view.version()), sections })
    });
    rendering.await?.answer(&headers, LIVE).await
}

pub(super) async fn section(
    State(state): State<ApiState>,
    caller: Option<SignedIn>,
    Path((event, section)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let desk = desk(&state, &event).await?;
    let id: SectionId = path_id(&section)?;
    let own = match &caller {
        Some(SignedIn(caller)) => own_units(&state, caller, desk.event()).await?,
        None => Vec::new(),
    };
    let view = desk.view();
    let (_, section) = view.hall().map().section(id).ok_or_else(Problem::not_found)?;
    let body = || SeatsBody { version: version(view.version()), seats: show_seats(&view, section, &own) };
    let mut response = if caller.is_some() {
        private(StatusCode::OK, &body())?
    } else {
        let tag = &version_text(view.version());
        let cached = Cached { request: &headers, tag, cache_control: LIVE, content_type: JSON };
        cached.answer(|| json_bytes(&body()))?
    };
    // What a cache keeps for everybody isn't for who shows who they are.
    response.headers_mut().insert(VARY, HeaderValue::from_static("authorization, cookie"));
    Ok(response)
}

pub(super) async fn map(
    State(state): State<ApiState>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let desk = desk(&state, &event).await?;
    let plan = desk.view().hall().map().clone();
    let rendering = state.renderings.maps.get(plan.id, |_| true, async {
        let shows = Shows { tag: plan.id.to_string(), version: None, as_of: Instant::now() };
        // A stadium's takes long enough to keep others waiting.
        let rendered = tokio::task::spawn_blocking(move || json_bytes(&show_plan(&plan))).await;
        Ok(Rendering::new(shows, JSON, rendered.map_err(|error| internal(&error))??, Effort::Much))
    });
    rendering.await?.answer(&headers, FOREVER).await
}

pub(super) async fn state(
    State(state): State<ApiState>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let desk = desk(&state, &event).await?;
    let rendering = as_it_stands(&state, &desk, SeatsPart::State, PACKED, |view| Ok(pack(view)));
    rendering.await?.answer(&headers, LIVE).await
}

/// Which tier sells which units. Unlike prices, that never changes, so who draws a map asks once.
pub(super) async fn tiers(
    State(state): State<ApiState>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let desk = desk(&state, &event).await?;
    let rendering = state.renderings.seats.get((desk.event(), SeatsPart::Tiers), |_| true, async {
        let shows = Shows { tag: desk.event().to_string(), version: None, as_of: Instant::now() };
        let view = desk.view();
        let tiers = view.terms().tiers.iter().map(|tier| Id(tier.id)).collect();
        let body = json_bytes(&TiersBody { tiers, units: tier_runs(&view) })?;
        Ok(Rendering::new(shows, JSON, body, Effort::Much))
    });
    rendering.await?.answer(&headers, FOREVER).await
}

/// What `render` makes of the event as it stands, made once a version.
async fn as_it_stands(
    state: &ApiState,
    desk: &Desk,
    part: SeatsPart,
    content_type: &'static str,
    render: impl FnOnce(&View) -> Answer<Bytes>,
) -> Answer<Arc<Rendering>> {
    let is_newest = |shown: &Shows| shown.version == Some(desk.view().version());
    let rendering = state.renderings.seats.get((desk.event(), part), is_newest, async {
        let view = desk.view();
        let shows = Shows { tag: version_text(view.version()), version: Some(view.version()), as_of: Instant::now() };
        Ok(Rendering::new(shows, content_type, render(&view)?, Effort::Little))
    });
    rendering.await
}

/// The desk of the event in the path.
pub(super) async fn desk(state: &ApiState, event: &str) -> Answer<Arc<Desk>> {
    Ok(state.app.desks.get(path_id::<EventId>(event)?).await?)
}

/// `epoch.version`, as it stands in `ETag`s and stream ids.
pub(super) fn version(version: Version) -> VersionTag {
    VersionTag(version_text(version))
}

/// u64 version, u32 unit count, little-endian, then two bits a unit, lowest bits first.
fn pack(view: &View) -> Bytes {
    let states = view.states();
    let mut packed = Vec::with_capacity(12 + states.len().div_ceil(4));
    packed.extend(view.version().number.to_le_bytes());
    packed.extend((states.len() as u32).to_le_bytes());
    packed.extend(
        states
            .chunks(4)
            .map(|four| four.iter().enumerate().fold(0u8, |byte, (index, state)| byte | (*state as u8) << (2 * index))),
    );
    packed.into()
}

/// Runs of units that one tier sells: the first, how many, and the tier's index; none for what isn't for sale.
fn tier_runs(view: &View) -> Vec<(u32, u32, Option<u8>)> {
    let mut runs: Vec<(u32, u32, Option<u8>)> = Vec::new();
    for unit in 0..view.hall().units() {
        let tier = view.hall().tier(Unit(unit)).map(|tier| tier.0);
        match runs.last_mut() {
            Some((_, count, last)) if *last == tier => *count += 1,
            _ => runs.push((unit, 1, tier)),
        }
    }
    runs
}

async fn own_units(
    state: &ApiState,
    caller: &admit_app::accounts::caller::Caller,
    event: EventId,
) -> Answer<Vec<Unit>> {
    let holds = state.app.my_holds(caller, Some(event)).await?;
    let mut units: Vec<Unit> = holds.iter().flat_map(|(_, hold)| hold.units.iter().map(|held| held.unit)).collect();
    units.sort_unstable();
    Ok(units)
}

/// Which tier sells which places.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SeatTiers")]
pub(super) struct TiersBody {
    tiers: Vec<Id<TierId>>,
    /// Runs of places in the map's order, each with its first place, how many, and its tier's index in `tiers`; null is not for sale.
    units: Vec<(u32, u32, Option<u8>)>,
}

/// How many places are what, by section.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Availability")]
pub(super) struct AvailabilityBody {
    version: VersionTag,
    sections: Vec<ShownSection>,
}

/// `available + held + sold = capacity`: blocked places are outside it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SectionAvailability")]
struct ShownSection {
    id: Id<SectionId>,
    name: Box<str>,
    kind: Name<SectionKind>,
    /// Null if the section has several tiers, or none.
    tier: Option<Id<TierId>>,
    /// Null if the section has several tiers, or none.
    price: Option<ShownMoney>,
    price_range: Option<PriceRange>,
    capacity: u32,
    available: u32,
    held: u32,
    sold: u32,
}

fn show_section(view: &View, index: usize) -> ShownSection {
    let (section, counts, terms) = (&view.hall().map().sections[index], &view.sections()[index], view.terms());
    let tiers = view.hall().section_tiers(index);
    let prices = || tiers.iter().map(|tier| terms.tier(*tier).price);
    let only = tiers.first().filter(|_| tiers.len() == 1).map(|tier| terms.tier(*tier));
    let range = prices().min().zip(prices().max());
    ShownSection {
        id: Id(section.id),
        name: section.name.clone(),
        kind: Name(section.kind),
        tier: only.map(|tier| Id(tier.id)),
        price: only.map(|tier| money(tier.price, terms.currency)),
        price_range: range
            .map(|(min, max)| PriceRange { min: money(min, terms.currency), max: money(max, terms.currency) }),
        capacity: counts.capacity(),
        available: counts.available,
        held: counts.held,
        sold: counts.sold,
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SectionSeats")]
pub(super) struct SeatsBody<'view> {
    version: VersionTag,
    /// None in general admission.
    seats: Vec<ShownSeat<'view>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Seat")]
struct ShownSeat<'view> {
    id: Id<SeatId>,
    row: &'view str,
    number: &'view str,
    x: f32,
    y: f32,
    /// `yours`: held by the caller.
    #[schemars(extend("enum" = ["available", "held", "sold", "blocked", "yours"]))]
    status: &'static str,
    tier: Option<Id<TierId>>,
    price: Option<ShownMoney>,
    accessible: bool,
}

fn show_seats<'view>(view: &'view View, section: &'view Section, own: &[Unit]) -> Vec<ShownSeat<'view>> {
    let (hall, terms) = (view.hall(), view.terms());
    let rows = section.rows.iter().flat_map(|row| row.units.units().map(move |unit| (row, unit)));
    let seats = rows.zip(&section.seats).map(|((row, unit), seat)| {
        let tier = hall.tier(unit).map(|tier| terms.tier(tier));
        let status = match view.state(unit) {
            UnitState::Held if own.binary_search(&unit).is_ok() => "yours",
            UnitState::Available => "available",
            UnitState::Held => "held",
            UnitState::Sold => "sold",
            UnitState::Blocked => "blocked",
        };
        ShownSeat {
            id: Id(hall.map().seat_id(unit)),
            row: &row.label,
            number: &seat.number,
            x: seat.position.x,
            y: seat.position.y,
            status,
            tier: tier.map(|tier| Id(tier.id)),
            price: tier.map(|tier| money(tier.price, terms.currency)),
            accessible: seat.access == Access::Accessible,
        }
    });
    seats.collect()
}
