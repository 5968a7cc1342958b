use std::time::Duration;

use admit_domain::waiting_room::settings::{Calling, Settings, SettingsChange};
use admit_domain::waiting_room::standing::Status;

use super::hall::{Hall, account, settings};

/// A line of accounts, numbered as they came.
fn lined_up(people: u32, settings: Settings) -> Hall {
    let mut hall = Hall::open(settings);
    for number in 1..=people {
        assert_eq!(hall.join(Some(account(number))), number);
    }
    hall
}

#[test]
fn who_was_called_and_appears_gets_a_pass_in_order_under_the_limit() {
    let mut hall = lined_up(20, settings());
    hall.seconds(1);
    let called: Vec<u32> = (1..=20).filter(|number| hall.is_called(*number)).collect();
    assert_eq!(called, [1, 2, 3, 4, 5]);
    for number in [5, 3, 1, 2, 4] {
        hall.show(number, account(number)).unwrap();
        assert!(hall.has_pass(number));
    }
    hall.seconds(10);
    assert!(!hall.is_called(6), "as many shop as may");
    hall.leave(3, Some(account(3))).unwrap();
    hall.seconds(1);
    assert!(hall.is_called(6) && !hall.is_called(7));
}

#[test]
fn the_rate_is_kept_whatever_the_interval() {
    for interval in [1, 5, 30] {
        let interval = Duration::from_secs(interval);
        let mut hall = lined_up(400, Settings { rate_per_min: 100, max_active: 10_000, interval, ..settings() });
        hall.seconds(120);
        // Who is called and silent counts as one who comes, so show-up plays no part within the window.
        assert!((197..=203).contains(&hall.room.head.called), "{interval:?}: {}", hall.room.head.called);
    }
}

#[test]
fn a_call_that_is_not_answered_lapses_and_a_late_one_is_expired() {
    let window = Duration::from_secs(30);
    let mut hall = lined_up(3, Settings { window, max_active: 1, ..settings() });
    hall.seconds(1);
    assert!(hall.is_called(1) && !hall.is_called(2));
    hall.seconds(29);
    assert!(hall.is_called(1));
    hall.seconds(2);
    assert_eq!(hall.status(1), Status::Expired);
    assert!(hall.is_called(2));
    assert!(hall.show(1, account(1)).is_err());
    assert_eq!(hall.room.head.totals.lapsed, 1);
}

#[test]
fn who_appeared_and_finds_no_room_waits_without_lapsing() {
    let mut hall = lined_up(4, Settings { window: Duration::from_secs(10), max_active: 2, ..settings() });
    hall.seconds(1);
    for number in [1, 2] {
        hall.show(number, account(number)).unwrap();
    }
    hall.set(SettingsChange { max_active: Some(4), ..SettingsChange::default() }).unwrap();
    hall.seconds(1);
    assert!(hall.is_called(3) && hall.is_called(4));
    hall.set(SettingsChange { max_active: Some(1), ..SettingsChange::default() }).unwrap();
    hall.show(4, account(4)).unwrap();
    hall.show(3, account(3)).unwrap();
    assert!(hall.has_pass(1) && hall.has_pass(2), "lowering the limit revokes nothing");
    hall.seconds(60);
    assert_eq!((hall.status(3), hall.status(4)), (Status::Ready, Status::Ready));
    hall.leave(1, Some(account(1))).unwrap();
    assert_eq!(hall.status(3), Status::Ready);
    hall.leave(2, Some(account(2))).unwrap();
    assert!(hall.has_pass(3));
    assert_eq!(hall.status(4), Status::Ready);
}

#[test]
fn a_pass_ends_with_its_time_or_a_purchase() {
    let mut hall = lined_up(2, Settings { pass_ttl: Duration::from_secs(60), ..settings() });
    hall.seconds(1);
    hall.show(1, account(1)).unwrap();
    hall.show(2, account(2)).unwrap();
    hall.bought.insert(account(2));
    hall.seconds(1);
    assert!(hall.has_pass(1));
    assert_eq!(hall.status(2), Status::Expired);
    hall.seconds(60);
    assert_eq!(hall.status(1), Status::Expired);
    assert_eq!(hall.room.shoppers.live(), 0);
    assert_eq!(hall.join(Some(account(2))), 3, "who bought may line up again, at the end");
}

#[test]
fn nine_of_ten_who_do_not_come_do_not_stall_the_line() {
    let window = Duration::from_secs(10);
    let mut hall =
        lined_up(3_000, Settings { window, max_active: 20, pass_ttl: Duration::from_secs(20), ..settings() });
    for _ in 0..300 {
        hall.seconds(1);
        for number in (10..=3_000).step_by(10).filter(|number| hall.is_called(*number)).collect::<Vec<_>>() {
            hall.show(number, account(number)).unwrap();
        }
    }
    assert!(hall.admitted.len() >= 150, "{} of 300 in five minutes", hall.admitted.len());
    assert!(hall.room.head.show_up_percent() < 30);
}

#[test]
fn as_many_are_called_as_are_needed_for_the_free_places() {
    let window = Duration::from_secs(10);
    let mut hall = lined_up(500, Settings { window, max_active: 6, rate_per_min: 60_000, ..settings() });
    hall.seconds(1);
    assert_eq!(hall.room.head.called, 6, "while nothing is known, everybody is expected to come");
    hall.seconds(10);
    assert_eq!(hall.room.head.called, 6 + 42, "none of six came, and of seven perhaps one does");
    // Of these, one of six comes.
    for number in (12..=48).step_by(6) {
        hall.show(number, account(number)).unwrap();
        hall.leave(number, Some(account(number))).unwrap();
    }
    let before = hall.room.head.called;
    hall.seconds(1);
    assert_eq!(hall.room.head.called, before, "of the silent ones some may come yet");
    hall.seconds(8);
    assert_eq!(hall.room.head.called, before);
    hall.seconds(1);
    let more = hall.room.head.called - before;
    assert!((30..=45).contains(&more), "{more}: about one of six comes");
    // Of those who are silent still, only as many as are expected to come take up places.
    hall.set(SettingsChange { max_active: Some(60), ..SettingsChange::default() }).unwrap();
    hall.seconds(1);
    assert!(hall.room.head.called > before + more + 200, "{}", hall.room.head.called);
}

#[test]
fn a_late_tick_credits_at_most_two_intervals() {
    let mut hall = lined_up(1_000, Settings { max_active: 10_000, ..settings() });
    hall.seconds(1);
    let before = hall.room.head.called;
    hall.now = hall.now + Duration::from_secs(3_600);
    hall.batch(&[]);
    assert_eq!(hall.room.head.called - before, 20);
}

#[test]
fn a_rate_of_nought_stops_and_a_rate_again_goes_on() {
    let mut hall = lined_up(100, Settings { max_active: 1_000, ..settings() });
    hall.seconds(2);
    let before = hall.room.head.called;
    hall.set(SettingsChange { rate_per_min: Some(0), ..SettingsChange::default() }).unwrap();
    hall.seconds(60);
    assert_eq!(hall.room.head.called, before);
    assert_eq!(hall.room.standing(100).unwrap().wait, None);
    hall.set(SettingsChange { rate_per_min: Some(600), ..SettingsChange::default() }).unwrap();
    hall.seconds(2);
    assert!((10..=30).contains(&(hall.room.head.called - before)));
}

#[test]
fn a_pause_calls_and_admits_nobody_and_loses_nobody() {
    let mut hall = lined_up(10, Settings { window: Duration::from_secs(20), ..settings() });
    hall.seconds(1);
    hall.set(SettingsChange { calling: Some(Calling::Paused), ..SettingsChange::default() }).unwrap();
    hall.show(1, account(1)).unwrap();
    hall.seconds(60);
    assert_eq!(hall.status(1), Status::Ready);
    assert!(!hall.is_called(6));
    hall.set(SettingsChange { calling: Some(Calling::Runs), ..SettingsChange::default() }).unwrap();
    assert!(hall.has_pass(1));
    hall.seconds(1);
    assert!(hall.is_called(6));
}

#[test]
fn time_in_which_nobody_looked_after_the_room_counts_against_nobody() {
    let mut hall = lined_up(10, Settings { window: Duration::from_secs(30), ..settings() });
    hall.seconds(1);
    hall.show(1, account(1)).unwrap();
    hall.now = hall.now + Duration::from_secs(100_000);
    hall.batch(&[]);
    assert!(hall.has_pass(1) && hall.is_called(2));
    hall.seconds(25);
    assert_eq!(hall.status(2), Status::Expired);
}

#[test]
fn a_wait_is_told_as_a_range_once_the_line_moves() {
    let mut hall = lined_up(1_000, Settings { max_active: 10_000, ..settings() });
    assert_eq!(hall.room.standing(1_000).unwrap().wait, None);
    hall.seconds(20);
    let standing = hall.room.standing(1_000).unwrap();
    let wait = standing.wait.unwrap();
    // 800 people at ten a second.
    assert!(wait.low < Duration::from_secs(80) && Duration::from_secs(80) < wait.high, "{wait:?}");
}

#[test]
fn a_room_that_nothing_runs_in_is_not_due() {
    let mut hall = Hall::open(settings());
    hall.batch(&[]);
    assert_eq!(hall.room.due_at, None);
    hall.join(Some(account(1)));
    assert!(hall.room.due_at.is_some());
    hall.seconds(1);
    hall.leave(1, Some(account(1))).unwrap();
    hall.seconds(130);
    assert_eq!(hall.room.due_at, None);
}
