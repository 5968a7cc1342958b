//! How the use cases' refusals and errors become problem documents.

use admit_app::accounts::error::AccountError;
use admit_app::checkout::error::CheckoutError;
use admit_app::desk::DeskError;
use admit_app::organizers::error::OrganizerError;
use admit_app::ports::error::StoreError;
use admit_app::ports::payments::PaymentError;
use admit_app::waiting_room::error::{LineError, RoomChangeError};
use admit_domain::draft::Fault;
use admit_domain::hall::Hall;
use admit_domain::inventory::refusal::{Limit, Refusal};
use admit_domain::unit::Unit;
use admit_domain::waiting_room::command::Refusal as LineRefusal;
use admit_domain::waiting_room::settings::BadSettings;
use serde_json::Value;

use super::codes::Code;
use super::problem::Problem;
use super::show::time;

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Invalid { field, message } => Problem::field(field, message),
            AccountError::EmailTaken => Problem::new(Code::EmailTaken),
            AccountError::BadCredentials => Problem::new(Code::BadCredentials),
            AccountError::BadToken => Problem::new(Code::BadToken),
            AccountError::BadLink => Problem::new(Code::LinkExpired),
            AccountError::PasswordRequired => Problem::new(Code::PasswordRequired)
                .detail("The password was set before the address was proven. Send a new one."),
            AccountError::GuestAddress => Problem::new(Code::GuestAccount),
            AccountError::TokenReused => Problem::new(Code::TokenReused),
            AccountError::Busy => Problem::new(Code::Busy),
            AccountError::Store(error) => error.into(),
            AccountError::Secret(_) | AccountError::Hashing => internal(&error),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Away(_) | StoreError::Unknown(_) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the store is away");
                Problem::new(Code::Unavailable)
            }
            StoreError::Taken { .. } | StoreError::Corrupt(_) | StoreError::Refused(_) => internal(&error),
        }
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Refused(refusal) => refused(refusal, None),
            DeskError::NoPass => Problem::new(Code::WaitingRoomRequired),
            DeskError::Busy => Problem::new(Code::Busy),
            DeskError::Away => Problem::new(Code::Unavailable),
            DeskError::Late => Problem::new(Code::Unavailable)
                .detail("It isn't known whether this was done. Ask again with the same Idempotency-Key."),
            DeskError::NoSuchEvent => Problem::not_found(),
            DeskError::Defect => internal(&error),
        }
    }
}

impl From<LineError> for Problem {
    fn from(error: LineError) -> Self {
        match error {
            LineError::Refused(refusal) => refused_in_line(refusal),
            LineError::NoSuchEvent => Problem::not_found(),
            LineError::NotInLine => Problem::new(Code::NotInLine),
            LineError::BadPlace => Problem::new(Code::PlaceInvalid),
            LineError::PlaceNotYours => Problem::new(Code::PlaceNotYours),
            LineError::PlaceExpired => Problem::new(Code::PlaceExpired),
            LineError::PassRequired => Problem::new(Code::WaitingRoomRequired),
            LineError::BadPass => Problem::new(Code::PassInvalid),
            LineError::PassNotYours => Problem::new(Code::PassNotYours),
            LineError::PassExpired => Problem::new(Code::PassExpired),
            LineError::Busy => Problem::new(Code::Busy),
            LineError::Away => Problem::new(Code::Unavailable),
            LineError::Late => {
                Problem::new(Code::Unavailable).detail("It isn't known whether this was done. Ask again.")
            }
            LineError::Defect => internal(&error),
        }
    }
}

impl From<RoomChangeError> for Problem {
    fn from(error: RoomChangeError) -> Self {
        match error {
            RoomChangeError::Organizer(error) => error.into(),
            RoomChangeError::Line(error) => error.into(),
        }
    }
}

impl From<CheckoutError> for Problem {
    fn from(error: CheckoutError) -> Self {
        match error {
            CheckoutError::Desk(error) => error.into(),
            CheckoutError::Store(error) => error.into(),
            CheckoutError::Method(PaymentError::BadMethod { field, message }) => {
                Problem::field(format!("payment.{field}"), message)
            }
            CheckoutError::Method(PaymentError::Lost(_)) => Problem::new(Code::Unavailable),
            CheckoutError::Declined { reason, order, repeated } => Problem::new(Code::PaymentDeclined)
                .with("reason", reason.name())
                .with("payment_id", order.payment.to_string())
                .replayed(repeated),
            CheckoutError::PaidTooLate { order } => Problem::new(Code::PaidTooLate).with("order_id", order.to_string()),
            CheckoutError::NoSuchOrder => Problem::not_found(),
            CheckoutError::Mismatch => Problem::new(Code::PaymentMismatch),
        }
    }
}

impl From<OrganizerError> for Problem {
    fn from(error: OrganizerError) -> Self {
        let pairs = |faults: Vec<Fault>| -> Vec<(String, String)> {
            faults.into_iter().map(|fault| (fault.field, fault.message)).collect()
        };
        match error {
            OrganizerError::NoSuchThing => Problem::not_found(),
            OrganizerError::Invalid(faults) => Problem::fields(&pairs(faults)),
            OrganizerError::NotReady(faults) => Problem::new(Code::NotReady).errors(&pairs(faults)),
            OrganizerError::NotPublished => Problem::new(Code::NotPublished),
            OrganizerError::Fixed { .. } => Problem::new(Code::FixedOncePublished).detail(error.to_string()),
            OrganizerError::ChangedMeanwhile => Problem::new(Code::ChangedMeanwhile),
            OrganizerError::Desk(error) => error.into(),
            OrganizerError::Store(error) => error.into(),
        }
    }
}

fn refused_in_line(refusal: LineRefusal) -> Problem {
    match refusal {
        LineRefusal::NoLine => Problem::new(Code::NoWaitingRoom),
        LineRefusal::VerifiedOnly => Problem::new(Code::VerifiedAccountRequired),
        LineRefusal::NotYours => Problem::new(Code::PlaceNotYours),
        LineRefusal::PlaceGone | LineRefusal::NoSuchPlace => Problem::new(Code::PlaceExpired),
        LineRefusal::MustWait => Problem::new(Code::WaitingRoomRequired),
        LineRefusal::Full => Problem::new(Code::LineFull),
        LineRefusal::DrawUnderWay => Problem::new(Code::DrawUnderWay),
        LineRefusal::NotEmpty => Problem::new(Code::LineNotEmpty),
        LineRefusal::NoInputAwaited => Problem::new(Code::NoInputAwaited),
        LineRefusal::BadSettings(bad) => {
            let field = match bad {
                BadSettings::Rate => "rate_per_min",
                BadSettings::MaxActive => "max_active",
                BadSettings::Interval => "interval_s",
                BadSettings::Window => "window_s",
                BadSettings::PassTtl => "pass_s",
                BadSettings::DrawTime => "opens_at",
                BadSettings::PublicText => "public_source",
            };
            Problem::field(field, bad.to_string())
        }
    }
}

/// A refusal as its problem. `hall` names the seats that it speaks of.
pub(crate) fn refused(refusal: Refusal, hall: Option<&Hall>) -> Problem {
    let seats = |units: &[Unit]| -> Value {
        let name = |unit: &Unit| hall.map(|hall| Value::from(hall.map().seat_id(*unit).to_string()));
        units.iter().filter_map(name).collect::<Vec<_>>().into()
    };
    match refusal {
        Refusal::KeyReused => Problem::new(Code::IdempotencyKeyReused),
        Refusal::InProgress => Problem::new(Code::RequestInProgress),
        Refusal::NotOnSale { opens_at: Some(at) } => Problem::new(Code::NotOnSale).with("on_sale_at", time(at)),
        Refusal::NotOnSale { opens_at: None } => Problem::new(Code::NotOnSale),
        Refusal::NothingChosen => Problem::field("seats", "must name at least one place"),
        Refusal::DoubledUnit(unit) => Problem::field("seats", "must name each seat once").with("seats", seats(&[unit])),
        Refusal::NoSuchSeat(_) => Problem::field("seats", "must be seats of this event"),
        Refusal::NotGeneral => Problem::field("section", "must be a general-admission section of this event"),
        Refusal::NoMatch => Problem::new(Code::NoMatch),
        Refusal::Limit { limit, max } => over_limit(limit, max),
        Refusal::SeatsTaken(units) => Problem::new(Code::SeatsTaken).with("taken_seats", seats(&units)),
        Refusal::NoneTogether => Problem::new(Code::NoneTogether),
        Refusal::AllHeld => Problem::new(Code::AllHeld),
        Refusal::SoldOut => Problem::new(Code::SoldOut),
        Refusal::NotEnough { available } => Problem::new(Code::NotEnoughLeft).with("available", available),
        Refusal::SingleSeatLeft(units) => Problem::new(Code::SingleSeatLeft).with("single_seats", seats(&units)),
        Refusal::NoSuchHold | Refusal::NoSuchOrder => Problem::not_found(),
        Refusal::HoldExpired => Problem::new(Code::HoldExpired),
        Refusal::HoldInCheckout => Problem::new(Code::HoldInCheckout),
        Refusal::HoldCompleted(order) => Problem::new(Code::HoldCompleted).with("order_id", order.to_string()),
        Refusal::AlreadyExtended => Problem::new(Code::AlreadyExtended),
        Refusal::TooManyAttempts => Problem::new(Code::TooManyAttempts),
        Refusal::EventCancelled => Problem::new(Code::EventCancelled),
        Refusal::NotCancellable => Problem::new(Code::NotCancellable),
        Refusal::WrongAmount => Problem::new(Code::PaymentMismatch),
        Refusal::BadTerms(why) => Problem::new(Code::Invalid).detail(why.to_string()),
        Refusal::FixedTerms => Problem::new(Code::Invalid).detail("Tiers, currency and a cancellation stay."),
        Refusal::NotFree(units) => Problem::new(Code::SeatsTaken).with("taken_seats", seats(&units)),
    }
}

fn over_limit(limit: Limit, max: u32) -> Problem {
    let (limit, what) = match limit {
        Limit::TicketsPerOrder => ("tickets_per_order", "tickets in an order"),
        Limit::TicketsPerBuyer => ("tickets_per_buyer", "tickets a buyer"),
        Limit::OpenHolds => ("open_holds", "open holds a buyer"),
    };
    let problem = Problem::new(Code::HoldLimit).detail(format!("This event allows at most {max} {what}."));
    problem.with("limit", limit).with("max", max)
}

/// Says nothing of the cause to the caller; the log has it.
pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> Problem {
    tracing::error!(error, "a request failed by a defect");
    Problem::new(Code::Internal)
}
