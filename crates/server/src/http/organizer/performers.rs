//! `/organizer/performers`.

use admit_app::organizers::PerformerFields;
use admit_domain::id::PerformerId;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::http::answer::private;
use crate::http::caller::Organizes;
use crate::http::cursor::{asked, page};
use crate::http::given::given;
use crate::http::once::{made, once};
use crate::http::path::Path;
use crate::http::performers::show_performer;
use crate::http::problem::{Answer, Problem};
use crate::http::request::{Body, path_id};
use crate::http::state::ApiState;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PerformerRequest")]
pub(in crate::http) struct PerformerBody {
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "String")]
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "String")]
    description: Option<String>,
}

pub(in crate::http) async fn create(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    body: Body,
) -> Answer<Response> {
    let fields = read(&body)?;
    if fields.name.is_none() {
        return Err(Problem::field("name", "must be given"));
    }
    let app = state.app.clone();
    once(&state, organizer.account, &body, |id| async move {
        let performer = app.create_performer(&organizer, PerformerId::from_u128(id), fields).await?;
        made(StatusCode::CREATED, &show_performer(&performer))
    })
    .await
}

pub(in crate::http) async fn list(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    uri: Uri,
) -> Answer<Response> {
    let (limit, after) = asked(&uri)?;
    let found = state.app.own_performers(&organizer, after, limit + 1).await?;
    private(StatusCode::OK, &page(&found, limit, |performer| performer.id.to_string(), show_performer))
}

pub(in crate::http) async fn show(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
) -> Answer<Response> {
    let performer = state.app.own_performer(&organizer, path_id(&id)?).await?;
    private(StatusCode::OK, &show_performer(&performer))
}

pub(in crate::http) async fn change(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
    body: Body,
) -> Answer<Response> {
    let id = state.app.own_performer(&organizer, path_id(&id)?).await?.id;
    let fields = read(&body)?;
    let app = state.app.clone();
    once(&state, organizer.account, &body, |_| async move {
        let performer = app.change_performer(&organizer, id, fields).await?;
        made(StatusCode::OK, &show_performer(&performer))
    })
    .await
}

fn read(body: &Body) -> Answer<PerformerFields> {
    let PerformerBody { name, description } = body.json()?;
    if name.is_none() && description.is_none() {
        return Err(Problem::field("body", "must say something"));
    }
    Ok(PerformerFields { name, description })
}
