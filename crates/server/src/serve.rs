//! `admit serve`: one node, from opening the store to closing it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use admit_app::ports::fanout::Others;
use admit_store::{SqlStore, is_disk_full};
use anyhow::{Context, Result};
use axum::Router;
use tokio::time::{sleep, timeout};

use crate::cli::say;
use crate::compose::{Node, compose, open_store};
use crate::config::{Demo, Settings};
use crate::connections::{listen, serve_connections};
use crate::gateway::gateway_page;
use crate::hearing::hear_other_nodes;
use crate::http::{
    ApiState, Condition, HttpSettings, LiveConnections, MetricsAt, Readiness, RenderMetrics, metrics_router, router,
};
use crate::jobs::{self, jobs_of};
use crate::limits::{ConnectionLimit, RequestLimits};
use crate::mail::{Outgoing, mail_page, outgoing};
use crate::shutdown::{self, Stop};
use crate::{demo, measures, relay, telemetry};

/// How long requests in flight may take to end once the node is told to stop.
const DRAIN: Duration = Duration::from_secs(20);
/// How long a run of a job may take to end then.
const JOBS_END_WITHIN: Duration = Duration::from_secs(5);
/// How long sockets may take to say farewell then. They outlive the connections that they were opened on.
const SOCKETS_END_WITHIN: Duration = Duration::from_secs(2);
/// How long the store may take to say that it is there.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// Runs a node until it is told to stop.
pub async fn serve(settings: Settings) -> Result<()> {
    let listener = listen(settings.listen)?;
    let bound = listener.local_addr().context("the listener has no address")?;
    let public_url = settings.public_url(bound);
    let metrics = telemetry::start_metrics()?;
    measures::describe();
    let store = open_store(&settings.profile).await?;
    let node = compose(&settings, store.clone(), &public_url).await?;
    if settings.demo != Demo::Off {
        demo::load(&node.app).await.context("the demo can't be loaded")?;
    }
    if settings.is_reached_by_others() && settings.demo != Demo::Public {
        demo::refuse_open_accounts(&node.app).await?;
    }
    // Sessions that were ended while this node was down are dead from its first answer on.
    node.app.refresh_revoked_sessions().await.context("the ended sessions can't be read")?;
    hear_other_nodes(&node);
    let mail = outgoing(&settings.mail, &public_url)?;
    let (stop_serving, serving) = shutdown::stop();
    let live = Arc::new(LiveConnections::new(serving.clone()));
    let render = measures::render(&metrics, &node.app, &node.store);
    let (go_unready, leaving) = shutdown::stop();
    let state = api_state(&settings, &node, render, bound, live.clone(), leaving);
    let router = router(state.clone(), pages(&settings, &node, &mail));
    let jobs = jobs_of(&node, &settings, mail.mailer, metrics, bound)?;

    let (stop_jobs, working) = shutdown::stop();
    let signal = shutdown::signal()?;
    let metrics_server = match settings.metrics_listen {
        Some(address) => {
            let (listener, routes) = (listen(address)?, metrics_router(state));
            let limit = ConnectionLimit::none();
            Some(tokio::spawn(serve_connections(listener, routes, limit, serving.clone(), DRAIN)))
        }
        None => None,
    };
    let limit = connection_limit(&settings);
    let server = tokio::spawn(serve_connections(listener, router, limit, serving, DRAIN));
    let running = jobs::start(jobs, &working);
    let relay = relay::start(settings.kafka.as_ref(), &store, &working);
    say(format_args!("listening on http://{bound}"))?;
    tracing::info!(address = %bound, "ready");

    signal.await;
    go_unready.stop();
    if !settings.stop_after_unready.is_zero() {
        tracing::info!("told to stop: unready from now on, and answering still");
        sleep(settings.stop_after_unready).await;
    }
    tracing::info!("told to stop: finishing what is in flight");
    stop_serving.stop();
    server.await.context("the server ran into a defect")?;
    if timeout(SOCKETS_END_WITHIN, live.ended()).await.is_err() {
        tracing::warn!("some live connections did not end in time and were cut off");
    }
    if let Some(server) = metrics_server {
        server.await.context("the metrics' server ran into a defect")?;
    }
    stop_jobs.stop();
    running.ended(JOBS_END_WITHIN).await;
    relay.ended().await;
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

fn api_state(
    settings: &Settings,
    node: &Node,
    render: RenderMetrics,
    bound: SocketAddr,
    live: Arc<LiveConnections>,
    leaving: Stop,
) -> ApiState {
    let http = HttpSettings {
        public_url: settings.public_url(bound),
        cors_origins: settings.cors_origins.clone(),
        body_bytes_max: settings.body_bytes_max,
        quotas: settings.quotas,
        trusted_proxies: settings.trusted_proxies.clone(),
        own_address: Some(bound.ip()),
        metrics: if settings.metrics_listen.is_some() { MetricsAt::TheirOwn } else { MetricsAt::AllListeners },
    };
    let ready = Arc::new(NodeReadiness { store: node.store.clone(), others: node.app.others.clone(), leaving });
    let limits = node.limits.clone().map(|limits| limits as Arc<dyn RequestLimits>);
    ApiState::new(node.app.clone(), http, render, ready, live, limits)
}

/// The simulated gateway's page, and the demo's mails where nobody else can read them.
fn pages(settings: &Settings, node: &Node, mail: &Outgoing) -> Router {
    let gateway = node.gateway.clone().map(gateway_page);
    let folder = mail.folder.clone().filter(|_| settings.demo == Demo::Loopback);
    gateway.into_iter().chain(folder.map(mail_page)).fold(Router::new(), Router::merge)
}

fn connection_limit(settings: &Settings) -> ConnectionLimit {
    let max = settings.connections_by_address_max;
    ConnectionLimit::new(max, settings.limit_loopback_connections, settings.trusted_proxies.clone())
}

/// A node is ready if its store can commit and it isn't about to stop. Without Redis it only hears later of what other nodes do.
struct NodeReadiness {
    store: SqlStore,
    others: Others,
    leaving: Stop,
}

#[async_trait::async_trait]
impl Readiness for NodeReadiness {
    async fn check(&self) -> Vec<(&'static str, Condition)> {
        let store = match timeout(READY_WITHIN, self.store.ping()).await {
            Ok(Ok(())) => Condition::Ready,
            Ok(Err(error)) if is_disk_full(&error) => Condition::Away("the disk is full"),
            Ok(Err(_)) => Condition::Away("away"),
            Err(_) => Condition::Away("no answer in time"),
        };
        let redis = self.others.trouble().map(|trouble| trouble.map_or(Condition::Ready, Condition::Missed));
        let redis = redis.map(|condition| ("redis", condition));
        let node = self.leaving.is_given().then_some(("node", Condition::Away("stopping")));
        [("store", store)].into_iter().chain(redis).chain(node).collect()
    }
}
