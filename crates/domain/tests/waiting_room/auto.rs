use admit_domain::waiting_room::command::{Command, Done, Proof, Refusal};
use admit_domain::waiting_room::room::Door;
use admit_domain::waiting_room::settings::{Calling, Mode, Settings, SettingsChange};

use super::hall::{Hall, account, settings};

fn auto() -> Hall {
    Hall::open(Settings { mode: Mode::Auto, max_active: 3, ..settings() })
}

#[test]
fn whoever_comes_gets_in_until_as_many_shop_as_may() {
    let mut hall = auto();
    for number in 1..=3 {
        assert_eq!(hall.room.door(), Door::Free);
        hall.join(Some(account(number)));
        assert!(hall.has_pass(number));
    }
    assert_eq!(hall.room.door(), Door::Guarded);
    hall.join(Some(account(4)));
    assert!(!hall.has_pass(4));
    assert_eq!(hall.one(Command::Enter { account: account(5) }), Err(Refusal::MustWait));
    assert_eq!(hall.room.head.issued, 4, "who only tried has no place");
}

#[test]
fn who_was_let_in_just_before_the_limit_was_lowered_stays_in() {
    let mut hall = auto();
    let join = |number| Command::Join { account: Some(account(number)), proof: Proof::Unproved };
    let lower = SettingsChange { max_active: Some(1), ..SettingsChange::default() };
    let lower = Command::Configure { change: lower, by: account(9) };
    assert!(hall.batch(&[join(1), join(2), lower, join(3)]).iter().all(Result::is_ok));
    assert_eq!([1, 2, 3].map(|number| hall.has_pass(number)), [true, true, false]);
}

#[test]
fn who_was_called_and_comes_without_asking_gets_in_by_the_place_they_have() {
    let mut hall = auto();
    let guest = hall.join(None);
    hall.set(SettingsChange { calling: Some(Calling::Paused), ..SettingsChange::default() }).unwrap();
    let own = hall.join(Some(account(1)));
    hall.set(SettingsChange { calling: Some(Calling::Runs), ..SettingsChange::default() }).unwrap();
    hall.leave(guest, None).unwrap();
    hall.seconds(20);
    assert!(hall.is_called(own) && hall.room.door() == Door::Free);
    assert_eq!(hall.one(Command::Enter { account: account(1) }), Ok(Done::Place { number: own }));
    assert!(hall.has_pass(own));
}

#[test]
fn a_line_that_was_empty_for_a_while_dissolves() {
    let mut hall = auto();
    (1..=4).for_each(|number| _ = hall.join(Some(account(number))));
    hall.leave(1, Some(account(1))).unwrap();
    hall.seconds(1);
    assert!(hall.is_called(4));
    hall.show(4, account(4)).unwrap();
    hall.seconds(60);
    assert_eq!(hall.room.door(), Door::Guarded, "as many shop as may");
    hall.leave(2, Some(account(2))).unwrap();
    hall.leave(3, Some(account(3))).unwrap();
    hall.seconds(14);
    assert_eq!(hall.room.door(), Door::Guarded);
    hall.seconds(2);
    assert_eq!(hall.room.door(), Door::Free);
    hall.one(Command::Enter { account: account(9) }).unwrap();
    assert!(hall.room.shoppers.of(account(9)).is_some());
}

#[test]
fn a_guest_who_need_not_wait_is_called_at_once() {
    let mut hall = auto();
    let guest = hall.join(None);
    assert!(hall.is_called(guest));
    hall.show(guest, account(1)).unwrap();
    assert!(hall.has_pass(guest));
}
