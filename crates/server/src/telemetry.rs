//! Logs on standard error and the recorder of metrics.

use anyhow::{Context, Result};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogSettings};

/// Bounds of the buckets of every histogram whose name ends in `_seconds`.
const SECONDS: [f64; 14] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// Bounds of the buckets of every other histogram, which counts things or bytes.
const COUNTS: [f64; 11] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 1_024.0, 16_384.0];

/// Sends logs to standard error. Once a process.
pub fn start_logs(settings: &LogSettings) -> Result<()> {
    let filter = EnvFilter::try_new(&settings.level).context("the log level can't be read")?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let started = match settings.format {
        LogFormat::Text => logs.with_ansi(is_terminal).try_init(),
        LogFormat::Json => logs.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logs can't be started: {error}"))
}

/// Records metrics from now on. Once a process. Whoever has the handle runs its upkeep and renders it.
pub fn start_metrics() -> Result<PrometheusHandle> {
    let builder = PrometheusBuilder::new();
    let builder = builder.set_buckets(&COUNTS).context("the buckets of counts are refused")?;
    let builder = builder
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
        .context("the buckets of times are refused")?;
    builder.install_recorder().context("metrics can't be recorded")
}
