//! Holding, releasing and extending.

use crate::hold::{Buyer, HeldUnit, Hold, HoldStatus, RequestKey};
use crate::id::{AccountId, HoldId};
use crate::inventory::best::Search;
use crate::inventory::command::Choice;
use crate::inventory::journal::Change;
use crate::inventory::orphan::singles_left;
use crate::inventory::refusal::{Limit, Refusal};
use crate::inventory::state::{Inventory, PurchaseLimits};
use crate::terms::{OrphanRule, SalePhase};
use crate::time::Timestamp;
use crate::unit::Unit;

use super::dispatch::{Decision, repeated};

pub(super) fn place(
    state: &Inventory,
    now: Timestamp,
    id: HoldId,
    buyer: Buyer,
    choice: &Choice,
    key: Option<RequestKey>,
) -> Result<Decision, Refusal> {
    if let Some(made) = repeated(state, buyer.account, key)? {
        return Ok(Decision::Repeated(made));
    }
    refuse_unsold(state, now)?;
    let count = refuse_malformed(state, choice)?;
    refuse_over_limit(state, buyer, count)?;
    let units = choose(state, choice)?;
    let hold_ttl = state.terms.hold_ttl;
    Ok(Decision::Change(Change::Held(Hold {
        id,
        buyer,
        units: units.into_iter().map(|unit| priced(state, unit)).collect(),
        created_at: now,
        granted_until: now + hold_ttl,
        expires_at: now + hold_ttl,
        status: HoldStatus::Open,
        ended_at: None,
        extension: None,
        attempts: 0,
        raised: false,
        key,
    })))
}

pub(super) fn release(state: &Inventory, id: HoldId, account: AccountId) -> Result<Decision, Refusal> {
    match owned(state, id, account)?.status {
        HoldStatus::InCheckout(_) => Err(Refusal::HoldInCheckout),
        HoldStatus::Completed(order) => Err(Refusal::HoldCompleted(order)),
        HoldStatus::Released | HoldStatus::Expired => Ok(Decision::Already),
        HoldStatus::Open => Ok(Decision::Change(Change::Released { hold: id })),
    }
}

pub(super) fn extend(
    state: &Inventory,
    now: Timestamp,
    id: HoldId,
    account: AccountId,
    key: Option<RequestKey>,
) -> Result<Decision, Refusal> {
    if let Some(made) = repeated(state, account, key)? {
        return Ok(Decision::Repeated(made));
    }
    let hold = owned_and_open(state, now, id, account)?;
    if state.terms.phase == SalePhase::Cancelled {
        return Err(Refusal::EventCancelled);
    }
    if hold.extension.is_some() {
        return Err(Refusal::AlreadyExtended);
    }
    let expires_at = hold.expires_at + state.terms.extension;
    Ok(Decision::Change(Change::Extended { hold: id, expires_at, key }))
}

/// The account's hold; another's is as good as none.
pub(super) fn owned(state: &Inventory, id: HoldId, account: AccountId) -> Result<&Hold, Refusal> {
    state.hold(id).filter(|hold| hold.buyer.account == account).ok_or(Refusal::NoSuchHold)
}

pub(super) fn owned_and_open(
    state: &Inventory,
    now: Timestamp,
    id: HoldId,
    account: AccountId,
) -> Result<&Hold, Refusal> {
    let hold = owned(state, id, account)?;
    match hold.status {
        HoldStatus::InCheckout(_) => Err(Refusal::HoldInCheckout),
        HoldStatus::Completed(order) => Err(Refusal::HoldCompleted(order)),
        HoldStatus::Released | HoldStatus::Expired => Err(Refusal::HoldExpired),
        HoldStatus::Open if hold.is_due(now) => Err(Refusal::HoldExpired),
        HoldStatus::Open => Ok(hold),
    }
}

fn refuse_unsold(state: &Inventory, now: Timestamp) -> Result<(), Refusal> {
    let terms = &state.terms;
    if terms.sells(now) {
        return Ok(());
    }
    let opens_at = (terms.phase == SalePhase::Open && now < terms.opens_at).then_some(terms.opens_at);
    Err(Refusal::NotOnSale { opens_at })
}

/// Refuses what no state could grant; answers with how many units are wanted.
fn refuse_malformed(state: &Inventory, choice: &Choice) -> Result<u32, Refusal> {
    let count = match choice {
        Choice::Seats(units) => {
            let mut sorted = units.clone();
            sorted.sort_unstable();
            if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
                return Err(Refusal::DoubledUnit(pair[0]));
            }
            if let Some(unit) = units.iter().find(|unit| !state.hall.map().is_seat(**unit)) {
                return Err(Refusal::NoSuchSeat(*unit));
            }
            units.len() as u32
        }
        Choice::General { quantity, .. } => *quantity,
        Choice::Best(best) => best.quantity,
    };
    if count == 0 { Err(Refusal::NothingChosen) } else { Ok(count) }
}

fn refuse_over_limit(state: &Inventory, buyer: Buyer, count: u32) -> Result<(), Refusal> {
    let limits = state.terms.limits;
    let over = |limit, max| Err(Refusal::Limit { limit, max });
    if count > limits.tickets_per_order_max {
        return over(Limit::TicketsPerOrder, limits.tickets_per_order_max);
    }
    if state.purchase_limits == PurchaseLimits::Off {
        return Ok(());
    }
    let usage = state.usage_of(buyer);
    if usage.holds >= limits.open_holds_max {
        return over(Limit::OpenHolds, limits.open_holds_max);
    }
    if usage.units + count > limits.tickets_per_buyer_max {
        return over(Limit::TicketsPerBuyer, limits.tickets_per_buyer_max);
    }
    Ok(())
}

/// The units that `choice` comes to, all of them free and for sale.
fn choose(state: &Inventory, choice: &Choice) -> Result<Vec<Unit>, Refusal> {
    let search = Search { hall: &state.hall, free: &state.free, terms: &state.terms };
    match choice {
        Choice::Seats(units) => choose_seats(state, units),
        Choice::General { section, quantity } => search.general(*section, *quantity),
        Choice::Best(best) => search.best(best),
    }
}

fn choose_seats(state: &Inventory, units: &[Unit]) -> Result<Vec<Unit>, Refusal> {
    let taken: Vec<Unit> = units.iter().copied().filter(|unit| !state.is_free(*unit)).collect();
    if !taken.is_empty() {
        return Err(Refusal::SeatsTaken(taken));
    }
    let mut units = units.to_vec();
    units.sort_unstable();
    if state.terms.orphan_rule == OrphanRule::Refused {
        let singles = singles_left(&state.hall, &state.free, &units);
        if !singles.is_empty() {
            return Err(Refusal::SingleSeatLeft(singles));
        }
    }
    Ok(units)
}

fn priced(state: &Inventory, unit: Unit) -> HeldUnit {
    let index = state.hall.tier(unit).expect("a free unit is for sale");
    let tier = state.terms.tier(index);
    HeldUnit { unit, tier: index, price: tier.price, fee: tier.fee }
}
