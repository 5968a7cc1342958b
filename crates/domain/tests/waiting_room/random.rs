use std::collections::BTreeMap;
use std::time::Duration;

use admit_domain::waiting_room::command::{Command, Done, Proof};
use admit_domain::waiting_room::settings::{Calling, Mode, Settings, SettingsChange};
use admit_domain::waiting_room::shoppers::Stage;
use admit_domain::waiting_room::standing::Status;
use proptest::prelude::*;

use super::hall::{Hall, account, settings};

#[derive(Debug, Clone)]
enum Act {
    Join(Option<u32>),
    Show(u32, u32),
    Leave(u32, Option<u32>),
    Enter(u32),
    Buy(u32),
    Limit(u32),
    Rate(u32),
    Pause(bool),
    Seconds(u32),
    Jump(u32),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => proptest::option::of(0u32..25).prop_map(Act::Join),
        6 => (1u32..60, 0u32..25).prop_map(|(number, account)| Act::Show(number, account)),
        2 => (0u32..60, proptest::option::of(0u32..25)).prop_map(|(number, account)| Act::Leave(number, account)),
        1 => (0u32..25).prop_map(Act::Enter),
        2 => (0u32..25).prop_map(Act::Buy),
        1 => (1u32..8).prop_map(Act::Limit),
        1 => (0u32..400).prop_map(Act::Rate),
        1 => any::<bool>().prop_map(Act::Pause),
        6 => (1u32..20).prop_map(Act::Seconds),
        1 => (1u32..100_000).prop_map(Act::Jump),
    ]
}

fn command(hall: &mut Hall, act: &Act) -> Option<Command> {
    let configure = |change| Some(Command::Configure { change, by: account(99) });
    match *act {
        Act::Join(who) => Some(Command::Join { account: who.map(account), proof: Proof::Verified }),
        Act::Show(number, who) => Some(Command::Show { number, account: account(who) }),
        Act::Leave(number, who) => Some(Command::Leave { number, account: who.map(account) }),
        Act::Enter(who) => Some(Command::Enter { account: account(who) }),
        Act::Buy(who) => {
            hall.bought.insert(account(who));
            None
        }
        Act::Limit(max) => configure(SettingsChange { max_active: Some(max), ..SettingsChange::default() }),
        Act::Rate(rate) => configure(SettingsChange { rate_per_min: Some(rate), ..SettingsChange::default() }),
        Act::Pause(paused) => {
            let calling = Some(if paused { Calling::Paused } else { Calling::Runs });
            configure(SettingsChange { calling, ..SettingsChange::default() })
        }
        Act::Seconds(seconds) => {
            hall.seconds(seconds);
            None
        }
        Act::Jump(seconds) => {
            hall.now = hall.now + Duration::from_secs(u64::from(seconds));
            Some(Command::Tick)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever happens in whatever order, nobody skips the line, nobody is in it twice, and no more shop than may, which
    /// [`Hall::batch`] asserts at every commit.
    #[test]
    fn whatever_happens_the_line_is_a_line(
        acts in proptest::collection::vec(act(), 1..120),
        mode in prop_oneof![Just(Mode::Always), Just(Mode::Auto)],
    ) {
        let mut hall = Hall::open(Settings { mode, rate_per_min: 120, window: Duration::from_secs(15), ..settings() });
        for act in &acts {
            let before = hall.room.clone();
            let asked = command(&mut hall, act);
            if let Some(command) = asked {
                let done = hall.one(command.clone());
                if let (Command::Join { .. }, Ok(Done::Place { number })) = (&command, done) {
                    prop_assert!(number <= before.head.issued + 1);
                    prop_assert!(!matches!(hall.status(number), Status::Left | Status::Expired));
                }
            }
            hall.batch(&[]);
            check(&hall, &before)?;
        }
    }
}

fn check(hall: &Hall, before: &admit_domain::waiting_room::room::Room) -> Result<(), TestCaseError> {
    let room = &hall.room;
    prop_assert!(room.head.issued >= before.head.issued && room.head.called >= before.head.called);
    prop_assert!(room.head.called <= room.head.issued);
    let mut accounts = BTreeMap::new();
    for shopper in room.shoppers.all() {
        prop_assert!(accounts.insert(shopper.account, shopper.position).is_none(), "an account shops twice");
        prop_assert!(shopper.position <= room.head.called, "somebody shops who wasn't called");
        let is_in_line = !room.line.is_gone(shopper.position);
        prop_assert_eq!(is_in_line, shopper.stage == Stage::Ready);
    }
    let present = (1..=room.head.issued).filter(|position| !room.line.is_gone(*position)).count() as u32;
    prop_assert_eq!(room.line.present(1, room.head.issued), present);
    let waiting = room.waiting() + room.unanswered() + room.shoppers.ready();
    prop_assert_eq!(waiting, present, "somebody in line is neither waiting nor called");
    let totals = room.head.totals;
    let gone = u64::from(room.head.issued - present);
    prop_assert!(totals.admitted + totals.lapsed + totals.left >= gone);
    Ok(())
}
