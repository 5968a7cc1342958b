//! The jobs of a node, and how often each runs.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use admit_app::app::App;
use admit_app::mails::MAILS_EVERY;
use admit_app::ports::mailer::Mailer;
use admit_app::reconcile::Reconciliation;
use anyhow::Result;
use metrics_exporter_prometheus::PrometheusHandle;

use super::runner::Job;
use crate::compose::Node;
use crate::config::{Settings, reachable};
use crate::gateway::{DELIVERIES_EVERY, Deliverer};

const EACH_SECOND: Duration = Duration::from_secs(1);
/// What another node commits is told to this node's listeners within a second, also where it isn't told by Redis.
const FOLLOW_EVERY: Duration = Duration::from_millis(600);
/// A session that ended on another node is dead here within a second: its tokens after one of these pauses, its sockets after
/// another of the second kind.
const REVOKED_EVERY: Duration = Duration::from_millis(500);
const SOCKETS_EVERY: Duration = Duration::from_millis(200);
const _: () = assert!(REVOKED_EVERY.as_millis() + SOCKETS_EVERY.as_millis() < 1_000);

/// How often other nodes are told how many requests this one granted.
const COUNTS_EVERY: Duration = Duration::from_millis(100);
/// A desk that nobody asks for is let go of after one to two of these.
const UNLOAD_IDLE_EVERY: Duration = Duration::from_secs(300);

/// All jobs of a node with these settings.
pub(crate) fn jobs_of(
    node: &Node,
    settings: &Settings,
    mailer: Arc<dyn Mailer>,
    metrics: PrometheusHandle,
    bound: SocketAddr,
) -> Result<Vec<Job>> {
    let mut jobs = of_the_sale(&node.app, metrics);
    jobs.push(send_due_mails(&node.app, mailer, settings.mail.per_second_max));
    jobs.push(reconcile(node, settings.reconcile_every));
    jobs.extend(tell_counted_requests(node));
    jobs.extend(deliver_gateway_webhooks(node, bound)?);
    Ok(jobs)
}

/// What looks after the sale itself.
fn of_the_sale(app: &Arc<App>, metrics: PrometheusHandle) -> Vec<Job> {
    macro_rules! job {
        ($name:ident, $every:expr) => {{
            let app = app.clone();
            Job::new(stringify!($name), $every, move || {
                let app = app.clone();
                async move { Ok(app.$name().await?) }
            })
        }};
    }
    vec![
        job!(end_due_holds, EACH_SECOND),
        job!(follow_other_nodes, FOLLOW_EVERY),
        job!(settle_overdue_orders, EACH_SECOND),
        job!(pay_due_refunds, EACH_SECOND),
        job!(cancel_due_events, EACH_SECOND),
        job!(unload_idle_desks, UNLOAD_IDLE_EVERY),
        job!(tick_rooms, Duration::from_millis(250)),
        job!(follow_rooms, FOLLOW_EVERY),
        job!(forget_old_passes, Duration::from_secs(3_600)),
        job!(forget_old_requests, Duration::from_secs(3_600)),
        job!(refresh_revoked_sessions, REVOKED_EVERY),
        job!(end_revoked_sockets, SOCKETS_EVERY),
        job!(mail_requested_resets, Duration::from_millis(500)),
        job!(merge_guests, EACH_SECOND),
        job!(purge_accounts, Duration::from_secs(600)),
        Job::new("keep_metrics", Duration::from_secs(5), move || {
            let metrics = metrics.clone();
            async move {
                metrics.run_upkeep();
                Ok(())
            }
        }),
    ]
}

fn send_due_mails(app: &Arc<App>, mailer: Arc<dyn Mailer>, per_second_max: u32) -> Job {
    let app = app.clone();
    let rounds_per_second = 1_000 / MAILS_EVERY.as_millis() as u32;
    let mails_max = per_second_max.div_ceil(rounds_per_second);
    Job::new("send_due_mails", MAILS_EVERY, move || {
        let (app, mailer) = (app.clone(), mailer.clone());
        async move { Ok(app.send_due_mails(&*mailer, mails_max).await?) }
    })
}

fn reconcile(node: &Node, every: Duration) -> Job {
    let reconciliation = Arc::new(Reconciliation::new(Arc::new(node.store.clone())));
    Job::new("reconcile", every, move || {
        let reconciliation = reconciliation.clone();
        async move { Ok(reconciliation.run().await?) }
    })
}

/// Where requests are limited and there are others to tell.
fn tell_counted_requests(node: &Node) -> Option<Job> {
    let limits = node.limits.clone().filter(|_| node.app.others.are_told())?;
    Some(Job::new("tell_counted_requests", COUNTS_EVERY, move || {
        let limits = limits.clone();
        async move {
            limits.tell();
            Ok(())
        }
    }))
}

/// Where the gateway is the simulated one, which is a part of the node.
fn deliver_gateway_webhooks(node: &Node, bound: SocketAddr) -> Result<Option<Job>> {
    if node.gateway.is_none() {
        return Ok(None);
    }
    let (store, key) = (Arc::new(node.store.clone()), node.app.keys.webhook);
    let deliverer = Arc::new(Deliverer::new(store, node.clock.clone(), key, reachable(bound))?);
    Ok(Some(Job::new("deliver_gateway_webhooks", DELIVERIES_EVERY, move || {
        let deliverer = deliverer.clone();
        async move { deliverer.deliver_due().await }
    })))
}
