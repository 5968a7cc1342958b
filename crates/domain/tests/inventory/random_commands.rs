//! Random sales: whatever is asked in whatever order, nothing that must always be true breaks, an undone batch leaves no trace,
//! and the journal alone tells the state.
//!
//! A failing case is printed, made as small as can be, and its seed is saved under `tests/proptest-regressions` and run first
//! from then on. `PROPTEST_RNG_SEED` replays a whole run; `ADMIT_DEEP=1` runs many more cases.

use std::sync::Arc;

use admit_domain::hall::Hall;
use admit_domain::hold::Hold;
use admit_domain::id::{HoldId, OrderId};
use admit_domain::inventory::audit::{FirstTerms, Folding, check_inventory, check_journal, check_records};
use admit_domain::inventory::command::{BestAvailable, Choice, Command, Together};
use admit_domain::inventory::journal::{Change, Version};
use admit_domain::inventory::refusal::Refusal;
use admit_domain::inventory::state::{Inventory, Log, Owner, PurchaseLimits};
use admit_domain::inventory::{Decision, decide, expire_due};
use admit_domain::order::Order;
use admit_domain::terms::{Limits, Terms};
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::random_steps::{Turn, turns};
use crate::support::{Part, Sale, buyer, drawn, key, probe_terms};

/// How many cases a property is tried with.
pub(crate) fn cases(usually: u32) -> Config {
    let deep = std::env::var_os("ADMIT_DEEP").is_some_and(|value| value == "1");
    Config::with_cases(if deep { usually * 50 } else { usually })
}

fn hall() -> Arc<Hall> {
    drawn(&[Part::Rows(&["AAAAAA_BBBB", "AABBB.BBBB"]), Part::General('C', 12), Part::Rows(&["CCCCCC"])])
}

fn sale() -> Sale {
    let hall = hall();
    let mut terms = probe_terms(&hall);
    terms.limits = Limits { tickets_per_order_max: 20, tickets_per_buyer_max: 25, open_holds_max: 4 };
    terms.refunds.until = Some(terms.closes_at);
    Sale::under(&hall, terms)
}

/// All that can be seen of a state, with what it would answer.
#[derive(Debug, PartialEq)]
struct Seen {
    holds: Vec<Hold>,
    orders: Vec<Order>,
    owners: Vec<Owner>,
    terms: Terms,
    version: Version,
    next_due: Option<Timestamp>,
    answers: Vec<Result<Decision, Refusal>>,
}

fn seen(state: &Inventory, now: Timestamp) -> Seen {
    let mut holds: Vec<Hold> = state.holds().cloned().collect();
    holds.sort_by_key(|hold| hold.id);
    let mut orders: Vec<Order> = state.orders().cloned().collect();
    orders.sort_by_key(|order| order.id);
    Seen {
        holds,
        orders,
        owners: (0..state.hall().units()).map(|unit| state.owner(Unit(unit))).collect(),
        terms: Terms::clone(state.terms()),
        version: state.version(),
        next_due: state.next_due(),
        answers: probes().iter().map(|command| decide(state, command, now)).collect(),
    }
}

/// Commands whose answers show what the indexes hold.
fn probes() -> Vec<Command> {
    let hold = HoldId::from_u128(u128::MAX);
    let command = |number, choice, key| Command::Hold { hold, buyer: buyer(number), choice, key };
    let best = |quantity, together| {
        Choice::Best(BestAvailable { quantity, section: None, tier: None, price_max: None, together })
    };
    let mut probes = Vec::new();
    for number in 1..7 {
        probes.extend((0..6).map(|name| command(number, Choice::Seats(Vec::new()), key(name, 0))));
    }
    for quantity in [1, 2, 4, 5, 12, 20] {
        probes.push(command(9, best(quantity, Together::Required), None));
        probes.push(command(9, best(quantity, Together::Preferred), None));
        probes.push(command(9, Choice::General { section: 1, quantity }, None));
    }
    probes
}

/// Decides and applies, as one batch; gives the answers and the changes.
fn batch(sale: &mut Sale, commands: &[Command], log: &mut Log) -> (Vec<Result<Decision, Refusal>>, Vec<Change>) {
    let mut changes = Vec::new();
    for change in expire_due(&sale.state, sale.now, usize::MAX) {
        sale.apply(change, log, &mut changes);
    }
    let answers = commands.iter().map(|command| one(sale, command, log, &mut changes)).collect();
    (answers, changes)
}

fn one(sale: &mut Sale, command: &Command, log: &mut Log, changes: &mut Vec<Change>) -> Result<Decision, Refusal> {
    let before = sale.state.clone();
    let answer = sale.decide(command);
    if let Ok(Decision::Change(change)) = &answer {
        sale.apply(change.clone(), log, changes);
        if let Change::Held(hold) = change {
            all_or_nothing(&before, &sale.state, command, hold);
        }
    }
    assert_eq!(check_inventory(&sale.state), [], "after {command:?}: {answer:?}");
    answer
}

/// A hold has what was wanted, all of which was free before and is its own now.
fn all_or_nothing(before: &Inventory, after: &Inventory, command: &Command, hold: &Hold) {
    let units: Vec<Unit> = hold.units.iter().map(|held| held.unit).collect();
    assert!(units.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once: {units:?}");
    assert!(units.iter().all(|unit| before.is_free(*unit) && after.owner(*unit) == Owner::Held(hold.id)), "{units:?}");
    let Command::Hold { choice, .. } = command else { panic!("{command:?} made a hold") };
    match choice {
        Choice::Seats(wanted) => {
            let mut wanted = wanted.clone();
            wanted.sort_unstable();
            assert_eq!(units, wanted);
        }
        Choice::General { quantity, .. } => assert_eq!(units.len() as u32, *quantity),
        Choice::Best(best) => assert_eq!(units.len() as u32, best.quantity),
    }
}

fn play(turns: &[Turn]) -> Sale {
    let mut sale = sale();
    let mut folding = Folding::new(sale.state.hall().clone(), sale.first_terms.clone(), FirstTerms::AsCreated);
    for turn in turns {
        sale.wait(turn.wait);
        let now = sale.now;
        let mut planned = sale.clone();
        let mut commands = Vec::new();
        for step in &turn.steps {
            let command = step.command(&mut planned);
            batch(&mut planned, std::slice::from_ref(&command), &mut Log::default());
            commands.push(command);
        }
        let before = seen(&sale.state, now);
        let mut log = Log::default();
        let first = batch(&mut sale, &commands, &mut log);
        if turn.fails_first {
            sale.state.undo(log);
            assert_eq!(seen(&sale.state, now), before, "an undone batch leaves no trace");
            assert_eq!(check_inventory(&sale.state), [], "after undoing {commands:?}");
            assert_eq!(batch(&mut sale, &commands, &mut Log::default()), first, "the same state decides the same");
        }
        sale.next_id_from(&planned);
        let committed = sale.journal.len();
        sale.commit(first.1);
        assert_eq!(check_inventory(&sale.state), [], "after {commands:?}");
        sale.journal[committed..].iter().for_each(|entry| folding.add(entry));
        let told = Seen { answers: Vec::new(), ..seen(folding.state(), now) };
        assert_eq!(told, Seen { answers: Vec::new(), ..seen(&sale.state, now) }, "the journal tells the state");
        assert_eq!(folding.judge(&sale.records()), []);
        assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
    }
    let mut entries = sale.journal.iter().cloned();
    assert_eq!(check_journal(sale.state.hall(), None, &mut entries, &sale.records()), []);
    assert_eq!(seen(&restored(&sale), sale.now), seen(&sale.state, sale.now), "what is stored tells the state");
    sale
}

fn restored(sale: &Sale) -> Inventory {
    let state = &sale.state;
    let terms = Terms::clone(state.terms());
    let limits = PurchaseLimits::Enforced;
    let mut restored = Inventory::new(state.hall().clone(), terms, state.version(), state.at(), limits);
    let units = (0..state.hall().units()).map(Unit);
    let blocked = units.filter(|unit| state.owner(*unit) == Owner::Blocked);
    let (holds, orders) = (state.holds().cloned().collect(), state.orders().cloned().collect());
    restored.restore(holds, orders, blocked).expect("good records");
    assert_eq!(check_inventory(&restored), []);
    restored
}

/// Whether `sale` came to what is rare, so that a random test which never gets there is noticed.
fn rare(sale: &Sale) -> [bool; 12] {
    let changes = || sale.journal.iter().flat_map(|entry| &entry.changes);
    let any = |wanted: fn(&Change) -> bool| changes().any(wanted);
    let paid = |order: OrderId| changes().any(|change| *change == Change::Paid { order });
    let failed =
        |order: OrderId| changes().any(|change| matches!(change, Change::Failed { order: id, .. } if *id == order));
    let forgotten = |hold: &Hold| sale.state.hold(hold.id).is_none();
    [
        any(|change| matches!(change, Change::Expired { .. })),
        any(|change| matches!(change, Change::Extended { .. })),
        any(|change| matches!(change, Change::Awaited { .. })),
        any(|change| matches!(change, Change::Cancelled { refund: Some(_), .. })),
        any(|change| matches!(change, Change::Cancelled { refund: None, .. })),
        any(|change| matches!(change, Change::RefusedMoney { .. })),
        any(|change| matches!(change, Change::Blocked(_))),
        any(|change| matches!(change, Change::Unblocked(_))),
        any(|change| matches!(change, Change::Adopted { orders, .. } if orders.is_empty())),
        any(|change| matches!(change, Change::Adopted { orders, .. } if !orders.is_empty())),
        changes().any(|change| matches!(change, Change::Held(hold) if forgotten(hold))),
        sale.state.orders().any(|order| failed(order.id) && paid(order.id)),
    ]
}

#[test]
fn random_sales_come_to_everything_that_is_rare() {
    let mut runner = TestRunner::deterministic();
    let mut met = [0; 12];
    for _ in 0..200 {
        let turns = turns(60).new_tree(&mut runner).expect("turns").current();
        for (count, met_now) in met.iter_mut().zip(rare(&play(&turns))) {
            *count += u32::from(met_now);
        }
    }
    assert!(met.iter().all(|count| *count >= 5), "{met:?}");
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn whatever_is_asked_nothing_breaks(turns in turns(60)) {
        play(&turns);
    }

    #[test]
    fn the_end_of_time_breaks_nothing(turns in turns(4), at in prop_oneof![Just(i64::MIN), Just(i64::MAX - 1)]) {
        let mut sale = sale();
        sale.state.advance(sale.state.version().next(), Timestamp::from_millis(at));
        sale.now = Timestamp::from_millis(at);
        for turn in &turns {
            sale.wait(turn.wait);
            for step in &turn.steps {
                let command = step.command(&mut sale);
                batch(&mut sale, &[command], &mut Log::default());
            }
        }
    }
}
