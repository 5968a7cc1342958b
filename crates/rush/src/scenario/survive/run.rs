//! The run from its ground to its verdict.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::runtime::Builder;
use tokio::task::{JoinHandle, LocalSet, spawn_local};

use crate::auditor::breach::Breach;
use crate::auditor::deeds::Deeds;
use crate::auditor::freshness;
use crate::auditor::judge::Verdict;
use crate::auditor::line::{given_twice, out_of_order};
use crate::auditor::recovery::{self, Answered};
use crate::engine::log::Log;
use crate::engine::measure::{Measure, Measured};
use crate::engine::nodes::{Nodes, Record};
use crate::engine::random::Random;
use crate::ground::buyers::Buyers;
use crate::ground::hall::Hall;
use crate::scenario::stage::{Done, Fact, Stage};

use super::ears::{Ear, Overheard};
use super::end::{ears_agree, nodes_agree};
use super::ground::Ground;
use super::told::Told;
use super::watch::{Watcher, count_shoppers};

/// What everybody did and saw.
struct Seen {
    took: Duration,
    record: Record,
    told: Told,
    ears: Vec<Rc<RefCell<Overheard>>>,
    fans: Deeds,
    trickle: Deeds,
    /// By buyer.
    tokens: BTreeMap<u32, String>,
    breaches: Vec<Breach>,
    begun: Instant,
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let ground = Ground::make(stage)?;
    let (mut load, mut seen) = (Measure::new(stage.meter.begun), None);
    stage.meter.measure(&mut load, || {
        let (log, all) = act(stage, &ground)?;
        seen = Some(all);
        Ok(log)
    })?;
    let mut seen = seen.context("nothing was seen")?;
    load.took = seen.took;
    load.log.nodes = stage.nodes.iter().cloned().zip(seen.record.first_tries.iter().cloned()).collect();
    let buyers = Arc::new(ground.buyers.with_tokens(std::mem::take(&mut seen.tokens).into_values().collect()));
    let verdict = judge(stage, &ground, &buyers, &mut seen);
    let facts = facts(&seen, &load.log);
    Ok(Done { measured: Measured { load, ceiling: None }, facts, verdict: Some(verdict) })
}

fn act(stage: &Stage, ground: &Ground) -> anyhow::Result<(Log, Seen)> {
    let runtime = Builder::new_current_thread().enable_all().build().context("no runtime")?;
    let local = LocalSet::new();
    let begun = Instant::now();
    let nodes = Rc::new(Nodes::new(&stage.nodes, stage.size.connections, begun));
    let told = Rc::new(RefCell::new(Told::default()));
    let seen = local.block_on(&runtime, async {
        let until = begun + Duration::from_secs(stage.size.seconds);
        nodes.begin();
        let (watching, ears) = watch(stage, ground, &nodes, &told);
        let fans = ground.fans(stage, &nodes, &told).into_iter().map(|fan| spawn_local(fan.go(until))).collect();
        let trickles = ground.trickles(stage, &nodes).into_iter().map(|one| spawn_local(one.go(until))).collect();
        let mut tokens = BTreeMap::new();
        let fans = all_of(fans, &mut tokens).await?;
        let trickle = all_of(trickles, &mut tokens).await?;
        let took = begun.elapsed();
        let mut breaches = nodes_agree(&nodes, &ground.fans_hall.event).await;
        breaches.extend(nodes_agree(&nodes, &ground.quiet_hall.event).await);
        breaches.extend(ears_agree(&nodes, &ground.fans_hall.event, &ears).await);
        watching.iter().for_each(JoinHandle::abort);
        let (told, record) = (std::mem::take(&mut *told.borrow_mut()), nodes.take_record(until));
        anyhow::Ok(Seen { took, record, told, ears, fans, trickle, tokens, breaches, begun })
    })?;
    drop(local);
    let log = std::mem::replace(&mut *nodes.log.borrow_mut(), Log::new(begun));
    Ok((log, seen))
}

type Ears = Vec<Rc<RefCell<Overheard>>>;

/// Those who only look and listen.
fn watch(stage: &Stage, ground: &Ground, nodes: &Rc<Nodes>, told: &Rc<RefCell<Told>>) -> (Vec<JoinHandle<()>>, Ears) {
    let events = [ground.fans_hall.event.clone(), ground.quiet_hall.event.clone()];
    let ears: Ears = (0..nodes.count()).map(|_| Rc::default()).collect();
    let mut tasks = Vec::new();
    for (node, heard) in ears.iter().enumerate() {
        let (events, event) = (events.clone(), events[0].clone());
        tasks.push(spawn_local(Watcher { node, nodes: nodes.clone(), told: told.clone(), events }.go()));
        let random = Random::new(!stage.seed, u64::MAX - node as u64);
        let ear = Ear { node, event, nodes: nodes.clone(), told: told.clone(), random, heard: heard.clone() };
        tasks.push(spawn_local(ear.go()));
    }
    let organizer = ground.organizer(stage, nodes);
    tasks.push(spawn_local(count_shoppers(organizer, ground.line().stats, told.clone())));
    (tasks, ears)
}

async fn all_of(
    tasks: Vec<JoinHandle<(u32, Deeds, String)>>,
    tokens: &mut BTreeMap<u32, String>,
) -> anyhow::Result<Deeds> {
    let mut all = Deeds::default();
    for task in tasks {
        let (buyer, deeds, token) = task.await.context("somebody ended early")?;
        all.add(deeds);
        tokens.insert(buyer, token);
    }
    Ok(all)
}

fn judge(stage: &Stage, ground: &Ground, buyers: &Arc<Buyers>, seen: &mut Seen) -> Verdict {
    let mut verdict = audit(stage, &ground.fans_hall, buyers, &seen.fans);
    let quiet = audit(stage, &ground.quiet_hall, buyers, &seen.trickle);
    verdict.checked = format!("{}; in the quiet event {}", verdict.checked, quiet.checked);
    verdict.breaches.extend(quiet.breaches);
    let Told { joins, breaches, looks, health, counts, .. } = &mut seen.told;
    verdict.breaches.append(breaches);
    verdict.breaches.append(&mut seen.breaches);
    verdict.breaches.append(&mut seen.record.defects);
    verdict.breaches.extend(given_twice(joins));
    verdict.breaches.extend(out_of_order(joins));
    let mut fresh = 0;
    for (what, looks) in ["the event with the line", "the quiet event"].into_iter().zip(looks) {
        let freshness = freshness::judge(what, looks, health);
        fresh += freshness.judged;
        verdict.breaches.extend(freshness.breaches);
    }
    let quiet_s = stage.quiet_after.as_secs() as usize;
    let recovered_by = quiet_s + (stage.size.seconds as usize).saturating_sub(quiet_s) / 2;
    let first_tries: Vec<(String, Vec<Answered>)> =
        stage.nodes.iter().cloned().zip(seen.record.first_tries.iter().cloned()).collect();
    verdict.breaches.extend(recovery::judge(&first_tries, recovered_by));
    let more = format!(
        "; {} places in order, {counts} counts of shoppers, {fresh} looks at nodes that had to know, {} listeners",
        joins.len(),
        seen.ears.len(),
    );
    verdict.checked.push_str(&more);
    verdict
}

/// A hold may run out between two looks at one and the same hold, and a server that has just recovered may be busy; what is broken is
/// so at a second look too. A view that can't be had is one more promise broken: whatever else was seen counts still.
fn audit(stage: &Stage, hall: &Arc<Hall>, buyers: &Arc<Buyers>, deeds: &Deeds) -> Verdict {
    let verdict = match stage.audit(hall, buyers, deeds) {
        Ok(verdict) if verdict.breaches.is_empty() => return verdict,
        _ => stage.audit(hall, buyers, deeds),
    };
    verdict.unwrap_or_else(|error| {
        let breaches = vec![Breach::new("NotShown", format!("{error:#}"))];
        Verdict { sold: 0, checked: "nothing of what is listed".to_owned(), breaches }
    })
}

fn facts(seen: &Seen, log: &Log) -> Vec<Fact> {
    let Seen { record, told, ears, begun, .. } = seen;
    let share = |seconds: &mut dyn Iterator<Item = &Answered>| {
        let (asked, answered) =
            seconds.fold((0, 0), |(asked, answered), second| (asked + second.asked, answered + second.answered));
        100.0 * answered as f64 / (asked as f64).max(1.0)
    };
    let mut facts = vec![Fact::new("answered at the first try", share(&mut record.first_tries.iter().flatten()), "%")];
    for (url, seconds) in &log.nodes {
        facts.push(Fact::new(&format!("answered at the first try by {url}"), share(&mut seconds.iter()), "%"));
    }
    facts.push(Fact::new("longest time without an acknowledged write", record.stall.longest.as_secs_f64(), "s"));
    if let Some(since) = record.stall.since {
        let after = since.saturating_duration_since(*begun).as_secs_f64();
        facts.push(Fact::new("which began after", after, "s"));
    }
    let given_up: u64 = record.given_up.values().sum();
    facts.push(Fact::new("requests that no repetition covered", given_up as f64, ""));
    for (kind, count) in &record.given_up {
        facts.push(Fact::new(&format!("of these: {}", kind.label()), *count as f64, ""));
    }
    let sum = |of: fn(&Overheard) -> u64| ears.iter().map(|ear| of(&ear.borrow())).sum::<u64>() as f64;
    facts.push(Fact::new("passes given", told.passes as f64, ""));
    facts.push(Fact::new("people with a pass who were told to stand in line", told.turned_away as f64, ""));
    facts.push(Fact::new("frames heard", sum(|ear| ear.frames), ""));
    facts.push(Fact::new("snapshots heard", sum(|ear| ear.snapshots), ""));
    facts.push(Fact::new("reconnects of listeners", sum(|ear| ear.reconnects), ""));
    facts
}
