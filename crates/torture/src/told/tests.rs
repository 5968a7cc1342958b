//! Each lie is found, and what may happen isn't one.

use super::*;

/// Ten commits a second, each with one message.
fn journal(commits: u64) -> Vec<Told> {
    let of = Arc::new(("evt_1".to_owned(), "admit.seats".to_owned()));
    let told = |number: u64| Told {
        id: format!("evt_1.1.{number}.0"),
        of: of.clone(),
        version: (1, number),
        says: number,
        came: Duration::from_millis(number * 100),
    };
    (1..=commits).map(told).collect()
}

fn breaches(journal: &[Told], arrived: &[Told]) -> Vec<String> {
    judge(journal, arrived, 1).breaches
}

#[test]
fn a_message_is_read_as_it_is_written() {
    let json = r#"{"id":"evt_1.1.42.0.admit.seats.sold.v1","type":"admit.seats.sold.v1","subject":"evt_1",
        "time":"2026-07-01T18:00:00.123Z","journalversion":"1.42","data":{"a":1}}"#;
    let told = Told::read(json);
    assert_eq!(*told.of, ("evt_1".to_owned(), "admit.seats".to_owned()));
    assert_eq!(told.version, (1, 42));
    assert_ne!(told.says, Told::read(&json.replace(r#""a":1"#, r#""a":2"#)).says);
}

#[test]
fn told_once_and_in_order_is_well_told() {
    let journal = journal(100);
    let verdict = judge(&journal, &journal, 0);
    assert_eq!(verdict, Verdict { messages: 100, ..Verdict::default() });
    assert_eq!(missing(&journal, &journal[..90]), 10);
}

#[test]
fn a_little_again_is_allowed() {
    let journal = journal(100);
    let arrived = [&journal[..60], &journal[50..]].concat();
    let verdict = judge(&journal, &arrived, 1);
    assert_eq!(verdict, Verdict { messages: 100, again: 10, returns: 1, back_max: 10, ..Verdict::default() });
}

#[test]
fn what_never_came_is_missed_in_the_middle_and_at_the_end() {
    let journal = journal(10);
    let arrived = [&journal[..4], &journal[5..]].concat();
    assert!(breaches(&journal, &arrived)[0].contains("before evt_1.1.5.0"));
    assert!(breaches(&journal, &journal[..8])[0].contains("2 messages of evt_1 on admit.seats never came"));
    assert!(breaches(&journal, &[])[0].contains("nothing came of 10 messages"));
}

#[test]
fn what_came_out_of_order_is_found() {
    let journal = journal(10);
    let mut arrived = journal.clone();
    arrived.swap(3, 4);
    assert!(breaches(&journal, &arrived)[0].contains("evt_1.1.5.0 came on admit.seats before evt_1.1.4.0"));
}

#[test]
fn what_nobody_did_or_what_says_something_else_is_found() {
    let journal = journal(11);
    assert!(breaches(&journal[..10], &journal)[0].contains("isn't in the journal"));
    let mut arrived = journal.clone();
    arrived[2].says = 0;
    assert!(breaches(&journal, &arrived)[0].contains("says something else"));
}

#[test]
fn a_relay_that_forgot_where_it_was_is_found() {
    let journal = journal(300);
    let arrived = [&journal[..200], &journal[..]].concat();
    let found = breaches(&journal, &arrived);
    assert!(found[0].contains("went back 200 commits") && found[0].contains("within 19.9s"), "{found:?}");
    assert_eq!(breaches(&journal, &[&journal[..100], &journal[..]].concat()), Vec::<String>::new());
}

#[test]
fn what_is_told_again_too_often_is_found() {
    let journal = journal(1_100);
    let mut arrived = journal.clone();
    for _ in 0..11 {
        arrived.extend_from_slice(&journal[1_000..]);
    }
    assert!(judge(&journal, &arrived, 1).breaches[0].contains("1100 messages were told again"));
    assert_eq!(judge(&journal, &arrived, 2).breaches, Vec::<String>::new());
}
