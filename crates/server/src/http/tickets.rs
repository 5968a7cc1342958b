//! `/tickets`: what lets one in.

use admit_app::ports::orders::TicketStatus;
use admit_app::tickets::ShownTicket;
use admit_app::tickets::code::public_keys;
use admit_domain::id::{EventId, OrderId, TicketId, TierId};
use admit_domain::terms::TierIndex;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use fast_qr::convert::Builder;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{private, public};
use super::caller::SignedIn;
use super::cursor::{asked, page};
use super::from_app::internal;
use super::path::Path;
use super::problem::Answer;
use super::request::path_id;
use super::show::{ShownPlace, place, time};
use super::state::ApiState;
use super::texts::{Id, Time};

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Ticket")]
pub(super) struct TicketBody {
    id: Id<TicketId>,
    order_id: Id<OrderId>,
    event_id: Id<EventId>,
    seat: ShownPlace,
    tier: Id<TierId>,
    #[schemars(extend("enum" = ["valid", "void"]))]
    status: &'static str,
    issued_at: Time,
    /// What the QR code shows.
    code: String,
}

pub(super) async fn list(State(state): State<ApiState>, SignedIn(caller): SignedIn, uri: Uri) -> Answer<Response> {
    let (limit, after) = asked(&uri)?;
    let found = state.app.my_tickets(&caller, after, limit + 1).await?;
    let show = |shown: &ShownTicket| show_ticket(&state, shown);
    private(StatusCode::OK, &page(&found, limit, |shown| shown.ticket.id.to_string(), show))
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
        id: Id(ticket.id),
        order_id: Id(ticket.id.order()),
        event_id: Id(ticket.event),
        seat: place(view.hall(), view.terms(), ticket.unit, tier, None),
        tier: Id(view.terms().tier(tier).id),
        status: match ticket.status {
            TicketStatus::Valid => "valid",
            TicketStatus::Void => "void",
        },
        issued_at: time(ticket.issued_at),
        code: state.app.ticket_code(ticket),
    }
}
