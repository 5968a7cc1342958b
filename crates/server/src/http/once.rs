//! Writes that no inventory remembers, done once a key: a repeated request gets the first answer again, field for field.

use admit_app::ids::mint;
use admit_app::ports::requests::{Begun, KeptAnswer};
use admit_domain::id::AccountId;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tracing::Instrument;

use super::answer::{JSON, json_bytes};
use super::codes::Code;
use super::problem::{Answer, Problem};
use super::request::Body;
use super::state::ApiState;

/// An answer that can be kept.
pub(super) struct Made {
    status: StatusCode,
    body: Bytes,
}

pub(super) fn made<T: Serialize>(status: StatusCode, value: &T) -> Answer<Made> {
    Ok(Made { status, body: json_bytes(value)? })
}

/// Does `write` unless the same request did. It is told the id of what it makes, which is the same however often it is tried.
///
/// It runs in a task of its own, with a key or without: a caller who hangs up doesn't leave it half done.
pub(super) async fn once<F>(
    state: &ApiState,
    account: AccountId,
    body: &Body,
    write: impl FnOnce(u128) -> F,
) -> Answer<Response>
where
    F: Future<Output = Answer<Made>> + Send + 'static,
{
    let Some(key) = body.request_key(state)? else {
        let outcome = tokio::spawn(write(mint()).in_current_span()).await;
        return Ok(outcome.map_err(|error| super::from_app::internal(&error))??.show());
    };
    let id = match state.app.begin_request(account, key).await? {
        Begun::Go { id } => id,
        Begun::Running => return Err(Problem::new(Code::RequestInProgress)),
        Begun::Reused => return Err(Problem::new(Code::IdempotencyKeyReused)),
        Begun::Answered(kept) => return replay(kept),
    };
    let (app, writing) = (state.app.clone(), write(id));
    let writing = async move {
        let outcome = writing.await;
        match &outcome {
            Ok(made) => app.keep_answer(account, key, made.kept()).await,
            Err(problem) if problem.is_certain() => app.forget_request(account, key).await,
            Err(_) => app.give_up_request(account, key).await,
        }
        outcome
    };
    let outcome = tokio::spawn(writing.in_current_span()).await.map_err(|error| super::from_app::internal(&error))?;
    Ok(outcome?.show())
}

/// What is done and leaves nothing to say.
pub(super) fn done() -> Made {
    Made { status: StatusCode::NO_CONTENT, body: Bytes::new() }
}

fn replay(kept: KeptAnswer) -> Answer<Response> {
    let status = StatusCode::from_u16(kept.status).map_err(|error| super::from_app::internal(&error))?;
    let mut response = Made { status, body: kept.body.into() }.show();
    response.headers_mut().insert("idempotent-replayed", axum::http::HeaderValue::from_static("true"));
    Ok(response)
}

impl Made {
    fn kept(&self) -> KeptAnswer {
        KeptAnswer { status: self.status.as_u16(), body: self.body.to_vec() }
    }

    fn show(self) -> Response {
        let kept_by_nobody = (CACHE_CONTROL, "private, no-store");
        if self.status == StatusCode::NO_CONTENT {
            return (self.status, [kept_by_nobody]).into_response();
        }
        (self.status, [(CONTENT_TYPE, JSON), kept_by_nobody], self.body).into_response()
    }
}
