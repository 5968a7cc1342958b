//! What there is to see: events with how many places are left.

use std::collections::HashMap;
use std::time::Duration;

use admit_domain::event::Venue;
use admit_domain::id::EventId;
use admit_domain::terms::{SalePhase, Terms};
use admit_domain::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::app::App;
use crate::desk::DeskError;
use crate::ports::catalogue::{EventQuery, ListedEvent, SortKey};
use crate::ports::error::StoreError;
use crate::standing::Standing;

/// No place on Earth is further from UTC.
const OFFSET_MAX: Duration = Duration::from_secs(15 * 3_600);
/// How many events are read at once where not all of them may be wanted.
const CHUNK: u32 = 100;
/// How many events one list looks at; it goes on where it stopped.
const LOOKED_AT_MAX: usize = 2_000;

/// An event and how its sale stands, whose terms may be newer than the list's.
pub struct ShownEvent {
    pub listed: ListedEvent,
    pub standing: Standing,
}

/// What can be done with an event now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventStatus {
    Scheduled,
    OnSale,
    SoldOut,
    OffSale,
    Cancelled,
}

/// Which events are looked for.
#[derive(Debug, Clone, Default)]
pub struct EventSearch {
    /// Its bounds of the start are set by the dates below.
    pub query: EventQuery,
    /// The first and the last day on which they start, by their venues' clocks.
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub status: Option<EventStatus>,
}

/// A page of events, and after what the next begins.
pub struct FoundEvents {
    pub events: Vec<ShownEvent>,
    pub next: Option<(SortKey, EventId)>,
}

impl EventStatus {
    pub const ALL: [EventStatus; 5] = [
        EventStatus::Scheduled,
        EventStatus::OnSale,
        EventStatus::SoldOut,
        EventStatus::OffSale,
        EventStatus::Cancelled,
    ];

    pub fn name(self) -> &'static str {
        match self {
            EventStatus::Scheduled => "scheduled",
            EventStatus::OnSale => "on_sale",
            EventStatus::SoldOut => "sold_out",
            EventStatus::OffSale => "off_sale",
            EventStatus::Cancelled => "cancelled",
        }
    }

    pub fn from_name(name: &str) -> Option<EventStatus> {
        EventStatus::ALL.into_iter().find(|status| status.name() == name)
    }

    /// An event whose places are all gone is sold out only once none is merely held.
    pub fn of(standing: &Standing) -> EventStatus {
        let Standing { terms, now, total, .. } = standing;
        match EventStatus::closed(terms, *now) {
            Some(status) => status,
            None if total.available == 0 && total.held == 0 => EventStatus::SoldOut,
            None if *now < terms.opens_at => EventStatus::Scheduled,
            None => EventStatus::OnSale,
        }
    }

    /// What the terms alone say.
    fn closed(terms: &Terms, now: Timestamp) -> Option<EventStatus> {
        match terms.phase {
            SalePhase::Cancelled => Some(EventStatus::Cancelled),
            _ if now >= terms.closes_at => Some(EventStatus::OffSale),
            SalePhase::Paused => Some(EventStatus::OffSale),
            SalePhase::Open => None,
        }
    }
}

impl App {
    /// At most as many as the query's limit.
    pub async fn find_events(&self, search: &EventSearch) -> Result<FoundEvents, DeskError> {
        let limit = search.query.limit as usize;
        let mut query = search.bounded();
        query.limit = if search.is_for_all() { search.query.limit + 1 } else { CHUNK };
        let (mut events, mut looked_at): (Vec<ShownEvent>, usize) = (Vec::new(), 0);
        loop {
            let chunk = self.store.events(&query).await.map_err(away)?;
            let is_last = chunk.len() < query.limit as usize;
            let mut standings = self.standings_of_wanted(search, &chunk).await?;
            for listed in chunk {
                if events.len() == limit {
                    let next = events.last().map(|last| (last.listed.sort_key.clone(), last.listed.event.id));
                    return Ok(FoundEvents { events, next });
                }
                looked_at += 1;
                query.after = Some((listed.sort_key.clone(), listed.event.id));
                if let Some(standing) = standings.remove(&listed.event.id) {
                    events.push(ShownEvent { listed, standing });
                }
            }
            if is_last {
                return Ok(FoundEvents { events, next: None });
            }
            if looked_at >= LOOKED_AT_MAX {
                return Ok(FoundEvents { events, next: query.after });
            }
        }
    }

    pub async fn show_event(&self, id: EventId) -> Result<Option<ShownEvent>, DeskError> {
        let Some(listed) = self.store.event(id).await.map_err(away)? else { return Ok(None) };
        let standing = self.standings(&[&listed]).await.map_err(away)?.remove(&id).ok_or(DeskError::NoSuchEvent)?;
        Ok(Some(ShownEvent { listed, standing }))
    }

    /// Of those that `search` is for.
    async fn standings_of_wanted(
        &self,
        search: &EventSearch,
        chunk: &[ListedEvent],
    ) -> Result<HashMap<EventId, Standing>, DeskError> {
        // What the row tells spares counting places.
        let now = self.clock.now();
        let may_be = |listed: &&ListedEvent| {
            let is_out = search.status.is_some_and(|wanted| match EventStatus::closed(&listed.terms, now) {
                Some(status) => status != wanted,
                None => matches!(wanted, EventStatus::Cancelled),
            });
            !is_out && search.is_on_days(&listed.venue, listed.event.starts_at)
        };
        let candidates: Vec<&ListedEvent> = chunk.iter().filter(may_be).collect();
        let mut standings = self.standings(&candidates).await.map_err(away)?;
        standings.retain(|_, standing| search.status.is_none_or(|wanted| EventStatus::of(standing) == wanted));
        Ok(standings)
    }
}

impl EventSearch {
    fn is_for_all(&self) -> bool {
        self.from.is_none() && self.to.is_none() && self.status.is_none()
    }

    /// The query with bounds that no wanted event is outside of, wherever its venue is.
    fn bounded(&self) -> EventQuery {
        let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|at| at.timestamp().as_millisecond()).ok();
        let at = |date: Date| midnight(date).map(Timestamp::from_millis);
        EventQuery {
            starts_from: self.from.and_then(at).map(|from| from - OFFSET_MAX),
            starts_before: self.to.and_then(at).map(|to| to + Duration::from_secs(86_400) + OFFSET_MAX),
            ..self.query.clone()
        }
    }

    fn is_on_days(&self, venue: &Venue, starts_at: Timestamp) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let zone = TimeZone::get(&venue.time_zone).unwrap_or(TimeZone::UTC);
        let Ok(at) = jiff::Timestamp::from_millisecond(starts_at.as_millis()) else { return false };
        let day = at.to_zoned(zone).date();
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

fn away(error: StoreError) -> DeskError {
    tracing::warn!(error = &error as &dyn std::error::Error, "the catalogue can't be read");
    match error {
        StoreError::Away(_) | StoreError::Unknown(_) => DeskError::Away,
        StoreError::Taken { .. } | StoreError::Corrupt(_) | StoreError::Refused(_) => DeskError::Defect,
    }
}
