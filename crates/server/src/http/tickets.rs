//! `/tickets`: what lets one in.

use admit_app::ports::orders::TicketStatus;
use admit_app::tickets::ShownTicket;
use admit_app::tickets::code::public_keys;
use admit_domain::id::TicketId;
use admit_domain::terms::TierIndex;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use fast_qr::convert::Builder;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};
use serde::{Deserialize, Serialize};

use super::answer::{private, public};
use super::caller::SignedIn;
use super::cursor::{self, Page};
use super::from_app::internal;
use super::problem::Answer;
use super::request::{page_limit, path_id, query};
use super::show::{ShownPlace, place, time};
use super::state::ApiState;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TicketsQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

#[derive(Serialize)]
struct TicketBody {
    id: String,
    order_id: String,
    event_id: String,
    seat: ShownPlace,
    tier: String,
    status: &'static str,
    issued_at: String,
    /// What the QR code shows.
    code: String,
}

pub(super) async fn list(State(state): State<ApiState>, SignedIn(caller): SignedIn, uri: Uri) -> Answer<Response> {
    let asked: TicketsQuery = query(&uri)?;
    let limit = page_limit(asked.limit)?;
    let after = asked.cursor.map(|text| -> Answer<TicketId> {
        let [id] = cursor::decode(&text)?;
        cursor::part(&id)
    });
    let found = state.app.my_tickets(&caller, after.transpose()?, limit + 1).await?;
    let more = found.len() > limit as usize;
    let last = found.get(limit as usize - 1).filter(|_| more);
    let next_cursor = last.map(|shown| cursor::encode(&[&shown.ticket.id.to_string()]));
    let items = found.iter().take(limit as usize).map(|shown| show_ticket(&state, shown)).collect();
    private(StatusCode::OK, &Page { items, next_cursor })
}

pub(super) async fn show(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Path(id): Path<String>,
) -> Answer<Response> {
    let shown = state.app.my_ticket(&caller, path_id(&id)?).await?;
    private(StatusCode::OK, &show_ticket(&state, &shown))
}

/// The ticket's code as a picture: dark on light with a quiet zone, whatever it is shown on.
pub(super) async fn qr(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Path(id): Path<String>,
) -> Answer<Response> {
    let shown = state.app.my_ticket(&caller, path_id(&id)?).await?;
    let code = state.app.ticket_code(&shown.ticket);
    let qr = QRBuilder::new(code).ecl(ECL::M).build().map_err(|error| internal(&error))?;
    let svg = SvgBuilder::default().margin(4).to_str(&qr);
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "private, no-store")];
    Ok((headers, svg).into_response())
}

pub(super) async fn keys(State(state): State<ApiState>, headers: HeaderMap) -> Answer<Response> {
    public(&headers, "public, max-age=300", &public_keys(&state.app.keys.ticket))
}

fn show_ticket(state: &ApiState, shown: &ShownTicket) -> TicketBody {
    let (ticket, view) = (&shown.ticket, shown.desk.view());
    let tier = view.hall().tier(ticket.unit).unwrap_or(TierIndex(0));
    TicketBody {
        id: ticket.id.to_string(),
        order_id: ticket.id.order().to_string(),
        event_id: ticket.event.to_string(),
        seat: place(view.hall(), view.terms(), ticket.unit, tier, None),
        tier: view.terms().tier(tier).id.to_string(),
        status: match ticket.status {
            TicketStatus::Valid => "valid",
            TicketStatus::Void => "void",
        },
        issued_at: time(ticket.issued_at),
        code: state.app.ticket_code(ticket),
    }
}
