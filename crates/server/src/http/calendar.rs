//! `calendar.ics`: an event, or what somebody bought of it, for the calendar of whoever goes.

use admit_app::catalogue::ShownEvent;
use admit_app::desk::view::View;
use admit_app::ports::orders::OrderRecord;
use admit_app::standing::Standing;
use admit_domain::hold::Hold;
use admit_domain::id::{EventId, OrderId};
use admit_domain::order::OrderStatus;
use admit_domain::terms::SalePhase;
use admit_domain::time::Timestamp;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;

use super::answer::{Cached, content_tag};
use super::caller::SignedIn;
use super::icalendar::Calendar;
use super::path::Path;
use super::problem::{Answer, Problem};
use super::request::path_id;
use super::state::ApiState;

const TYPE: &str = "text/calendar; charset=utf-8";
const CACHE: &str = "public, max-age=300";

/// The event, and before its sale a reminder of when that begins.
pub(super) async fn event(
    State(state): State<ApiState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let id: EventId = path_id(&id)?;
    let shown = state.app.show_event(id).await?.ok_or_else(Problem::not_found)?;
    let Standing { terms, now: sale_now, .. } = &shown.standing;
    // When a calendar was made tells a newer one from an older one. To the minute, so that it can be kept for one.
    let now = minute_of(state.app.clock.now());
    let mut calendar = Calendar::new(&shown.listed.venue.time_zone);
    let status = if terms.phase == SalePhase::Cancelled { Status::Cancelled } else { Status::Confirmed };
    let about = About { state: &state, shown: &shown, now };
    about.appointment(&mut calendar, &id.to_string(), status, &about.doors());
    if *sale_now < terms.opens_at && status == Status::Confirmed {
        about.sale(&mut calendar, terms.opens_at);
    }
    let text = calendar.finish();
    let cached =
        Cached { request: &headers, tag: &content_tag(text.as_bytes()), cache_control: CACHE, content_type: TYPE };
    let mut response = cached.answer(|| Ok(text.into()))?;
    response.headers_mut().insert(CONTENT_DISPOSITION, attachment(&id.to_string()));
    Ok(response)
}

/// The caller's places. Cancelled orders say so, so that a calendar that is asked again takes the appointment out.
pub(super) async fn order(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Path(id): Path<String>,
) -> Answer<Response> {
    let id: OrderId = path_id(&id)?;
    let record = state.app.my_order(&caller, id).await?.record;
    let shown = state.app.show_event(record.event).await?.ok_or_else(Problem::not_found)?;
    let desk = state.app.desks.get(record.event).await?;
    let view = desk.view();
    let mut calendar = Calendar::new(&shown.listed.venue.time_zone);
    let about = About { state: &state, shown: &shown, now: state.app.clock.now() };
    let description = format!("{}\n{}\nOrder {id}", about.doors(), places(&record.hold, &view));
    about.appointment(&mut calendar, &id.to_string(), status(&record, &view), &description);
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(TYPE)),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (CONTENT_DISPOSITION, attachment(&id.to_string())),
    ];
    Ok((headers, calendar.finish()).into_response())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Tentative,
    Confirmed,
    Cancelled,
}

fn status(record: &OrderRecord, view: &View) -> Status {
    match record.order.status {
        _ if view.terms().phase == SalePhase::Cancelled => Status::Cancelled,
        OrderStatus::Pending => Status::Tentative,
        OrderStatus::Paid => Status::Confirmed,
        OrderStatus::Cancelled | OrderStatus::Declined | OrderStatus::Expired => Status::Cancelled,
    }
}

/// What an appointment is about.
struct About<'request> {
    state: &'request ApiState,
    shown: &'request ShownEvent,
    now: Timestamp,
}

impl About<'_> {
    /// `id` names the appointment for ever, whatever becomes of this server's address.
    fn appointment(&self, calendar: &mut Calendar, id: &str, status: Status, description: &str) {
        let (event, venue) = (&self.shown.listed.event, &self.shown.listed.venue);
        self.begin(calendar, id, event.starts_at);
        calendar.text("SUMMARY", &event.name);
        calendar.text("LOCATION", &format!("{}, {}, {}", venue.name, venue.address, venue.city));
        calendar.text("DESCRIPTION", description);
        let (status, sequence) = match status {
            Status::Tentative => ("TENTATIVE", "0"),
            Status::Confirmed => ("CONFIRMED", "1"),
            Status::Cancelled => ("CANCELLED", "2"),
        };
        calendar.line("STATUS", status);
        calendar.line("SEQUENCE", sequence);
        calendar.line("END", "VEVENT");
    }

    /// Takes no time in the calendar, and reminds a quarter of an hour before.
    fn sale(&self, calendar: &mut Calendar, opens_at: Timestamp) {
        let event = &self.shown.listed.event;
        let summary = format!("On sale: {}", event.name);
        self.begin(calendar, &format!("{}-on-sale", event.id), opens_at);
        calendar.text("SUMMARY", &summary);
        calendar.line("TRANSP", "TRANSPARENT");
        calendar.line("BEGIN", "VALARM");
        calendar.line("ACTION", "DISPLAY");
        calendar.text("DESCRIPTION", &summary);
        calendar.line("TRIGGER", "-PT15M");
        calendar.line("END", "VALARM");
        calendar.line("END", "VEVENT");
    }

    fn begin(&self, calendar: &mut Calendar, id: &str, starts_at: Timestamp) {
        calendar.line("BEGIN", "VEVENT");
        calendar.line("UID", id);
        calendar.line("DTSTAMP", &utc(self.now));
        calendar.line("DTSTART", &utc(starts_at));
        calendar.line("URL", &format!("{}/events/{}", self.state.settings.public_url, self.shown.listed.event.id));
    }

    /// When the doors open, as the clock on the venue's wall shows it.
    fn doors(&self) -> String {
        let (event, venue) = (&self.shown.listed.event, &self.shown.listed.venue);
        let zone = TimeZone::get(&venue.time_zone).unwrap_or(TimeZone::UTC);
        let local = |at: Timestamp| instant(at).to_zoned(zone.clone()).strftime("%H:%M").to_string();
        format!("Doors open at {}, starts at {} ({})", local(event.doors_at), local(event.starts_at), venue.time_zone)
    }
}

/// A line a place.
fn places(hold: &Hold, view: &View) -> String {
    let place = |unit| {
        let place = view.hall().map().place(unit)?;
        let section = &place.section.name;
        Some(match place.seat {
            Some((seat, row)) => format!("{section}, row {}, seat {}", row.label, seat.number),
            None => section.to_string(),
        })
    };
    hold.units.iter().filter_map(|held| place(held.unit)).collect::<Vec<_>>().join("\n")
}

fn attachment(name: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("attachment; filename=\"{name}.ics\""))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

/// `20261224T193000Z`.
fn utc(at: Timestamp) -> String {
    instant(at).strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(jiff::Timestamp::MAX)
}

fn minute_of(at: Timestamp) -> Timestamp {
    Timestamp::from_millis(at.as_millis().div_euclid(60_000) * 60_000)
}
