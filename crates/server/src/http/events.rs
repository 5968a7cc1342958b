//! `/events`: what is on.

use std::time::Instant;

use admit_app::catalogue::{EventSearch, EventStatus};
use admit_app::desk::view::View;
use admit_app::ports::catalogue::{Direction, EventQuery, EventSort, ListedEvent, SortKey};
use admit_app::standing::Standing;
use admit_domain::event::Category;
use admit_domain::id::{EventId, PerformerId, TierId, VenueId};
use admit_domain::inventory::journal::Version;
use admit_domain::terms::Terms;
use admit_domain::waiting_room::room::{Door, Room};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{JSON, content_tag, json_bytes};
use super::cursor::{self, Page};
use super::path::Path;
use super::performers::{ShownPerformer, show_performer};
use super::problem::{Answer, Problem};
use super::queue::{RoomBody, show_room};
use super::rendering::{Effort, Rendering, Shows};
use super::request::{field_id, page_limit, path_id, query};
use super::show::{ShownMoney, money, time};
use super::state::ApiState;
use super::texts::{Id, Name, Time};
use super::venues::{ShownVenue, show_venue};

const CACHE: &str = "public, max-age=1, stale-while-revalidate=5";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EventsQuery {
    /// Words of the event's, the performers' or the venue's name.
    q: Option<String>,
    #[schemars(with = "Option<Name<Category>>")]
    category: Option<String>,
    city: Option<String>,
    #[schemars(with = "Option<Id<PerformerId>>")]
    performer: Option<String>,
    #[schemars(with = "Option<Id<VenueId>>")]
    venue: Option<String>,
    /// The first day, on the venue's calendar.
    #[schemars(extend("format" = "date"))]
    from: Option<String>,
    /// The last day, on the venue's calendar.
    #[schemars(extend("format" = "date"))]
    to: Option<String>,
    #[schemars(with = "Option<Name<EventStatus>>")]
    status: Option<String>,
    /// In minor units: events that have a tier at most so dear.
    #[schemars(range(min = 0))]
    max_price: Option<i64>,
    /// By what; `-` descends. By start if it isn't said.
    #[schemars(extend("enum" = SORTS))]
    sort: Option<String>,
    /// How many items the page has at most; 20 if it isn't said.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<i64>,
    /// The `next_cursor` of the page before, in the same order.
    cursor: Option<String>,
}

const SORTS: [&str; 8] = ["starts_at", "-starts_at", "price", "-price", "name", "-name", "relevance", "-relevance"];

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EventSummary")]
pub(super) struct ShownInList {
    id: Id<EventId>,
    name: Box<str>,
    category: Name<Category>,
    venue: ShownVenue,
    performers: Vec<ShownPerformer>,
    starts_at: Time,
    doors_at: Time,
    on_sale_at: Time,
    off_sale_at: Time,
    status: Name<EventStatus>,
    /// Whether it has a waiting room.
    high_demand: bool,
    price_range: PriceRange,
    available: u32,
}

/// From the cheapest to the dearest tier, without fees.
#[derive(Serialize, JsonSchema)]
pub(super) struct PriceRange {
    pub(super) min: ShownMoney,
    pub(super) max: ShownMoney,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Event")]
pub(super) struct EventBody {
    #[serde(flatten)]
    summary: ShownInList,
    description: Box<str>,
    #[schemars(regex(pattern = "^[A-Z]{3}$"))]
    currency: &'static str,
    tiers: Vec<ShownTier>,
    max_tickets_per_order: u32,
    max_tickets_per_buyer: u32,
    max_open_holds: u32,
    /// How long a hold lasts, in seconds.
    hold_s: u64,
    /// Until when a buyer may cancel; null: not at all.
    refundable_until: Option<Time>,
    /// Null: there is none.
    waiting_room: Option<RoomBody>,
}

/// A price level.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Tier")]
struct ShownTier {
    id: Id<TierId>,
    name: Box<str>,
    price: ShownMoney,
    /// On top of the price, for each ticket.
    fee: ShownMoney,
    capacity: u32,
    available: u32,
}

pub(super) async fn list(State(state): State<ApiState>, headers: HeaderMap, uri: Uri) -> Answer<Response> {
    let asked: EventsQuery = query(&uri)?;
    let limit = page_limit(asked.limit)?;
    let search = read_search(asked, limit)?;
    let asked_for = uri.query().unwrap_or_default().to_owned();
    let rendering = state.renderings.lists.get(asked_for, |shown| state.renderings.is_recent(shown), async {
        let as_of = Instant::now();
        let found = state.app.find_events(&search).await?;
        let next_cursor = found.next.map(|(key, id)| write_cursor(&search.query, &key, id));
        let items = found.events.iter().map(|shown| show_in_list(&shown.listed, &shown.standing)).collect();
        render(as_of, None, &Page { items, next_cursor })
    });
    rendering.await?.answer(&headers, CACHE).await
}

pub(super) async fn show(
    State(state): State<ApiState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let id: EventId = path_id(&id)?;
    let desk = state.app.desks.get(id).await?;
    let is_fresh = |shown: &Shows| state.renderings.is_recent(shown) && shown.version == Some(desk.view().version());
    let rendering = state.renderings.events.get(id, is_fresh, async {
        let as_of = Instant::now();
        let shown = state.app.show_event(id).await?.ok_or_else(Problem::not_found)?;
        let room = state.app.rooms.get(id).await?.map(|room| room.view());
        let room = room.as_deref().filter(|room| room.door() != Door::Open);
        let view = desk.view();
        render(as_of, Some(view.version()), &show_whole(&shown.listed, &view, room))
    });
    rendering.await?.answer(&headers, CACHE).await
}

fn render<T: Serialize>(as_of: Instant, version: Option<Version>, body: &T) -> Answer<Rendering> {
    let body = json_bytes(body)?;
    let shows = Shows { tag: content_tag(&body), version, as_of };
    Ok(Rendering::new(shows, JSON, body, Effort::Little))
}

fn read_search(asked: EventsQuery, limit: u32) -> Answer<EventSearch> {
    let category = asked.category.map(|name| {
        Category::from_name(&name).ok_or_else(|| Problem::field("category", "must be one of the known categories"))
    });
    let status = asked.status.map(|name| {
        EventStatus::from_name(&name).ok_or_else(|| Problem::field("status", "must be one of the known states"))
    });
    if asked.max_price.is_some_and(|price| price < 0) {
        return Err(Problem::field("max_price", "must not be negative"));
    }
    let (sort, direction) = read_sort(asked.sort.as_deref())?;
    let query = EventQuery {
        text: asked.q,
        category: category.transpose()?,
        city: asked.city,
        venue: asked.venue.map(|id| field_id("venue", &id)).transpose()?,
        performer: asked.performer.map(|id| field_id("performer", &id)).transpose()?,
        starts_from: None,
        starts_before: None,
        price_max: asked.max_price,
        sort,
        direction,
        after: None,
        limit,
    };
    let after = asked.cursor.map(|text| read_cursor(&query, &text)).transpose()?;
    let (from, to) = (read_date("from", asked.from.as_deref())?, read_date("to", asked.to.as_deref())?);
    Ok(EventSearch { query: EventQuery { after, ..query }, from, to, status: status.transpose()? })
}

/// By what, and which way; a list whose order nobody chose is by start.
fn read_sort(text: Option<&str>) -> Answer<(EventSort, Direction)> {
    let text = text.unwrap_or("starts_at");
    let (name, direction) = match text.strip_prefix('-') {
        Some(name) => (name, Direction::Descending),
        None => (text, Direction::Ascending),
    };
    let sort = match name {
        "starts_at" => EventSort::StartsAt,
        "price" => EventSort::Price,
        "name" => EventSort::Name,
        "relevance" => EventSort::Relevance,
        _ => return Err(Problem::field("sort", "must be starts_at, price, name or relevance, or one of them after -")),
    };
    Ok((sort, direction))
}

/// A day on the venue's calendar.
fn read_date(field: &str, text: Option<&str>) -> Answer<Option<Date>> {
    let Some(text) = text else { return Ok(None) };
    // The parser would take a time of day too, and drop it.
    let date = (text.len() == 10).then(|| text.parse().ok()).flatten();
    date.map(Some).ok_or_else(|| Problem::field(field, "must be a date such as 2030-05-01"))
}

/// Names the order too: where one order stopped says nothing about another.
fn write_cursor(query: &EventQuery, key: &SortKey, id: EventId) -> String {
    let key = match key {
        SortKey::Number(number) => number.to_string(),
        SortKey::Text(text) => text.clone(),
    };
    cursor::encode(&[&order_name(query), &id.to_string(), &key])
}

fn read_cursor(query: &EventQuery, text: &str) -> Answer<(SortKey, EventId)> {
    let [order, id, key] = cursor::decode(text)?;
    if order != order_name(query) {
        return Err(Problem::field("cursor", "must be a cursor from an earlier answer in the same order"));
    }
    let key = match query.sort {
        EventSort::Name => SortKey::Text(key),
        EventSort::StartsAt | EventSort::Price | EventSort::Relevance => SortKey::Number(cursor::part(&key)?),
    };
    Ok((key, cursor::part(&id)?))
}

fn order_name(query: &EventQuery) -> String {
    format!("{:?} {:?}", query.sort, query.direction)
}

fn show_in_list(listed: &ListedEvent, standing: &Standing) -> ShownInList {
    let (event, terms) = (&listed.event, &standing.terms);
    let prices = || terms.tiers.iter().map(|tier| tier.price);
    ShownInList {
        id: Id(event.id),
        name: event.name.clone(),
        category: Name(event.category),
        venue: show_venue(&listed.venue),
        performers: listed.performers.iter().map(show_performer).collect(),
        starts_at: time(event.starts_at),
        doors_at: time(event.doors_at),
        on_sale_at: time(terms.opens_at),
        off_sale_at: time(terms.closes_at),
        status: Name(EventStatus::of(standing)),
        high_demand: listed.has_line,
        price_range: PriceRange {
            min: money(prices().min().unwrap_or(0), terms.currency),
            max: money(prices().max().unwrap_or(0), terms.currency),
        },
        available: standing.total.available,
    }
}

fn show_whole(listed: &ListedEvent, view: &View, room: Option<&Room>) -> EventBody {
    let terms = view.terms();
    EventBody {
        summary: show_in_list(listed, &view.standing()),
        description: listed.event.description.clone(),
        currency: terms.currency.code(),
        tiers: show_tiers(terms, view),
        max_tickets_per_order: terms.limits.tickets_per_order_max,
        max_tickets_per_buyer: terms.limits.tickets_per_buyer_max,
        max_open_holds: terms.limits.open_holds_max,
        hold_s: terms.hold_ttl.as_secs(),
        refundable_until: terms.refunds.until.map(time),
        waiting_room: room.map(show_room),
    }
}

fn show_tiers(terms: &Terms, view: &View) -> Vec<ShownTier> {
    let tiers = terms.tiers.iter().zip(view.tiers()).map(|(tier, counts)| ShownTier {
        id: Id(tier.id),
        name: tier.name.clone(),
        price: money(tier.price, terms.currency),
        fee: money(tier.fee, terms.currency),
        capacity: counts.capacity(),
        available: counts.available,
    });
    tiers.collect()
}
