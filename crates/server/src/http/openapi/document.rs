//! Puts the document together.

use std::sync::OnceLock;

use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::operation::{Access, Content, GoodAnswer, Header, Operation, RequestBody};
use super::problems::{Problem, SHARED, problem_answer, problem_answers};
use super::schemas::{Schemas, schema_of, without_null};
use super::{account_operations, buying_operations, catalogue_operations, line_operations, live_messages};
use super::{node_operations, organizer_operations};
use crate::http::answer::{Cached, JSON, content_tag};
use crate::http::problem::Answer;

const CACHE: &str = "public, max-age=60";

const ABOUT: &str = "\
Tickets for events that everybody wants at once: browse, hold seats, pay, get in.

Errors are problem documents (RFC 9457); branch on their `code`. Money is in minor units. Times are RFC 3339 in UTC. Unknown \
fields and parameters are refused. Writes that take an `Idempotency-Key` may be repeated with it: the first answer comes again, \
marked `Idempotent-Replayed: true`.";

/// A group of operations: its name, what it is about, and what is in it.
type Group = (&'static str, &'static str, fn() -> Vec<Operation>);

const GROUPS: &[Group] = &[
    ("Accounts", "Registering, signing in, and what mailed links do.", account_operations::all),
    ("Catalogue", "What is on, where and with whom. Public and cacheable.", catalogue_operations::catalogue),
    ("Seats", "Which places there are and which are free.", catalogue_operations::seats),
    ("Holds", "Places kept for one account for a while.", buying_operations::holds),
    ("Line", "Waiting rooms, for events that more want than can be served at once.", line_operations::all),
    ("Checkout", "Paying a hold, and the orders that come of it.", buying_operations::checkout),
    ("Tickets", "What lets one in.", buying_operations::tickets),
    ("Live", "What changes, as it changes.", live_messages::operations),
    ("Organizers", "Venues, performers and events, for whoever organizes them.", organizer_operations::all),
    ("Operations", "For whoever runs the server.", node_operations::all),
];

/// `GET /openapi.json`.
pub(in crate::http) async fn serve(headers: HeaderMap) -> Answer<Response> {
    static TAG: OnceLock<String> = OnceLock::new();
    let tag = TAG.get_or_init(|| content_tag(text().as_bytes()));
    let cached = Cached { request: &headers, tag, cache_control: CACHE, content_type: JSON };
    cached.answer(|| Ok(text().into()))
}

/// The document as text, made once.
pub fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| format!("{:#}\n", document()))
}

fn document() -> Value {
    let mut schemas = Schemas::new();
    let mut paths: Map<String, Value> = Map::new();
    for (group, _, operations) in GROUPS {
        for operation in operations() {
            let described = describe(&operation, group, &mut schemas);
            let path = paths.entry(operation.full_path()).or_insert_with(|| json!({}));
            path[operation.method] = described;
        }
    }
    // Written by hand, so what may be left out is said as of what is read.
    schemas.request(schema_of::<Problem>());
    live_messages::register(&mut schemas);
    let shared: Map<String, Value> =
        SHARED.iter().map(|(name, codes)| ((*name).to_owned(), problem_answer(codes))).collect();
    let groups: Vec<Value> =
        GROUPS.iter().map(|(name, about, _)| json!({ "name": name, "description": about })).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Admit",
            "version": "1",
            "description": ABOUT,
            "license": { "name": "Apache 2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": groups,
        "paths": paths,
        "components": {
            "schemas": schemas.definitions(),
            "responses": shared,
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "description": "The access token of a session." },
                "cookie": {
                    "type": "apiKey", "in": "cookie", "name": "admit_session",
                    "description": "Set by signing in. Writes with it need an `Origin` that is allowed.",
                },
            },
        },
    })
}

fn describe(operation: &Operation, group: &str, schemas: &mut Schemas) -> Value {
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [group],
        "responses": responses(operation, schemas),
    });
    if !operation.about.is_empty() {
        described["description"] = operation.about.into();
    }
    let parameters = parameters(operation, schemas);
    if !parameters.is_empty() {
        described["parameters"] = parameters.into();
    }
    if let Some(body) = &operation.body {
        described["requestBody"] = request_body(body, schemas);
    }
    let signed_in = [json!({ "bearer": [] }), json!({ "cookie": [] })];
    match operation.access {
        Access::Everybody => {}
        Access::PerhapsSignedIn => described["security"] = [&[json!({})], &signed_in[..]].concat().into(),
        Access::SignedIn | Access::Organizers => described["security"] = signed_in.to_vec().into(),
    }
    described
}

fn parameters(operation: &Operation, schemas: &mut Schemas) -> Vec<Value> {
    let names = operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> = names.map(path_parameter).collect();
    if let Some(query) = operation.query {
        let (fields, required) = schemas.request_fields(query);
        for (name, schema) in fields {
            all.push(query_parameter(&name, schema, required.contains(&name)));
        }
    }
    if operation.is_tagged {
        all.push(header(&Header {
            name: "If-None-Match",
            about: "The `ETag` of an answer that the caller has: 304 if it is still the same.",
            is_required: false,
        }));
    }
    if operation.is_keyed {
        let mut key = header(&Header {
            name: "Idempotency-Key",
            about: "Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for \
                    each request, for keys of holds and orders are remembered event by event.",
            is_required: false,
        });
        key["schema"] = json!({ "type": "string", "pattern": "^[ -~]{1,255}$" });
        all.push(key);
    }
    all.extend(operation.headers.iter().map(header));
    all
}

fn path_parameter(name: &str) -> Value {
    let (schema, about) = match name {
        "event" => ("EventId", "The event."),
        "venue" => ("VenueId", "The venue."),
        "performer" => ("PerformerId", "The performer."),
        "section" => ("SectionId", "The section."),
        "hold" => ("HoldId", "The hold."),
        "order" => ("OrderId", "The order."),
        "ticket" => ("TicketId", "The ticket."),
        "part" => ("", "The name of the part."),
        _ => ("", "The name of the payment provider."),
    };
    let schema = match schema {
        "" => json!({ "type": "string" }),
        name => json!({ "$ref": format!("#/components/schemas/{name}") }),
    };
    json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema })
}

/// Parameters are left out rather than null.
fn query_parameter(name: &str, schema: Value, is_required: bool) -> Value {
    let mut schema = without_null(schema);
    let about = schema.as_object_mut().and_then(|fields| fields.remove("description"));
    let mut parameter = json!({ "name": name, "in": "query", "required": is_required, "schema": schema });
    if let Some(about) = about {
        parameter["description"] = about;
    }
    parameter
}

fn header(header: &Header) -> Value {
    json!({
        "name": header.name,
        "in": "header",
        "required": header.is_required,
        "description": header.about,
        "schema": { "type": "string" },
    })
}

fn request_body(body: &RequestBody, schemas: &mut Schemas) -> Value {
    let mut schema = schemas.request(body.schema);
    if !body.required_fields.is_empty() {
        schema = json!({ "allOf": [schema, { "type": "object", "required": body.required_fields }] });
    }
    let mut content = json!({ "schema": schema });
    match &body.examples[..] {
        [] => {}
        [(_, only)] => content["example"] = only.clone(),
        all => {
            let named: Map<String, Value> =
                all.iter().map(|(name, value)| ((*name).to_owned(), json!({ "value": value }))).collect();
            content["examples"] = named.into();
        }
    }
    json!({ "required": body.is_required, "content": { "application/json": content } })
}

fn responses(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut all = problem_answers(operation);
    for good in &operation.answers {
        all.insert(good.status.as_str().to_owned(), good_answer(operation, good, schemas));
    }
    if operation.is_tagged {
        let about = "The caller has it already.";
        all.insert("304".to_owned(), json!({ "description": about, "headers": tag_headers(true) }));
    }
    all.into()
}

fn good_answer(operation: &Operation, good: &GoodAnswer, schemas: &mut Schemas) -> Value {
    let mut answer = json!({ "description": good.about });
    match &good.content {
        Content::Nothing => {}
        Content::Json(schema) => {
            answer["content"] = json!({ "application/json": { "schema": schemas.answer(*schema) } })
        }
        Content::JsonOrStream(schema) => {
            answer["content"] = json!({
                "application/json": { "schema": schemas.answer(*schema) },
                "text/event-stream": { "schema": any_of("text/event-stream") },
            });
        }
        Content::Other(media_types) => {
            let described = |one: &&str| ((*one).to_owned(), json!({ "schema": any_of(one) }));
            answer["content"] = media_types.iter().map(described).collect::<Map<_, _>>().into();
        }
    }
    if operation.is_tagged {
        answer["headers"] = tag_headers(operation.access == Access::Everybody);
    }
    if operation.is_keyed {
        answer["headers"] = json!({ "Idempotent-Replayed": {
            "description": "`true` on the answer to a repeated request.",
            "schema": { "type": "string", "enum": ["true"] },
        } });
    }
    answer
}

/// A body that isn't described further.
fn any_of(media_type: &str) -> Value {
    match media_type {
        "application/json" => json!({ "type": "object" }),
        "application/octet-stream" => json!({ "type": "string", "format": "binary" }),
        _ => json!({ "type": "string" }),
    }
}

fn tag_headers(are_sure: bool) -> Value {
    let text = |about: &str| json!({ "description": about, "required": are_sure, "schema": { "type": "string" } });
    json!({
        "ETag": text("What to send as `If-None-Match` next time."),
        "Cache-Control": text("For how long it may be kept."),
    })
}
