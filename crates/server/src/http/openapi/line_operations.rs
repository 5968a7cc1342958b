//! Waiting rooms: standing in line, and running one.

use axum::http::StatusCode;
use serde_json::json;

use super::operation::{Access, Operation, get, patch, post};
use crate::http::codes::Code;
use crate::http::cursor::{Page, PageQuery};
use crate::http::draw::{DrawBody, EntriesQuery, OwnEntryBody};
use crate::http::organizer::waiting_room::{HistoryBody, LineStatsBody, OwnRoomBody, RoomBody};
use crate::http::queue::{PlaceBody, ServingBody};

const KEY: &str = "Taken and not needed: whoever repeats this finds their place, or finds it freed.";
const TOKEN: &str = "A place's `queue_token`. Without it the place's cookie counts, or the account.";

pub(super) fn all() -> Vec<Operation> {
    let mut operations = places();
    operations.extend(draws());
    operations.extend(organizers().into_iter().map(Operation::organizers));
    for operation in &mut operations {
        if operation.path.starts_with("/queue/") {
            operation.codes.push(Code::NoWaitingRoom);
        }
    }
    operations
}

fn places() -> Vec<Operation> {
    let presented = [Code::PlaceInvalid, Code::PlaceNotYours, Code::PlaceExpired, Code::NotInLine];
    vec![
        post("/queue/{event}/join", "join_line", "Gets in line")
            .about(
                "Joining again gives the same place: to its token always, to the same account from any device. Guests may wait: \
                 the token is the place, and the first account that presents it owns it. A page of another origin can't do it, and \
                 with a cookie none does whose origin isn't told.",
            )
            .access(Access::PerhapsSignedIn)
            .header("X-Queue-Token", TOKEN)
            .takes_nothing()
            .gives::<PlaceBody>(StatusCode::OK, "The place, and a cookie that is one too.")
            .fails(&[Code::PlaceNotYours, Code::PlaceExpired, Code::VerifiedAccountRequired, Code::LineFull])
            .header("Idempotency-Key", KEY)
            .fails(&[Code::ForbiddenOrigin, Code::IdempotencyKeyInvalid]),
        get("/queue/{event}/status", "line_status", "Where one stands")
            .about("Whoever was called and asks while signed in has answered the call.")
            .access(Access::PerhapsSignedIn)
            .header("X-Queue-Token", TOKEN)
            .gives::<PlaceBody>(StatusCode::OK, "The place.")
            .fails(&presented),
        get("/queue/{event}/serving", "line_serving", "The one shared number")
            .about("It is the same for all, and may be kept for a second: whoever knows their position knows the rest.")
            .gives::<ServingBody>(StatusCode::OK, "How far has been called."),
        post("/queue/{event}/leave", "leave_line", "Gets out of line")
            .about("Frees the place, and ends its pass if it has one. Twice is as once.")
            .access(Access::PerhapsSignedIn)
            .header("X-Queue-Token", TOKEN)
            .takes_nothing()
            .gives_nothing(StatusCode::NO_CONTENT, "The place is free.")
            .fails(&presented)
            .header("Idempotency-Key", KEY)
            .fails(&[Code::ForbiddenOrigin, Code::IdempotencyKeyInvalid]),
    ]
}

fn draws() -> Vec<Operation> {
    vec![
        get("/queue/{event}/draw", "show_draw", "What is known of a draw")
            .gives::<DrawBody>(StatusCode::OK, "Each part as soon as it is settled.")
            .fails(&[Code::NoDraw]),
        get("/queue/{event}/draw/entries", "draw_entries", "Everybody who was drawn, hidden")
            .about(
                "36 bytes each, at most 10,000 an answer: the arrival number, big-endian, and the hash of salt and account. They are \
                 the leaves of the tree whose root is published.",
            )
            .query::<EntriesQuery>()
            .gives_others(&["application/octet-stream"], "The entries, in order of arrival.")
            .fails(&[Code::NoDraw]),
        get("/queue/{event}/draw/mine", "my_draw_entry", "By what the caller finds themselves among the entries")
            .signed_in()
            .gives::<OwnEntryBody>(StatusCode::OK, "Arrival, salt and position.")
            .fails(&[Code::NoDraw, Code::NotInLine]),
    ]
}

fn organizers() -> Vec<Operation> {
    vec![
        get("/queue/{event}/stats", "line_stats", "How the line moves")
            .gives::<LineStatsBody>(StatusCode::OK, "Its counts."),
        get("/organizer/events/{event}/waiting-room", "show_waiting_room", "How the line is run")
            .gives::<OwnRoomBody>(StatusCode::OK, "Its settings."),
        patch(
            "/organizer/events/{event}/waiting-room",
            "change_waiting_room",
            "Runs the line otherwise, also while people wait",
        )
        .about("Lowering the limit revokes nothing. A draw stays as it was announced once people have come for it.")
        .keyed()
        .takes::<RoomBody>(json!({ "mode": "always", "rate_per_min": 100, "interval_s": 30, "max_active": 50 }))
        .gives::<OwnRoomBody>(StatusCode::OK, "Its settings.")
        .fails(&[Code::NotPublished, Code::DrawUnderWay, Code::LineNotEmpty, Code::NoInputAwaited]),
        get("/organizer/events/{event}/waiting-room/history", "waiting_room_history", "What was changed, and by whom")
            .query::<PageQuery>()
            .gives::<Page<HistoryBody>>(StatusCode::OK, "A page of it, the newest first."),
    ]
}
