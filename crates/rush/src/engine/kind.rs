//! What can be asked, and what an answer to it means.

macro_rules! kinds {
    ($($name:ident = $label:literal;)+) => {
        /// What a request asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Kind { $($name,)+ }

        impl Kind {
            pub(crate) const ALL: &[Kind] = &[$(Kind::$name,)+];

            /// How it is called in reports.
            pub(crate) fn label(self) -> &'static str {
                match self { $(Kind::$name => $label,)+ }
            }
        }
    };
}

kinds! {
    Ping = "ping";
    BarePing = "bare ping";
    Guest = "sign up";
    SignIn = "sign in";
    Events = "list events";
    Event = "event";
    Availability = "availability";
    Map = "map";
    State = "state";
    Hold = "hold";
    HoldAgain = "hold again";
    Release = "release";
    Pay = "pay";
    PayAgain = "pay again";
    Cancel = "cancel order";
    Order = "look at order";
    Stats = "count shoppers";
    Join = "join";
    JoinAsAccount = "join as account";
    Standing = "place in line";
    Leave = "leave the line";
    NoPass = "hold without pass";
    Frame = "live frame";
    FrameFromAsking = "live frame, from asking";
    Reconnect = "reconnect";
    Connect = "connect";
}

impl Kind {
    /// Whether it is an answer to a request, and counts as one.
    pub(crate) fn is_answer(self) -> bool {
        !matches!(self, Kind::Frame | Kind::FrameFromAsking | Kind::Reconnect | Kind::Connect)
    }
}

impl Kind {
    /// Whether it changes something that must last.
    pub(crate) fn is_write(self) -> bool {
        matches!(self, Kind::Hold | Kind::Release | Kind::Pay | Kind::Cancel | Kind::JoinAsAccount)
    }
}

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    /// Refused because of what others did or because the buyer's money was, as it must be.
    Conflict,
}

/// Refusals that a buyer in a rush must expect; everything else that isn't a success is a failure.
const HONEST: [&str; 9] = [
    "seats_taken",
    "none_together",
    "all_held",
    "not_enough_left",
    "sold_out",
    "payment_declined",
    "waiting_room_required",
    "place_expired",
    "verified_account_required",
];

/// What an answer with this status and problem code is. `None`: a failure.
pub(crate) fn outcome(status: u16, code: &str) -> Option<Outcome> {
    match status {
        200..=299 | 304 => Some(Outcome::Done),
        402 | 403 | 409 | 410 if HONEST.contains(&code) => Some(Outcome::Conflict),
        _ => None,
    }
}

/// A problem document's code; empty if there is none.
pub(crate) fn problem_code(body: &[u8]) -> &str {
    let start = memchr::memmem::find(body, b"\"code\":\"").map(|at| at + 8);
    let rest = start.and_then(|start| body.get(start..)).unwrap_or_default();
    let end = memchr::memchr(b'"', rest).unwrap_or(0);
    std::str::from_utf8(&rest[..end]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_is_honest_only_by_name() {
        assert_eq!(outcome(201, ""), Some(Outcome::Done));
        assert_eq!(outcome(409, "seats_taken"), Some(Outcome::Conflict));
        assert_eq!(outcome(402, "payment_declined"), Some(Outcome::Conflict));
        assert_eq!(outcome(403, "verified_account_required"), Some(Outcome::Conflict));
        for (status, code) in [(409, "hold_limit"), (409, ""), (500, "internal"), (503, "busy"), (404, "not_found")] {
            assert_eq!(outcome(status, code), None, "{status} {code}");
        }
    }

    #[test]
    fn a_problem_tells_its_code() {
        assert_eq!(problem_code(br#"{"type":"x","code":"sold_out","title":"y"}"#), "sold_out");
        assert_eq!(problem_code(b"{}"), "");
        assert_eq!(problem_code(br#"{"code":"unfinished"#), "");
    }
}
