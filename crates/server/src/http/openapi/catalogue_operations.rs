//! `/events`, `/venues`, `/performers`, and the reading half of `/seats`.

use axum::http::StatusCode;

use super::operation::{Access, Operation, get};
use crate::http::cursor::{Page, PageQuery};
use crate::http::events::{EventBody, EventsQuery, ShownInList};
use crate::http::performers::{PerformerBody, ShownPerformer};
use crate::http::plan::ShownPlan;
use crate::http::seats::{AvailabilityBody, SeatsBody, TiersBody};
use crate::http::venues::{ShownSection, ShownVenue};

pub(super) fn catalogue() -> Vec<Operation> {
    vec![
        get("/events", "list_events", "Lists and searches events")
            .query::<EventsQuery>()
            .tagged()
            .gives::<Page<ShownInList>>(StatusCode::OK, "A page of them."),
        get("/events/{event}", "show_event", "Shows an event, whole")
            .tagged()
            .gives::<EventBody>(StatusCode::OK, "The event."),
        get("/events/{event}/calendar.ics", "event_calendar", "The event for a calendar")
            .about("Before the sale begins, with a reminder of it.")
            .tagged()
            .gives_others(&["text/calendar"], "An iCalendar file."),
        get("/venues", "list_venues", "Lists venues")
            .query::<PageQuery>()
            .tagged()
            .gives::<Page<ShownVenue>>(StatusCode::OK, "A page of them."),
        get("/venues/{venue}", "show_venue", "Shows a venue")
            .tagged()
            .gives::<ShownVenue>(StatusCode::OK, "The venue."),
        get("/venues/{venue}/sections", "list_sections", "Lists a venue's sections")
            .query::<PageQuery>()
            .tagged()
            .gives::<Page<ShownSection>>(StatusCode::OK, "A page of them, in the plan's order."),
        get("/performers", "list_performers", "Lists performers")
            .query::<PageQuery>()
            .tagged()
            .gives::<Page<ShownPerformer>>(StatusCode::OK, "A page of them."),
        get("/performers/{performer}", "show_performer", "Shows a performer and what is to come")
            .tagged()
            .gives::<PerformerBody>(StatusCode::OK, "The performer."),
    ]
}

pub(super) fn seats() -> Vec<Operation> {
    vec![
        get("/seats/{event}/availability", "availability", "How many places are free, by section")
            .tagged()
            .gives::<AvailabilityBody>(StatusCode::OK, "The sections."),
        get("/seats/{event}/sections/{section}", "section_seats", "The seats of a section, each with its state")
            .about("Who is signed in sees which of the held ones are theirs; that answer has no `ETag`.")
            .access(Access::PerhapsSignedIn)
            .tagged()
            .gives::<SeatsBody>(StatusCode::OK, "The seats."),
        get("/seats/{event}/map", "seat_map", "The seating plan")
            .about("It never changes, so it may be kept for ever. Places are numbered in the order in which they stand here.")
            .tagged()
            .gives::<ShownPlan>(StatusCode::OK, "The plan."),
        get("/seats/{event}/tiers", "seat_tiers", "Which tier sells which places")
            .about("It never changes; prices are the tiers'.")
            .tagged()
            .gives::<TiersBody>(StatusCode::OK, "The tiers, and the places of each."),
        get("/seats/{event}/state", "seat_state", "The state of every place, two bits each")
            .about(
                "Little-endian: u64 version, u32 count of places, then two bits a place in the map's order, lowest bits \
                 first: 0 available, 1 held, 2 sold, 3 blocked.",
            )
            .tagged()
            .gives_others(&["application/octet-stream"], "The states."),
    ]
}
