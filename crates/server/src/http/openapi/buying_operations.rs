//! Holding, paying, and what one has then.

use axum::http::StatusCode;
use serde_json::json;

use super::operation::{Operation, get, post};
use super::request_shapes::ReserveRequest;
use crate::http::checkout::{CheckoutBody, OfferBody};
use crate::http::codes::Code;
use crate::http::cursor::{Page, PageQuery};
use crate::http::holds::{HoldBody, HoldsBody, ReleaseBody, ReservationQuery};
use crate::http::show_order::OrderBody;
use crate::http::tickets::TicketBody;
use crate::http::webhooks::TakenBody;

const HOLD: &str = "hld_01k9zq5w7e8r2t4y6p3m5n7b9c";
const SEAT: &str = "seat_000006w1jz0g4";

pub(super) fn holds() -> Vec<Operation> {
    vec![
        post("/seats/{event}/reserve", "reserve", "Holds places: all or nothing")
            .signed_in()
            .keyed()
            .takes::<ReserveRequest>(json!({ "best_available": { "quantity": 2, "together": true } }))
            .example("seats", json!({ "seats": [SEAT] }))
            .example("general_admission", json!({ "section": "sec_01k9zq5w7e8r2t4y6p3m5n7b9c", "quantity": 2 }))
            .gives::<HoldBody>(StatusCode::CREATED, "The hold.")
            .fails(&[Code::SeatsTaken, Code::NoneTogether, Code::AllHeld, Code::SoldOut, Code::NotEnoughLeft])
            .fails(&[Code::NotOnSale, Code::HoldLimit, Code::EventCancelled, Code::NoMatch, Code::SingleSeatLeft])
            .header("X-Queue-Pass", "A pass of the event's waiting room; without it the account's own counts.")
            .fails(&[Code::WaitingRoomRequired, Code::PassInvalid, Code::PassNotYours, Code::PassExpired]),
        post("/seats/{event}/release", "release", "Gives a hold back")
            .about("Twice is as once.")
            .signed_in()
            .keyed()
            .takes::<ReleaseBody>(json!({ "hold_id": HOLD }))
            .gives_nothing(StatusCode::NO_CONTENT, "Its places are free.")
            .fails(&[Code::HoldCompleted, Code::HoldInCheckout]),
        get("/seats/reservation", "my_holds", "The caller's open holds")
            .signed_in()
            .query::<ReservationQuery>()
            .gives::<HoldsBody>(StatusCode::OK, "The holds."),
        post("/seats/reservation/{hold}/extend", "extend_hold", "Extends a hold, once")
            .signed_in()
            .keyed()
            .takes_nothing()
            .gives::<HoldBody>(StatusCode::OK, "The hold with its new end.")
            .fails(&[Code::HoldExpired, Code::AlreadyExtended, Code::HoldCompleted, Code::HoldInCheckout])
            .fails(&[Code::EventCancelled]),
    ]
}

pub(super) fn checkout() -> Vec<Operation> {
    let card = json!({ "method": "card", "card_number": "4242 4242 4242 4242", "exp_month": 12, "exp_year": 2099, "cvc": "123" });
    vec![
        post("/checkout", "check_out", "Pays a hold")
            .about("A declined payment gives the hold back, with at least a minute left; no order is listed then.")
            .signed_in()
            .keyed()
            .takes::<CheckoutBody>(json!({ "hold_id": HOLD, "payment": card, "return_url": "/checkout/return" }))
            .example("upi", json!({ "hold_id": HOLD, "payment": { "method": "upi", "vpa": "success@upi" } }))
            .example(
                "net_banking",
                json!({ "hold_id": HOLD, "payment": { "method": "net_banking", "bank": "demo_ok" } }),
            )
            .gives::<OrderBody>(StatusCode::CREATED, "The order, paid.")
            .gives::<OrderBody>(StatusCode::ACCEPTED, "The order, whose payment is pending: see its `next_action`.")
            .fails(&[Code::NotFound, Code::PaymentDeclined, Code::HoldExpired, Code::HoldInCheckout])
            .fails(&[Code::HoldCompleted, Code::TooManyAttempts, Code::EventCancelled, Code::PaidTooLate])
            .fails(&[Code::PaymentMismatch]),
        get("/checkout/methods", "payment_methods", "What can be paid with")
            .about("Without a payment provider `gateway` is null and `methods` empty: nothing is sold for money.")
            .tagged()
            .gives::<OfferBody>(StatusCode::OK, "The provider, and the methods that it takes."),
        get("/checkout/orders", "my_orders", "Lists the caller's orders, the newest first")
            .signed_in()
            .query::<PageQuery>()
            .gives::<Page<OrderBody>>(StatusCode::OK, "A page of them."),
        get("/checkout/orders/{order}", "my_order", "Shows an order of the caller's")
            .signed_in()
            .gives::<OrderBody>(StatusCode::OK, "The order."),
        post("/checkout/orders/{order}/cancel", "cancel_order", "Cancels a paid order")
            .about("Its tickets are void and its places on sale again; what the event's policy gives back follows.")
            .signed_in()
            .keyed()
            .takes_nothing()
            .gives::<OrderBody>(StatusCode::OK, "The order, cancelled.")
            .fails(&[Code::NotCancellable]),
        get("/checkout/orders/{order}/calendar.ics", "order_calendar", "What was bought for a calendar")
            .signed_in()
            .gives_others(&["text/calendar"], "An iCalendar file."),
        post("/payments/webhooks/{provider}", "take_webhook", "Takes what the payment provider tells")
            .about("Signed over timestamp and body. Whatever the body is, it is read only once its signature is good.")
            .needs_header("Admit-Signature", "`t=<seconds>,v1=<HMAC-SHA256, in hex>`.")
            .gives::<TakenBody>(StatusCode::OK, "It is taken, also if it came before.")
            .fails(&[
                Code::BadSignature,
                Code::BadRequest,
                Code::BodyTooLarge,
                Code::BodyTooSlow,
                Code::PaymentMismatch,
            ]),
    ]
}

pub(super) fn tickets() -> Vec<Operation> {
    vec![
        get("/tickets", "my_tickets", "Lists the caller's tickets, the newest first")
            .signed_in()
            .query::<PageQuery>()
            .gives::<Page<TicketBody>>(StatusCode::OK, "A page of them."),
        get("/tickets/{ticket}", "my_ticket", "Shows a ticket of the caller's")
            .signed_in()
            .gives::<TicketBody>(StatusCode::OK, "The ticket."),
        get("/tickets/{ticket}/qr.svg", "ticket_code", "The ticket's code as a picture")
            .signed_in()
            .gives_others(&["image/svg+xml"], "A QR code, dark on light."),
        get("/.well-known/jwks.json", "ticket_keys", "The keys that verify ticket codes")
            .outside()
            .tagged()
            .gives::<super::request_shapes::KeySet>(StatusCode::OK, "A JWK set (RFC 7517)."),
    ]
}
