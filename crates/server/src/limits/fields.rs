//! The header fields by which a client learns its limits: `RateLimit-Policy` and `RateLimit`, as the IETF's httpapi group drafts
//! them (draft-ietf-httpapi-ratelimit-headers).

use std::io::Write;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::subject::{Class, Quotas, Subject, Taken, WINDOW};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Each class's policies as a field's value, written once.
pub(crate) struct Policies([HeaderValue; 5]);

impl Policies {
    pub(crate) fn new(quotas: &Quotas) -> Self {
        let value = |class| {
            let nobody = admit_domain::id::AccountId::from_u128(0);
            let subjects = [Subject::Address([0, 0, 0, 0].into()), Subject::Account(nobody), Subject::Guessed(0)];
            let policies = subjects.into_iter().filter_map(|subject| {
                let quota = quotas.of(class, subject)?;
                Some(format!("\"{}\";q={quota};w={}", name(class, subject), WINDOW.as_secs()))
            });
            let all = policies.collect::<Vec<_>>().join(", ");
            HeaderValue::from_str(&all).unwrap_or(HeaderValue::from_static(""))
        };
        Self([Class::Reads, Class::Writes, Class::SignIns, Class::Webhooks, Class::Joins].map(value))
    }

    /// Tells of the class's policies, and how much is left of the one that `taken` says.
    pub(crate) fn tell(&self, headers: &mut HeaderMap, class: Class, (subject, taken): (Subject, Taken)) {
        let (remaining, reset) = match taken {
            Taken::Granted { quota, remaining } => {
                (remaining, WINDOW * quota.get().saturating_sub(remaining) / quota.get())
            }
            Taken::Refused { retry_after, .. } => (0, retry_after),
        };
        // Long enough for the longest name and two numbers of ten digits.
        let mut text = [0; 64];
        let mut rest = &mut text[..];
        let written = write!(rest, "\"{}\";r={remaining};t={}", name(class, subject), whole_seconds(reset));
        let left = rest.len();
        if written.is_ok()
            && let Ok(limit) = HeaderValue::from_bytes(&text[..64 - left])
        {
            headers.insert(LIMIT, limit);
            headers.insert(POLICY, self.0[class as usize].clone());
        }
    }
}

/// Rounded up, and at least one: whoever waits so long is let in.
pub(crate) fn whole_seconds(span: Duration) -> u64 {
    span.as_millis().div_ceil(1_000).max(1) as u64
}

fn name(class: Class, subject: Subject) -> &'static str {
    match (class, subject) {
        (Class::Reads, Subject::Address(_)) => "reads-by-address",
        (Class::Reads, Subject::Account(_)) => "reads-by-account",
        (Class::Writes, Subject::Address(_)) => "writes-by-address",
        (Class::Writes, Subject::Account(_)) => "writes-by-account",
        (Class::SignIns, Subject::Guessed(_)) => "sign-ins-by-account",
        (Class::SignIns, _) => "sign-ins-by-address",
        (Class::Webhooks, _) => "webhooks-by-address",
        (Class::Joins, Subject::Address(_)) => "joins-by-address",
        (Class::Joins, Subject::Account(_)) => "joins-by-account",
        (Class::Reads | Class::Writes | Class::Joins, Subject::Guessed(_)) => "",
    }
}
