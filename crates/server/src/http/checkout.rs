//! `/checkout`: paying a hold, and the orders that came of it.

use admit_app::checkout::{CheckOut, CheckedOut, ShownOrder};
use admit_app::ports::orders::OrderRecord;
use admit_app::ports::payments::{MethodKind, Offer, PaymentMethod};
use admit_domain::id::{HoldId, OrderId};
use admit_domain::order::OrderStatus;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::gateway::is_allowed_return_url;

use super::answer::{private, public, replayable};
use super::caller::SignedIn;
use super::cursor::{asked, page};
use super::object::Object;
use super::path::Path;
use super::problem::{Answer, Problem};
use super::request::{Body, field_id, path_id};
use super::show_order::show_order;
use super::state::ApiState;
use super::texts::Id;

/// What can be paid with changes when a node starts, and not before.
const CACHE: &str = "public, max-age=30";
const RETURN_URL_BYTES_MAX: usize = 2_000;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CheckoutRequest")]
pub(super) struct CheckoutBody {
    #[schemars(with = "Id<HoldId>")]
    hold_id: String,
    payment: Object<PaymentBody>,
    /// Where the provider's page sends the buyer afterwards: a path, or an address on this server.
    return_url: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Payment")]
enum PaymentBody {
    /// Spaces in the number don't matter.
    Card {
        card_number: String,
        #[schemars(range(min = 1, max = 12))]
        exp_month: u8,
        exp_year: u16,
        cvc: String,
    },
    Upi {
        vpa: String,
    },
    NetBanking {
        bank: String,
    },
}

/// What buyers can pay with.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PaymentOffer")]
pub(super) struct OfferBody {
    /// The payment provider; null where there is none, and so nothing is sold for money.
    gateway: Option<&'static str>,
    /// It moves no money and takes its test numbers only.
    is_test: bool,
    methods: Vec<MethodName>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PaymentMethodName")]
enum MethodName {
    Card,
    Upi,
    NetBanking,
}

pub(super) async fn methods(State(state): State<ApiState>, headers: HeaderMap) -> Answer<Response> {
    public(&headers, CACHE, &show_offer(state.app.payment_offer()))
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
    let checkout = CheckOut { hold, method: read_method(payment.0), return_url, key };
    let done = state.app.check_out(&caller, checkout).await?;
    let status = if done.order.status == OrderStatus::Pending { StatusCode::ACCEPTED } else { StatusCode::CREATED };
    show_checked_out(&state, status, done).await
}

pub(super) async fn orders(State(state): State<ApiState>, SignedIn(caller): SignedIn, uri: Uri) -> Answer<Response> {
    let (limit, after) = asked(&uri)?;
    let found = state.app.my_orders(&caller, after, limit + 1).await?;
    private(StatusCode::OK, &page(&found, limit, |shown| shown.record.order.id.to_string(), show))
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

fn show_offer(offer: Offer) -> OfferBody {
    let name = |kind: &MethodKind| match kind {
        MethodKind::Card => MethodName::Card,
        MethodKind::Upi => MethodName::Upi,
        MethodKind::NetBanking => MethodName::NetBanking,
    };
    OfferBody { gateway: offer.provider, is_test: offer.is_test, methods: offer.methods.iter().map(name).collect() }
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
