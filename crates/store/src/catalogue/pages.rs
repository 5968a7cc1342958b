//! Pages of events: which come next, in any order, for any filter. One text for both databases and one statement an order, so
//! that each begins where its index leads.

use admit_app::ports::catalogue::{Direction, EventQuery, EventSort, SortKey};
use admit_domain::event::Category;
use admit_domain::id::{EventId, VenueId};
use admit_domain::time::Timestamp;

use super::search::{key_of, word_patterns};
use crate::db::{DbError, Row, Transaction, Value};

/// A filter that isn't wanted compares a column with itself or with what lies beyond all its values, so one text serves all.
macro_rules! filters {
    ($from:literal, $before:literal, $price:literal, $category:literal, $city:literal, $venue:literal, $($word:literal),+) => {
        concat!(
            " FROM events e JOIN venues v ON v.id = e.venue_id WHERE e.starts_at >= ", $from, " AND e.starts_at < ", $before,
            " AND e.price_min <= ", $price, " AND e.category = COALESCE(", $category, ", e.category)",
            " AND v.city_key = COALESCE(", $city, ", v.city_key) AND e.venue_id = COALESCE(", $venue, ", e.venue_id)",
            $(" AND e.search_text LIKE ", $word, " ESCAPE '\\'",)+
        )
    };
}

/// Events by `$key`, a column, after what `$compare` says.
macro_rules! by_column {
    ($key:literal, $compare:literal, $order:literal) => {
        (
            by_column!($key, $compare, $order, "", "$15", "$16", "$17"),
            by_column!(
                $key,
                $compare,
                $order,
                " AND e.id IN (SELECT b.event_id FROM event_performers b WHERE b.performer_id = $15)",
                "$16",
                "$17",
                "$18"
            ),
        )
    };
    ($key:literal, $compare:literal, $order:literal, $more:literal, $after:literal, $after_id:literal, $limit:literal) => {
        concat!(
            "SELECT e.id, ",
            $key,
            filters!("$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14"),
            $more,
            " AND (",
            $key,
            ", e.id) ",
            $compare,
            " (",
            $after,
            ", ",
            $after_id,
            ")",
            " ORDER BY ",
            $key,
            " ",
            $order,
            ", e.id ",
            $order,
            " LIMIT ",
            $limit
        )
    };
}

/// How often, of eight, a word is in the name; the fewer, the later. A start is less than 2^50 ms after 1970.
macro_rules! by_relevance {
    ($more:literal, $after:literal, $after_id:literal, $limit:literal) => {
        concat!(
            "SELECT f.id, f.rank FROM (SELECT e.id, e.starts_at + 1125899906842624 * (8",
            " - CASE WHEN e.name_key LIKE $1 ESCAPE '\\' THEN 1 ELSE 0 END",
            " - CASE WHEN e.name_key LIKE $2 ESCAPE '\\' THEN 1 ELSE 0 END",
            " - CASE WHEN e.name_key LIKE $3 ESCAPE '\\' THEN 1 ELSE 0 END",
            " - CASE WHEN e.name_key LIKE $4 ESCAPE '\\' THEN 1 ELSE 0 END",
            " - CASE WHEN e.name_key LIKE $5 ESCAPE '\\' THEN 1 ELSE 0 END",
            " - CASE WHEN e.name_key LIKE $6 ESCAPE '\\' THEN 1 ELSE 0 END",
            " - CASE WHEN e.name_key LIKE $7 ESCAPE '\\' THEN 1 ELSE 0 END",
            " - CASE WHEN e.name_key LIKE $8 ESCAPE '\\' THEN 1 ELSE 0 END) AS rank",
            filters!("$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16", "$17", "$18", "$19", "$20", "$21", "$22"),
            $more,
            ") AS f WHERE (f.rank, f.id) > (",
            $after,
            ", ",
            $after_id,
            ") ORDER BY f.rank, f.id LIMIT ",
            $limit
        )
    };
}

/// The statement without and with a performer.
type Texts = (&'static str, &'static str);

const BY_START: [Texts; 2] = [by_column!("e.starts_at", ">", "ASC"), by_column!("e.starts_at", "<", "DESC")];
const BY_PRICE: [Texts; 2] = [by_column!("e.price_min", ">", "ASC"), by_column!("e.price_min", "<", "DESC")];
const BY_NAME: [Texts; 2] = [by_column!("e.name_key", ">", "ASC"), by_column!("e.name_key", "<", "DESC")];
const BY_RELEVANCE: Texts = (
    by_relevance!("", "$23", "$24", "$25"),
    by_relevance!(
        " AND e.id IN (SELECT b.event_id FROM event_performers b WHERE b.performer_id = $23)",
        "$24",
        "$25",
        "$26"
    ),
);

/// The ids of the next page, in its order, each with what it is listed by.
pub(super) async fn next(tx: &mut dyn Transaction, query: &EventQuery) -> Result<Vec<(EventId, SortKey)>, DbError> {
    let side = match query.direction {
        Direction::Ascending => 0,
        Direction::Descending => 1,
    };
    let texts = match query.sort {
        EventSort::StartsAt => BY_START[side],
        EventSort::Price => BY_PRICE[side],
        EventSort::Name => BY_NAME[side],
        EventSort::Relevance => BY_RELEVANCE,
    };
    let words = || word_patterns(query.text.as_deref().unwrap_or_default()).map(Value::from);
    let mut arguments: Vec<Value> = Vec::with_capacity(26);
    if query.sort == EventSort::Relevance {
        arguments.extend(words());
    }
    let (from, before) = bounds(query);
    arguments.extend([
        from.into(),
        before.into(),
        query.price_max.unwrap_or(i64::MAX).into(),
        query.category.map(Category::name).into(),
        query.city.as_deref().map(key_of).into(),
        query.venue.map(VenueId::to_bytes).into(),
    ]);
    arguments.extend(words());
    let sql = match query.performer {
        None => texts.0,
        Some(performer) => {
            arguments.push(performer.to_bytes().into());
            texts.1
        }
    };
    arguments.extend(after(query));
    arguments.push(query.limit.into());
    tx.query(sql, &arguments).await?.iter().map(|row| place_from(row, query.sort)).collect()
}

/// From when, and before when, events start. A page by start begins where the one before it ended, and says so to the index.
fn bounds(query: &EventQuery) -> (i64, i64) {
    let mut from = query.starts_from.map_or(i64::MIN, Timestamp::as_millis);
    let mut before = query.starts_before.map_or(i64::MAX, Timestamp::as_millis);
    if let (EventSort::StartsAt, Some((SortKey::Number(at), _))) = (query.sort, &query.after) {
        match query.direction {
            Direction::Ascending => from = from.max(*at),
            Direction::Descending => before = before.min(at.saturating_add(1)),
        }
    }
    (from, before)
}

/// What the page comes after; for the first, what is before all there is.
fn after(query: &EventQuery) -> [Value; 2] {
    if let Some((key, id)) = &query.after {
        let key = match key {
            SortKey::Number(number) => (*number).into(),
            SortKey::Text(text) => text.as_str().into(),
        };
        return [key, id.to_bytes().into()];
    }
    let is_last_first = query.direction == Direction::Descending && query.sort != EventSort::Relevance;
    match (query.sort, is_last_first) {
        (EventSort::Name, false) => ["".into(), Vec::new().into()],
        // No name is so long, and no character is greater.
        (EventSort::Name, true) => ["\u{10ffff}".repeat(1_000).into(), [0xff; 16].into()],
        (_, false) => [i64::MIN.into(), Vec::new().into()],
        (_, true) => [i64::MAX.into(), [0xff; 16].into()],
    }
}

fn place_from(row: &Row, sort: EventSort) -> Result<(EventId, SortKey), DbError> {
    let key = match sort {
        EventSort::Name => SortKey::Text(row.text(1)?.to_owned()),
        EventSort::StartsAt | EventSort::Price | EventSort::Relevance => SortKey::Number(row.int(1)?),
    };
    Ok((EventId::from_bytes(row.id(0)?), key))
}
