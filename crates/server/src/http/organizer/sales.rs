//! `/organizer/events/{id}/orders` and `/stats`: how it sells.

use admit_app::catalogue::EventStatus;
use admit_app::checkout::ShownOrder;
use admit_app::organizers::Sales;
use admit_domain::id::{AccountId, EventId, OrderId};
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;

use super::events::own_id;
use super::show_event::{ShownCancellation, ShownSaleTier, show_cancellation, show_tiers};
use crate::http::answer::private;
use crate::http::caller::Organizes;
use crate::http::cursor::{asked, page};
use crate::http::path::Path;
use crate::http::problem::Answer;
use crate::http::seats::version;
use crate::http::show::{ShownMoney, money};
use crate::http::show_order::{OrderBody, show_order};
use crate::http::state::ApiState;
use crate::http::texts::{Id, Name, VersionTag};

/// An order as the event's organizer sees it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnEventOrder")]
pub(in crate::http) struct OwnOrderBody {
    #[serde(flatten)]
    order: OrderBody,
    buyer_id: Id<AccountId>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Stats")]
pub(in crate::http) struct StatsBody {
    event_id: Id<EventId>,
    version: VersionTag,
    status: Name<EventStatus>,
    tiers: Vec<ShownSaleTier>,
    /// Orders that were paid, also those cancelled since.
    orders: u64,
    tickets: u64,
    revenue: ShownRevenue,
    refunds: ShownRefunds,
    cancellation: Option<ShownCancellation>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Revenue")]
struct ShownRevenue {
    gross: ShownMoney,
    /// Without what goes back.
    net: ShownMoney,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RefundsSum")]
struct ShownRefunds {
    /// How many are owed money back, or got it.
    orders: u64,
    owed: ShownMoney,
    paid_back: ShownMoney,
}

pub(in crate::http) async fn orders(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
    uri: Uri,
) -> Answer<Response> {
    let id = own_id(&state, &organizer, &id).await?;
    let (limit, after): (u32, Option<OrderId>) = asked(&uri)?;
    let found = state.app.orders_of_own_event(&organizer, id, after, limit + 1).await?;
    let show = |shown: &ShownOrder| OwnOrderBody {
        order: show_order(&shown.record, &shown.desk.view()),
        buyer_id: Id(shown.record.order.buyer.account),
    };
    private(StatusCode::OK, &page(&found, limit, |shown| shown.record.order.id.to_string(), show))
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

fn show_stats(sales: &Sales) -> StatsBody {
    let (revenue, view) = (&sales.revenue, sales.sale.desk.view());
    let currency = view.terms().currency;
    StatsBody {
        event_id: Id(sales.sale.listed.event.id),
        version: version(view.version()),
        status: Name(EventStatus::of(&view.standing())),
        tiers: show_tiers(&view),
        orders: revenue.orders,
        tickets: revenue.tickets,
        revenue: ShownRevenue {
            gross: money(revenue.amount, currency),
            net: money(revenue.amount - revenue.refunds_amount, currency),
        },
        refunds: ShownRefunds {
            orders: revenue.refunds,
            owed: money(revenue.refunds_amount, currency),
            paid_back: money(revenue.refunded_amount, currency),
        },
        cancellation: sales.sale.cancellation.map(show_cancellation),
    }
}
