//! Names in paths.

use axum::extract::FromRequestParts;
use axum::extract::Path as Segments;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use super::state::ApiState;

/// What the path names. What can't be read, such as bytes that are no text, names nothing.
pub(super) struct Path<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<ApiState> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        match Segments::from_request_parts(parts, state).await {
            Ok(Segments(named)) => Ok(Self(named)),
            Err(_) => Err(Problem::not_found()),
        }
    }
}
