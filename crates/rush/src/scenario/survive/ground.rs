//! What the run stands on: an event with a line, a quiet one without, and people who can sign in again.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::engine::nodes::Nodes;
use crate::engine::random::Random;
use crate::ground::buyers::Buyers;
use crate::ground::hall::Hall;
use crate::ground::organizer::{Limits, Plan};
use crate::scenario::orders::Customer;
use crate::scenario::shopper::{Keys, Shopper};
use crate::scenario::stage::Stage;
use crate::scenario::wait::open_line;

use super::fan::Fan;
use super::rover::{Rover, Spells};
use super::session::Session;
use super::told::Told;
use super::trickle::{SPELL, Trickle};

/// How many may shop at once.
pub(super) const MAX_ACTIVE: u32 = 20;
/// How long a call may go unanswered: the shortest time that a line allows.
pub(super) const WINDOW: Duration = Duration::from_secs(5);
/// How long a pass lasts that nobody uses.
const PASS_S: u32 = 60;
const QUIET_SEATS: u32 = 400;
/// Who writes in the quiet event.
const QUIET_BUYERS: usize = 2;
const TICKETS_MAX: u32 = 2;

pub(super) struct Ground {
    pub(super) fans_hall: Arc<Hall>,
    pub(super) quiet_hall: Arc<Hall>,
    pub(super) buyers: Arc<Buyers>,
    organizer_token: String,
}

/// The paths of the line.
pub(super) struct Line {
    pub(super) join: String,
    pub(super) status: String,
    pub(super) leave: String,
    pub(super) stats: String,
}

impl Ground {
    pub(super) fn make(stage: &Stage) -> anyhow::Result<Self> {
        let (fans_hall, organizer_token) = stage.event(Plan::Seats(stage.size.seats), Limits::Wide)?;
        let settings = json!({
            "mode": "always", "rate_per_min": 60 * MAX_ACTIVE, "interval_s": 1, "max_active": MAX_ACTIVE,
            "window_s": WINDOW.as_secs(), "pass_s": PASS_S,
        });
        stage.now(open_line(stage, &fans_hall.event, &organizer_token, &settings))?;
        let (quiet_hall, _) = stage.event(Plan::Seats(QUIET_SEATS), Limits::Wide)?;
        let buyers = stage.members(stage.size.buyers + QUIET_BUYERS)?;
        Ok(Ground { fans_hall, quiet_hall, buyers, organizer_token })
    }

    pub(super) fn line(&self) -> Line {
        let path = |call: &str| format!("/api/v1/queue/{}/{call}", self.fans_hall.event);
        Line { join: path("join"), status: path("status"), leave: path("leave"), stats: path("stats") }
    }

    pub(super) fn fans(&self, stage: &Stage, nodes: &Rc<Nodes>, told: &Rc<RefCell<Told>>) -> Vec<Fan> {
        let line = Rc::new(self.line());
        let fan = |buyer: usize| {
            let buyer = buyer as u32;
            let customer = Customer {
                shopper: self.shopper(stage, &self.fans_hall, buyer),
                buyer,
                random: Random::new(stage.seed, u64::from(buyer)),
                tickets_max: TICKETS_MAX,
                key: 0,
                run: stage.seed,
                refused: None,
            };
            Fan::new(customer, self.rover(stage, nodes, buyer), &line, told)
        };
        (0..stage.size.buyers).map(fan).collect()
    }

    pub(super) fn trickles(&self, stage: &Stage, nodes: &Rc<Nodes>) -> Vec<Trickle> {
        let spells = Spells { begun: Instant::now(), each: SPELL, nodes: nodes.count() };
        let first = stage.size.buyers as u32;
        let trickle = |buyer| Trickle {
            shopper: self.shopper(stage, &self.quiet_hall, buyer),
            rover: self.rover(stage, nodes, buyer).sent_to(spells),
            buyer,
        };
        (first..first + QUIET_BUYERS as u32).map(trickle).collect()
    }

    /// Who asks for what only the organizer is told.
    pub(super) fn organizer(&self, stage: &Stage, nodes: &Rc<Nodes>) -> Rover {
        let mut random = Random::new(stage.seed, u64::MAX);
        let by = &stage.organizer;
        // How long the token lasts that made the events isn't known here, so it counts as run out.
        let session = Session::new(&by.email, &by.password, &self.organizer_token, Duration::ZERO, &mut random);
        Rover::new(nodes, session, random)
    }

    fn shopper(&self, stage: &Stage, hall: &Arc<Hall>, buyer: u32) -> Shopper {
        Shopper::with_keys(hall, &self.buyers, Keys { run: stage.seed, owner: u64::from(buyer), given: 0 })
    }

    fn rover(&self, stage: &Stage, nodes: &Rc<Nodes>, buyer: u32) -> Rover {
        let mut random = Random::new(!stage.seed, u64::from(buyer));
        let (email, token) = (self.buyers.email(buyer), self.buyers.token(buyer));
        let session = Session::of_member(&email, token, self.buyers.last, &mut random);
        Rover::new(nodes, session, random)
    }
}
