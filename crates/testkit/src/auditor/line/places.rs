//! What people in line were told, and what nodes show of it in the end.

use std::collections::{BTreeMap, BTreeSet};

use admit_app::waiting_room::error::LineError;
use admit_domain::waiting_room::command::{Command, Done, Refusal};
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::shoppers::Stage;

use crate::auditor::evidence::{Evidence, LineEvidence, LineRequest, Weather};
use crate::auditor::findings::Findings;

use super::book::Book;

pub(super) fn judge_answers(line: &LineEvidence, evidence: &Evidence, book: &Book, findings: &mut Findings) {
    for request in &line.requests {
        let so = match &request.ended {
            None => true,
            Some((_, Ok(Done::Place { number }))) => place_is_theirs(*number, &request.command, book),
            Some((_, Ok(Done::Nothing))) => {
                matches!(request.command, Command::Leave { .. } | Command::Configure { .. } | Command::Tick)
            }
            Some((_, Err(LineError::Refused(refusal)))) => is_true(refusal, request, line, book),
            Some((_, Err(LineError::Busy))) => true,
            Some((_, Err(LineError::Away | LineError::Late))) => evidence.weather == Weather::Foul,
            Some((_, Err(_))) => false,
        };
        findings.require(so, || format!("the line's answer isn't so: {request:?}"));
    }
    first_come_first_served(line, findings);
}

fn place_is_theirs(number: u32, command: &Command, book: &Book) -> bool {
    let is_given = (1..=book.issued).contains(&number);
    let is_whose = match command {
        Command::Join { account: None, .. } => true,
        Command::Join { account: Some(account), .. } | Command::Show { account, .. } | Command::Enter { account } => {
            book.owners.get(&number) == Some(account)
        }
        _ => false,
    };
    is_given && is_whose
}

/// A place that somebody owns stays theirs, and one that is gone stays so; so what was true then is so in the end.
fn is_true(refusal: &Refusal, request: &LineRequest, line: &LineEvidence, book: &Book) -> bool {
    match (refusal, &request.command) {
        (Refusal::NotYours, Command::Show { number, account }) => {
            book.owners.get(number).is_some_and(|owner| owner != account)
        }
        (Refusal::NotYours, Command::Leave { number, account }) => {
            book.owners.get(number).is_some_and(|owner| Some(*owner) != *account)
        }
        (Refusal::PlaceGone, Command::Show { number, .. }) => book.gone.contains(number),
        (Refusal::NoSuchPlace, Command::Show { number, .. } | Command::Leave { number, .. }) => {
            let before = line.commits.iter().rev().find(|commit| commit.beats.ended < request.began);
            *number == 0 || before.is_none_or(|commit| *number > commit.room.head.issued)
        }
        (Refusal::MustWait, Command::Enter { .. }) => true,
        (Refusal::BadSettings(_), Command::Configure { change, .. }) => change.max_active == Some(0),
        _ => false,
    }
}

/// No guest has a place that another has, and who was answered before another asked is in front of them.
fn first_come_first_served(line: &LineEvidence, findings: &mut Findings) {
    let mut guests: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for request in &line.requests {
        if let (Command::Join { account: None, .. }, Some((ended, Ok(Done::Place { number })))) =
            (&request.command, &request.ended)
        {
            let other = guests.insert(*number, (request.began, *ended));
            findings.require(other.is_none(), || format!("place {number} was given to two guests"));
        }
    }
    let places: Vec<_> = guests.into_iter().collect();
    for (index, (behind, (_, answered))) in places.iter().enumerate() {
        let overtaken = places[..index].iter().find(|(_, (asked, _))| asked > answered);
        findings.require(overtaken.is_none(), || format!("{overtaken:?} came later than {behind} and is in front"));
    }
}

/// Whatever a node shows of the line when all is over is what was committed.
pub(super) fn shows_the_line(who: &str, room: &Room, book: &Book, findings: &mut Findings) {
    findings.require(room.version == book.version, || format!("{who} stays at version {} of the line", room.version));
    let counts = (room.head.issued, room.head.called) == (book.issued, book.called);
    findings.require(counts && room.head.settings == book.settings, || format!("{who} has another head of the line"));
    findings.require(room.line.gone().collect::<BTreeSet<_>>() == book.gone, || format!("{who} shows another line"));
    let shown = room.shoppers.all().map(|shopper| {
        let ends_at = match shopper.stage {
            Stage::Live { ends_at } => Some(ends_at),
            Stage::Ready | Stage::Ended { .. } => None,
        };
        (shopper.position, shopper.number, shopper.account, ends_at)
    });
    let known = book.inside.iter().map(|(position, one)| (*position, one.number, one.account, book.ends_at(*one)));
    findings.require(shown.eq(known), || format!("{who} shows others who shop"));
}
