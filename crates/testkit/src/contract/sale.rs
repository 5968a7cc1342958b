//! A small hall with an event on sale, and the buyers' steps in it as batches, for the suites to begin with.

use std::sync::atomic::{AtomicU64, Ordering};

use admit_app::ports::Store;
use admit_app::ports::catalogue::NewEvent;
use admit_app::ports::inventory::{Claim, Committed, Opening, Writes};
use admit_domain::event::{Category, Event, Performer, Venue};
use admit_domain::hold::{AddressHash, Buyer, HeldUnit, Hold, HoldStatus, RequestKey};
use admit_domain::id::{
    AccountId, EventId, HoldId, OrderId, PaymentId, PerformerId, SeatMapId, SectionId, TierId, VenueId,
};
use admit_domain::inventory::journal::{BatchId, Change, Entry};
use admit_domain::order::{DeclineReason, NextAction, Order, OrderStatus, Refund, RefundReason};
use admit_domain::seat_map::{Access, Point, Row, Seat, SeatMap, Section, SectionKind};
use admit_domain::terms::{
    EXTENSION, FeeRefund, HOLD_TTL, Limits, OrphanRule, PAYMENT_TTL, RefundPolicy, SalePhase, Terms, Tier, TierIndex,
};
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};

/// 128 bits that nobody had before in this process, growing, with zeros where an order's id has them.
pub fn fresh() -> u128 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    (1 << 120) | u128::from(LAST.fetch_add(1, Ordering::Relaxed)) << 32
}

/// When the suites' events start.
pub const STARTS_AT: Timestamp = Timestamp::from_millis(1_900_000_000_000);

/// The price and the fee of each of [`seating_plan`]'s seats.
pub const PRICE: i64 = 2_500;
pub const FEE: i64 = 150;

/// A row of ten seats and a floor of twenty places: 30 units.
pub fn seating_plan() -> SeatMap {
    let at = |x: f32, y: f32| Point { x, y };
    let seat = |index: u32| Seat {
        number: (index + 1).to_string().into(),
        position: at(index as f32 * 0.55 + 0.1, 3.3),
        access: if index == 0 { Access::Accessible } else { Access::Standard },
        category: 0,
    };
    let runs = vec![UnitRange::new(0, 4), UnitRange::new(4, 6)];
    let section = |kind: SectionKind, units: UnitRange| Section {
        id: SectionId::from_u128(fresh()),
        name: "Section".into(),
        kind,
        units,
        rows: Vec::new(),
        category: 0,
        label_at: at(1.0, 2.0),
        seats: Vec::new(),
    };
    let seated = Section {
        rows: vec![Row { label: "A".into(), units: UnitRange::new(0, 10), runs }],
        seats: (0..10).map(seat).collect(),
        ..section(SectionKind::Reserved, UnitRange::new(0, 10))
    };
    SeatMap {
        id: SeatMapId::from_u128(fresh()),
        name: "Small hall".into(),
        width: 10.0,
        height: 6.5,
        categories: vec![admit_domain::seat_map::Category { name: "Any".into(), color: None }],
        sections: vec![seated, section(SectionKind::GeneralAdmission, UnitRange::new(10, 20))],
        decorations: Vec::new(),
        focus: at(5.0, 0.0),
    }
}

pub fn venue(name: &str, city: &str) -> Venue {
    Venue {
        id: VenueId::from_u128(fresh()),
        organizer: None,
        name: name.into(),
        city: city.into(),
        country: "GB".into(),
        address: "1 High Street".into(),
        time_zone: "Europe/London".into(),
        seat_map: SeatMapId::from_u128(fresh()),
    }
}

pub fn performer(name: &str) -> Performer {
    Performer { id: PerformerId::from_u128(fresh()), organizer: None, name: name.into(), description: "Plays.".into() }
}

pub fn terms() -> Terms {
    let tier = |name: &str| Tier { id: TierId::from_u128(fresh()), name: name.into(), price: PRICE, fee: FEE };
    Terms {
        currency: "GBP".parse().expect("GBP is a currency"),
        phase: SalePhase::Open,
        opens_at: Timestamp::from_millis(0),
        closes_at: STARTS_AT,
        tiers: vec![tier("Seats"), tier("Floor")],
        limits: Limits::default(),
        orphan_rule: OrphanRule::Allowed,
        hold_ttl: HOLD_TTL,
        extension: EXTENSION,
        payment_ttl: PAYMENT_TTL,
        refunds: RefundPolicy { until: Some(STARTS_AT), fees: FeeRefund::Returned },
    }
}

/// An event at `venue`, whose plan has [`seating_plan`]'s shape.
pub fn event(name: &str, venue: &Venue) -> NewEvent {
    let event = Event {
        id: EventId::from_u128(fresh()),
        organizer: Some(AccountId::from_u128(fresh())),
        venue: venue.id,
        seat_map: venue.seat_map,
        name: name.into(),
        description: String::new().into(),
        category: Category::Concert,
        performers: Vec::new(),
        starts_at: STARTS_AT,
        doors_at: Timestamp::from_millis(STARTS_AT.as_millis() - 3_600_000),
        created_at: Timestamp::from_millis(1_700_000_000_000),
    };
    let tiers = (0..30).map(|unit| Some(TierIndex(u8::from(unit >= 10)))).collect();
    NewEvent { event, terms: terms(), tiers }
}

/// One event on sale in a store, and the orders that its batches make.
pub struct Sale<'s, S> {
    store: &'s S,
    pub event: EventId,
}

impl<'s, S: Store> Sale<'s, S> {
    pub async fn open(store: &'s S) -> Sale<'s, S> {
        let plan = seating_plan();
        let venue = Venue { seat_map: plan.id, ..venue("Small Hall", "Leeds") };
        let event = event("A sale", &venue);
        store.create_seat_map(&plan).await.unwrap();
        store.create_venue(&venue).await.unwrap();
        store.create_event(&event).await.unwrap();
        Sale { store, event: event.event.id }
    }

    /// Holds `units` and begins to pay them; the buyer is sent to the provider's page.
    pub async fn begin(&self, account: AccountId, units: UnitRange, pay_by: Timestamp) -> (Order, Hold) {
        self.begin_as(account, units, |order| Order { pay_by, ..order }).await
    }

    /// Holds `units` and begins to pay them with an order that `change` has changed.
    pub async fn begin_as(
        &self,
        account: AccountId,
        units: UnitRange,
        change: impl FnOnce(Order) -> Order,
    ) -> (Order, Hold) {
        let order_id = OrderId::minted_from(fresh());
        let hold = Hold { status: HoldStatus::InCheckout(order_id), attempts: 1, ..hold(account, units) };
        let order = change(order(order_id, &hold));
        let held = Hold { status: HoldStatus::Open, attempts: 0, ..hold.clone() };
        let changes = vec![Change::Held(held), Change::Begun(order.clone())];
        let claimed = units.units().map(|unit| (unit, Claim::Held(hold.id))).collect();
        let (new_holds, new_orders) = (vec![hold.clone()], vec![order.clone()]);
        self.commit(changes, |writes| Writes { claimed, new_holds, new_orders, ..writes }).await;
        (order, hold)
    }

    /// As [`begin`](Sale::begin), paid.
    pub async fn buy(&self, account: AccountId, units: UnitRange) -> (Order, Hold) {
        let begun = self.begin(account, units, STARTS_AT).await;
        self.pay(vec![begun]).await.remove(0)
    }

    /// Pays all that was begun, in one batch.
    pub async fn pay(&self, begun: Vec<(Order, Hold)>) -> Vec<(Order, Hold)> {
        let settled_at = Some(Timestamp::from_millis(1_800_000_000_000));
        let settle = |(order, hold): (Order, Hold)| {
            let order = Order { status: OrderStatus::Paid, settled_at, next_action: None, ..order };
            let hold = Hold { status: HoldStatus::Completed(order.id), ended_at: settled_at, ..hold };
            (order, hold)
        };
        let paid: Vec<(Order, Hold)> = begun.into_iter().map(settle).collect();
        let changes = paid.iter().map(|(order, _)| Change::Paid { order: order.id }).collect();
        let sold = |hold: &Hold| hold.units.iter().map(|held| (held.unit, Claim::Sold(hold.id))).collect::<Vec<_>>();
        let reclaimed = paid.iter().flat_map(|(_, hold)| sold(hold)).collect();
        let (changed_orders, changed_holds) = paid.iter().cloned().unzip();
        let ticketed = paid.iter().map(|(order, _)| order.id).collect();
        self.commit(changes, |writes| Writes { reclaimed, changed_holds, changed_orders, ticketed, ..writes }).await;
        paid
    }

    /// Ends an order that wasn't paid, and its hold.
    pub async fn fail(&self, order: Order, hold: Hold, status: OrderStatus) -> Order {
        let reason = DeclineReason::InsufficientFunds;
        let order = Order { status, decline: Some(reason), settled_at: Some(order.pay_by), ..order };
        let hold = Hold { status: HoldStatus::Expired, ended_at: Some(order.pay_by), ..hold };
        let changes = vec![Change::Failed { order: order.id, reason, hold_until: None }];
        let unclaimed = units_of(&hold);
        let (changed_holds, changed_orders) = (vec![hold], vec![order.clone()]);
        self.commit(changes, |writes| Writes { unclaimed, changed_holds, changed_orders, ..writes }).await;
        order
    }

    /// Money comes for an order that had ended, and is owed back.
    pub async fn refuse_money(&self, order: Order) -> Order {
        let at = Timestamp::from_millis(1_800_000_000_000);
        let refund = Refund { amount: order.total, reason: RefundReason::PaidTooLate, at };
        let order = Order { refund: Some(refund), ..order };
        let changes = vec![Change::RefusedMoney { order: order.id, refund }];
        let (changed_orders, refunded) = (vec![order.clone()], vec![order.id]);
        self.commit(changes, |writes| Writes { changed_orders, refunded, ..writes }).await;
        order
    }

    /// Cancels a paid order, which is owed all its money back from `at` on.
    pub async fn cancel(&self, order: Order, hold: &Hold, at: Timestamp) -> Order {
        let refund = Refund { amount: order.total, reason: RefundReason::BuyerCancelled, at };
        let key = Some(request_key());
        let order = Order { status: OrderStatus::Cancelled, refund: Some(refund), cancel_key: key, ..order };
        let changes = vec![Change::Cancelled { order: order.id, refund: Some(refund), key }];
        let unclaimed = units_of(hold);
        let changed_orders = vec![order.clone()];
        let (voided, refunded) = (vec![order.id], vec![order.id]);
        self.commit(changes, |writes| Writes { unclaimed, changed_orders, voided, refunded, ..writes }).await;
        order
    }

    async fn commit(&self, changes: Vec<Change>, fill: impl FnOnce(Writes) -> Writes + Send + 'static) {
        let known = self.store.version(self.event).await.unwrap().unwrap();
        let decide = move |opening: Opening, _: Vec<Entry>| Some(fill(nothing_but(opening, changes)));
        let committed = self.store.commit(self.event, known.into(), Box::new(decide)).await.unwrap();
        assert!(matches!(committed, Committed::Written));
    }
}

fn buyer(account: AccountId) -> Buyer {
    Buyer { account, address: AddressHash([7; 16]) }
}

fn hold(account: AccountId, units: UnitRange) -> Hold {
    let tier = |unit: Unit| TierIndex(u8::from(unit.0 >= 10));
    Hold {
        id: HoldId::from_u128(fresh()),
        buyer: buyer(account),
        units: units.units().map(|unit| HeldUnit { unit, tier: tier(unit), price: PRICE, fee: FEE }).collect(),
        created_at: Timestamp::from_millis(1_750_000_000_000),
        granted_until: Timestamp::from_millis(1_750_000_600_000),
        expires_at: Timestamp::from_millis(1_750_000_900_000),
        status: HoldStatus::Open,
        ended_at: None,
        extension: None,
        attempts: 0,
        raised: false,
        key: Some(request_key()),
    }
}

fn order(id: OrderId, hold: &Hold) -> Order {
    let url = "https://pay.example/page?attempt=\"1\"".into();
    Order {
        id,
        hold: hold.id,
        buyer: hold.buyer,
        payment: PaymentId::from_u128(fresh()),
        total: hold.total(),
        ticket_count: hold.units.len() as u16,
        status: OrderStatus::Pending,
        created_at: Timestamp::from_millis(1_750_000_100_000),
        pay_by: STARTS_AT,
        next_action: Some(NextAction::Redirect { url, expires_at: STARTS_AT }),
        settled_at: None,
        decline: None,
        refund: None,
        key: Some(request_key()),
        cancel_key: None,
    }
}

fn request_key() -> RequestKey {
    RequestKey { key: fresh().to_be_bytes(), body: fresh().to_be_bytes() }
}

fn units_of(hold: &Hold) -> Vec<Unit> {
    hold.units.iter().map(|held| held.unit).collect()
}

/// A batch that says `changes` and writes no row yet.
fn nothing_but(opening: Opening, changes: Vec<Change>) -> Writes {
    Writes::of(Entry { version: opening.version, at: opening.now, batch: BatchId(fresh()), changes })
}
