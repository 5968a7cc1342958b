//! The table on the terminal.

use std::fmt::Write;

use super::model::{Report, Row};

pub(crate) fn text(report: &Report) -> String {
    let mut out = String::new();
    head(report, &mut out);
    table(&report.rows, &mut out);
    sums(report, &mut out);
    for fact in &report.facts {
        line(&mut out, format_args!("{}: {} {}", fact.what, number(fact.value), fact.unit));
    }
    for failed in &report.failures {
        line(
            &mut out,
            format_args!("FAILED {} × {}: {}; such as {}", failed.count, failed.what, failed.why, failed.example),
        );
    }
    for missed in &report.misses {
        line(&mut out, format_args!("unavailable {} × {}: {}", missed.count, missed.what, missed.why));
    }
    if let Some(audit) = &report.audit {
        let verdict =
            if audit.breaches == 0 { "nothing was broken".to_owned() } else { format!("{} BREACHES", audit.breaches) };
        line(&mut out, format_args!("audit: {verdict}; {}", audit.checked));
        audit.evidence.iter().for_each(|evidence| line(&mut out, format_args!("  {evidence}")));
    }
    out
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{}", text.to_string().trim_end()).expect("a string takes everything");
}

fn head(report: &Report, out: &mut String) {
    let Report { scenario, database, machine, connections, seats, seed, .. } = report;
    line(out, format_args!("{scenario} on {database}, {connections} connections, {seats} seats, seed {seed}"));
    line(
        out,
        format_args!(
            "{} × {}, {} GiB, {}; load before: {:.1}",
            machine.cores, machine.cpu, machine.memory_gib, machine.system, machine.load_before
        ),
    );
}

fn table(rows: &[Row], out: &mut String) {
    let names = ["", "count", "per s", "p50 ms", "p95", "p99", "p99.9", "max"];
    let mut cells: Vec<[String; 8]> = vec![names.map(str::to_owned)];
    cells.extend(rows.iter().map(cells_of));
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..names.len()).map(width).collect();
    for row in &cells {
        let mut text = format!("{:<1$}", row[0], widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            write!(text, "  {cell:>width$}").expect("a string takes everything");
        }
        line(out, format_args!("{text}"));
    }
}

pub(super) fn cells_of(row: &Row) -> [String; 8] {
    let ms = |value: f64| format!("{value:.1}");
    [
        row.what.clone(),
        row.count.to_string(),
        format!("{:.0}", row.per_second),
        ms(row.p50_ms),
        ms(row.p95_ms),
        ms(row.p99_ms),
        ms(row.p999_ms),
        ms(row.max_ms),
    ]
}

fn sums(report: &Report, out: &mut String) {
    let Report { answers, conflicts, failed, per_second, took_s, .. } = report;
    line(
        out,
        format_args!(
            "all: {answers} answers in {took_s:.1} s, {per_second:.0}/s; {conflicts} honest conflicts, {failed} failures"
        ),
    );
    if let Some(ceiling) = &report.ceiling {
        let cpu =
            ceiling.cpu_ratio.map_or_else(String::new, |ratio| format!("; server CPU {ratio:.2} × the ceiling's"));
        line(
            out,
            format_args!(
                "ceiling: {:.0}/s in the same run; the load is {:.0} % of it{cpu}",
                ceiling.per_second,
                100.0 * ceiling.ratio
            ),
        );
    }
    if let Some(server) = &report.server {
        line(
            out,
            format_args!(
                "server: {:.1} µs CPU an answer; {:.0} MiB, at most {:.0} MiB",
                server.us_each,
                mib(server.memory_bytes),
                mib(server.memory_bytes_max)
            ),
        );
    }
    let share = report.client_share.map_or_else(String::new, |share| format!(", {:.0} % of all", 100.0 * share));
    line(
        out,
        format_args!(
            "load: {:.1} µs CPU an answer{share}; {:.0} MiB",
            report.client_us_each,
            mib(report.client_memory_bytes)
        ),
    );
}

pub(super) fn mib(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

/// With as many digits as say something.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 || value.abs() >= 1_000.0 {
        format!("{value:.0}")
    } else if value.abs() >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}
