use admit_domain::waiting_room::command::{Command, Done, Proof, Refusal};
use admit_domain::waiting_room::settings::{Mode, Settings};
use admit_domain::waiting_room::standing::Status;

use super::hall::{Hall, account, settings};

#[test]
fn numbers_are_gapless_and_an_account_has_one() {
    let mut hall = Hall::open(settings());
    let join = |account| Command::Join { account, proof: Proof::Unproved };
    let who = [Some(account(1)), None, Some(account(2)), Some(account(1)), None, Some(account(1))];
    let done = hall.batch(&who.map(join));
    let numbers: Vec<_> = done
        .into_iter()
        .map(|done| match done {
            Ok(Done::Place { number }) => number,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(numbers, [1, 2, 3, 1, 4, 1]);
    assert_eq!(hall.join(Some(account(2))), 3);
    assert_eq!(hall.room.head.issued, 4);
}

#[test]
fn leaving_moves_everybody_behind_up() {
    let mut hall = Hall::open(settings());
    (1..=5).for_each(|number| assert_eq!(hall.join(Some(account(number))), number));
    assert_eq!(hall.room.standing(5).unwrap().ahead, 4);
    hall.leave(2, Some(account(2))).unwrap();
    hall.leave(2, Some(account(2))).unwrap();
    assert_eq!(hall.room.standing(5).unwrap().ahead, 3);
    assert_eq!(hall.room.standing(1).unwrap().ahead, 0);
    assert_eq!(hall.status(2), Status::Left);
    assert_eq!(hall.room.head.totals.left, 1);
    assert_eq!(hall.join(Some(account(2))), 6);
}

#[test]
fn a_place_is_left_only_by_whose_it_is() {
    let mut hall = Hall::open(settings());
    hall.join(Some(account(1)));
    let guest = hall.join(None);
    assert_eq!(hall.leave(1, None), Err(Refusal::NotYours));
    assert_eq!(hall.leave(1, Some(account(2))), Err(Refusal::NotYours));
    assert_eq!(hall.leave(7, None), Err(Refusal::NoSuchPlace));
    assert_eq!(hall.leave(0, None), Err(Refusal::NoSuchPlace));
    assert_eq!(hall.leave(guest, None), Ok(Done::Nothing));
}

#[test]
fn the_first_account_that_presents_a_guests_place_owns_it() {
    let mut hall = Hall::open(settings());
    let guest = hall.join(None);
    hall.join(None);
    assert_eq!(hall.show(guest, account(1)), Ok(Done::Place { number: guest }));
    assert_eq!(hall.show(guest, account(2)), Err(Refusal::NotYours));
    assert_eq!(hall.leave(guest, None), Err(Refusal::NotYours));
    assert_eq!(hall.join(Some(account(1))), guest);
    hall.seconds(1);
    hall.show(guest, account(1)).unwrap();
    assert!(hall.has_pass(guest));
}

#[test]
fn of_two_places_an_account_keeps_the_better_and_the_other_is_freed() {
    let mut hall = Hall::open(settings());
    let early = hall.join(None);
    let own = hall.join(Some(account(1)));
    let late = hall.join(None);
    assert_eq!(hall.show(late, account(1)), Ok(Done::Place { number: own }));
    assert_eq!(hall.status(late), Status::Left);
    assert_eq!(hall.show(early, account(1)), Ok(Done::Place { number: early }));
    assert_eq!(hall.status(own), Status::Left);
    assert_eq!(hall.join(Some(account(1))), early);
}

#[test]
fn a_room_that_is_off_has_no_line() {
    let mut hall = Hall::open(Settings { mode: Mode::Off, ..settings() });
    let join = Command::Join { account: None, proof: Proof::Unproved };
    assert_eq!(hall.one(join), Err(Refusal::NoLine));
}
