//! One page with everything, which needs nothing else: no script, no font, no picture from elsewhere.

use std::fmt::Write;

use super::chart::{Series, bars, lines};
use super::model::Report;
use super::table::{cells_of, mib, number};

const STYLE: &str = "
:root{color-scheme:light dark;--bg:#fbfbfa;--fg:#1d1d1f;--dim:#6b6b70;--rule:#e3e3e0;--a:#2563eb;--b:#d97706;--bad:#b91c1c;--good:#15803d;--card:#fff}
@media(prefers-color-scheme:dark){:root{--bg:#141416;--fg:#ececee;--dim:#9a9aa2;--rule:#2c2c31;--a:#6ea8fe;--b:#f5b04c;--bad:#f87171;--good:#4ade80;--card:#1b1b1f}}
body{font:15px/1.5 system-ui,sans-serif;background:var(--bg);color:var(--fg);max-width:1040px;margin:0 auto;padding:32px 20px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:16px;margin:32px 0 8px}p{margin:0;color:var(--dim)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:12px;margin-top:20px}
.card{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:12px 14px}
.card b{display:block;font-size:22px;font-variant-numeric:tabular-nums}.card span{color:var(--dim);font-size:13px}
.good b{color:var(--good)}.bad b{color:var(--bad)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:16px}
figure{margin:0;background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:12px}
figcaption{font-weight:600;margin-bottom:6px}svg{width:100%;height:auto;display:block}
.grid{stroke:var(--rule)}.axis{fill:var(--dim);font-size:15px}figure.full{grid-column:1/-1}polyline{fill:none;stroke-width:2}
polyline.a{stroke:var(--a)}polyline.b{stroke:var(--b)}circle.a{fill:var(--a)}circle.b{fill:var(--b)}.name{font-size:16px}text.a{fill:var(--a)}text.b{fill:var(--b)}.bar{fill:var(--a)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:right;padding:6px 10px;border-bottom:1px solid var(--rule);white-space:nowrap}th:first-child,td:first-child{text-align:left}
th{color:var(--dim);font-weight:500}ul{padding-left:20px}code{overflow-wrap:anywhere}";

pub(crate) fn page(report: &Report) -> String {
    let mut out = String::new();
    let title = format!("{} on {}", report.scenario, report.database);
    put(
        &mut out,
        format_args!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>admit rush: {0}</title><style>{STYLE}</style></head><body><h1>admit rush: {0}</h1>",
            escaped(&title)
        ),
    );
    let machine = &report.machine;
    let run = format!(
        "{} connections, {} places, {:.1} s, seed {}. {} × {}, {} GiB, {}; load before: {:.1}.",
        report.connections,
        report.seats,
        report.took_s,
        report.seed,
        machine.cores,
        machine.cpu,
        machine.memory_gib,
        machine.system,
        machine.load_before
    );
    put(&mut out, format_args!("<p>{}</p>", escaped(&run)));
    cards(report, &mut out);
    charts(report, &mut out);
    table(report, &mut out);
    lists(report, &mut out);
    out + "</body></html>\n"
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes everything");
}

fn cards(report: &Report, out: &mut String) {
    out.push_str("<div class=\"cards\">");
    let mut card = |class: &str, value: String, what: &str| {
        put(
            out,
            format_args!("<div class=\"card {class}\"><b>{}</b><span>{}</span></div>", escaped(&value), escaped(what)),
        );
    };
    card("", format!("{:.0}/s", report.per_second), "answers");
    if let Some(ceiling) = &report.ceiling {
        card("", format!("{:.0} %", 100.0 * ceiling.ratio), &format!("of the ceiling, {:.0}/s", ceiling.per_second));
    }
    if let Some(server) = &report.server {
        card("", format!("{:.1} µs", server.us_each), "server CPU an answer");
        card("", format!("{:.0} MiB", mib(server.memory_bytes_max)), "server memory at most");
    }
    card("", report.conflicts.to_string(), "honest conflicts");
    let class = |is_good: bool| if is_good { "good" } else { "bad" };
    card(class(report.failed == 0), report.failed.to_string(), "failures");
    if let Some(audit) = &report.audit {
        card(class(audit.breaches == 0), audit.breaches.to_string(), "broken promises");
    }
    if let Some(share) = report.client_share {
        card("", format!("{:.0} %", 100.0 * share), "of the CPU is the load's own");
    }
    out.push_str("</div>");
}

fn charts(report: &Report, out: &mut String) {
    // The last second is seldom a whole one, and would look like a dip.
    let whole = (report.took_s as usize).max(1);
    let of = |value: fn(&super::model::Second) -> f64| report.seconds.iter().take(whole).map(value).collect();
    let throughput = [Series { name: "answers", class: "a", values: of(|second| second.answers as f64) }];
    let latency = [
        Series { name: "p50", class: "a", values: of(|second| second.p50_ms) },
        Series { name: "p99", class: "b", values: of(|second| second.p99_ms) },
    ];
    let figures = [
        ("Answers in each second", lines("Answers in each second", "", &throughput)),
        ("How long they took", lines("Latency in each second", "ms", &latency)),
        ("How many took how long", bars("How many answers took how long", &report.histogram)),
    ];
    out.push_str("<h2>Over time</h2><div class=\"charts\">");
    for (index, (caption, chart)) in figures.iter().enumerate() {
        let class = if index == 2 { " class=\"full\"" } else { "" };
        put(out, format_args!("<figure{class}><figcaption>{caption}</figcaption>{chart}</figure>"));
    }
    out.push_str("</div>");
}

fn table(report: &Report, out: &mut String) {
    out.push_str("<h2>By kind</h2><div class=\"wide\"><table><tr><th></th><th>count</th><th>per s</th><th>p50 ms</th><th>p95</th><th>p99</th><th>p99.9</th><th>max</th></tr>");
    for row in &report.rows {
        let cells: String = cells_of(row).iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
        put(out, format_args!("<tr>{cells}</tr>"));
    }
    out.push_str("</table></div>");
}

fn lists(report: &Report, out: &mut String) {
    let mut list = |name: &str, items: Vec<String>| {
        if !items.is_empty() {
            let items: String = items.iter().map(|item| format!("<li>{}</li>", escaped(item))).collect();
            put(out, format_args!("<h2>{name}</h2><ul>{items}</ul>"));
        }
    };
    list(
        "Also",
        report.facts.iter().map(|fact| format!("{}: {} {}", fact.what, number(fact.value), fact.unit)).collect(),
    );
    let failed = |failed: &super::model::Failed| {
        format!("{} × {}: {}; such as {}", failed.count, failed.what, failed.why, failed.example)
    };
    list("Failures", report.failures.iter().map(failed).collect());
    if let Some(audit) = &report.audit {
        list("Audit", std::iter::once(audit.checked.clone()).chain(audit.evidence.iter().cloned()).collect());
    }
}

/// What servers say must not become part of the page.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_stays_text() {
        assert_eq!(escaped("<script>\"&"), "&lt;script&gt;&quot;&amp;");
    }
}
