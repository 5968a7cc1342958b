//! Whether what a caller was told is so.

use admit_app::desk::{Answer, DeskError, Done};
use admit_app::ports::inventory::Claim;
use admit_domain::hold::{Buyer, Hold, HoldStatus, RequestKey};
use admit_domain::id::{AccountId, HoldId, OrderId};
use admit_domain::inventory::command::{CancelledBy, Command};
use admit_domain::order::{Order, OrderStatus};
use admit_domain::unit::UnitRange;

use super::evidence::{Evidence, Observation, Serving, Weather};
use super::findings::Findings;
use super::history::History;
use super::keys::Made;
use super::subjects::Case;

/// Judges one request by its answer. Whoever got none can't complain.
pub(super) fn judge_answer(history: &History, evidence: &Evidence, observation: &Observation, findings: &mut Findings) {
    let Some((to, verdict)) = &observation.ended else { return };
    let (from, to) = (observation.began, *to);
    let mut seen_since = from.version;
    if evidence.serving == Serving::Alone {
        // At most one commit is on its way to it.
        seen_since.number = seen_since.number.saturating_sub(1);
    }
    let steps = history.between(seen_since, to.version);
    let case = Case { history, evidence, observation, from, to, steps };
    match verdict {
        Ok(done) => case.done(done, findings),
        Err(DeskError::Refused(refusal)) => case.refused(refusal, findings),
        Err(DeskError::Late) => case.fair_weather("late", findings),
        Err(DeskError::Busy) => case.nothing_changed(findings),
        Err(DeskError::NoPass) => {
            findings.require(evidence.line.is_some(), || "no pass is needed".into());
            case.nothing_changed(findings);
        }
        Err(DeskError::Away) => {
            case.fair_weather("away", findings);
            case.nothing_changed(findings);
        }
        Err(DeskError::Defect | DeskError::NoSuchEvent) => findings.add("the desk found itself broken"),
    }
}

impl Case<'_> {
    fn fair_weather(&self, what: &str, findings: &mut Findings) {
        findings.require(self.evidence.weather == Weather::Foul, || format!("{what} without any reason"));
    }

    /// A caller was told that nothing changed: what only this request could have made must never have been made.
    fn nothing_changed(&self, findings: &mut Findings) {
        let made = match &self.observation.command {
            Command::Hold { hold, .. } => self.history.held_at(*hold),
            Command::Begin { order, .. } => self.history.begun_at(*order),
            _ => None,
        };
        findings.require(made.is_none(), || "it was done all the same".into());
    }

    fn refused(&self, refusal: &admit_domain::inventory::refusal::Refusal, findings: &mut Findings) {
        self.nothing_changed(findings);
        self.refused_though_known(refusal, findings);
        let so = self.any_step(|step| self.is_true_at(refusal, step));
        findings.require(so, || "the refusal was true at no moment between request and answer".into());
    }

    fn done(&self, done: &Done, findings: &mut Findings) {
        self.done_though_known(done.repeated, findings);
        let so = match (&self.observation.command, &done.answer) {
            (Command::Hold { hold, buyer, key, .. }, Answer::Hold(told)) => {
                self.held(*hold, *buyer, *key, told, done.repeated)
            }
            (Command::Extend { hold, account, key }, Answer::Hold(told)) => {
                self.extended(*hold, *account, *key, told, done.repeated)
            }
            (Command::Begin { order, account, key, .. }, Answer::Order(told, hold)) => {
                self.begun(*order, *account, *key, (told, hold), done.repeated)
            }
            (Command::Release { hold, account }, Answer::Hold(_) | Answer::Nothing) => self.any_step(|step| {
                let hold = self.history.hold_at(*hold, step).filter(|hold| hold.buyer.account == *account);
                hold.is_some_and(|hold| matches!(hold.status, HoldStatus::Released | HoldStatus::Expired))
            }),
            (Command::Await { order, .. }, Answer::Order(told, hold)) => {
                self.order_is(*order, told, hold, |order| !order.is_pending() || order.next_action.is_some())
            }
            (Command::Confirm { order, amount }, Answer::Order(told, hold)) => {
                self.order_is(*order, told, hold, |order| {
                    let kept = matches!(order.status, OrderStatus::Paid | OrderStatus::Cancelled);
                    order.total == *amount && (kept || order.refund.is_some())
                })
            }
            (Command::Decline { order, .. }, Answer::Order(told, hold)) => {
                self.order_is(*order, told, hold, |order| order.status != OrderStatus::Pending)
            }
            (Command::Cancel { order, by, key }, Answer::Order(told, hold)) => {
                self.cancelled(*order, *by, *key, (told, hold), done.repeated)
            }
            (Command::Adopt { to, .. }, Answer::Hold(told)) => told.buyer == *to,
            (Command::Adopt { hold, to, .. }, Answer::Nothing) => {
                self.any_step(|step| self.history.hold_at(*hold, step).is_some_and(|hold| hold.buyer == *to))
            }
            (Command::Expire, Answer::Nothing) => self.expired(),
            (Command::Configure(terms), Answer::Nothing) => {
                self.any_step(|step| *self.history.steps[step].terms == *terms)
            }
            (Command::Block(ranges), Answer::Nothing) => self.every_unit(ranges, |owner| owner == Some(Claim::Blocked)),
            (Command::Unblock(ranges), Answer::Nothing) => {
                self.every_unit(ranges, |owner| owner != Some(Claim::Blocked))
            }
            _ => false,
        };
        findings.require(so, || "the answer isn't what the journal says of that time".into());
    }

    fn held(&self, id: HoldId, buyer: Buyer, key: Option<RequestKey>, told: &Hold, repeated: bool) -> bool {
        if repeated {
            return told.buyer.account == buyer.account
                && self.history.held_at(id).is_none()
                && self.was_made_by(buyer.account, key, Made::Hold(told.id))
                && self.any_step(|step| self.history.hold_at(told.id, step) == Some(told));
        }
        let Some(step) = self.history.held_at(id).filter(|step| self.made_since(*step)) else { return false };
        told.id == id && self.history.hold_at(id, step) == Some(told)
    }

    fn extended(&self, id: HoldId, account: AccountId, key: Option<RequestKey>, told: &Hold, repeated: bool) -> bool {
        if repeated {
            return told.buyer.account == account
                && self.was_made_by(account, key, Made::Extension(told.id))
                && self.any_step(|step| self.history.hold_at(told.id, step) == Some(told));
        }
        let is_extended = |step| self.history.hold_at(id, step).is_some_and(|hold| hold.extension.is_some());
        let made = self.steps.clone().skip(1).find(|step| is_extended(*step) && !is_extended(step - 1));
        told.buyer.account == account && made.is_some_and(|step| self.history.hold_at(id, step) == Some(told))
    }

    fn begun(
        &self,
        id: OrderId,
        account: AccountId,
        key: Option<RequestKey>,
        (order, hold): (&Order, &Hold),
        repeated: bool,
    ) -> bool {
        if repeated {
            return order.buyer.account == account
                && self.history.begun_at(id).is_none()
                && self.was_made_by(account, key, Made::Checkout(order.id))
                && self.order_is(order.id, order, hold, |_| true);
        }
        let Some(step) = self.history.begun_at(id).filter(|step| self.made_since(*step)) else { return false };
        order.id == id
            && self.history.order_at(id, step) == Some(order)
            && self.history.hold_at(order.hold, step) == Some(hold)
    }

    fn cancelled(
        &self,
        id: OrderId,
        by: CancelledBy,
        key: Option<RequestKey>,
        (order, hold): (&Order, &Hold),
        repeated: bool,
    ) -> bool {
        let own = match by {
            CancelledBy::Organizer => true,
            CancelledBy::Buyer(account) => order.buyer.account == account,
        };
        let before = match by {
            CancelledBy::Buyer(account) if repeated => self.was_made_by(account, key, Made::Cancellation(order.id)),
            _ => !repeated,
        };
        own && before && self.order_is(id, order, hold, |order| order.status == OrderStatus::Cancelled)
    }

    /// Whether the account's key made just that with the same body, before the answer.
    fn was_made_by(&self, account: AccountId, key: Option<RequestKey>, made: Made) -> bool {
        let body = key.map(|key| key.body);
        let uses = self.history.keys.uses(account, key);
        uses.iter().any(|one| one.step <= *self.steps.end() && Some(one.body) == body && one.made == made)
    }

    /// Whether order and hold were as told, and `so`, at one of the steps.
    fn order_is(&self, id: OrderId, told: &Order, hold: &Hold, so: impl Fn(&Order) -> bool) -> bool {
        told.id == id
            && so(told)
            && self.any_step(|step| {
                self.history.order_at(id, step) == Some(told) && self.history.hold_at(told.hold, step) == Some(hold)
            })
    }

    /// Every hold that was due when the request came has ended, or has got a later end, by the answer.
    fn expired(&self) -> bool {
        let (first, last) = (*self.steps.start(), *self.steps.end());
        self.history.holds().all(|hold| {
            let due = |step| {
                let hold = self.history.hold_at(hold.id, step)?;
                (hold.is_open() && hold.expires_at <= self.from.now).then_some(hold.expires_at)
            };
            due(first).is_none() || due(first) != due(last)
        })
    }

    fn every_unit(&self, ranges: &[UnitRange], so: impl Fn(Option<Claim>) -> bool) -> bool {
        self.any_step(|step| {
            let owners = &self.history.steps[step].owners;
            let mut units = ranges.iter().flat_map(|range| range.units());
            units.all(|unit| owners.get(unit.index()).copied().is_some_and(&so))
        })
    }
}
