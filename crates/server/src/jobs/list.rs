//! The jobs of a node, and how often each runs.

use std::sync::Arc;
use std::time::Duration;

use admit_app::app::App;
use metrics_exporter_prometheus::PrometheusHandle;

use super::runner::Job;

const EACH_SECOND: Duration = Duration::from_secs(1);
/// What another node commits is told to this node's listeners within a second, also where it isn't told by Redis.
const FOLLOW_EVERY: Duration = Duration::from_millis(600);
/// A session that ended on another node is dead here within a second: its tokens after one of these pauses, its sockets after
/// another of the second kind.
const REVOKED_EVERY: Duration = Duration::from_millis(500);
const SOCKETS_EVERY: Duration = Duration::from_millis(200);
const _: () = assert!(REVOKED_EVERY.as_millis() + SOCKETS_EVERY.as_millis() < 1_000);

/// A desk that nobody asks for is let go of after one to two of these.
const UNLOAD_IDLE_EVERY: Duration = Duration::from_secs(300);

/// What looks after the sale itself. The simulated gateway adds its own.
pub fn jobs_of(app: &Arc<App>, metrics: PrometheusHandle) -> Vec<Job> {
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
