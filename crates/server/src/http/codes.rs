//! The one table of problem codes: what clients branch on, with each code's status and title.

use axum::http::StatusCode;

macro_rules! codes {
    ($($name:ident = $code:literal, $status:ident, $title:literal;)+) => {
        /// What went wrong, in a word that never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $($name,)+ }

        impl Code {
            /// In the order of [`Code`]'s variants.
            pub(crate) const ALL: &[Code] = &[$(Code::$name,)+];

            pub(crate) fn text(self) -> &'static str {
                match self { $(Code::$name => $code,)+ }
            }

            pub(crate) fn status(self) -> StatusCode {
                match self { $(Code::$name => StatusCode::$status,)+ }
            }

            pub(crate) fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)+ }
            }
        }
    };
}

codes! {
    MalformedJson = "malformed_json", BAD_REQUEST, "The body isn't JSON";
    BadRequest = "bad_request", BAD_REQUEST, "The request can't be read";
    BadSignature = "bad_signature", BAD_REQUEST, "The webhook isn't from the provider, or is too old";
    NotSignedIn = "not_signed_in", UNAUTHORIZED, "Sign in first";
    BadCredentials = "bad_credentials", UNAUTHORIZED, "Address or password are wrong";
    BadToken = "bad_token", UNAUTHORIZED, "The token isn't good, or not any more";
    TokenReused = "token_reused", UNAUTHORIZED, "The refresh token was used before";
    PaymentDeclined = "payment_declined", PAYMENT_REQUIRED, "The payment was declined";
    Forbidden = "forbidden", FORBIDDEN, "This account's role doesn't allow it";
    ForbiddenOrigin = "forbidden_origin", FORBIDDEN, "This origin may not write with a cookie";
    PassInvalid = "pass_invalid", FORBIDDEN, "That isn't a pass for this event";
    PassNotYours = "pass_not_yours", FORBIDDEN, "The pass is another account's";
    PlaceInvalid = "place_invalid", FORBIDDEN, "That isn't a place in this line";
    PlaceNotYours = "place_not_yours", FORBIDDEN, "The place is another account's";
    VerifiedAccountRequired = "verified_account_required", FORBIDDEN, "Only accounts with a proved address are drawn";
    WaitingRoomRequired = "waiting_room_required", FORBIDDEN, "Get in line first: this event has a waiting room";
    NotFound = "not_found", NOT_FOUND, "No such thing, or not yours";
    NotInLine = "not_in_line", NOT_FOUND, "Nobody who stands in this line";
    NoDraw = "no_draw", NOT_FOUND, "Nobody is drawn in this line";
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED, "The path doesn't take this method";
    BodyTooSlow = "body_too_slow", REQUEST_TIMEOUT, "The body doesn't come";
    AllHeld = "all_held", CONFLICT, "Nothing is free now; some may come back";
    AlreadyExtended = "already_extended", CONFLICT, "A hold is extended once";
    ChangedMeanwhile = "changed_meanwhile", CONFLICT, "Somebody else changed it at the same time";
    EmailTaken = "email_taken", CONFLICT, "The address has an account";
    GuestAccount = "guest_account", CONFLICT, "A guest account has no address to prove";
    EventCancelled = "event_cancelled", CONFLICT, "The event is cancelled";
    FixedOncePublished = "fixed_once_published", CONFLICT, "This stays as it is from publishing on";
    HoldCompleted = "hold_completed", CONFLICT, "The hold is paid";
    HoldInCheckout = "hold_in_checkout", CONFLICT, "A payment of the hold is under way";
    HoldLimit = "hold_limit", CONFLICT, "More than one buyer may have";
    NoneTogether = "none_together", CONFLICT, "There are enough places, but not side by side";
    DrawUnderWay = "draw_under_way", CONFLICT, "People have come for the draw as it was announced";
    LineFull = "line_full", CONFLICT, "Nobody else can get in line";
    LineNotEmpty = "line_not_empty", CONFLICT, "A draw needs a line into which nobody has come yet";
    NoInputAwaited = "no_input_awaited", CONFLICT, "No draw waits for public randomness";
    NoWaitingRoom = "no_waiting_room", CONFLICT, "The event has no waiting room";
    NotCancellable = "not_cancellable", CONFLICT, "The order can't be cancelled";
    NotEnoughLeft = "not_enough_left", CONFLICT, "Fewer places are free than wanted";
    NotPublished = "not_published", CONFLICT, "The event is a draft";
    NotReady = "not_ready", CONFLICT, "The draft can't be sold yet";
    NotOnSale = "not_on_sale", CONFLICT, "The event isn't on sale now";
    PaidTooLate = "paid_too_late", CONFLICT, "The places were gone when the money came; it goes back";
    RequestInProgress = "request_in_progress", CONFLICT, "The same request is being carried out";
    SeatsTaken = "seats_taken", CONFLICT, "Some of the seats are taken";
    SignedInAlready = "signed_in_already", CONFLICT, "Somebody is signed in on this socket";
    SoldOut = "sold_out", CONFLICT, "Everything is sold";
    TooManyJoins = "too_many_joins", CONFLICT, "A socket watches so many events and no more";
    TooManyAttempts = "too_many_attempts", CONFLICT, "The hold was tried to be paid too often";
    LinkExpired = "link_expired", GONE, "The link was used, is too old, or never was";
    PassExpired = "pass_expired", GONE, "The pass has ended";
    PlaceExpired = "place_expired", GONE, "The place is gone; its turn has passed";
    HoldExpired = "hold_expired", GONE, "The hold has ended";
    BodyTooLarge = "body_too_large", PAYLOAD_TOO_LARGE, "The body is over the limit";
    UnsupportedMediaType = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE, "The body must be application/json";
    IdempotencyKeyInvalid = "idempotency_key_invalid", UNPROCESSABLE_ENTITY, "The key must be 1 to 255 printable ASCII characters";
    IdempotencyKeyReused = "idempotency_key_reused", UNPROCESSABLE_ENTITY, "The key came before, with another request";
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "The request is well-formed but can't be meant";
    NoMatch = "no_match", UNPROCESSABLE_ENTITY, "Nothing that the event sells is of that kind";
    PasswordRequired = "password_required", UNPROCESSABLE_ENTITY, "A new password is needed";
    PaymentMismatch = "payment_mismatch", UNPROCESSABLE_ENTITY, "The payment doesn't match its order";
    SingleSeatLeft = "single_seat_left", UNPROCESSABLE_ENTITY, "The choice would leave a seat single";
    RateLimited = "rate_limited", TOO_MANY_REQUESTS, "Too many requests in too short a time";
    Internal = "internal", INTERNAL_SERVER_ERROR, "Something is wrong on our side";
    Busy = "busy", SERVICE_UNAVAILABLE, "Too much to do just now";
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Something that is needed is away";
}
