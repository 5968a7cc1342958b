use std::collections::BTreeSet;
use std::time::Duration;

use admit_domain::waiting_room::command::{Command, Proof, Refusal};
use admit_domain::waiting_room::draw::{entry, leaf, position, seed};
use admit_domain::waiting_room::root_of;
use admit_domain::waiting_room::settings::{BadSettings, Mode, Settings, SettingsChange};
use admit_domain::waiting_room::standing::Status;
use admit_domain::waiting_room::step::What;

use super::hall::{Hall, account, settings};

fn gathering(public_source: Option<&str>) -> Hall {
    let mut hall = Hall::open(Settings { mode: Mode::Off, ..settings() });
    hall.set(SettingsChange {
        mode: Some(Mode::Draw),
        opens_at: Some(Some(hall.now + Duration::from_secs(60))),
        public_source: Some(public_source.map(Into::into)),
        ..SettingsChange::default()
    })
    .unwrap();
    hall
}

#[test]
fn only_verified_accounts_gather() {
    let mut hall = gathering(None);
    for command in [
        Command::Join { account: None, proof: Proof::Unproved },
        Command::Join { account: Some(account(1)), proof: Proof::Unproved },
    ] {
        assert_eq!(hall.one(command), Err(Refusal::VerifiedOnly));
    }
    let number = hall.join(Some(account(1)));
    assert_eq!(hall.status(number), Status::Prequeue);
}

#[test]
fn who_came_before_the_start_is_drawn_and_who_comes_later_queues_behind() {
    let mut hall = gathering(None);
    (1..=200).for_each(|number| assert_eq!(hall.join(Some(account(number))), number));
    hall.leave(17, Some(account(17))).unwrap();
    hall.seconds(59);
    assert_eq!(hall.room.head.called, 0);
    hall.now = hall.now + Duration::from_secs(1);
    // The join comes in the very batch that closes the draw, and is out.
    let late = hall.join(None);
    assert_eq!(hall.room.position_of(late), 201);
    let positions: Vec<u32> = (1..=200).map(|number| hall.room.position_of(number)).collect();
    assert_eq!(positions.iter().copied().collect::<BTreeSet<_>>(), (1..=200).collect());
    assert_ne!(positions, (1..=200).collect::<Vec<_>>());
    assert_eq!(hall.status(17), Status::Left, "who left is gone wherever they were drawn");
    let first = positions.iter().position(|position| *position == 200).unwrap() as u32 + 1;
    assert_eq!(hall.room.standing(first).unwrap().ahead, 198);
    let noted: Vec<What> = hall.noted.iter().map(|noted| noted.what).collect();
    assert_eq!(noted, [What::Configured, What::DrawClosed, What::Drawn]);
}

#[test]
fn anybody_can_compute_the_draw_again() {
    let mut hall = gathering(None);
    (1..=50).for_each(|number| _ = hall.join(Some(account(number))));
    hall.seconds(60);
    let closed = hall.room.head.draw.closed.clone().unwrap();
    let leaves: Vec<_> =
        (1..=50).map(|number| leaf(number, &entry(&hall.room.key.salt(number), account(number)))).collect();
    assert_eq!(root_of(leaves.iter().map(|leaf| &leaf[..])), closed.root);
    let seed = seed(&hall.room.key.draw_key(), &closed.root, 50, "");
    for number in 1..=50 {
        assert_eq!(position(&seed, 50, number), hall.room.position_of(number));
    }
}

#[test]
fn named_randomness_is_waited_for() {
    let mut hall = gathering(Some("the lottery of Saturday"));
    (1..=20).for_each(|number| _ = hall.join(Some(account(number))));
    let input = |text: &str| SettingsChange { public_input: Some(text.into()), ..SettingsChange::default() };
    assert_eq!(hall.set(input("early")), Err(Refusal::NoInputAwaited));
    hall.seconds(90);
    assert!(hall.room.awaits_input());
    assert_eq!(hall.room.head.called, 0);
    assert_eq!(hall.status(3), Status::Prequeue);
    let late = hall.join(None);
    assert_eq!(hall.status(late), Status::Waiting);
    hall.set(input("7 13 22")).unwrap();
    assert_eq!(hall.set(input("another")), Err(Refusal::NoInputAwaited));
    hall.seconds(2);
    assert!(hall.room.head.called > 0);
}

#[test]
fn a_draw_stays_as_it_was_announced() {
    let mut hall = gathering(Some("the lottery"));
    hall.join(Some(account(1)));
    for change in [
        SettingsChange { mode: Some(Mode::Always), ..SettingsChange::default() },
        SettingsChange { public_source: Some(None), ..SettingsChange::default() },
    ] {
        assert_eq!(hall.set(change), Err(Refusal::DrawUnderWay));
    }
    let soon = SettingsChange { opens_at: Some(Some(hall.now)), ..SettingsChange::default() };
    assert_eq!(hall.set(soon), Err(Refusal::BadSettings(BadSettings::DrawTime)));
    let mut full = Hall::open(settings());
    full.join(None);
    let late = SettingsChange {
        mode: Some(Mode::Draw),
        opens_at: Some(Some(full.now + Duration::from_secs(9))),
        ..SettingsChange::default()
    };
    assert_eq!(full.set(late), Err(Refusal::NotEmpty));
}
