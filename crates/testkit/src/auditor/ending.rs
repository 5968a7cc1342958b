//! The whole judgement: the journal, each answer, and how things stand in the end.

use std::collections::{BTreeMap, BTreeSet};

use admit_app::counts::Counts;
use admit_app::desk::Answer;
use admit_app::desk::view::UnitState;
use admit_app::ports::inventory::{Claim, Loaded};
use admit_domain::hold::{Hold, RequestKey};
use admit_domain::id::{AccountId, HoldId, OrderId};
use admit_domain::inventory::audit::{check_inventory, check_journal, check_records};
use admit_domain::inventory::command::Command;
use admit_domain::inventory::state::{Inventory, REMEMBERED};
use admit_domain::order::{Order, OrderStatus};
use admit_domain::unit::Unit;

use super::answers::judge_answer;
use super::changes::judge_journal;
use super::evidence::{Evidence, Screen};
use super::findings::Findings;
use super::history::History;
use super::issued::Issued;
use super::line::judge_line;
use super::subjects::account_and_key;

/// Everything wrong, in words; nothing if all is well.
pub fn judge(evidence: &Evidence) -> Vec<String> {
    let mut findings = Findings::default();
    let issued = Issued::new(&evidence.observations);
    let history = judge_journal(evidence, &issued, &mut findings);
    for (number, observation) in evidence.observations.iter().enumerate() {
        let mut wrong = Findings::default();
        judge_answer(&history, evidence, observation, &mut wrong);
        let told = |what: String| format!("request {number}: {what}\n      {observation:?}");
        findings.0.extend(wrong.0.into_iter().map(told));
    }
    one_thing_a_key(evidence, &mut findings);
    if let Some(line) = &evidence.line {
        judge_line(line, evidence, &history, &mut findings);
    }
    money_is_settled(evidence, &history, &mut findings);
    for screen in &evidence.screens {
        shows_the_truth(screen, &history, &mut findings);
    }
    loads_the_truth(&evidence.loaded, &history, &mut findings);
    restores_well(evidence, &mut findings);
    if let Some(records) = &evidence.records {
        let rows = check_records(&evidence.hall, records);
        findings.0.extend(rows.into_iter().map(|violation| format!("rows: {violation:?}")));
        let mut entries = evidence.journal.iter().cloned();
        let journal = check_journal(&evidence.hall, Some(&evidence.first_terms), &mut entries, records);
        findings.0.extend(journal.into_iter().map(|violation| format!("journal: {violation:?}")));
    }
    findings.0
}

/// Within the time that requests are remembered, the same request never got two different holds.
fn one_thing_a_key(evidence: &Evidence, findings: &mut Findings) {
    let mut holds: BTreeMap<(AccountId, [u8; 16], [u8; 16]), &Hold> = BTreeMap::new();
    for observation in &evidence.observations {
        let Command::Hold { .. } = observation.command else { continue };
        let Some((account, Some(RequestKey { key, body }))) = account_and_key(&observation.command) else { continue };
        let Some((_, Ok(done))) = &observation.ended else { continue };
        let Answer::Hold(told) = &done.answer else { continue };
        if let Some(other) = holds.insert((account, key, body), told) {
            let between = told.created_at.since(other.created_at).max(other.created_at.since(told.created_at));
            let same = other.id == told.id || between > REMEMBERED;
            findings.require(same, || format!("{account} got both {} and {} for one request", other.id, told.id));
        }
    }
}

/// Whoever's money came has tickets, or had them, or gets it back.
fn money_is_settled(evidence: &Evidence, history: &History, findings: &mut Findings) {
    let mut paid: BTreeSet<OrderId> = BTreeSet::new();
    for observation in &evidence.observations {
        if let Command::Confirm { order, amount } = &observation.command
            && history.order(*order).is_some_and(|order| order.total == *amount)
        {
            paid.insert(*order);
        }
    }
    for order in paid.into_iter().filter_map(|id| history.order(id)) {
        let kept = matches!(order.status, OrderStatus::Paid | OrderStatus::Cancelled);
        findings.require(kept || order.refund.is_some(), || format!("{} was paid for nothing: {order:?}", order.id));
        let both = order.status == OrderStatus::Paid && order.refund.is_some();
        findings.require(!both, || format!("{} has tickets and a refund", order.id));
    }
}

fn shows_the_truth(screen: &Screen, history: &History, findings: &mut Findings) {
    let (node, step) = (&screen.node, history.latest());
    findings.require(screen.version == history.version, || format!("{node} stays at {:?}", screen.version));
    findings.require(screen.terms == step.terms, || format!("{node} has other terms"));
    let map = history.hall.map();
    let mut sections = vec![Counts::default(); map.sections.len()];
    let mut tiers = vec![Counts::default(); history.hall.tier_capacity().len()];
    for (unit, shown) in (0..).map(Unit).zip(&screen.states) {
        let tier = history.hall.tier(unit);
        let state = match step.owners[unit.index()] {
            _ if tier.is_none() => UnitState::Blocked,
            None => UnitState::Available,
            Some(Claim::Held(_)) => UnitState::Held,
            Some(Claim::Sold(_)) => UnitState::Sold,
            Some(Claim::Blocked) => UnitState::Blocked,
        };
        findings.require(*shown == state, || format!("{node} shows {unit:?} as {shown:?}, and it is {state:?}"));
        let (Some(tier), Some(section)) = (tier, map.section_of(unit)) else { continue };
        for counts in [&mut sections[section], &mut tiers[tier.index()]] {
            match state {
                UnitState::Available => counts.available += 1,
                UnitState::Held => counts.held += 1,
                UnitState::Sold => counts.sold += 1,
                UnitState::Blocked => {}
            }
        }
    }
    findings.require(screen.states.len() == step.owners.len(), || format!("{node} shows another hall"));
    findings.require(screen.sections == sections && screen.tiers == tiers, || format!("{node} counts wrong"));
}

fn loads_the_truth(loaded: &Loaded, history: &History, findings: &mut Findings) {
    let step = history.latest();
    findings.require(loaded.version == history.version, || format!("the load is of {:?}", loaded.version));
    let begun = history.version.number > 0;
    findings.require(!begun || loaded.at == history.at, || format!("the load is as of {}", loaded.at));
    findings.require(loaded.terms == *step.terms, || "the load has other terms".into());
    let claims: BTreeMap<Unit, Claim> = loaded.claims.iter().copied().collect();
    for (unit, owner) in (0..).map(Unit).zip(&step.owners) {
        let claim = claims.get(&unit).copied();
        findings.require(claim == *owner, || format!("the load has {claim:?} for {unit:?}, and it is {owner:?}"));
    }
    let horizon = history.at - REMEMBERED;
    let holds: BTreeMap<HoldId, &Hold> = loaded.holds.iter().map(|hold| (hold.id, hold)).collect();
    for hold in history.holds() {
        let found = holds.get(&hold.id).copied();
        let forgotten = hold.may_be_forgotten() && hold.ended_at.is_some_and(|ended_at| ended_at <= horizon);
        let same = found == Some(hold) || (forgotten && found.is_none());
        findings.require(same, || format!("the load has {found:?}, and it is {hold:?}"));
    }
    let orders: BTreeMap<OrderId, &Order> = loaded.orders.iter().map(|order| (order.id, order)).collect();
    for order in history.orders() {
        let found = orders.get(&order.id).copied();
        findings.require(found == Some(order), || format!("the load has {found:?}, and it is {order:?}"));
    }
    let surplus = holds.len() > history.holds().count() || orders.len() != history.orders().count();
    findings.require(!surplus && claims.len() == loaded.claims.len(), || "the load has more than there is".into());
}

/// What a desk makes of a fresh load agrees with itself.
fn restores_well(evidence: &Evidence, findings: &mut Findings) {
    let Loaded { hall, terms, version, at, claims, holds, orders } = &evidence.loaded;
    let mut inventory = Inventory::new(hall.clone(), terms.clone(), *version, *at, evidence.purchase_limits);
    let blocked = claims.iter().filter(|(_, claim)| *claim == Claim::Blocked).map(|(unit, _)| *unit);
    match inventory.restore(holds.clone(), orders.clone(), blocked) {
        Err(error) => findings.add(format!("the load can't be restored: {error}")),
        Ok(()) => {
            let wrong = check_inventory(&inventory);
            findings.0.extend(wrong.into_iter().map(|violation| format!("memory: {violation:?}")));
        }
    }
}
