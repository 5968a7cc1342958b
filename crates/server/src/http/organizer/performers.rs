//! `/organizer/performers`.

use admit_app::organizers::PerformerFields;
use admit_domain::id::PerformerId;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde::Deserialize;

use crate::http::answer::private;
use crate::http::caller::Organizes;
use crate::http::cursor::{self, Page};
use crate::http::given::given;
use crate::http::once::{made, once};
use crate::http::problem::{Answer, Problem};
use crate::http::request::{Body, page_limit, path_id, query};
use crate::http::state::ApiState;
use crate::http::venues::show_performer;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PerformerBody {
    #[serde(default, deserialize_with = "given")]
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    description: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageQuery {
    limit: Option<i64>,
    cursor: Option<String>,
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
    let asked: PageQuery = query(&uri)?;
    let limit = page_limit(asked.limit)?;
    let after = asked.cursor.as_deref().map(cursor::id).transpose()?;
    let found = state.app.own_performers(&organizer, after, limit + 1).await?;
    let next_cursor = cursor::next(&found, limit, |performer| performer.id.to_string());
    let items = found.iter().take(limit as usize).map(show_performer).collect();
    private(StatusCode::OK, &Page { items, next_cursor })
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
