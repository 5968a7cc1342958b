//! The metrics: what each is, and the gauges that are set when somebody looks.

use std::sync::Arc;

use admit_app::app::App;
use admit_app::desk::begin_counting;
use admit_store::SqlStore;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::PrometheusHandle;

use crate::http::RenderMetrics;

/// What is told of a counter or a gauge beside its value.
type Told = (&'static str, &'static str);

/// Those without labels begin at 0, and so do changes of holds and orders, so that nobody has to tell a sale without sales from one that isn't measured.
const COUNTERS: [Told; 16] = [
    ("admit_desks_unloaded_total", "Inventories that were let go of because nobody asked for them."),
    ("admit_tickets_sold_total", "Tickets of paid orders."),
    ("admit_unknown_commits_total", "Commits whose answer was lost and had to be settled."),
    ("admit_accept_errors_total", "Connections that couldn't be accepted, such as for want of file descriptors."),
    ("admit_connections_refused_total", "Connections closed because their address has too many."),
    ("admit_live_frames_total", "Frames of changes that were made for an event's listeners."),
    ("admit_live_resyncs_total", "Listeners that were so far behind that they are to fetch the state again."),
    ("admit_fanout_published_total", "Messages that were sent to the other nodes."),
    ("admit_fanout_dropped_total", "Messages to the other nodes that couldn't be sent; these find it in the database."),
    ("admit_fanout_received_total", "Messages of other nodes that came."),
    ("admit_fanout_refused_total", "What came as a message and was written by no node of this installation."),
    ("admit_fanout_applied_total", "Commits of other nodes that were taken over as they were told."),
    ("admit_fanout_gaps_total", "Commits of other nodes before which some were missing, so that the journal was read."),
    ("admit_fanout_looks_total", "Looks at the database because messages may have been missed."),
    ("admit_relay_failures_total", "Times that the relay had to begin anew: the broker or the store was away."),
    ("admit_requests_limited_total", "Requests refused because their account or address sent too many."),
];
const LABELLED_COUNTERS: [Told; 12] = [
    ("admit_holds_total", "Holds that were made, extended, released or that expired, by change."),
    ("admit_orders_total", "Orders begun, paid, failed, cancelled, or paid too late, by change."),
    ("admit_sold_minor_units_total", "Totals of paid orders in minor units, by currency."),
    ("admit_refunds_owed_minor_units_total", "What became owed back in minor units, by currency."),
    ("admit_problems_total", "Answers that are problems, by code."),
    ("admit_live_resumes_total", "Listeners that came with a version they know, by what they were told."),
    ("admit_job_runs_total", "Runs of jobs, by job and outcome."),
    ("admit_relay_messages_total", "Messages that the broker acknowledged, by stream."),
    ("admit_mails_total", "Mails sent, failed or given up, by outcome."),
    ("admit_room_people_total", "People in waiting rooms who were called, admitted, left or lapsed, by what."),
    ("admit_gateway_webhooks_total", "Webhooks that the simulated gateway sent, by outcome."),
    ("admit_alarms_total", "Contradictions between memory, rows and journal, by kind. Never normal."),
];
const GAUGES: [Told; 18] = [
    ("admit_connections", "Open connections."),
    ("admit_fanout_connected", "Whether this node hears the others and is heard by them at once, by Redis: 1 or 0."),
    ("admit_live_connections", "Open streams and sockets, by kind."),
    ("admit_desks", "Events whose inventory is in memory."),
    ("admit_desk_queue_commands", "Commands that wait for a batch, of all desks."),
    ("admit_desk_queue_commands_max", "Commands that wait for a batch, of the desk where most do."),
    ("admit_room_people", "People in the waiting rooms that this node has loaded, by what."),
    ("admit_room_commands_waiting", "Commands that wait for a batch, of all waiting rooms."),
    ("admit_store_waiting", "Transactions that wait for a connection or for the database's thread."),
    ("admit_store_connections", "Connections to PostgreSQL, by state."),
    ("admit_store_connections_max", "How many connections to PostgreSQL there may be."),
    (
        "admit_reconciliation_violations",
        "Contradictions found at the latest look at each event. Anything but 0 is an alarm.",
    ),
    ("admit_oversold_units", "Of these, units with two owners. Anything but 0 is an alarm."),
    ("admit_relay_leads", "1 on the node that relays what changes."),
    (
        "admit_relay_lag_seconds",
        "On that node: the age of the oldest change that the broker has not acknowledged; 0 if there is none.",
    ),
    (
        "admit_relay_behind_events",
        "On that node: events of which something waited to be told at the latest look at all.",
    ),
    ("admit_reconciliation_events", "Events that have been judged since the start."),
    ("admit_reconciliation_waiting_events", "Events that changed and wait for the next run."),
];
const HISTOGRAMS: [Told; 8] = [
    ("admit_http_seconds", "Time to answer, by route and status."),
    ("admit_batch_commands", "Commands decided and committed together."),
    ("admit_batch_seconds", "Time to decide and commit a batch."),
    ("admit_room_batch_commands", "Commands of a waiting room that were decided and committed together."),
    ("admit_room_batch_seconds", "Time to decide and commit a batch of a waiting room."),
    ("admit_live_frame_runs", "Runs of places in a frame."),
    (
        "admit_relay_delay_seconds",
        "From a commit to the acknowledgement by the broker, of the first commit of each event in a batch.",
    ),
    ("admit_job_seconds", "Time of a job's run, by job."),
];

/// Says what each metric is. Once a process, after the recorder is installed.
pub fn describe() {
    for (name, text) in COUNTERS.into_iter().chain(LABELLED_COUNTERS) {
        describe_counter!(name, text);
    }
    for (name, _) in COUNTERS {
        counter!(name).increment(0);
    }
    begin_counting();
    for (name, text) in GAUGES {
        describe_gauge!(name, text);
    }
    for (name, text) in HISTOGRAMS {
        let unit = if name.ends_with("_seconds") { Unit::Seconds } else { Unit::Count };
        describe_histogram!(name, unit, text);
    }
}

/// Renders the metrics of a node as they are when somebody looks.
pub fn render(metrics: &PrometheusHandle, app: &Arc<App>, store: &SqlStore) -> RenderMetrics {
    let (metrics, app, store) = (metrics.clone(), app.clone(), store.clone());
    Arc::new(move || {
        app.measure();
        measure_store(&store);
        metrics.render()
    })
}

fn measure_store(store: &SqlStore) {
    let usage = store.usage();
    gauge!("admit_store_waiting").set(usage.waiting as f64);
    if let Some(pool) = usage.pool {
        gauge!("admit_store_connections", "state" => "in_use").set(pool.in_use as f64);
        gauge!("admit_store_connections", "state" => "idle").set(pool.idle as f64);
        gauge!("admit_store_connections_max").set(pool.max as f64);
    }
}
