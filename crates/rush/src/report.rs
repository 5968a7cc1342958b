//! What is printed: a line a measurement, with ratios to the ceiling of the same run.

use crate::load::Measured;

pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) connections: usize,
    pub(crate) measured: Measured,
    /// CPU seconds that the server used, where it can be told.
    pub(crate) server_cpu: Option<f64>,
    /// Commands in a commit, on average.
    pub(crate) batch: Option<f64>,
}

pub(crate) const HEAD: &str =
    "what     conns  answers/s  of ceiling  p50 ms  p99 ms  max ms  server µs each  batch  others";

impl Line {
    pub(crate) fn text(&self, ceiling: Option<&Line>) -> String {
        let measured = &self.measured;
        let ms = |quantile: f64| measured.latency.value_at_quantile(quantile) as f64 / 1_000.0;
        let ratio = ceiling.map_or("-".to_owned(), |ceiling| {
            format!("{:.0} %", 100.0 * measured.per_second() / ceiling.measured.per_second())
        });
        let cpu =
            self.server_cpu.map_or("-".to_owned(), |cpu| format!("{:.1}", 1e6 * cpu / measured.answered.max(1) as f64));
        let batch = self.batch.map_or("-".to_owned(), |batch| format!("{batch:.0}"));
        let others: Vec<String> = measured.others.iter().map(|(status, count)| format!("{status}×{count}")).collect();
        format!(
            "{:<8} {:>5} {:>10.0} {:>11} {:>7.1} {:>7.1} {:>7.1} {:>15} {:>6}  {}",
            self.name,
            self.connections,
            measured.per_second(),
            ratio,
            ms(0.5),
            ms(0.99),
            measured.latency.max() as f64 / 1_000.0,
            cpu,
            batch,
            if others.is_empty() { "none".to_owned() } else { others.join(" ") },
        )
    }
}
