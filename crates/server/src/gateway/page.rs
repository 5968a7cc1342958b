//! The simulated gateway's page, where a buyer approves or declines: plain HTML that needs no script.

use std::sync::Arc;

use admit_app::ports::error::StoreError;
use admit_app::ports::gateway_ledger::{ChargeState, LedgerCharge};
use admit_domain::id::PaymentId;
use admit_domain::order::DeclineReason;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::simulated::SimulatedGateway;
use crate::markup::{escaped, money_text};

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

/// `GET /gateway/{payment}` and the two buttons on it.
pub fn gateway_page(gateway: Arc<SimulatedGateway>) -> Router {
    Router::new()
        .route("/gateway/{payment}", get(show))
        .route("/gateway/{payment}/approve", post(approve))
        .route("/gateway/{payment}/decline", post(decline))
        .with_state(gateway)
}

async fn show(State(gateway): State<Arc<SimulatedGateway>>, Path(payment): Path<String>) -> Response {
    let Ok(payment) = payment.parse() else { return unknown() };
    match gateway.booked(payment).await {
        Ok(Some(charge)) if charge.state == ChargeState::Open => {
            page(StatusCode::OK, "Confirm your payment", &form(&charge))
        }
        Ok(Some(charge)) => {
            let back = escaped(&gateway.way_back(&charge));
            let text = format!("<p>{}</p><p><a href=\"{back}\">Back to your order</a></p>", said(charge.state));
            page(StatusCode::OK, "This payment is settled", &text)
        }
        Ok(None) => unknown(),
        Err(error) => away(&error),
    }
}

async fn approve(State(gateway): State<Arc<SimulatedGateway>>, Path(payment): Path<String>) -> Response {
    decide(&gateway, &payment, ChargeState::Paid).await
}

async fn decline(State(gateway): State<Arc<SimulatedGateway>>, Path(payment): Path<String>) -> Response {
    decide(&gateway, &payment, ChargeState::Declined(DeclineReason::Refused)).await
}

/// Pressing a button twice, or both, changes nothing: the first word counts.
async fn decide(gateway: &SimulatedGateway, payment: &str, verdict: ChargeState) -> Response {
    let Ok(payment) = payment.parse::<PaymentId>() else { return unknown() };
    match gateway.decide(payment, verdict).await {
        Ok(Some(charge)) => Redirect::to(&gateway.way_back(&charge)).into_response(),
        Ok(None) => unknown(),
        Err(error) => away(&error),
    }
}

fn form(charge: &LedgerCharge) -> String {
    let payment = charge.payment;
    format!(
        "<p class=\"amount\">{}</p>\
         <p>This is a simulated bank. No money moves, whatever you choose.</p>\
         <form method=\"post\" action=\"/gateway/{payment}/approve\"><button class=\"yes\">Approve</button></form>\
         <form method=\"post\" action=\"/gateway/{payment}/decline\"><button>Decline</button></form>",
        escaped(&money_text(charge.money)),
    )
}

fn said(state: ChargeState) -> &'static str {
    match state {
        ChargeState::Open => "It waits for you.",
        ChargeState::Paid => "It was approved.",
        ChargeState::Declined(_) => "It was declined.",
        ChargeState::Voided => "It ran out of time and nothing was taken.",
    }
}

fn unknown() -> Response {
    page(StatusCode::NOT_FOUND, "No such payment", "<p>The bank knows nothing of it.</p>")
}

fn away(error: &StoreError) -> Response {
    tracing::warn!(error = error as &dyn std::error::Error, "the gateway's ledger is away");
    page(StatusCode::SERVICE_UNAVAILABLE, "The bank is away", "<p>Please try again in a moment.</p>")
}

/// `body` is HTML already.
fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title><style>{STYLE}</style>\
         </head><body><main><h1>{title}</h1>{body}</main></body></html>"
    );
    let headers = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, Html(html)).into_response()
}

const STYLE: &str = "\
:root{color-scheme:light dark;font-family:system-ui,sans-serif;line-height:1.5}\
body{margin:0;min-height:100vh;display:grid;place-items:center}\
main{max-width:24rem;padding:2rem}\
h1{font-size:1.3rem}\
.amount{font-size:2rem;font-weight:600;margin:.5rem 0}\
button{width:100%;padding:.8rem;margin:.3rem 0;font:inherit;border:1px solid;border-radius:.5rem;background:none;color:inherit;cursor:pointer}\
.yes{background:#087443;border-color:#087443;color:#fff;font-weight:600}";
