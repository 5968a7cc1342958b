//! `/seats/…/reserve` and what follows: holding, releasing, extending, listing.

use admit_app::desk::view::View;
use admit_app::desk::{Desk, DeskError};
use admit_app::seats::Reserve;
use admit_app::waiting_room::error::ReserveError;
use admit_domain::hall::Hall;
use admit_domain::id::{EventId, HoldId, SectionId, TierId};
use admit_domain::inventory::command::{BestAvailable, Choice, Together};
use admit_domain::seat_map::{SeatId, SectionKind};
use admit_domain::terms::{Terms, TierIndex};
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{private, replayable};
use super::caller::SignedIn;
use super::from_app::refused;
use super::object::Object;
use super::once::{done, once};
use super::path::Path;
use super::problem::{Answer, Problem};
use super::request::{Body, field_id, path_id, query};
use super::seats::desk;
use super::show::{self, ShownHold};
use super::state::ApiState;
use super::texts::Id;

/// More seats than any event lets anybody hold; longer lists are refused unread.
const SEATS_MAX: usize = 1_000;

/// One of three: seats by name, places of a general-admission section by number, or the best that is free.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReserveBody {
    seats: Option<Vec<String>>,
    section: Option<String>,
    quantity: Option<u32>,
    best_available: Option<Object<BestBody>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BestAvailable")]
pub(super) struct BestBody {
    #[schemars(range(min = 1))]
    quantity: u32,
    #[schemars(with = "Option<Id<SectionId>>")]
    section: Option<String>,
    #[schemars(with = "Option<Id<TierId>>")]
    tier: Option<String>,
    /// Of one place with its fee, in minor units.
    #[schemars(range(min = 0))]
    max_price: Option<i64>,
    /// Whether side by side or not at all, which is so unless it is said otherwise.
    together: Option<bool>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ReleaseRequest")]
pub(super) struct ReleaseBody {
    #[schemars(with = "Id<HoldId>")]
    hold_id: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReservationQuery {
    /// Only holds of this event.
    #[schemars(with = "Option<Id<EventId>>")]
    event: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HoldAnswer")]
pub(super) struct HoldBody {
    hold: ShownHold,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HoldsAnswer")]
pub(super) struct HoldsBody {
    holds: Vec<ShownHold>,
}

pub(super) async fn reserve(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Path(event): Path<String>,
    body: Body,
) -> Answer<Response> {
    let desk = desk(&state, &event).await?;
    let key = body.request_key(&state)?;
    let choice = {
        let view = desk.view();
        read_choice(body.json()?, view.hall(), view.terms())?
    };
    let pass = body.header("x-queue-pass").map(str::to_owned);
    let outcome = state.app.reserve_seats(&caller, Reserve { event: desk.event(), choice, key, pass }).await;
    let (hold, repeated) = outcome.map_err(|error| problem_of(error, &desk))?;
    let view = desk.view();
    let hold = show::hold_as_granted(desk.event(), &hold, &view);
    replayable(StatusCode::CREATED, &HoldBody { hold }, repeated)
}

pub(super) async fn release(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Path(event): Path<String>,
    body: Body,
) -> Answer<Response> {
    let desk = desk(&state, &event).await?;
    let ReleaseBody { hold_id } = body.json()?;
    let hold: HoldId = field_id("hold_id", &hold_id)?;
    let app = state.app.clone();
    once(&state, caller.account, &body, |_| async move {
        app.release_hold(&caller, desk.event(), hold).await?;
        Ok(done())
    })
    .await
}

pub(super) async fn extend(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Path(hold): Path<String>,
    body: Body,
) -> Answer<Response> {
    let hold: HoldId = path_id(&hold)?;
    if let Err(problem) = body.nothing() {
        // What isn't there comes before what is wrong.
        let holds = state.app.my_holds(&caller, None).await?;
        return Err(if holds.iter().any(|(_, mine)| mine.id == hold) { problem } else { Problem::not_found() });
    }
    let key = body.request_key(&state)?;
    let (event, hold, repeated) = state.app.extend_hold(&caller, hold, key).await?;
    let desk = state.app.desks.get(event).await?;
    let view = desk.view();
    replayable(StatusCode::OK, &HoldBody { hold: show::hold_as_extended(event, &hold, &view) }, repeated)
}

pub(super) async fn mine(State(state): State<ApiState>, SignedIn(caller): SignedIn, uri: Uri) -> Answer<Response> {
    let ReservationQuery { event } = query(&uri)?;
    let event: Option<EventId> = event.map(|id| field_id("event", &id)).transpose()?;
    let mut holds = Vec::new();
    for (event, hold) in state.app.my_holds(&caller, event).await? {
        let desk = state.app.desks.get(event).await?;
        let view = desk.view();
        holds.push(show::hold(event, &hold, &view, view.now()));
    }
    private(StatusCode::OK, &HoldsBody { holds })
}

fn problem_of(error: ReserveError, desk: &Desk) -> Problem {
    match error {
        ReserveError::Desk(DeskError::Refused(refusal)) => refused(refusal, Some(View::hall(&desk.view()))),
        ReserveError::Desk(error) => error.into(),
        ReserveError::Line(error) => error.into(),
    }
}

fn read_choice(body: ReserveBody, hall: &Hall, terms: &Terms) -> Answer<Choice> {
    match body {
        ReserveBody { seats: Some(seats), section: None, quantity: None, best_available: None } => {
            read_seats(&seats, hall)
        }
        ReserveBody { seats: None, section: Some(section), quantity: Some(quantity), best_available: None } => {
            let (index, kind) = read_section("section", &section, hall)?;
            if kind != SectionKind::GeneralAdmission {
                return Err(Problem::field("section", "has numbered seats: name them, or ask for the best available"));
            }
            Ok(Choice::General { section: index, quantity: positive("quantity", quantity)? })
        }
        ReserveBody { seats: None, section: None, quantity: None, best_available: Some(Object(best)) } => {
            read_best(best, hall, terms)
        }
        _ => Err(Problem::field("body", "must have one of seats, section with quantity, or best_available")),
    }
}

fn read_seats(seats: &[String], hall: &Hall) -> Answer<Choice> {
    if seats.len() > SEATS_MAX {
        return Err(Problem::field("seats", format!("must be at most {SEATS_MAX}")));
    }
    let units = seats.iter().enumerate().map(|(index, id)| {
        let unit = id.parse::<SeatId>().ok().and_then(|id| hall.map().unit_of(id));
        unit.ok_or_else(|| Problem::field(format!("seats[{index}]"), "must be a seat of this event"))
    });
    Ok(Choice::Seats(units.collect::<Answer<_>>()?))
}

fn read_best(best: BestBody, hall: &Hall, terms: &Terms) -> Answer<Choice> {
    let section = best.section.map(|id| read_section("best_available.section", &id, hall)).transpose()?;
    let tier = best.tier.map(|id| read_tier(&id, terms)).transpose()?;
    if best.max_price.is_some_and(|price| price < 0) {
        return Err(Problem::field("best_available.max_price", "must not be negative"));
    }
    Ok(Choice::Best(BestAvailable {
        quantity: positive("best_available.quantity", best.quantity)?,
        section: section.map(|(index, _)| index),
        tier,
        price_max: best.max_price,
        together: if best.together == Some(false) { Together::Preferred } else { Together::Required },
    }))
}

fn read_section(field: &str, id: &str, hall: &Hall) -> Answer<(u16, SectionKind)> {
    let id: SectionId = field_id(field, id)?;
    let found = hall.map().section(id).and_then(|(index, section)| Some((u16::try_from(index).ok()?, section.kind)));
    found.ok_or_else(|| Problem::field(field, "must be a section of this event"))
}

fn read_tier(id: &str, terms: &Terms) -> Answer<TierIndex> {
    let id: TierId = field_id("best_available.tier", id)?;
    terms.tier_index(id).ok_or_else(|| Problem::field("best_available.tier", "must be a tier of this event"))
}

fn positive(field: &str, quantity: u32) -> Answer<u32> {
    if quantity == 0 { Err(Problem::field(field, "must be at least 1")) } else { Ok(quantity) }
}
