//! The same for documents: a row for a table of many runs, then the run by itself.

use std::fmt::Write;

use super::model::{Report, Server};
use super::table::{cells_of, mib, number};

/// Of fewer the CPU is that of something else, such as telling listeners.
const ANSWERS_FOR_CPU_MIN: u64 = 1_000;

/// What the columns of [`row`] are.
const COLUMNS: &str = "load | database | conns | answers/s | of the ceiling | server CPU, in the ceiling's | p50 ms | p99 ms | conflicts | failures | audit";

pub(crate) fn text(report: &Report) -> String {
    let mut out = format!("| {COLUMNS} |\n{}\n", row(report));
    out.push_str(&section(report));
    out
}

/// The run in one row.
fn row(report: &Report) -> String {
    let ceiling = report.ceiling.as_ref();
    let cells = [
        report.scenario.clone(),
        report.database.clone(),
        report.connections.to_string(),
        format!("{:.0}", report.per_second),
        ceiling.map_or_else(|| "-".to_owned(), |ceiling| format!("{:.0} %", 100.0 * ceiling.ratio)),
        ceiling.and_then(|ceiling| ceiling.cpu_ratio).map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2} ×")),
        format!("{:.1}", report.p50_ms),
        format!("{:.1}", report.p99_ms),
        report.conflicts.to_string(),
        report.failed.to_string(),
        report.audit.as_ref().map_or_else(
            || "-".to_owned(),
            |audit| match audit.breaches {
                0 => "good".to_owned(),
                breaches => format!("{breaches} breaches"),
            },
        ),
    ];
    format!("| {} |", cells.join(" | "))
}

fn section(report: &Report) -> String {
    let mut out = String::new();
    let mut line = |text: String| writeln!(out, "{text}").expect("a string takes everything");
    let Report { scenario, database, connections, seats, answers, conflicts, failed, per_second, .. } = report;
    line(format!("### {scenario}, {database}"));
    line(format!(
        "{connections} connections, {seats} places: {answers} answers, {per_second:.0} a second, {conflicts} honest conflicts, {failed} failures."
    ));
    line(String::new());
    line("| | count | per s | p50 ms | p95 | p99 | p99.9 | max |".to_owned());
    line("|---|---|---|---|---|---|---|---|".to_owned());
    for row in &report.rows {
        line(format!("| {} |", cells_of(row).join(" | ")));
    }
    line(String::new());
    let mut facts = Vec::new();
    if let Some(ceiling) = &report.ceiling {
        facts.push(format!(
            "the ceiling in the same run: {:.0}/s, of which this is {:.0} %",
            ceiling.per_second,
            100.0 * ceiling.ratio
        ));
        facts.extend(ceiling.cpu_ratio.map(|ratio| format!("server CPU: {ratio:.2} × the ceiling's")));
    }
    if let Some(server) = &report.server
        && report.answers >= ANSWERS_FOR_CPU_MIN
    {
        let Server { us_each, memory_bytes_max, .. } = server;
        facts.push(format!("server: {us_each:.1} µs CPU an answer, at most {:.0} MiB", mib(*memory_bytes_max)));
    }
    if report.answers >= ANSWERS_FOR_CPU_MIN {
        let share = report.client_share.map_or_else(String::new, |share| format!(", {:.0} % of all", 100.0 * share));
        facts.push(format!("load: {:.1} µs CPU an answer{share}", report.client_us_each));
    }
    facts.extend(report.facts.iter().map(|fact| format!("{}: {} {}", fact.what, number(fact.value), fact.unit)));
    if let Some(audit) = &report.audit {
        let verdict =
            if audit.breaches == 0 { "nothing was broken".to_owned() } else { format!("{} breaches", audit.breaches) };
        facts.push(format!("audit: {verdict}; {}", audit.checked));
    }
    facts.iter().for_each(|fact| line(format!("- {}", fact.trim_end())));
    out
}
