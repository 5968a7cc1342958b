//! The schema of problem documents, with everything that any code adds to them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use admit_domain::id::{OrderId, PaymentId};
use admit_domain::seat_map::SeatId;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::operation::Operation;
use crate::http::codes::Code;
use crate::http::texts::{Id, Time};

/// What went wrong (RFC 9457). `code` never changes its meaning: it is what to branch on.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "problems are written field by field; this says which fields there are")]
pub(super) struct Problem {
    r#type: String,
    title: String,
    #[schemars(range(min = 400, max = 599))]
    status: u16,
    detail: String,
    code: ProblemCode,
    /// What is wrong with the request, field by field.
    #[schemars(with = "Vec<FieldError>", default)]
    errors: Option<Vec<FieldError>>,
    /// How many faults there are in all, where not all are named.
    #[schemars(with = "u32", default)]
    errors_total: Option<u32>,
    /// When it is worth trying again.
    #[schemars(with = "u32", default)]
    retry_after_s: Option<u32>,
    #[schemars(with = "Vec<Id<SeatId>>", default)]
    taken_seats: Option<Vec<Id<SeatId>>>,
    #[schemars(with = "Vec<Id<SeatId>>", default)]
    single_seats: Option<Vec<Id<SeatId>>>,
    #[schemars(with = "Vec<Id<SeatId>>", default)]
    seats: Option<Vec<Id<SeatId>>>,
    /// How many places are free.
    #[schemars(with = "u32", default)]
    available: Option<u32>,
    #[schemars(with = "Time", default)]
    on_sale_at: Option<Time>,
    #[schemars(with = "Id<OrderId>", default)]
    order_id: Option<Id<OrderId>>,
    #[schemars(with = "Id<PaymentId>", default)]
    payment_id: Option<Id<PaymentId>>,
    /// Why a payment was declined.
    #[schemars(with = "String", default)]
    reason: Option<String>,
    /// Which limit was reached.
    #[schemars(with = "String", default)]
    limit: Option<String>,
    /// How many it allows.
    #[schemars(with = "u32", default)]
    max: Option<u32>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "see Problem")]
struct FieldError {
    field: String,
    message: String,
}

struct ProblemCode;

impl JsonSchema for ProblemCode {
    fn schema_name() -> Cow<'static, str> {
        "ProblemCode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let all: Vec<&str> = Code::ALL.iter().map(|code| code.text()).collect();
        json_schema!({ "type": "string", "enum": all })
    }
}

/// Answers that many operations have alike, by name: what a client does about them is the same everywhere.
pub(super) const SHARED: &[(&str, &[Code])] = &[
    ("NotSignedIn", &[Code::NotSignedIn, Code::BadToken]),
    ("ForbiddenOrigin", &[Code::ForbiddenOrigin]),
    ("NotAnOrganizer", &[Code::Forbidden]),
    ("OrganizerWriteForbidden", &[Code::ForbiddenOrigin, Code::Forbidden]),
    ("NotFound", &[Code::NotFound]),
    ("Unreadable", &[Code::MalformedJson, Code::BadRequest]),
    ("BodyTooSlow", &[Code::BodyTooSlow]),
    ("BodyTooLarge", &[Code::BodyTooLarge]),
    ("UnsupportedMediaType", &[Code::UnsupportedMediaType]),
    ("Invalid", &[Code::Invalid]),
    ("RateLimited", &[Code::RateLimited]),
    ("Internal", &[Code::Internal]),
    ("Unavailable", &[Code::Busy, Code::Unavailable]),
];

/// The problems that an operation answers with, by status.
pub(super) fn problem_answers(operation: &Operation) -> Map<String, Value> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in operation.all_codes() {
        by_status.entry(code.status().as_u16()).or_default().push(code);
    }
    let answers = by_status.into_iter().map(|(status, codes)| {
        let shared = SHARED.iter().find(|(_, known)| known == &codes);
        let answer = match shared {
            Some((name, _)) => json!({ "$ref": format!("#/components/responses/{name}") }),
            None => problem_answer(&codes),
        };
        (status.to_string(), answer)
    });
    answers.collect()
}

pub(super) fn problem_answer(codes: &[Code]) -> Value {
    let lines: Vec<String> = codes.iter().map(|code| format!("- `{}`: {}.", code.text(), code.title())).collect();
    let names: Vec<&str> = codes.iter().map(|code| code.text()).collect();
    let narrowed = json!({
        "type": "object",
        "required": ["code"],
        "properties": { "code": { "type": "string", "enum": names } },
    });
    let mut answer = json!({
        "description": lines.join("\n"),
        "content": { "application/problem+json": {
            "schema": { "allOf": [{ "$ref": "#/components/schemas/Problem" }, narrowed] },
        } },
    });
    let is_for_later = codes.iter().any(|code| matches!(code.status().as_u16(), 429 | 503));
    if is_for_later {
        answer["headers"] = json!({ "Retry-After": {
            "description": "When it is worth trying again, in seconds.",
            "required": true,
            "schema": { "type": "integer", "minimum": 0 },
        } });
    }
    answer
}
