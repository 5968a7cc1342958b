//! `/organizer`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::operation::{Operation, get, patch, post};
use super::request_shapes::{PlacesRequest, VenueRequest};
use crate::http::changes::{ChangesBody, ChangesQuery};
use crate::http::codes::Code;
use crate::http::cursor::{Page, PageQuery};
use crate::http::organizer::event_body::EventBody;
use crate::http::organizer::performers::PerformerBody;
use crate::http::organizer::places::PlacesAnswer;
use crate::http::organizer::sales::{OwnOrderBody, StatsBody};
use crate::http::organizer::show_event::{OwnEventBody, OwnEventSummary};
use crate::http::organizer::venues::OwnVenueBody;
use crate::http::performers::ShownPerformer;
use crate::http::plan::ShownPlan;
use crate::http::venues::ShownVenue;

/// What refuses a change of an event besides its own faults.
const CHANGE: &[Code] = &[Code::NotEnoughLeft, Code::SeatsTaken, Code::ChangedMeanwhile, Code::EventCancelled];

pub(super) fn all() -> Vec<Operation> {
    let all = [venues(), performers(), events(), sales(), changes()];
    all.into_iter().flatten().map(Operation::organizers).collect()
}

fn venues() -> Vec<Operation> {
    let sections = json!([
        { "name": "Floor", "kind": "general_admission", "capacity": 500 },
        { "name": "Balcony", "kind": "reserved", "rows": 10, "seats_per_row": 20, "category": "Seated" },
    ]);
    let venue = json!({ "name": "The Hall", "city": "London", "time_zone": "Europe/London", "sections": sections });
    vec![
        get("/organizer/venues", "list_own_venues", "Lists the caller's venues")
            .query::<PageQuery>()
            .gives::<Page<ShownVenue>>(StatusCode::OK, "A page of them."),
        post("/organizer/venues", "create_venue", "Makes a venue from a seating plan or from a list of sections")
            .keyed()
            .takes::<VenueRequest>(venue)
            .requires(&["name", "time_zone"])
            .gives::<OwnVenueBody>(StatusCode::CREATED, "The venue."),
        get("/organizer/venues/{venue}", "show_own_venue", "Shows a venue with what its plan has")
            .gives::<OwnVenueBody>(StatusCode::OK, "The venue."),
        patch("/organizer/venues/{venue}", "change_venue", "Changes a venue")
            .about("A new plan is for events made from then on; those that there are keep theirs.")
            .keyed()
            .takes::<VenueRequest>(json!({ "name": "The New Hall" }))
            .gives::<OwnVenueBody>(StatusCode::OK, "The venue."),
        get("/organizer/venues/{venue}/map", "own_venue_map", "The plan that new events take")
            .gives::<ShownPlan>(StatusCode::OK, "The plan."),
    ]
}

fn performers() -> Vec<Operation> {
    let performer = json!({ "name": "The Band", "description": "Four people and a drum." });
    vec![
        get("/organizer/performers", "list_own_performers", "Lists the caller's performers")
            .query::<PageQuery>()
            .gives::<Page<ShownPerformer>>(StatusCode::OK, "A page of them."),
        post("/organizer/performers", "create_performer", "Makes a performer")
            .keyed()
            .takes::<PerformerBody>(performer.clone())
            .requires(&["name"])
            .gives::<ShownPerformer>(StatusCode::CREATED, "The performer."),
        get("/organizer/performers/{performer}", "show_own_performer", "Shows a performer")
            .gives::<ShownPerformer>(StatusCode::OK, "The performer."),
        patch("/organizer/performers/{performer}", "change_performer", "Changes a performer")
            .keyed()
            .takes::<PerformerBody>(performer)
            .gives::<ShownPerformer>(StatusCode::OK, "The performer."),
    ]
}

fn events() -> Vec<Operation> {
    vec![
        get("/organizer/events", "list_own_events", "Lists the caller's events, drafts among them")
            .query::<PageQuery>()
            .gives::<Page<OwnEventSummary>>(StatusCode::OK, "A page of them."),
        post("/organizer/events", "create_event", "Makes a draft of an event")
            .keyed()
            .takes::<EventBody>(draft())
            .requires(&["name", "venue", "category"])
            .gives::<OwnEventBody>(StatusCode::CREATED, "The draft, with what keeps it from being published."),
        get("/organizer/events/{event}", "show_own_event", "Shows an event with its terms")
            .gives::<OwnEventBody>(StatusCode::OK, "The event."),
        patch("/organizer/events/{event}", "change_event", "Changes a draft, or the terms of a sale")
            .about("Holds keep the prices that they were made with.")
            .keyed()
            .takes::<EventBody>(json!({ "tiers": [{ "id": "tier_01k9zq5w7e8r2t4y6p3m5n7b9c", "price": 9_900 }] }))
            .gives::<OwnEventBody>(StatusCode::OK, "The event.")
            .fails(&[Code::FixedOncePublished])
            .fails(CHANGE),
        step("/organizer/events/{event}/publish", "publish_event", "Publishes a draft").fails(&[Code::NotReady]),
        step("/organizer/events/{event}/pause", "pause_event", "Pauses the sale").fails(&[Code::NotPublished]),
        step("/organizer/events/{event}/resume", "resume_event", "Goes on with the sale").fails(&[Code::NotPublished]),
        step("/organizer/events/{event}/cancel", "cancel_event", "Cancels the event and refunds everybody")
            .about("Orders are cancelled one after the other; `cancellation.done_at` says when that is done.")
            .fails(&[Code::NotPublished]),
    ]
}

fn step(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    post(path, id, summary).keyed().takes_nothing().gives::<OwnEventBody>(StatusCode::OK, "The event.").fails(CHANGE)
}

fn sales() -> Vec<Operation> {
    let places = |path, id, summary| {
        post(path, id, summary)
            .keyed()
            .takes::<PlacesRequest>(json!({ "seats": ["seat_000006w1jz0g4"] }))
            .example("general_admission", json!({ "section": "sec_01k9zq5w7e8r2t4y6p3m5n7b9c", "quantity": 20 }))
            .example("sections", json!({ "sections": ["sec_01k9zq5w7e8r2t4y6p3m5n7b9c"] }))
            .gives::<PlacesAnswer>(StatusCode::OK, "What there is now.")
            .fails(&[Code::NotPublished])
            .fails(CHANGE)
    };
    vec![
        places("/organizer/events/{event}/block", "block_places", "Takes places off sale"),
        places("/organizer/events/{event}/unblock", "unblock_places", "Puts places on sale again"),
        get("/organizer/events/{event}/orders", "list_event_orders", "Lists the event's orders, the newest first")
            .query::<PageQuery>()
            .gives::<Page<OwnOrderBody>>(StatusCode::OK, "A page of them.")
            .fails(&[Code::NotPublished]),
        get("/organizer/events/{event}/stats", "event_stats", "How the event sells")
            .gives::<StatsBody>(StatusCode::OK, "Places, orders and money.")
            .fails(&[Code::NotPublished]),
    ]
}

fn changes() -> Vec<Operation> {
    let about = "Of each event in the order of its journal, without a gap, and at least once: a message that comes again has the \
                 id that it had. Over several events there is no order. Whoever asks for `text/event-stream` gets the same as \
                 Server-Sent Events, each with its type as its name; the last of those that are sent together has an `id`, which \
                 `Last-Event-ID` takes. A stream ends with the session, and after as long as an access token lives.";
    vec![
        get("/changes", "list_changes", "What changed, as CloudEvents")
            .about(about)
            .query::<ChangesQuery>()
            .header("Last-Event-ID", "The last id that was heard on a stream; it comes before `after`.")
            .gives_or_streams::<ChangesBody>("A page of messages, or the stream, which doesn't end by itself.")
            .fails(&[Code::NotFound]),
    ]
}

fn draft() -> Value {
    json!({
        "name": "An Evening with the Band",
        "venue": "ven_01k9zq5w7e8r2t4y6p3m5n7b9c",
        "category": "concert",
        "starts_at": "2030-05-01T19:30:00Z",
        "doors_at": "2030-05-01T18:30:00Z",
        "on_sale_at": "2030-01-01T09:00:00Z",
        "off_sale_at": "2030-05-01T19:00:00Z",
        "currency": "GBP",
        "tiers": [{ "name": "Standard", "price": 4_500, "fee": 250, "categories": ["Floor", "Seated"] }],
        "refunds": { "until": "2030-04-01T00:00:00Z", "fees": "kept" },
    })
}
