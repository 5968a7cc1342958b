//! All routes. A reader who looks for what the server answers finds it here.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};
use tower::ServiceBuilder;

use super::codes::Code;
use super::compress::compression;
use super::middleware::{Door, observe, show_what_changed};
use super::organizer::{
    events as own_events, performers as own_performers, places, sales, venues as own_venues, waiting_room,
};
use super::problem::Problem;
use super::state::ApiState;
use super::{
    auth, calendar, changes, checkout, docs, draw, events, holds, live, openapi, operations, page, performers, proofs,
    queue, seats, tickets, venues, webhooks,
};

/// All that is served to everybody. `beside`: pages that only some servers have.
pub fn router(state: ApiState, beside: Router) -> Router {
    let api = Router::new()
        .route("/auth/register", post(auth::register))
        .route("/auth/guest", post(auth::guest))
        .route("/auth/login", post(auth::login))
        .route("/auth/refresh", post(auth::refresh))
        .route("/auth/logout", post(auth::logout))
        .route("/auth/me", get(auth::me))
        .route("/auth/verify", post(proofs::verify))
        .route("/auth/verify/resend", post(proofs::resend))
        .route("/auth/password/forgot", post(proofs::forgot))
        .route("/auth/password/reset", post(proofs::reset))
        .route("/events", get(events::list))
        .route("/events/{event}", get(events::show))
        .route("/events/{event}/stream", get(live::stream))
        .route("/ws", get(live::connect))
        .route("/events/{event}/calendar.ics", get(calendar::event))
        .route("/venues", get(venues::list))
        .route("/venues/{venue}", get(venues::show))
        .route("/venues/{venue}/sections", get(venues::sections))
        .route("/performers", get(performers::list))
        .route("/performers/{performer}", get(performers::show))
        .route("/seats/reservation", get(holds::mine))
        .route("/seats/reservation/{hold}/extend", post(holds::extend))
        .route("/seats/{event}/availability", get(seats::availability))
        .route("/seats/{event}/sections/{section}", get(seats::section))
        .route("/seats/{event}/map", get(seats::map))
        .route("/seats/{event}/state", get(seats::state))
        .route("/seats/{event}/tiers", get(seats::tiers))
        .route("/seats/{event}/reserve", post(holds::reserve))
        .route("/seats/{event}/release", post(holds::release))
        .route("/queue/{event}/join", post(queue::join))
        .route("/queue/{event}/status", get(queue::status))
        .route("/queue/{event}/serving", get(queue::serving))
        .route("/queue/{event}/leave", post(queue::leave))
        .route("/queue/{event}/stats", get(waiting_room::stats))
        .route("/queue/{event}/draw", get(draw::show))
        .route("/queue/{event}/draw/entries", get(draw::entries))
        .route("/queue/{event}/draw/mine", get(draw::mine))
        .route("/checkout", post(checkout::pay))
        .route("/checkout/methods", get(checkout::methods))
        .route("/checkout/orders", get(checkout::orders))
        .route("/checkout/orders/{order}", get(checkout::order))
        .route("/checkout/orders/{order}/calendar.ics", get(calendar::order))
        .route("/checkout/orders/{order}/cancel", post(checkout::cancel))
        .route("/payments/webhooks/{provider}", post(webhooks::take))
        .merge(organizer(state.clone()))
        .route("/changes", get(changes::list))
        .route("/ping", post(operations::ping))
        .route("/tickets", get(tickets::list))
        .route("/tickets/{ticket}", get(tickets::show))
        .route("/tickets/{ticket}/qr.svg", get(tickets::qr));
    let routes = Router::new()
        .nest("/api/v1", api)
        .route("/.well-known/jwks.json", get(tickets::keys))
        .route("/healthz", get(operations::healthz))
        .route("/readyz", get(operations::readyz))
        .route("/metrics", get(operations::metrics_here))
        .route("/openapi.json", get(openapi::serve))
        .route("/docs", get(docs::page))
        .route("/docs/{part}", get(docs::part))
        .merge(page::routes())
        .merge(beside.with_state(()))
        .fallback(page::otherwise);
    behind_the_door(routes, state)
}

/// The metrics alone, for a listener of their own.
pub fn metrics_router(state: ApiState) -> Router {
    let routes = Router::new().route("/metrics", get(operations::metrics)).fallback(|| async { Problem::not_found() });
    behind_the_door(routes, state)
}

fn behind_the_door(routes: Router<ApiState>, state: ApiState) -> Router {
    let body_bytes_max = state.settings.body_bytes_max;
    // Outermost first. One stack, because each `.layer` of its own costs every request.
    let around = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(Arc::new(Door::new(state.clone())), observe))
        .layer(compression())
        .layer(DefaultBodyLimit::max(body_bytes_max));
    routes
        .method_not_allowed_fallback(|| async { Problem::new(Code::MethodNotAllowed) })
        .layer(around)
        .with_state(state)
}

/// For organizers, of what is theirs, and for admins.
fn organizer(state: ApiState) -> Router<ApiState> {
    let plans = DefaultBodyLimit::max(own_venues::PLAN_BODY_BYTES_MAX);
    Router::new()
        .route("/organizer/venues", get(own_venues::list).post(own_venues::create).layer(plans))
        .route("/organizer/venues/{own_venue}", get(own_venues::show).patch(own_venues::change).layer(plans))
        .route("/organizer/venues/{own_venue}/map", get(own_venues::map))
        .route("/organizer/performers", get(own_performers::list).post(own_performers::create))
        .route("/organizer/performers/{own_performer}", get(own_performers::show).patch(own_performers::change))
        .route("/organizer/events", get(own_events::list).post(own_events::create))
        .route("/organizer/events/{own_event}", get(own_events::show).patch(own_events::change))
        .route("/organizer/events/{own_event}/publish", post(own_events::publish))
        .route("/organizer/events/{own_event}/pause", post(own_events::pause))
        .route("/organizer/events/{own_event}/resume", post(own_events::resume))
        .route("/organizer/events/{own_event}/cancel", post(own_events::cancel))
        .route("/organizer/events/{own_event}/block", post(places::block))
        .route("/organizer/events/{own_event}/unblock", post(places::unblock))
        .route("/organizer/events/{own_event}/waiting-room", get(waiting_room::show).patch(waiting_room::change))
        .route("/organizer/events/{own_event}/waiting-room/history", get(waiting_room::history))
        .route("/organizer/events/{own_event}/orders", get(sales::orders))
        .route("/organizer/events/{own_event}/stats", get(sales::stats))
        .route_layer(middleware::from_fn_with_state(state, show_what_changed))
}
