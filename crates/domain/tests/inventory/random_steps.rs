//! What anybody may ask, drawn at random: sensible, pointless and hostile.

use std::time::Duration;

use admit_domain::hold::RequestKey;
use admit_domain::id::{AccountId, HoldId, OrderId, PaymentId};
use admit_domain::inventory::command::{BestAvailable, CancelledBy, Choice, Command, Together};
use admit_domain::order::{DeclineReason, NextAction, Order, OrderStatus};
use admit_domain::terms::{FeeRefund, Limits, OrphanRule, PRICE_MAX, RefundPolicy, SalePhase, Terms, TierIndex};
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;

use crate::support::{Sale, buyer, key};

/// One command, with holds and orders named by where they stand among those that there are.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Hold { who: u8, choice: Choice, key: Option<RequestKey> },
    Release { who: u8, hold: usize },
    Extend { who: u8, hold: usize, key: Option<RequestKey> },
    Begin { who: u8, hold: usize, key: Option<RequestKey> },
    Await { order: usize },
    Confirm { order: usize, wrong_by: i64 },
    Decline { order: usize, reason: DeclineReason },
    Cancel { order: usize, who: Option<u8>, key: Option<RequestKey> },
    Adopt { who: u8, hold: usize, by: u8 },
    Configure(TermsEdit),
    Block(Vec<UnitRange>),
    Unblock(Vec<UnitRange>),
    Expire,
}

#[derive(Debug, Clone)]
pub(crate) struct TermsEdit {
    phase: SalePhase,
    orphan_rule: OrphanRule,
    limits: Limits,
    price: i64,
    fee: i64,
    hold_ttl_s: u64,
    dates: (i64, i64),
    refunds: RefundPolicy,
}

/// What comes in together, and whether its first commit fails.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub(crate) wait: Duration,
    pub(crate) steps: Vec<Step>,
    pub(crate) fails_first: bool,
}

pub(crate) fn turns(count: usize) -> impl Strategy<Value = Vec<Turn>> {
    let wait = prop_oneof![
        30 => 0..3_000u64,
        6 => 3_000..120_000u64,
        3 => 500_000..1_000_000u64,
        1 => 80_000_000..100_000_000u64,
    ];
    let turn = (wait, vec(step(), 1..6), any::<bool>());
    let turn = turn.prop_map(|(wait_ms, steps, fails_first)| {
        let wait = Duration::from_millis(wait_ms);
        Turn { wait, steps, fails_first }
    });
    vec(turn, 1..count)
}

fn step() -> impl Strategy<Value = Step> {
    let who = || 1..7u8;
    let nth = || 0..12usize;
    let key = || weighted(0.3, (0..6u8, 0..2u8)).prop_map(|drawn| drawn.and_then(|(name, body)| key(name, body)));
    let reason = (0..DeclineReason::ALL.len()).prop_map(|index| DeclineReason::ALL[index]);
    let wrong_by = prop_oneof![9 => Just(0), 1 => -1..2i64];
    prop_oneof![
        12 => (who(), choice(), key()).prop_map(|(who, choice, key)| Step::Hold { who, choice, key }),
        3 => (who(), nth()).prop_map(|(who, hold)| Step::Release { who, hold }),
        3 => (who(), nth(), key()).prop_map(|(who, hold, key)| Step::Extend { who, hold, key }),
        10 => (who(), nth(), key()).prop_map(|(who, hold, key)| Step::Begin { who, hold, key }),
        2 => nth().prop_map(|order| Step::Await { order }),
        8 => (nth(), wrong_by).prop_map(|(order, wrong_by)| Step::Confirm { order, wrong_by }),
        5 => (nth(), reason).prop_map(|(order, reason)| Step::Decline { order, reason }),
        3 => (nth(), weighted(0.7, who()), key()).prop_map(|(order, who, key)| Step::Cancel { order, who, key }),
        3 => (who(), nth(), who()).prop_map(|(who, hold, by)| Step::Adopt { who, hold, by }),
        2 => terms_edit().prop_map(Step::Configure),
        1 => vec(range(), 0..3).prop_map(Step::Block),
        1 => vec(range(), 0..3).prop_map(Step::Unblock),
        1 => Just(Step::Expire),
    ]
}

fn unit() -> impl Strategy<Value = Unit> {
    prop_oneof![40 => 0..40u32, 1 => 40..60u32, 1 => Just(u32::MAX)].prop_map(Unit)
}

fn range() -> impl Strategy<Value = UnitRange> {
    let count = prop_oneof![9 => 0..6u32, 1 => Just(u32::MAX)];
    (unit(), count).prop_map(|(first, count)| UnitRange { first, count })
}

fn choice() -> impl Strategy<Value = Choice> {
    let quantity = || prop_oneof![12 => 0..7u32, 2 => 7..25u32, 1 => Just(u32::MAX)];
    let section = || prop_oneof![9 => 0..3u16, 1 => Just(u16::MAX)];
    let tier = prop_oneof![9 => 0..3u8, 1 => Just(u8::MAX)].prop_map(TierIndex);
    let price_max = prop_oneof![6 => 0..4_000i64, 1 => Just(i64::MIN), 1 => Just(i64::MAX)];
    let together = prop_oneof![Just(Together::Required), Just(Together::Preferred)];
    let best = (quantity(), weighted(0.3, section()), weighted(0.3, tier), weighted(0.3, price_max), together);
    prop_oneof![
        4 => vec(unit(), 0..5).prop_map(Choice::Seats),
        3 => (0..35u32, 1..5u32).prop_map(|(first, count)| Choice::Seats((first..first + count).map(Unit).collect())),
        2 => (section(), quantity()).prop_map(|(section, quantity)| Choice::General { section, quantity }),
        5 => best.prop_map(|(quantity, section, tier, price_max, together)| {
            Choice::Best(BestAvailable { quantity, section, tier, price_max, together })
        }),
    ]
}

fn terms_edit() -> impl Strategy<Value = TermsEdit> {
    let phase = prop_oneof![40 => Just(SalePhase::Open), 6 => Just(SalePhase::Paused), 1 => Just(SalePhase::Cancelled)];
    let orphan_rule = prop_oneof![Just(OrphanRule::Allowed), Just(OrphanRule::Refused)];
    let limits = (prop_oneof![9 => 4..30u32, 1 => 0..4u32], 8..60u32, 2..6u32);
    let price = || prop_oneof![4 => 0..3000i64, 1 => Just(PRICE_MAX), 2 => Just(0)];
    let dates = prop_oneof![20 => Just((i64::MIN, i64::MAX)), 1 => Just((i64::MAX - 1, i64::MAX)), 1 => Just((0, 0))];
    let until = weighted(0.9, prop_oneof![9 => Just(i64::MAX), 1 => Just(i64::MIN)]);
    let fees = prop_oneof![Just(FeeRefund::Kept), Just(FeeRefund::Returned)];
    let hold_ttl_s = prop_oneof![12 => 30..2_000u64, 1 => Just(u64::MAX)];
    (phase, orphan_rule, limits, price(), price(), hold_ttl_s, dates, (until, fees)).prop_map(
        |(phase, orphan_rule, limits, price, fee, hold_ttl_s, dates, (until, fees))| TermsEdit {
            phase,
            orphan_rule,
            limits: Limits {
                tickets_per_order_max: limits.0,
                tickets_per_buyer_max: limits.1,
                open_holds_max: limits.2,
            },
            price,
            fee,
            hold_ttl_s,
            dates,
            refunds: RefundPolicy { until: until.map(Timestamp::from_millis), fees },
        },
    )
}

impl TermsEdit {
    fn of(&self, terms: &Terms) -> Terms {
        let mut terms = terms.clone();
        terms.phase = self.phase;
        terms.orphan_rule = self.orphan_rule;
        terms.limits = self.limits;
        // Sometimes a tier is wholly free.
        (terms.tiers[0].price, terms.tiers[0].fee) = (self.price, self.price.min(1));
        terms.tiers[1].fee = self.fee;
        terms.hold_ttl = Duration::from_secs(self.hold_ttl_s);
        terms.opens_at = Timestamp::from_millis(self.dates.0);
        terms.closes_at = Timestamp::from_millis(self.dates.1);
        terms.refunds = self.refunds;
        terms
    }
}

impl Step {
    /// The command that it comes to in `sale` as it stands.
    pub(crate) fn command(&self, sale: &mut Sale) -> Command {
        match self {
            Step::Hold { who, choice, key } => {
                let hold = HoldId::from_u128(sale.next_id());
                Command::Hold { hold, buyer: buyer(*who), choice: choice.clone(), key: *key }
            }
            Step::Release { who, hold } => {
                let hold = nth_hold(sale, *hold);
                Command::Release { hold, account: owner(sale, hold, *who) }
            }
            Step::Extend { who, hold, key } => {
                let hold = nth_hold(sale, *hold);
                Command::Extend { hold, account: owner(sale, hold, *who), key: *key }
            }
            Step::Begin { who, hold, key } => {
                let hold = nth_hold(sale, *hold);
                let account = owner(sale, hold, *who);
                let order = OrderId::from_u128(sale.next_id());
                let payment = PaymentId::from_u128(sale.next_id());
                Command::Begin { hold, account, order, payment, key: *key }
            }
            Step::Await { order } => {
                let order = nth_order(sale, *order, Order::is_pending);
                Command::Await { order, next_action: NextAction::Wait }
            }
            Step::Confirm { order, wrong_by } => {
                let order = nth_order(sale, *order, |order| !order.was_charged());
                let total = sale.state.order(order).map_or(0, |order| order.total);
                Command::Confirm { order, amount: total + wrong_by }
            }
            Step::Decline { order, reason } => {
                Command::Decline { order: nth_order(sale, *order, Order::is_pending), reason: *reason }
            }
            Step::Cancel { order, who, key } => {
                let id = nth_order(sale, *order, |order| order.status == OrderStatus::Paid);
                let of = |who| sale.state.order(id).map_or(STRANGER, |order| owner(sale, order.hold, who));
                let by = who.map_or(CancelledBy::Organizer, |who| CancelledBy::Buyer(of(who)));
                Command::Cancel { order: id, by, key: *key }
            }
            Step::Adopt { who, hold, by } => {
                let hold = nth_hold(sale, *hold);
                Command::Adopt { hold, from: owner(sale, hold, *who), to: buyer(*by) }
            }
            Step::Configure(edit) => Command::Configure(edit.of(sale.state.terms())),
            Step::Block(ranges) => Command::Block(ranges.clone()),
            Step::Unblock(ranges) => Command::Unblock(ranges.clone()),
            Step::Expire => Command::Expire,
        }
    }
}

const STRANGER: AccountId = AccountId::from_u128(77);

/// Mostly whoever the hold belongs to.
fn owner(sale: &Sale, hold: HoldId, who: u8) -> AccountId {
    let hold = sale.state.hold(hold).filter(|_| who > 1);
    hold.map_or(STRANGER, |hold| hold.buyer.account)
}

/// The hold at `nth`, newest first, mostly among the open ones, or one that nobody has.
fn nth_hold(sale: &Sale, nth: usize) -> HoldId {
    let any = nth.is_multiple_of(4);
    let mut ids: Vec<HoldId> = sale.state.holds().filter(|hold| any || hold.is_open()).map(|hold| hold.id).collect();
    ids.sort_unstable();
    ids.iter().rev().nth(nth / 4).copied().unwrap_or(HoldId::from_u128(u128::MAX))
}

/// The order at `nth`, newest first, mostly among those that suit.
fn nth_order(sale: &Sale, nth: usize, suits: fn(&Order) -> bool) -> OrderId {
    let any = nth.is_multiple_of(4);
    let mut ids: Vec<OrderId> = sale.state.orders().filter(|order| any || suits(order)).map(|order| order.id).collect();
    ids.sort_unstable();
    ids.iter().rev().nth(nth / 4).copied().unwrap_or(OrderId::minted_from(u128::MAX))
}
