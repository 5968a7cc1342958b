//! `/events`: what is on.

use admit_app::catalogue::ShownEvent;
use admit_app::desk::view::View;
use admit_app::ports::catalogue::EventQuery;
use admit_domain::event::Category;
use admit_domain::id::EventId;
use admit_domain::terms::{SalePhase, Terms};
use admit_domain::time::Timestamp;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answer::public;
use super::cursor::{self, Page};
use super::problem::{Answer, Problem};
use super::request::{field_id, page_limit, path_id, query};
use super::show::{self, ShownMoney, money, time};
use super::state::ApiState;
use super::venues::{ShownPerformer, ShownVenue, show_performer, show_venue};

const CACHE: &str = "public, max-age=1, stale-while-revalidate=5";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventsQuery {
    q: Option<String>,
    category: Option<String>,
    city: Option<String>,
    performer: Option<String>,
    venue: Option<String>,
    limit: Option<i64>,
    cursor: Option<String>,
}

#[derive(Serialize)]
struct ShownInList {
    id: String,
    name: Box<str>,
    category: &'static str,
    venue: ShownVenue,
    performers: Vec<ShownPerformer>,
    starts_at: String,
    doors_at: String,
    on_sale_at: String,
    off_sale_at: String,
    status: &'static str,
    high_demand: bool,
    price_range: PriceRange,
    available: u32,
}

/// From the cheapest to the dearest tier, without fees.
#[derive(Serialize)]
struct PriceRange {
    min: ShownMoney,
    max: ShownMoney,
}

pub(super) async fn list(State(state): State<ApiState>, headers: HeaderMap, uri: Uri) -> Answer<Response> {
    let asked: EventsQuery = query(&uri)?;
    let limit = page_limit(asked.limit)?;
    let found = state.app.list_events(&event_query(asked, limit + 1)?).await?;
    let more = found.len() > limit as usize;
    let last = found.get(limit as usize - 1).filter(|_| more).map(|shown| &shown.listed.event);
    let next_cursor =
        last.map(|event| cursor::encode(&[&event.starts_at.as_millis().to_string(), &event.id.to_string()]));
    let items = found.iter().take(limit as usize).map(|shown| show_in_list(shown, &shown.desk.view())).collect();
    public(&headers, CACHE, &Page { items, next_cursor })
}

pub(super) async fn show(
    State(state): State<ApiState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let id: EventId = path_id(&id)?;
    let shown = state.app.show_event(id).await?.ok_or_else(Problem::not_found)?;
    let body = show_whole(&shown, &shown.desk.view());
    public(&headers, CACHE, &body)
}

fn event_query(asked: EventsQuery, limit: u32) -> Answer<EventQuery> {
    let category = asked.category.map(|name| {
        Category::from_name(&name).ok_or_else(|| Problem::field("category", "must be one of the known categories"))
    });
    let after = asked.cursor.map(|text| -> Answer<(Timestamp, EventId)> {
        let [starts_at, id] = cursor::decode(&text)?;
        Ok((Timestamp::from_millis(cursor::part(&starts_at)?), cursor::part(&id)?))
    });
    Ok(EventQuery {
        text: asked.q,
        category: category.transpose()?,
        city: asked.city,
        venue: asked.venue.map(|id| field_id("venue", &id)).transpose()?,
        performer: asked.performer.map(|id| field_id("performer", &id)).transpose()?,
        starts_from: None,
        starts_before: None,
        after: after.transpose()?,
        limit,
    })
}

fn show_in_list(shown: &ShownEvent, view: &View) -> ShownInList {
    let (event, terms) = (&shown.listed.event, view.terms());
    let prices = || terms.tiers.iter().map(|tier| tier.price);
    ShownInList {
        id: event.id.to_string(),
        name: event.name.clone(),
        category: event.category.name(),
        venue: show_venue(&shown.listed.venue),
        performers: shown.listed.performers.iter().map(show_performer).collect(),
        starts_at: time(event.starts_at),
        doors_at: time(event.doors_at),
        on_sale_at: time(terms.opens_at),
        off_sale_at: time(terms.closes_at),
        status: status(view),
        high_demand: false,
        price_range: PriceRange {
            min: money(prices().min().unwrap_or(0), terms.currency),
            max: money(prices().max().unwrap_or(0), terms.currency),
        },
        available: view.total().available,
    }
}

fn show_whole(shown: &ShownEvent, view: &View) -> Value {
    let terms = view.terms();
    let mut body = show::json(show_in_list(shown, view));
    if let Value::Object(fields) = &mut body {
        fields.insert("description".to_owned(), shown.listed.event.description.as_ref().into());
        fields.insert("currency".to_owned(), terms.currency.code().into());
        fields.insert("tiers".to_owned(), show_tiers(terms, view));
        fields.insert("max_tickets_per_order".to_owned(), terms.limits.tickets_per_order_max.into());
        fields.insert("max_tickets_per_buyer".to_owned(), terms.limits.tickets_per_buyer_max.into());
        fields.insert("max_open_holds".to_owned(), terms.limits.open_holds_max.into());
        fields.insert("hold_s".to_owned(), terms.hold_ttl.as_secs().into());
        fields.insert("refundable_until".to_owned(), terms.refunds.until.map(time).into());
        fields.insert("waiting_room".to_owned(), Value::Null);
    }
    body
}

fn show_tiers(terms: &Terms, view: &View) -> Value {
    let tiers = terms.tiers.iter().zip(view.tiers()).map(|(tier, counts)| {
        json!({
            "id": tier.id.to_string(),
            "name": tier.name,
            "price": money(tier.price, terms.currency),
            "fee": money(tier.fee, terms.currency),
            "capacity": counts.capacity(),
            "available": counts.available,
        })
    });
    tiers.collect()
}

/// What can be done with the event now. An event whose places are all gone is sold out only once none is merely held.
pub(super) fn status(view: &View) -> &'static str {
    let (terms, now, total) = (view.terms(), view.now(), view.total());
    match terms.phase {
        SalePhase::Cancelled => "cancelled",
        _ if now >= terms.closes_at => "off_sale",
        SalePhase::Paused => "off_sale",
        SalePhase::Open if total.available == 0 && total.held == 0 => "sold_out",
        SalePhase::Open if now < terms.opens_at => "scheduled",
        SalePhase::Open => "on_sale",
    }
}
