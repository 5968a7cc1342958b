//! The server's own view as the records that the audit's predicates judge: every claimed unit has one owner, whoever has units has
//! claims, orders and holds agree, every ticket is there once, and the sums are right.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use admit_domain::hall::Hall;
use admit_domain::hold::{AddressHash, Buyer, HeldUnit, Hold, HoldStatus};
use admit_domain::id::{AccountId, HoldId, OrderId, RefundId, SeatMapId, SectionId, TicketId};
use admit_domain::inventory::audit::{
    ClaimState, PaymentRow, PaymentState, Records, RefundRow, TicketRow, TicketState, check_records,
};
use admit_domain::inventory::journal::Version;
use admit_domain::money::Money;
use admit_domain::order::{Order, OrderStatus, Refund, RefundReason};
use admit_domain::seat_map::{Category, Point, SeatMap, Section, SectionKind};
use admit_domain::terms::{FeeRefund, Limits, OrphanRule, RefundPolicy, SalePhase, Terms, TierIndex};
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};
use anyhow::Context;

use crate::ground::hall::Hall as SeenHall;

use super::breach::Breach;
use super::deeds::Places;
use super::view::{SeenOrder, Status, View};

/// As `/seats/{event}/state` has them.
const AVAILABLE: u8 = 0;
const HELD: u8 = 1;
pub(super) const SOLD: u8 = 2;

/// What is said to own a claim that nobody owns up to.
const NOBODY: HoldId = HoldId::from_u128(0);
const ONLY_TIER: TierIndex = TierIndex(0);
/// No predicate looks at when things were; only that what is over has ended.
const SOMETIME: Timestamp = Timestamp::from_millis(0);

/// Everything in the view that contradicts itself.
pub(crate) fn check(hall: &SeenHall, view: &View) -> anyhow::Result<Vec<Breach>> {
    let domain = hall_of(hall)?;
    let records = Books::new(hall, view).records()?;
    let violations = check_records(&domain, &records);
    let name = |debug: String| debug.split(|letter: char| !letter.is_alphanumeric()).next().map(str::to_owned);
    Ok(violations
        .iter()
        .map(|violation| Breach::new(&name(format!("{violation:?}")).unwrap_or_default(), violation))
        .collect())
}

/// The hall, as far as the predicates look at it: which units lie in which section. Rows are of no concern.
fn hall_of(hall: &SeenHall) -> anyhow::Result<Hall> {
    let nowhere = Point { x: 0.0, y: 0.0 };
    let section = |(index, section): (usize, &crate::ground::hall::Section)| Section {
        id: SectionId::from_u128(1 + index as u128),
        name: "".into(),
        kind: SectionKind::GeneralAdmission,
        units: UnitRange::new(section.units.start, section.units.end - section.units.start),
        rows: Vec::new(),
        category: 0,
        label_at: nowhere,
        seats: Vec::new(),
    };
    let map = SeatMap {
        id: SeatMapId::from_u128(0),
        name: "".into(),
        width: 0.0,
        height: 0.0,
        categories: vec![Category { name: "".into(), color: None }],
        sections: hall.sections.iter().enumerate().map(section).collect(),
        decorations: Vec::new(),
        focus: nowhere,
    };
    map.check().context("the hall doesn't add up")?;
    let tiers = vec![Some(ONLY_TIER); hall.seats.len()];
    Hall::new(Arc::new(map), &tiers, 1).context("the hall doesn't add up")
}

struct Books<'view> {
    view: &'view View,
    /// The claimed units of each section of general admission that no hold was given yet.
    unnamed: HashMap<u16, Vec<u32>>,
    holds: Vec<Hold>,
    orders: Vec<Order>,
    tickets: Vec<TicketRow>,
    payments: Vec<PaymentRow>,
    refunds: Vec<RefundRow>,
    owners: HashMap<u32, HoldId>,
    /// How many orders each hold has that came to anything.
    attempts: HashMap<HoldId, u8>,
    /// Whether what nobody of the run owns may be somebody else's.
    is_shared: bool,
}

impl<'view> Books<'view> {
    fn new(hall: &SeenHall, view: &'view View) -> Self {
        let general = hall.sections.iter().enumerate().filter(|(_, section)| section.is_general);
        let claimed = |unit: &u32| matches!(view.units[*unit as usize], HELD | SOLD);
        let unnamed = general.map(|(index, section)| {
            // From the last, so that the first are given first.
            (index as u16, section.units.clone().filter(claimed).rev().collect())
        });
        let mut attempts: HashMap<HoldId, u8> = HashMap::new();
        for order in view.orders.iter().filter(|order| order.status != Status::Nothing) {
            let count = attempts.entry(order.hold).or_default();
            *count = count.saturating_add(1);
        }
        Books {
            attempts,
            is_shared: hall.is_shared,
            view,
            unnamed: unnamed.collect(),
            holds: Vec::new(),
            orders: Vec::new(),
            tickets: Vec::new(),
            payments: Vec::new(),
            refunds: Vec::new(),
            owners: HashMap::new(),
        }
    }

    fn records(mut self) -> anyhow::Result<Records> {
        let view = self.view;
        let currency = "XXX".parse().context("there is no currency for nothing")?;
        // Sold places are given out before held ones, so that a place that nobody names goes to whom it fits.
        for order in &view.orders {
            self.add_order(order, currency);
        }
        for hold in &view.holds {
            let units = self.units(&hold.places, HELD);
            let each = hold.total / units.len().max(1) as i64;
            let units = units.into_iter().map(|unit| (unit, each)).collect();
            self.add_hold(hold.hold, hold.buyer, units, 0, HoldStatus::Open);
        }
        let claim = |(unit, state): (usize, &u8)| {
            let owner = self.owners.get(&(unit as u32)).copied();
            let is_others = self.is_shared && owner.is_none();
            let owner = owner.unwrap_or(NOBODY);
            let claim = match *state {
                AVAILABLE => return None,
                _ if is_others => ClaimState::Blocked,
                HELD => ClaimState::Held(owner),
                SOLD => ClaimState::Sold(owner),
                _ => ClaimState::Blocked,
            };
            Some((Unit(unit as u32), claim))
        };
        let claims = view.units.iter().enumerate().filter_map(claim).collect();
        let Books { holds, orders, tickets, payments, refunds, .. } = self;
        let (terms, version) = (terms(currency), Version::START);
        Ok(Records { claims, holds, orders, tickets, payments, refunds, terms, version, at: SOMETIME })
    }

    /// The units that a hold or order names; for general admission, some that are claimed so and nobody named yet.
    fn units(&mut self, places: &Places, state: u8) -> Vec<u32> {
        match places {
            Places::Seats(units) => units.to_vec(),
            Places::General { section, quantity } => {
                let left = self.unnamed.entry(*section).or_default();
                let mut units = Vec::new();
                while units.len() < *quantity as usize {
                    let fits = left.iter().rposition(|unit| self.view.units[*unit as usize] == state);
                    match fits.map(|at| left.remove(at)) {
                        Some(unit) => units.push(unit),
                        // More were promised than are claimed: a unit that isn't there shows it.
                        None => units.push(u32::MAX - units.len() as u32),
                    }
                }
                units
            }
        }
    }

    fn add_hold(&mut self, id: HoldId, buyer: u32, units: Vec<(u32, i64)>, fees: i64, status: HoldStatus) {
        let held = units.iter().enumerate().map(|(index, (unit, price))| HeldUnit {
            unit: Unit(*unit),
            tier: ONLY_TIER,
            price: *price,
            fee: if index == 0 { fees } else { 0 },
        });
        let hold = Hold {
            id,
            buyer: buyer_of(buyer),
            units: held.collect(),
            created_at: SOMETIME,
            granted_until: SOMETIME,
            expires_at: SOMETIME,
            status,
            ended_at: (!matches!(status, HoldStatus::Open | HoldStatus::InCheckout(_))).then_some(SOMETIME),
            extension: None,
            attempts: self.attempts.get(&id).copied().unwrap_or(0),
            raised: false,
            key: None,
        };
        if hold.claims() {
            self.owners.extend(units.iter().map(|(unit, _)| (*unit, id)));
        }
        self.holds.push(hold);
    }

    fn add_order(&mut self, seen: &SeenOrder, currency: admit_domain::money::Currency) {
        let (order, status, hold_status) = match seen.status {
            Status::Pending => (seen.order, OrderStatus::Pending, HoldStatus::InCheckout(seen.order)),
            Status::Paid => (seen.order, OrderStatus::Paid, HoldStatus::Completed(seen.order)),
            Status::Cancelled => (seen.order, OrderStatus::Cancelled, HoldStatus::Released),
            // Its hold may have gone on, and is listed by itself if it did.
            Status::Nothing => return,
        };
        let units = match (&seen.places, seen.status) {
            // Places that were given back have no claim that could be theirs.
            (Places::General { section, quantity }, Status::Cancelled) => vec![u32::from(*section); *quantity as usize],
            (places, Status::Paid) => self.units(places, SOLD),
            (places, _) => self.units(places, HELD),
        };
        let refund = (seen.status == Status::Cancelled && seen.total > 0).then_some(Refund {
            amount: seen.refunded,
            reason: RefundReason::ALL[0],
            at: SOMETIME,
        });
        let money = |amount| Money::new(amount, currency);
        let state = if seen.status == Status::Pending { PaymentState::Pending } else { PaymentState::Charged };
        self.payments.push(PaymentRow { id: seen.payment, order, money: money(seen.total), state });
        if let Some(refund) = refund {
            let id = RefundId::from_u128(seen.payment.as_u128());
            let row =
                RefundRow { id, order, payment: seen.payment, money: money(refund.amount), reason: refund.reason };
            self.refunds.push(row);
        }
        self.add_tickets(seen, &units);
        let priced = units.iter().copied().zip(seen.prices.iter().copied()).collect();
        self.add_hold(seen.hold, seen.buyer, priced, seen.fees, hold_status);
        self.orders.push(Order {
            id: order,
            hold: seen.hold,
            buyer: buyer_of(seen.buyer),
            payment: seen.payment,
            total: seen.total,
            ticket_count: units.len().min(usize::from(u16::MAX)) as u16,
            status,
            created_at: SOMETIME,
            pay_by: SOMETIME,
            next_action: None,
            settled_at: (seen.status != Status::Pending).then_some(SOMETIME),
            decline: None,
            refund,
            key: None,
            cancel_key: None,
        });
    }

    fn add_tickets(&mut self, seen: &SeenOrder, units: &[u32]) {
        for (index, ticket) in seen.tickets.iter().enumerate() {
            let given = units.get(index).copied().unwrap_or(u32::MAX);
            let state = if ticket.is_valid { TicketState::Valid } else { TicketState::Void };
            self.tickets.push(TicketRow {
                id: ticket.id,
                order: order_of(ticket.id),
                account: buyer_of(seen.buyer).account,
                unit: Unit(ticket.unit.unwrap_or(given)),
                state,
            });
        }
    }
}

/// A ticket's id is its order's with the ticket's number in the low 16 bits.
fn order_of(ticket: TicketId) -> OrderId {
    OrderId::from_u128(ticket.as_u128() & !0xffff)
}

/// Buyers are told apart by their number; each has an address of their own.
fn buyer_of(buyer: u32) -> Buyer {
    let account = AccountId::from_u128(u128::from(buyer) + 1);
    Buyer { account, address: AddressHash(account.to_bytes()) }
}

fn terms(currency: admit_domain::money::Currency) -> Terms {
    Terms {
        currency,
        phase: SalePhase::Open,
        opens_at: SOMETIME,
        closes_at: SOMETIME,
        tiers: Vec::new(),
        limits: Limits::default(),
        orphan_rule: OrphanRule::Allowed,
        hold_ttl: Duration::ZERO,
        extension: Duration::ZERO,
        payment_ttl: Duration::ZERO,
        refunds: RefundPolicy { until: None, fees: FeeRefund::Returned },
    }
}
