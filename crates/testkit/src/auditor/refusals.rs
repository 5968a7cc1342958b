//! Whether a refusal was true at a given step: what it says, not in which order it was looked for.

use admit_app::ports::inventory::Claim;
use admit_domain::hold::{ATTEMPTS_MAX, Buyer, HoldStatus};
use admit_domain::id::{AccountId, HoldId, OrderId};
use admit_domain::inventory::command::{CancelledBy, Choice, Command, Together};
use admit_domain::inventory::refusal::{Limit, Refusal};
use admit_domain::inventory::state::PurchaseLimits;
use admit_domain::order::OrderStatus;
use admit_domain::seat_map::SectionKind;
use admit_domain::terms::{OrphanRule, SalePhase, Terms};
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};

use super::evidence::Clocks;
use super::keys::Made;
use super::places::{Places, Scope, sells};
use super::subjects::{Case, account_and_key};

impl Case<'_> {
    pub(super) fn is_true_at(&self, refusal: &Refusal, step: usize) -> bool {
        if !self.is_timely(refusal, step) {
            return false;
        }
        match &self.observation.command {
            Command::Hold { buyer, choice, .. } => {
                self.key_refusal_at(refusal, step) || self.hold_refusal_at(refusal, *buyer, choice, step)
            }
            Command::Release { hold, account } => self.named_hold_refusal_at(refusal, *hold, *account, step),
            Command::Extend { hold, account, .. } | Command::Begin { hold, account, .. } => {
                self.key_refusal_at(refusal, step) || self.named_hold_refusal_at(refusal, *hold, *account, step)
            }
            Command::Await { order, .. } | Command::Decline { order, .. } => {
                *refusal == Refusal::NoSuchOrder && self.history.order_at(*order, step).is_none()
            }
            Command::Confirm { order, amount } => match (refusal, self.history.order_at(*order, step)) {
                (Refusal::NoSuchOrder, None) => true,
                (Refusal::WrongAmount, Some(order)) => order.total != *amount,
                _ => false,
            },
            Command::Cancel { order, by, .. } => {
                self.key_refusal_at(refusal, step) || self.cancel_refusal_at(refusal, *order, *by, step)
            }
            Command::Adopt { hold, from, to } => {
                let buyer = self.history.hold_at(*hold, step).map(|hold| hold.buyer);
                *refusal == Refusal::NoSuchHold && buyer.is_none_or(|buyer| buyer.account != *from && buyer != *to)
            }
            Command::Expire => false,
            Command::Configure(terms) => self.terms_refusal_at(refusal, terms, step),
            Command::Block(ranges) => {
                let owners = &self.history.steps[step].owners;
                let claimed = |unit: Unit| matches!(owners[unit.index()], Some(Claim::Held(_) | Claim::Sold(_)));
                self.is_unblockable(refusal, ranges, claimed)
            }
            Command::Unblock(ranges) => self.is_unblockable(refusal, ranges, |_| false),
            // The crowd of the simulation doesn't ask for these.
            Command::Amend(_) | Command::BlockFree { .. } | Command::UnblockSome { .. } => false,
        }
    }

    /// Whether the refusal names those of the ranges' units that are `claimed` or not for sale: all, or one that isn't in the hall.
    fn is_unblockable(&self, refusal: &Refusal, ranges: &[UnitRange], claimed: impl Fn(Unit) -> bool) -> bool {
        let Refusal::NotFree(named) = refusal else { return false };
        let outside = |unit: &Unit| unit.0 >= self.history.hall.units();
        let units = || ranges.iter().flat_map(|range| range.units());
        if let [one] = named[..]
            && outside(&one)
        {
            return units().any(|unit| unit == one);
        }
        let not_free = |unit: &Unit| outside(unit) || self.history.hall.tier(*unit).is_none() || claimed(*unit);
        !named.is_empty() && units().filter(not_free).eq(named.iter().copied())
    }

    /// Whether nothing was due any more in the state that was decided on. Only what memory may refuse by itself may be behind,
    /// by as much as a node can't tell the store's time.
    fn is_timely(&self, refusal: &Refusal, step: usize) -> bool {
        let of_memory = matches!(refusal, Refusal::SeatsTaken(_) | Refusal::AllHeld | Refusal::SoldOut);
        let looked_at = match (of_memory, self.evidence.clocks) {
            (false, _) => self.from.now,
            (true, Clocks::Together { lag_max }) => self.from.now - lag_max,
            (true, Clocks::Apart) => Timestamp::MIN,
        };
        self.history.steps[step].next_due.is_none_or(|due| due >= looked_at)
    }

    fn key_refusal_at(&self, refusal: &Refusal, step: usize) -> bool {
        let Some((account, Some(key))) = account_and_key(&self.observation.command) else { return false };
        let mut uses = self.history.keys.uses(account, Some(key)).iter().filter(|one| one.step <= step);
        match refusal {
            Refusal::KeyReused => uses.any(|one| one.body != key.body),
            Refusal::InProgress => uses.any(|one| {
                let Made::Checkout(order) = one.made else { return false };
                let order = self.history.order_at(order, step);
                one.body == key.body
                    && order.is_some_and(|order| order.status == OrderStatus::Pending && order.next_action.is_none())
            }),
            _ => false,
        }
    }

    fn hold_refusal_at(&self, refusal: &Refusal, buyer: Buyer, choice: &Choice, step: usize) -> bool {
        let state = &self.history.steps[step];
        let map = self.history.hall.map();
        let is_seat = |unit: Unit| map.place(unit).is_some_and(|place| place.seat.is_some());
        match (refusal, choice) {
            (Refusal::NotOnSale { opens_at }, _) => self.is_closed(*opens_at, &state.terms),
            (Refusal::Limit { limit, max }, _) => self.limit_at(*limit, *max, buyer, count_of(choice), step),
            (Refusal::NothingChosen, _) => count_of(choice) == 0,
            (Refusal::DoubledUnit(unit), Choice::Seats(units)) => units.iter().filter(|one| *one == unit).count() > 1,
            (Refusal::NoSuchSeat(unit), Choice::Seats(units)) => units.contains(unit) && !is_seat(*unit),
            (Refusal::SeatsTaken(taken), Choice::Seats(units)) => {
                let not_free = |unit: &&Unit| !self.history.is_free_at(**unit, step);
                !taken.is_empty() && units.iter().filter(not_free).eq(taken)
            }
            (Refusal::SingleSeatLeft(singles), Choice::Seats(units)) => {
                let places = Places { hall: &self.history.hall, step: state };
                let free = units.iter().all(|unit| places.is_free(*unit));
                let refused = state.terms.orphan_rule == OrphanRule::Refused;
                free && refused && !singles.is_empty() && same_units(&places.singles_left(units), singles)
            }
            (Refusal::NotGeneral, Choice::General { section, .. }) => {
                map.sections.get(usize::from(*section)).is_none_or(|plan| plan.kind != SectionKind::GeneralAdmission)
            }
            (_, Choice::General { section, quantity }) => {
                let places = Places { hall: &self.history.hall, step: state };
                map.sections.get(usize::from(*section)).is_some_and(|plan| plan.kind == SectionKind::GeneralAdmission)
                    && is_short(refusal, &places.scope_of_section(*section), *quantity)
            }
            (_, Choice::Best(best)) => {
                let scope = Places { hall: &self.history.hall, step: state }.scope_of(best);
                let scattered = best.together == Together::Required && scope.longest < best.quantity;
                (*refusal == Refusal::NoneTogether && scattered && scope.free >= best.quantity)
                    || is_short(refusal, &scope, best.quantity)
            }
            _ => false,
        }
    }

    /// Whether the sale was shut at some time between request and answer.
    fn is_closed(&self, opens_at: Option<Timestamp>, terms: &Terms) -> bool {
        match opens_at {
            Some(at) => terms.phase == SalePhase::Open && terms.opens_at == at && self.from.now < at,
            None => {
                let over = terms.phase != SalePhase::Open || self.to.now >= terms.closes_at;
                over && !(sells(terms, self.from.now) && sells(terms, self.to.now))
            }
        }
    }

    fn limit_at(&self, limit: Limit, max: u32, buyer: Buyer, count: u32, step: usize) -> bool {
        let limits = self.history.steps[step].terms.limits;
        if limit == Limit::TicketsPerOrder {
            return max == limits.tickets_per_order_max && count > max;
        }
        let usage = self.history.usage_at(buyer, step);
        let over = match limit {
            Limit::OpenHolds => max == limits.open_holds_max && usage.holds >= max,
            _ => max == limits.tickets_per_buyer_max && usage.units + count > max,
        };
        over && self.evidence.purchase_limits == PurchaseLimits::Enforced
    }

    fn named_hold_refusal_at(&self, refusal: &Refusal, id: HoldId, account: AccountId, step: usize) -> bool {
        let hold = self.history.hold_at(id, step).filter(|hold| hold.buyer.account == account);
        let Some(hold) = hold else { return *refusal == Refusal::NoSuchHold };
        let cancelled = self.history.steps[step].terms.phase == SalePhase::Cancelled;
        let open = hold.status == HoldStatus::Open;
        let is_begin = matches!(self.observation.command, Command::Begin { .. });
        let is_release = matches!(self.observation.command, Command::Release { .. });
        match refusal {
            // It may have been dropped from memory, a day after it ended.
            Refusal::NoSuchHold => self.history.may_be_forgotten(Made::Hold(id), step, self.to.now),
            Refusal::HoldExpired => {
                let ended = matches!(hold.status, HoldStatus::Released | HoldStatus::Expired);
                !is_release && (ended || open && hold.expires_at <= self.to.now)
            }
            Refusal::HoldInCheckout => matches!(hold.status, HoldStatus::InCheckout(_)),
            Refusal::HoldCompleted(order) => hold.status == HoldStatus::Completed(*order),
            Refusal::EventCancelled => cancelled && open && !is_release,
            Refusal::AlreadyExtended => open && hold.extension.is_some() && !is_begin && !is_release,
            Refusal::TooManyAttempts => open && hold.attempts >= ATTEMPTS_MAX && is_begin,
            _ => false,
        }
    }

    fn cancel_refusal_at(&self, refusal: &Refusal, id: OrderId, by: CancelledBy, step: usize) -> bool {
        let order = self.history.order_at(id, step);
        let own = |account| order.is_some_and(|order| order.buyer.account == account);
        match (refusal, by) {
            (Refusal::NoSuchOrder, CancelledBy::Organizer) => order.is_none(),
            (Refusal::NoSuchOrder, CancelledBy::Buyer(account)) => !own(account),
            (Refusal::NotCancellable, CancelledBy::Organizer) => {
                order.is_some_and(|order| !matches!(order.status, OrderStatus::Paid | OrderStatus::Cancelled))
            }
            (Refusal::NotCancellable, CancelledBy::Buyer(account)) => {
                let terms = &self.history.steps[step].terms;
                let past = terms.refunds.until.is_none_or(|until| self.to.now >= until);
                let too_late = past && terms.phase != SalePhase::Cancelled;
                own(account) && (too_late || order.is_some_and(|order| order.status != OrderStatus::Paid))
            }
            _ => false,
        }
    }

    fn terms_refusal_at(&self, refusal: &Refusal, terms: &Terms, step: usize) -> bool {
        let before = &self.history.steps[step].terms;
        match refusal {
            Refusal::BadTerms(why) => terms.check() == Err(why.clone()),
            Refusal::FixedTerms => {
                let ids = |terms: &Terms| terms.tiers.iter().map(|tier| tier.id).collect::<Vec<_>>();
                let revived = before.phase == SalePhase::Cancelled && terms.phase != SalePhase::Cancelled;
                ids(before) != ids(terms) || before.currency != terms.currency || revived
            }
            _ => false,
        }
    }
}

/// Whether the refusal says just how many places are left, where they are too few.
fn is_short(refusal: &Refusal, scope: &Scope, quantity: u32) -> bool {
    match refusal {
        Refusal::NoMatch => !scope.any,
        Refusal::AllHeld => scope.any && scope.free == 0 && scope.held > 0,
        Refusal::SoldOut => scope.any && scope.free == 0 && scope.held == 0,
        Refusal::NotEnough { available } => (1..quantity).contains(available) && scope.free == *available,
        _ => false,
    }
}

fn count_of(choice: &Choice) -> u32 {
    match choice {
        Choice::Seats(units) => units.len() as u32,
        Choice::General { quantity, .. } => *quantity,
        Choice::Best(best) => best.quantity,
    }
}

fn same_units(one: &[Unit], other: &[Unit]) -> bool {
    let sorted = |units: &[Unit]| {
        let mut units = units.to_vec();
        units.sort_unstable();
        units
    };
    sorted(one) == sorted(other)
}
