//! Carries a plan out, each lane in a thread of its own.

use std::sync::mpsc::{Sender, channel};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::fault::{Fault, Lane};
use crate::ground::Ground;
use crate::inflict::inflict;
use crate::plan::Step;
use crate::say::say;

/// Faults that happened.
#[derive(Debug, Default)]
pub(crate) struct Happened {
    pub(crate) faults: Vec<Happening>,
    /// For these there was no time any more, because mending others took too long.
    pub(crate) left_out: Vec<Fault>,
}

/// A fault that happened, and when, since the first could.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Happening {
    pub(crate) fault: Fault,
    pub(crate) node: usize,
    pub(crate) from: Duration,
    pub(crate) to: Duration,
}

enum Outcome {
    Happened(Happening),
    LeftOut(Fault),
    Failed(Fault, anyhow::Error),
}

/// Returns when the last fault is mended. A step that is late is late, and one that would begin after `window` is left out, since
/// whoever judges wants a quiet time at the end.
pub(crate) fn carry_out(ground: &Ground, steps: &[Step], window: Duration) -> Result<Happened> {
    let start = Instant::now();
    let (tell, told) = channel();
    std::thread::scope(|scope| {
        for lane in Lane::ALL {
            let own: Vec<&Step> = steps.iter().filter(|step| step.fault.lane() == lane).collect();
            let tell = tell.clone();
            scope.spawn(move || one_lane(ground, &own, start, window, &tell));
        }
    });
    drop(tell);
    let mut happened = Happened::default();
    for outcome in told {
        match outcome {
            Outcome::Happened(happening) => happened.faults.push(happening),
            Outcome::LeftOut(fault) => happened.left_out.push(fault),
            Outcome::Failed(fault, error) => return Err(error).with_context(|| format!("{fault}")),
        }
    }
    Ok(happened)
}

fn one_lane(ground: &Ground, steps: &[&Step], start: Instant, window: Duration, tell: &Sender<Outcome>) {
    for step in steps {
        sleep(step.at.saturating_sub(start.elapsed()));
        let began = start.elapsed();
        let outcome = if began > window {
            Outcome::LeftOut(step.fault)
        } else {
            match inflict(ground, step) {
                Ok(what) => {
                    let happening = Happening { fault: step.fault, node: step.node, from: began, to: start.elapsed() };
                    let (from, to) = (began.as_secs_f64(), happening.to.as_secs_f64());
                    let node = if step.fault.is_of_one_node() { format!(" node {}", step.node) } else { String::new() };
                    let what = if what.is_empty() { what } else { format!(": {what}") };
                    say(format!("  {from:6.1} – {to:6.1} s  {}{node}{what}", step.fault));
                    Outcome::Happened(happening)
                }
                Err(error) => Outcome::Failed(step.fault, error),
            }
        };
        // Whoever started this lane waits for it.
        let failed = matches!(outcome, Outcome::Failed(..));
        if tell.send(outcome).is_err() || failed {
            return;
        }
    }
}
