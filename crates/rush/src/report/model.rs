//! A run's numbers, as they are written and read again.

use serde::{Deserialize, Serialize};

use crate::auditor::recovery::Answered;
use crate::engine::kind::{Kind, Outcome};
use crate::engine::log::Failures;
use crate::engine::measure::Measure;
use crate::ground::machine::Machine;
use crate::scenario::choice::Scenario;
use crate::scenario::stage::{Done, Fact, Stage};

/// How many of many breaches are told.
const BREACHES_MAX: usize = 20;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) scenario: String,
    pub(crate) database: String,
    pub(crate) machine: Machine,
    pub(crate) connections: usize,
    pub(crate) seats: u32,
    pub(crate) seed: u64,
    pub(crate) took_s: f64,
    pub(crate) answers: u64,
    pub(crate) conflicts: u64,
    pub(crate) failed: u64,
    pub(crate) per_second: f64,
    /// Of all frames, from when the commit was asked for, where somebody listens; of all answers where nobody does.
    #[serde(default)]
    pub(crate) p50_ms: f64,
    #[serde(default)]
    pub(crate) p99_ms: f64,
    pub(crate) ceiling: Option<Ceiling>,
    pub(crate) server: Option<Server>,
    pub(crate) client_us_each: f64,
    /// The load's own part of all CPU that it and the server used.
    pub(crate) client_share: Option<f64>,
    pub(crate) client_memory_bytes: u64,
    pub(crate) rows: Vec<Row>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) failures: Vec<Failed>,
    /// Tries without an answer where some may be, and what was asked was asked again.
    #[serde(default)]
    pub(crate) misses: Vec<Failed>,
    /// Where several nodes were asked.
    #[serde(default)]
    pub(crate) nodes: Vec<Node>,
    pub(crate) audit: Option<Audit>,
    pub(crate) seconds: Vec<Second>,
    /// Milliseconds and how many answers took up to as long, and longer than the entry before.
    pub(crate) histogram: Vec<(f64, u64)>,
}

/// What an empty POST came to in the same run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ceiling {
    pub(crate) per_second: f64,
    pub(crate) server_us_each: Option<f64>,
    pub(crate) p99_ms: f64,
    /// The load's answers a second, of the ceiling's.
    pub(crate) ratio: f64,
    /// The server's CPU for each answer, in the ceiling's.
    pub(crate) cpu_ratio: Option<f64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Server {
    pub(crate) us_each: f64,
    pub(crate) memory_bytes: u64,
    pub(crate) memory_bytes_max: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) is_conflict: bool,
    pub(crate) count: u64,
    pub(crate) per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p95_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) p999_ms: f64,
    pub(crate) max_ms: f64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Failed {
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) count: u64,
    pub(crate) example: String,
}

/// How one node answered what it was asked first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Node {
    pub(crate) address: String,
    pub(crate) asked: u64,
    pub(crate) answered: u64,
    /// The same second by second.
    pub(crate) seconds: Vec<(u64, u64)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Audit {
    pub(crate) checked: String,
    pub(crate) breaches: u64,
    /// The first of them.
    pub(crate) evidence: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Second {
    pub(crate) answers: u64,
    pub(crate) failures: u64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
}

impl Report {
    pub(crate) fn new(scenario: Scenario, stage: &Stage, machine: Machine, done: &Done) -> Self {
        let Measure { log, took, client_cpu, .. } = &done.measured.load;
        let load = &done.measured.load;
        let usage = stage.meter.server.usage();
        let us_each = load.server_us_each();
        let told = log.tally(Kind::FrameFromAsking, Outcome::Done).cloned().unwrap_or_else(|| log.latency());
        let told_ms = |quantile: f64| told.value_at_quantile(quantile) as f64 / 1e3;
        let client_share = load.server_cpu.map(|server| {
            let client = client_cpu.as_secs_f64();
            client / (client + server.as_secs_f64()).max(1e-9)
        });
        Report {
            scenario: scenario.name(),
            database: database(stage),
            machine,
            connections: stage.size.connections,
            seats: stage.size.seats,
            seed: stage.seed,
            took_s: took.as_secs_f64(),
            answers: log.answers(),
            conflicts: Kind::ALL.iter().map(|kind| log.count(*kind, Outcome::Conflict)).sum(),
            failed: log.failed(),
            per_second: load.per_second(),
            p50_ms: told_ms(0.5),
            p99_ms: told_ms(0.99),
            ceiling: done.measured.ceiling.as_ref().map(|ceiling| ceiling_of(ceiling, load)),
            server: us_each.zip(usage).map(|(us_each, usage)| Server {
                us_each,
                memory_bytes: usage.memory_bytes,
                memory_bytes_max: usage.memory_bytes_max,
            }),
            client_us_each: load.client_us_each(),
            client_share,
            client_memory_bytes: crate::ground::process::Usage::own().memory_bytes,
            rows: rows(load),
            facts: done.facts.clone(),
            failures: failures(done),
            misses: failed(&done.measured.load.log.misses).collect(),
            nodes: nodes(load),
            audit: done.verdict.as_ref().map(|verdict| Audit {
                checked: verdict.checked.clone(),
                breaches: verdict.breaches.len() as u64,
                evidence: verdict.breaches.iter().take(BREACHES_MAX).map(ToString::to_string).collect(),
            }),
            seconds: seconds(load),
            histogram: histogram(load),
        }
    }

    /// No request failed and no promise was broken.
    pub(crate) fn is_good(&self) -> bool {
        self.failures.is_empty() && self.audit.as_ref().is_none_or(|audit| audit.breaches == 0)
    }
}

fn database(stage: &Stage) -> String {
    match (&stage.own, std::env::var_os("ADMIT_DATABASE_URL")) {
        (None, _) if stage.nodes.len() > 1 => format!("{} nodes", stage.nodes.len()),
        (None, _) => "at a URL".to_owned(),
        (Some(_), Some(_)) => "PostgreSQL".to_owned(),
        (Some(_), None) => "SQLite".to_owned(),
    }
}

fn ceiling_of(ceiling: &Measure, load: &Measure) -> Ceiling {
    Ceiling {
        per_second: ceiling.per_second(),
        server_us_each: ceiling.server_us_each(),
        p99_ms: ceiling.log.latency().value_at_quantile(0.99) as f64 / 1e3,
        ratio: load.per_second() / ceiling.per_second().max(1e-9),
        cpu_ratio: load.server_us_each().zip(ceiling.server_us_each()).map(|(load, ceiling)| load / ceiling.max(1e-9)),
    }
}

fn rows(load: &Measure) -> Vec<Row> {
    let seconds = load.took.as_secs_f64().max(1e-9);
    let of = |kind: Kind, outcome: Outcome| {
        let tally = load.log.tally(kind, outcome)?;
        let ms = |quantile: f64| tally.value_at_quantile(quantile) as f64 / 1e3;
        let refused = if outcome == Outcome::Conflict { ", refused" } else { "" };
        Some(Row {
            what: format!("{}{refused}", kind.label()),
            is_conflict: outcome == Outcome::Conflict,
            count: tally.len(),
            per_second: tally.len() as f64 / seconds,
            p50_ms: ms(0.5),
            p95_ms: ms(0.95),
            p99_ms: ms(0.99),
            p999_ms: ms(0.999),
            max_ms: tally.max() as f64 / 1e3,
        })
    };
    Kind::ALL.iter().flat_map(|kind| [of(*kind, Outcome::Done), of(*kind, Outcome::Conflict)]).flatten().collect()
}

/// Of the load and the ceiling: a failure is one wherever it happens.
fn failures(done: &Done) -> Vec<Failed> {
    let logs = [Some(&done.measured.load), done.measured.ceiling.as_ref()].into_iter().flatten();
    logs.flat_map(|measure| failed(&measure.log.failures)).collect()
}

fn failed(failures: &Failures) -> impl Iterator<Item = Failed> {
    failures.iter().map(|((kind, why), failure)| Failed {
        what: kind.label().to_owned(),
        why: why.clone(),
        count: failure.count,
        example: failure.example.clone(),
    })
}

fn nodes(load: &Measure) -> Vec<Node> {
    let node = |(address, seconds): &(String, Vec<Answered>)| Node {
        address: address.clone(),
        asked: seconds.iter().map(|second| second.asked).sum(),
        answered: seconds.iter().map(|second| second.answered).sum(),
        seconds: seconds.iter().map(|second| (second.asked, second.answered)).collect(),
    };
    load.log.nodes.iter().map(node).collect()
}

fn seconds(load: &Measure) -> Vec<Second> {
    let ms = |second: &crate::engine::log::Second, quantile| second.latency.value_at_quantile(quantile) as f64 / 1e3;
    let used = load.log.seconds.iter().position(|second| second.answers + second.failures > 0).unwrap_or(0);
    let all = load.log.seconds.iter().skip(used);
    all.map(|second| Second {
        answers: second.answers,
        failures: second.failures,
        p50_ms: ms(second, 0.5),
        p99_ms: ms(second, 0.99),
    })
    .collect()
}

fn histogram(load: &Measure) -> Vec<(f64, u64)> {
    let all = load.log.latency();
    let steps = all.iter_log(50, 1.25).filter(|step| step.count_since_last_iteration() > 0);
    steps.map(|step| (step.value_iterated_to() as f64 / 1e3, step.count_since_last_iteration())).collect()
}
