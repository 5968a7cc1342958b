//! One run: start everything, load it, torture it, let it rest, and judge.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use admit_testkit::poll::until_blocking;
use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::availability::availability;
use crate::ground::Ground;
use crate::lanes::{Happened, carry_out};
use crate::load::{self, Load};
use crate::memory;
use crate::nodes::Asking;
use crate::plan::{Step, plan, shown};
use crate::report::Report;
use crate::say::say;
use crate::told::{self, Told, Verdict};

/// Nothing is waited for longer, however busy the machine.
const ARRIVES_WITHIN: Duration = Duration::from_secs(120);
const BUYS_WITHIN: Duration = Duration::from_secs(300);
/// How the id of a message ends that tells of a hold.
const HELD: &str = ".admit.seats.held.v1";
/// How a node says so.
const GIVEN_UP: &str = "given up";
/// How `admit check` begins what isn't as it must be.
const VIOLATION: &str = "violation ";
const STOPS_WITHIN: Duration = Duration::from_secs(60);

pub(crate) fn run(arguments: &Arguments) -> Result<Report> {
    let seed = arguments.seed();
    say(format!("seed {seed}; three nodes, PostgreSQL, Redis and a broker start"));
    let ground = Ground::start(&arguments.admit)?;
    let mut faults = arguments.faults();
    faults.retain(|fault| !ground.cannot.iter().any(|(cannot, _)| *cannot == fault.to_string()));
    let steps = plan(seed, arguments.window(), &faults);
    ensure!(!steps.is_empty(), "none of that can happen on this machine");
    say(format!("the plan, from when the load buys:\n{}", shown(&steps)));
    let stops = AtomicBool::new(false);
    let tortured = std::thread::scope(|scope| {
        let watching = scope.spawn(|| memory::watch(&ground, &stops));
        let outcome = under_load(arguments, &ground, &steps, seed);
        stops.store(true, Ordering::SeqCst);
        outcome.map(|outcome| (outcome, watching.join().expect("looking doesn't panic")))
    });
    let (Tortured { happened, load, load_ended, told, mut breaches }, memory_kib) = tortured?;
    breaches.extend(defects(&ground));
    breaches.extend(stop_and_check(&ground));
    breaches.extend(told.breaches.iter().cloned());
    let (again, cannot) = (arguments.again(seed), ground.cannot.clone());
    let availability = availability(&load, &happened.faults);
    let report = Report { seed, again, happened, cannot, load, load_ended, availability, told, memory_kib, breaches };
    say(format!("\n{}", report.text()));
    if !report.breaches.is_empty() {
        ground.keep_evidence(&arguments.evidence)?;
        say(format!("logs, messages and a dump are in {}", arguments.evidence.display()));
    }
    if let Some(path) = &arguments.json {
        let json = serde_json::to_string_pretty(&report.json()).context("no JSON")?;
        std::fs::write(path, json).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(report)
}

struct Tortured {
    happened: Happened,
    load: Value,
    load_ended: String,
    told: Verdict,
    breaches: Vec<String>,
}

fn under_load(arguments: &Arguments, ground: &Ground, steps: &[Step], seed: u64) -> Result<Tortured> {
    let json = ground.folder().join("load.json");
    let urls: Vec<String> = ground.nodes.iter().map(|node| node.url.clone()).collect();
    let asking = Asking::of(ground)?;
    let before: HashSet<String> = asking.journals()?.iter().map(|told| told.of.0.clone()).collect();
    let mut load = Load::start(&arguments.admit, &urls, arguments.size(), seed, &json)?;
    until_it_buys(ground, &before)?;
    let happened = carry_out(ground, steps, arguments.window())?;
    ground.heal()?;
    let ended = load.wait()?;
    let mut breaches = Vec::new();
    if !ended.success() {
        breaches.push(format!("the load ended with {ended}; above it says why"));
    }
    say("the load has ended; the nodes come to rest");
    if let Err(error) = asking.until_at_rest() {
        breaches.push(format!("{error:#}"));
    }
    let told = what_was_told(&asking, ground, happened.faults.len())?;
    let load = load::report(&json).unwrap_or(Value::Null);
    Ok(Tortured { happened, load, load_ended: ended.to_string(), told, breaches })
}

/// The load makes events and accounts first, which is no time to be tortured in. Then somebody holds places.
fn until_it_buys(ground: &Ground, before: &HashSet<String>) -> Result<()> {
    let is_a_hold = |told: &Told| told.id.ends_with(HELD) && !before.contains(&told.of.0);
    let begun =
        until_blocking(BUYS_WITHIN, || ground.broker.arrived().iter().rev().find(|told| is_a_hold(told)).map(drop));
    begun.context("nobody buys")
}

/// Waits until everything has arrived that the journals have now, and judges all that came until then.
fn what_was_told(asking: &Asking, ground: &Ground, faults: usize) -> Result<Verdict> {
    let now = asking.journals()?;
    // If it doesn't arrive, that is what the judge will say.
    let _ = until_blocking(ARRIVES_WITHIN, || (told::missing(&now, &ground.broker.arrived()) == 0).then_some(()));
    let arrived = ground.broker.arrived().clone();
    // Holds end at any time, so the journals have grown. What is new there may have arrived and need not have.
    let known: HashSet<&str> = now.iter().chain(&arrived).map(|told| &*told.id).collect();
    let journal: Vec<Told> = asking.journals()?.into_iter().filter(|told| known.contains(&*told.id)).collect();
    Ok(told::judge(&journal, &arrived, faults))
}

/// What nodes logged as errors, and panics. To have given something up while what it needs was away breaks no promise: whatever
/// was promised is judged by others.
fn defects(ground: &Ground) -> Vec<String> {
    let of_node = |(number, node): (usize, &crate::ground::Node)| {
        node.process()
            .defects()
            .into_iter()
            .filter(|line| !line.contains(GIVEN_UP))
            .map(move |line| format!("node {number} logged: {line}"))
            .collect::<Vec<_>>()
    };
    ground.nodes.iter().enumerate().flat_map(of_node).collect()
}

/// Ends the nodes as an operator would, and folds every journal from the beginning.
fn stop_and_check(ground: &Ground) -> Vec<String> {
    let mut found = Vec::new();
    for (number, node) in ground.nodes.iter().enumerate() {
        let mut process = node.process();
        match process.terminate().and_then(|()| process.wait(STOPS_WITHIN)) {
            Ok(status) if status.success() => {}
            Ok(status) => found.push(format!("told to stop, node {number} ended with {status}")),
            Err(error) => found.push(format!("node {number}: {error:#}")),
        }
    }
    match ground.nodes[0].process().check() {
        Ok(said) => say(format!("admit check: {}", said.lines().last().unwrap_or_default())),
        Err(error) => {
            let said = format!("{error:#}");
            let violations: Vec<&str> = said.lines().filter(|line| line.contains(VIOLATION)).map(str::trim).collect();
            found.push(if violations.is_empty() { said } else { format!("admit check: {}", violations.join("; ")) });
        }
    }
    found
}
