//! `/organizer/events`: drafts, publishing, and running the sale.

use admit_app::organizers::access::Organizer;
use admit_domain::id::EventId;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;

use super::event_body::read;
use super::show_event::{show_event, show_summary};
use crate::http::answer::private;
use crate::http::caller::Organizes;
use crate::http::cursor::{asked, page};
use crate::http::once::{made, once};
use crate::http::path::Path;
use crate::http::problem::Answer;
use crate::http::request::{Body, path_id};
use crate::http::state::ApiState;

pub(in crate::http) async fn create(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    body: Body,
) -> Answer<Response> {
    let change = read(&body)?;
    let app = state.app.clone();
    once(&state, organizer.account, &body, |id| async move {
        let event = app.create_event(&organizer, EventId::from_u128(id), change).await?;
        made(StatusCode::CREATED, &show_event(&event))
    })
    .await
}

pub(in crate::http) async fn list(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    uri: Uri,
) -> Answer<Response> {
    let (limit, after) = asked(&uri)?;
    let found = state.app.own_events(&organizer, after, limit + 1).await?;
    private(StatusCode::OK, &page(&found, limit, |event| event.id().to_string(), show_summary))
}

pub(in crate::http) async fn show(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
) -> Answer<Response> {
    let event = state.app.own_event(&organizer, path_id(&id)?).await?;
    private(StatusCode::OK, &show_event(&event))
}

pub(in crate::http) async fn change(
    State(state): State<ApiState>,
    Organizes(organizer): Organizes,
    Path(id): Path<String>,
    body: Body,
) -> Answer<Response> {
    let id = own_id(&state, &organizer, &id).await?;
    let change = read(&body)?;
    let app = state.app.clone();
    once(&state, organizer.account, &body, |_| async move {
        let event = app.change_event(&organizer, id, change).await?;
        made(StatusCode::OK, &show_event(&event))
    })
    .await
}

/// What is told nothing and answers with the event.
#[derive(Debug, Clone, Copy)]
enum Step {
    Publish,
    Pause,
    Resume,
    Cancel,
}

macro_rules! steps {
    ($($name:ident = $step:ident;)+) => {$(
        pub(in crate::http) async fn $name(
            State(state): State<ApiState>,
            Organizes(organizer): Organizes,
            Path(id): Path<String>,
            body: Body,
        ) -> Answer<Response> {
            take(state, organizer, &id, body, Step::$step).await
        }
    )+};
}

steps! {
    publish = Publish;
    pause = Pause;
    resume = Resume;
    cancel = Cancel;
}

async fn take(state: ApiState, organizer: Organizer, id: &str, body: Body, step: Step) -> Answer<Response> {
    let id = own_id(&state, &organizer, id).await?;
    body.nothing()?;
    let app = state.app.clone();
    once(&state, organizer.account, &body, |_| async move {
        let event = match step {
            Step::Publish => app.publish_event(&organizer, id).await,
            Step::Pause => app.pause_event(&organizer, id).await,
            Step::Resume => app.resume_event(&organizer, id).await,
            Step::Cancel => app.cancel_event(&organizer, id).await,
        };
        made(StatusCode::OK, &show_event(&event?))
    })
    .await
}

pub(super) async fn own_id(state: &ApiState, organizer: &Organizer, id: &str) -> Answer<EventId> {
    let id: EventId = path_id(id)?;
    state.app.require_own(organizer, id).await?;
    Ok(id)
}
