//! `/checkout`: paying a hold, and the orders that came of it.

use admit_app::checkout::{CheckOut, CheckedOut, ShownOrder};
use admit_app::ports::orders::OrderRecord;
use admit_app::ports::payments::PaymentMethod;
use admit_domain::id::{HoldId, OrderId};
use admit_domain::order::OrderStatus;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde::Deserialize;

use crate::gateway::is_allowed_return_url;

use super::answer::{private, replayable};
use super::caller::SignedIn;
use super::cursor::{self, Page};
use super::problem::{Answer, Problem};
use super::request::{Body, field_id, page_limit, path_id, query};
use super::show_order::show_order;
use super::state::ApiState;

const RETURN_URL_BYTES_MAX: usize = 2_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckoutBody {
    hold_id: String,
    payment: PaymentBody,
    return_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
enum PaymentBody {
    Card { card_number: String, exp_month: u8, exp_year: u16, cvc: String },
    Upi { vpa: String },
    NetBanking { bank: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrdersQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

pub(super) async fn pay(State(state): State<ApiState>, SignedIn(caller): SignedIn, body: Body) -> Answer<Response> {
    let key = body.request_key(&state)?;
    let CheckoutBody { hold_id, payment, return_url } = body.json()?;
    if return_url.as_ref().is_some_and(|url| url.len() > RETURN_URL_BYTES_MAX) {
        return Err(Problem::field("return_url", format!("must have at most {RETURN_URL_BYTES_MAX} bytes")));
    }
    if return_url.as_ref().is_some_and(|url| !is_allowed_return_url(url, &state.settings.public_url)) {
        return Err(Problem::field("return_url", "must be a path or lie on this server's own address"));
    }
    let hold: HoldId = field_id("hold_id", &hold_id)?;
    let checkout = CheckOut { hold, method: read_method(payment), return_url, key };
    let done = state.app.check_out(&caller, checkout).await?;
    let status = if done.order.status == OrderStatus::Pending { StatusCode::ACCEPTED } else { StatusCode::CREATED };
    show_checked_out(&state, status, done).await
}

pub(super) async fn orders(State(state): State<ApiState>, SignedIn(caller): SignedIn, uri: Uri) -> Answer<Response> {
    let asked: OrdersQuery = query(&uri)?;
    let limit = page_limit(asked.limit)?;
    let after = asked.cursor.map(|text| -> Answer<OrderId> {
        let [id] = cursor::decode(&text)?;
        cursor::part(&id)
    });
    let found = state.app.my_orders(&caller, after.transpose()?, limit + 1).await?;
    let more = found.len() > limit as usize;
    let last = found.get(limit as usize - 1).filter(|_| more);
    let next_cursor = last.map(|shown| cursor::encode(&[&shown.record.order.id.to_string()]));
    let items = found.iter().take(limit as usize).map(show).collect();
    private(StatusCode::OK, &Page { items, next_cursor })
}

pub(super) async fn order(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Path(id): Path<String>,
) -> Answer<Response> {
    let shown = state.app.my_order(&caller, path_id(&id)?).await?;
    private(StatusCode::OK, &show(&shown))
}

pub(super) async fn cancel(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Path(id): Path<String>,
    body: Body,
) -> Answer<Response> {
    let id: OrderId = path_id(&id)?;
    if let Err(problem) = body.nothing() {
        // What isn't there comes before what is wrong.
        state.app.my_order(&caller, id).await?;
        return Err(problem);
    }
    let key = body.request_key(&state)?;
    let done = state.app.cancel_order(&caller, id, key).await?;
    show_checked_out(&state, StatusCode::OK, done).await
}

async fn show_checked_out(state: &ApiState, status: StatusCode, done: CheckedOut) -> Answer<Response> {
    let desk = state.app.desk_of(done.event).await?;
    let record = OrderRecord { event: done.event, order: done.order, hold: done.hold, refunded: 0 };
    let shown = show_order(&record, &desk.view());
    replayable(status, &shown, done.repeated)
}

fn show(shown: &ShownOrder) -> super::show_order::OrderBody {
    show_order(&shown.record, &shown.desk.view())
}

fn read_method(payment: PaymentBody) -> PaymentMethod {
    match payment {
        PaymentBody::Card { card_number, exp_month, exp_year, cvc } => {
            PaymentMethod::Card { number: card_number, exp_month, exp_year, cvc }
        }
        PaymentBody::Upi { vpa } => PaymentMethod::Upi { vpa },
        PaymentBody::NetBanking { bank } => PaymentMethod::NetBanking { bank },
    }
}
