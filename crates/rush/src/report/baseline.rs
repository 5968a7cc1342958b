//! A run beside an earlier one. Rates of different runs differ with whatever else the machine does; their ratios to the ceiling and
//! the CPU an answer costs differ less.

use std::fmt::Write;

use super::model::Report;

pub(crate) fn text(report: &Report, earlier: &Report) -> String {
    let mut out = String::new();
    let mut line = |what: &str, then: Option<f64>, now: Option<f64>, unit: &str| {
        let Some((then, now)) = then.zip(now) else { return };
        let change = if then == 0.0 { 0.0 } else { 100.0 * (now - then) / then };
        writeln!(out, "  {what}: {then:.1} → {now:.1} {unit} ({change:+.0} %)").expect("a string takes everything");
    };
    let ceiling = |report: &Report| report.ceiling.as_ref().map(|ceiling| 100.0 * ceiling.ratio);
    let cpu = |report: &Report| report.server.as_ref().map(|server| server.us_each);
    let cpu_ratio = |report: &Report| report.ceiling.as_ref().and_then(|ceiling| ceiling.cpu_ratio);
    line("all answers", Some(earlier.per_second), Some(report.per_second), "a second");
    line("of the ceiling", ceiling(earlier), ceiling(report), "%");
    line("server CPU an answer", cpu(earlier), cpu(report), "µs");
    line("server CPU, in the ceiling's", cpu_ratio(earlier), cpu_ratio(report), "×");
    line("load's CPU an answer", Some(earlier.client_us_each), Some(report.client_us_each), "µs");
    for row in &report.rows {
        let Some(then) = earlier.rows.iter().find(|then| then.what == row.what) else { continue };
        line(&format!("{}, p50", row.what), Some(then.p50_ms), Some(row.p50_ms), "ms");
        line(&format!("{}, p99", row.what), Some(then.p99_ms), Some(row.p99_ms), "ms");
    }
    for fact in &report.facts {
        let then = earlier.facts.iter().find(|then| then.what == fact.what).map(|then| then.value);
        line(&fact.what, then, Some(fact.value), &fact.unit);
    }
    let compared = if earlier.scenario == report.scenario && earlier.connections == report.connections {
        "against the baseline:\n".to_owned()
    } else {
        format!("against a baseline of another load, {} on {} connections:\n", earlier.scenario, earlier.connections)
    };
    compared + &out
}
