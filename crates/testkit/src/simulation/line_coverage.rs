//! What a run's line came across.

use admit_app::waiting_room::error::LineError;
use admit_domain::waiting_room::command::{Command, Done, Refusal};
use admit_domain::waiting_room::shoppers::Stage;
use admit_domain::waiting_room::step::What;

use crate::auditor::evidence::{LineEvidence, LineRequest, RoomCommit};

use super::coverage::Coverage;

/// Everything that must come up in a long run.
pub(super) const LINES: &[&str] = &[
    "line: place given",
    "line: place left",
    "line: place refused as another's",
    "line: place refused as gone",
    "line: place refused as never given",
    "line: let in at once",
    "line: told to wait",
    "line: settings refused",
    "line: request unanswered",
    "line: request away",
    "line: people called",
    "line: people called beyond the limit",
    "line: call lapsed",
    "line: waits for a pass",
    "line: pass given",
    "line: pass ended",
    "line: pass moved by time unattended",
    "line: formed",
    "line: dissolved",
    "line: stands paused with people in it",
    "line: two nodes tick at once",
];

impl Coverage {
    pub(super) fn count_line(&mut self, line: &LineEvidence) {
        line.requests.iter().filter_map(name_of_request).for_each(|name| self.add(name));
        for pair in line.commits.windows(2) {
            self.count_commit(&pair[0], &pair[1]);
        }
        let ticks = line.requests.iter().filter(|request| request.command == Command::Tick);
        let spans: Vec<_> = ticks.filter_map(|tick| Some((tick.node, tick.began, tick.ended.as_ref()?.0))).collect();
        if spans.windows(2).any(|pair| pair[0].0 != pair[1].0 && pair[1].1 < pair[0].2) {
            self.add("line: two nodes tick at once");
        }
    }

    fn count_commit(&mut self, before: &RoomCommit, commit: &RoomCommit) {
        let (was, is) = (&before.room.head, &commit.room.head);
        if is.called > was.called {
            self.add("line: people called");
        }
        if is.called > was.called + is.settings.max_active {
            self.add("line: people called beyond the limit");
        }
        if is.totals.lapsed > was.totals.lapsed {
            self.add("line: call lapsed");
        }
        if is.settings.calling == admit_domain::waiting_room::settings::Calling::Paused && commit.room.waiting() > 0 {
            self.add("line: stands paused with people in it");
        }
        for shopper in commit.changes.shoppers.values() {
            let had_pass = before.room.shoppers.at(shopper.position).is_some_and(|one| one.stage != Stage::Ready);
            self.add(match shopper.stage {
                Stage::Ready => "line: waits for a pass",
                Stage::Live { .. } if had_pass => "line: pass moved by time unattended",
                Stage::Live { .. } => "line: pass given",
                Stage::Ended { .. } => "line: pass ended",
            });
        }
        for noted in &commit.changes.noted {
            match noted.what {
                What::LineFormed => self.add("line: formed"),
                What::LineDissolved => self.add("line: dissolved"),
                What::Configured | What::DrawClosed | What::Drawn => {}
            }
        }
    }
}

fn name_of_request(request: &LineRequest) -> Option<&'static str> {
    let Some((_, verdict)) = &request.ended else { return Some("line: request unanswered") };
    Some(match (&request.command, verdict) {
        (Command::Enter { .. }, Ok(_)) => "line: let in at once",
        (Command::Join { .. }, Ok(Done::Place { .. })) => "line: place given",
        (Command::Leave { .. }, Ok(_)) => "line: place left",
        (_, Err(LineError::Away)) => "line: request away",
        (_, Err(LineError::Refused(refusal))) => match refusal {
            Refusal::NotYours => "line: place refused as another's",
            Refusal::PlaceGone => "line: place refused as gone",
            Refusal::NoSuchPlace => "line: place refused as never given",
            Refusal::MustWait => "line: told to wait",
            Refusal::BadSettings(_) => "line: settings refused",
            _ => return None,
        },
        _ => return None,
    })
}
