//! What the document says of one operation, and what follows of it without being said: whoever must be signed in can be refused,
//! a body can be malformed, what a path names may not be there.

use axum::http::StatusCode;
use schemars::JsonSchema;
use serde_json::Value;

use super::schemas::{SchemaOf, schema_of};
use crate::http::codes::Code;

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Everybody,
    /// Everybody, and the signed-in see more.
    PerhapsSignedIn,
    SignedIn,
    Organizers,
}

pub(super) struct RequestBody {
    pub(super) schema: SchemaOf,
    /// Fields that must be given here and needn't elsewhere.
    pub(super) required_fields: &'static [&'static str],
    pub(super) is_required: bool,
    pub(super) examples: Vec<(&'static str, Value)>,
}

pub(super) enum Content {
    Nothing,
    Json(SchemaOf),
    /// JSON, or a stream of it as Server-Sent Events for those who ask for that.
    JsonOrStream(SchemaOf),
    /// Of one of these media types, which no schema describes.
    Other(&'static [&'static str]),
}

pub(super) struct GoodAnswer {
    pub(super) status: StatusCode,
    pub(super) about: &'static str,
    pub(super) content: Content,
}

pub(super) struct Header {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) is_required: bool,
}

pub(super) struct Operation {
    pub(super) method: &'static str,
    /// Below `/api/v1` unless it is `outside`.
    pub(super) path: &'static str,
    pub(super) outside: bool,
    /// Whoever runs the server may ask as often as they like, and no dependency is needed to answer.
    pub(super) is_for_operators: bool,
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) about: &'static str,
    pub(super) access: Access,
    pub(super) is_keyed: bool,
    pub(super) is_tagged: bool,
    pub(super) query: Option<SchemaOf>,
    pub(super) headers: Vec<Header>,
    pub(super) body: Option<RequestBody>,
    pub(super) answers: Vec<GoodAnswer>,
    pub(super) codes: Vec<Code>,
}

pub(super) fn get(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    operation("get", path, id, summary)
}

pub(super) fn post(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    operation("post", path, id, summary)
}

pub(super) fn patch(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    operation("patch", path, id, summary)
}

fn operation(method: &'static str, path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation {
        method,
        path,
        outside: false,
        is_for_operators: false,
        id,
        summary,
        about: "",
        access: Access::Everybody,
        is_keyed: false,
        is_tagged: false,
        query: None,
        headers: Vec::new(),
        body: None,
        answers: Vec::new(),
        codes: Vec::new(),
    }
}

impl Operation {
    pub(super) fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// It isn't below `/api/v1`.
    pub(super) fn outside(mut self) -> Self {
        self.outside = true;
        self
    }

    pub(super) fn for_operators(mut self) -> Self {
        self.is_for_operators = true;
        self.outside()
    }

    pub(super) fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    pub(super) fn signed_in(self) -> Self {
        self.access(Access::SignedIn)
    }

    pub(super) fn organizers(self) -> Self {
        self.access(Access::Organizers)
    }

    /// It takes an `Idempotency-Key`.
    pub(super) fn keyed(mut self) -> Self {
        self.is_keyed = true;
        self
    }

    /// Its answer has an `ETag` and may be asked for again with it.
    pub(super) fn tagged(mut self) -> Self {
        self.is_tagged = true;
        self
    }

    pub(super) fn query<T: JsonSchema>(mut self) -> Self {
        self.query = Some(schema_of::<T>());
        self
    }

    pub(super) fn header(mut self, name: &'static str, about: &'static str) -> Self {
        self.headers.push(Header { name, about, is_required: false });
        self
    }

    pub(super) fn needs_header(mut self, name: &'static str, about: &'static str) -> Self {
        self.headers.push(Header { name, about, is_required: true });
        self
    }

    pub(super) fn takes<T: JsonSchema>(mut self, example: Value) -> Self {
        let examples = vec![("example", example)];
        self.body = Some(RequestBody { schema: schema_of::<T>(), required_fields: &[], is_required: true, examples });
        self
    }

    /// Nothing has to be said: the body may be left out.
    pub(super) fn takes_nothing(mut self) -> Self {
        let schema = schema_of::<crate::http::operations::PingBody>();
        self.body = Some(RequestBody { schema, required_fields: &[], is_required: false, examples: Vec::new() });
        self
    }

    /// Fields of the body that must be given here.
    pub(super) fn requires(mut self, fields: &'static [&'static str]) -> Self {
        if let Some(body) = &mut self.body {
            body.required_fields = fields;
        }
        self
    }

    /// One more example of the body; all are named then.
    pub(super) fn example(mut self, name: &'static str, example: Value) -> Self {
        if let Some(body) = &mut self.body {
            body.examples.push((name, example));
        }
        self
    }

    pub(super) fn gives<T: JsonSchema>(self, status: StatusCode, about: &'static str) -> Self {
        self.answers_with(status, about, Content::Json(schema_of::<T>()))
    }

    pub(super) fn gives_or_streams<T: JsonSchema>(self, about: &'static str) -> Self {
        self.answers_with(StatusCode::OK, about, Content::JsonOrStream(schema_of::<T>()))
    }

    pub(super) fn gives_nothing(self, status: StatusCode, about: &'static str) -> Self {
        self.answers_with(status, about, Content::Nothing)
    }

    pub(super) fn gives_others(self, media_types: &'static [&'static str], about: &'static str) -> Self {
        self.answers_with(StatusCode::OK, about, Content::Other(media_types))
    }

    fn answers_with(mut self, status: StatusCode, about: &'static str, content: Content) -> Self {
        self.answers.push(GoodAnswer { status, about, content });
        self
    }

    /// Codes of its own, besides those that [`Operation::all_codes`] adds.
    pub(super) fn fails(mut self, codes: &[Code]) -> Self {
        self.codes.extend(codes);
        self
    }

    /// The path as the server has it.
    pub(super) fn full_path(&self) -> String {
        if self.outside { self.path.to_owned() } else { format!("/api/v1{}", self.path) }
    }

    /// Every code that its problems can have, each once.
    pub(super) fn all_codes(&self) -> Vec<Code> {
        let mut codes = self.codes.clone();
        let is_write = self.method != "get";
        if matches!(self.access, Access::SignedIn | Access::Organizers) {
            codes.extend([Code::NotSignedIn, Code::BadToken]);
            if is_write {
                codes.push(Code::ForbiddenOrigin);
            }
        }
        if self.access == Access::Organizers {
            codes.push(Code::Forbidden);
        }
        if self.path.contains('{') {
            codes.push(Code::NotFound);
        }
        if self.query.is_some() {
            codes.push(Code::Invalid);
        }
        if self.body.is_some() {
            codes.extend([Code::MalformedJson, Code::BadRequest, Code::BodyTooLarge]);
            codes.extend([Code::UnsupportedMediaType, Code::Invalid, Code::BodyTooSlow]);
        }
        if self.is_keyed {
            codes.extend([Code::IdempotencyKeyInvalid, Code::IdempotencyKeyReused, Code::RequestInProgress]);
        }
        if !self.is_for_operators {
            codes.extend([Code::RateLimited, Code::Busy, Code::Unavailable, Code::Internal]);
        }
        let mut known = Vec::with_capacity(codes.len());
        for code in codes {
            if !known.contains(&code) {
                known.push(code);
            }
        }
        known
    }
}
