//! What happens when: drawn from a seed before anything begins, so that the same seed makes the same plan.

use std::time::Duration;

use admit_testkit::draw::Draw;

use crate::fault::{Fault, Lane};
use crate::ground::NODES;

const LASTS_MIN: Duration = Duration::from_secs(1);
const LASTS_MAX: Duration = Duration::from_secs(8);
/// How long a turn of one fault and the rest after it takes at most, in a run that has the time.
const TURN_MAX: Duration = Duration::from_secs(12);
const JUMP_MIN_S: i64 = 20;
const JUMP_MAX_S: i64 = 40;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Since the faults began.
    pub(crate) at: Duration,
    pub(crate) lasts: Duration,
    pub(crate) fault: Fault,
    /// Which node, if it is about one.
    pub(crate) node: usize,
    /// By how much a clock jumps.
    pub(crate) jump_s: i64,
}

/// The steps of all lanes in order of time. They end within `window`, healing included where it is quick. Each of `faults` comes up
/// once before any comes up again.
pub(crate) fn plan(seed: u64, window: Duration, faults: &[Fault]) -> Vec<Step> {
    let draw = Draw::from_seed(seed);
    let lanes = Lane::ALL.into_iter().enumerate();
    let mut steps: Vec<Step> = lanes
        .flat_map(|(index, lane)| {
            let own: Vec<Fault> = faults.iter().copied().filter(|fault| fault.lane() == lane).collect();
            lane_steps(draw.fork(index as u64 + 1), window, &own)
        })
        .collect();
    steps.sort_by_key(|step| (step.at, step.fault));
    steps
}

fn lane_steps(mut draw: Draw, window: Duration, faults: &[Fault]) -> Vec<Step> {
    if faults.is_empty() {
        return Vec::new();
    }
    let rounds = (window.as_millis() / TURN_MAX.as_millis()) as u32;
    let turns = rounds.max(faults.iter().map(|fault| fault.turns()).sum());
    let turn = window / turns;
    let (mut bag, mut steps, mut taken) = (Vec::new(), Vec::new(), 0);
    while taken < turns {
        if bag.is_empty() {
            bag = draw.some_of(faults, faults.len());
        }
        let fault: Fault = bag.pop().expect("it was filled");
        let own = turn * fault.turns().min(turns - taken);
        // A fifth of its time at most goes by before a fault, and a fifth at least after it.
        let longest = LASTS_MAX.min(own * 3 / 5);
        let shortest = if fault.turns() > 1 { longest } else { LASTS_MIN.min(longest) };
        let size = between_whole(&mut draw, JUMP_MIN_S, JUMP_MAX_S);
        steps.push(Step {
            at: turn * taken + between(&mut draw, Duration::ZERO, own / 5),
            lasts: between(&mut draw, shortest, longest),
            fault,
            node: draw.below(NODES),
            jump_s: if draw.below(2) == 0 { size } else { -size },
        });
        taken += fault.turns();
    }
    steps
}

fn between(draw: &mut Draw, least: Duration, most: Duration) -> Duration {
    least + (most - least) * draw.below(1_001) as u32 / 1_000
}

fn between_whole(draw: &mut Draw, least: i64, most: i64) -> i64 {
    least + draw.below((most - least + 1) as usize) as i64
}

/// As it is printed before the run.
pub(crate) fn shown(steps: &[Step]) -> String {
    let line = |step: &Step| {
        let node = if step.fault.is_of_one_node() { format!(" node {}", step.node) } else { String::new() };
        let jump = if step.fault == Fault::NodeClock { format!(" by {:+} s", step.jump_s) } else { String::new() };
        format!("{:7.1} s  {}{node}{jump}, for {:.1} s\n", step.at.as_secs_f64(), step.fault, step.lasts.as_secs_f64())
    };
    steps.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const SHORT: Duration = Duration::from_secs(50);
    const LONG: Duration = Duration::from_secs(1_100);

    #[test]
    fn a_seed_makes_one_plan_and_another_seed_another() {
        assert_eq!(plan(7, SHORT, &Fault::ALL), plan(7, SHORT, &Fault::ALL));
        assert_ne!(plan(7, SHORT, &Fault::ALL), plan(8, SHORT, &Fault::ALL));
        assert_eq!(shown(&plan(7, SHORT, &Fault::ALL)).lines().count(), plan(7, SHORT, &Fault::ALL).len());
    }

    #[test]
    fn a_short_run_has_each_fault_once_and_a_long_one_each_as_often() {
        for seed in 0..50 {
            for (window, least, most) in [(SHORT, 1, 1), (LONG, 7, 23)] {
                let mut counts = BTreeMap::new();
                for step in plan(seed, window, &Fault::ALL) {
                    *counts.entry(step.fault).or_insert(0) += 1;
                }
                assert_eq!(counts.len(), Fault::ALL.len());
                assert!(counts.values().all(|count| (least..=most).contains(count)), "{counts:?}");
            }
        }
    }

    #[test]
    fn faults_of_a_lane_come_one_after_another_and_end_in_time() {
        for seed in 0..50 {
            for window in [SHORT, LONG] {
                for lane in Lane::ALL {
                    let mut free_from = Duration::ZERO;
                    for step in plan(seed, window, &Fault::ALL).iter().filter(|step| step.fault.lane() == lane) {
                        assert!(step.at >= free_from && step.at + step.lasts <= window, "{step:?}");
                        assert!(step.lasts <= LASTS_MAX && step.node < NODES && step.jump_s.abs() >= JUMP_MIN_S);
                        free_from = step.at + step.lasts;
                    }
                }
            }
        }
    }

    #[test]
    fn redis_is_away_for_longer_than_a_node_may_be_behind() {
        for seed in 0..50 {
            let steps = plan(seed, SHORT, &Fault::ALL);
            let away = steps.iter().find(|step| step.fault == Fault::RedisKilled).expect("it is one of all");
            assert!(away.lasts > Duration::from_secs(7), "{away:?}");
        }
    }

    #[test]
    fn one_kind_alone_is_the_only_one() {
        let steps = plan(1, SHORT, &[Fault::RedisFrozen]);
        assert!(steps.len() >= 4 && steps.iter().all(|step| step.fault == Fault::RedisFrozen), "{steps:?}");
    }
}
