//! `/organizer/events/{id}/orders` and `/stats`: how it sells.

use admit_app::catalogue::EventStatus;
use admit_app::organizers::Sales;
use admit_domain::id::OrderId;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::events::own_id;
use super::show_event::{show_cancellation, show_tiers};
use crate::http::answer::private;
use crate::http::caller::Organizes;
use crate::http::cursor::{self, Page};
use crate::http::problem::Answer;
use crate::http::request::{page_limit, query};
use crate::http::seats::version_tag;
use crate::http::show::{self, money};
use crate::http::show_order::show_order;
use crate::http::state::ApiState;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

pub(in crate::http) async fn orders(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
    uri: Uri,
) -> Answer<Response> {
    let id = own_id(&state, &organizer, &id).await?;
    let asked: PageQuery = query(&uri)?;
    let limit = page_limit(asked.limit)?;
    let after: Option<OrderId> = asked.cursor.as_deref().map(cursor::id).transpose()?;
    let found = state.app.orders_of_own_event(&organizer, id, after, limit + 1).await?;
    let next_cursor = cursor::next(&found, limit, |shown| shown.record.order.id.to_string());
    let show = |shown: &admit_app::checkout::ShownOrder| {
        let mut body = show::json(show_order(&shown.record, &shown.desk.view()));
        body["buyer_id"] = shown.record.order.buyer.account.to_string().into();
        body
    };
    let items: Vec<Value> = found.iter().take(limit as usize).map(show).collect();
    private(StatusCode::OK, &Page { items, next_cursor })
}

pub(in crate::http) async fn stats(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
) -> Answer<Response> {
    let id = own_id(&state, &organizer, &id).await?;
    let sales = state.app.sales_of(&organizer, id).await?;
    private(StatusCode::OK, &show_stats(&sales))
}

fn show_stats(sales: &Sales) -> Value {
    let (revenue, view) = (&sales.revenue, sales.sale.shown.desk.view());
    let currency = view.terms().currency;
    json!({
        "event_id": sales.sale.shown.listed.event.id.to_string(),
        "version": version_tag(&view),
        "status": EventStatus::of(&view).name(),
        "tiers": show_tiers(&view),
        "orders": revenue.orders,
        "tickets": revenue.tickets,
        "revenue": {
            "gross": money(revenue.amount, currency),
            "net": money(revenue.amount - revenue.refunds_amount, currency),
        },
        "refunds": {
            "orders": revenue.refunds,
            "owed": money(revenue.refunds_amount, currency),
            "paid_back": money(revenue.refunded_amount, currency),
        },
        "cancellation": sales.sale.cancellation.map(show_cancellation),
    })
}
