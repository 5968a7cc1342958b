//! A small hall and its terms, drawn from the seed: few places, so that everybody wants the same ones.

use std::sync::Arc;
use std::time::Duration;

use admit_domain::hall::Hall;
use admit_domain::id::{SeatMapId, SectionId, TierId};
use admit_domain::inventory::state::PurchaseLimits;
use admit_domain::seat_map::{Access, Category, Point, Row, Seat, SeatMap, Section, SectionKind, runs_of};
use admit_domain::terms::{FeeRefund, Limits, OrphanRule, RefundPolicy, SalePhase, Terms, Tier, TierIndex};
use admit_domain::time::Timestamp;
use admit_domain::unit::UnitRange;

use super::ground::Pace;
use super::rng::Rng;

const HOUR: Duration = Duration::from_secs(3600);

#[derive(Debug, Clone)]
pub struct Sale {
    pub map: Arc<SeatMap>,
    /// One entry a unit.
    pub tiers: Vec<Option<TierIndex>>,
    pub hall: Arc<Hall>,
    pub terms: Terms,
    pub(super) purchase_limits: PurchaseLimits,
}

impl Sale {
    pub(super) fn draw(rng: &mut Rng, now: Timestamp, pace: Pace) -> Sale {
        let tier_count = rng.small(1, 3) as u8;
        let mut plan = Plan { sections: Vec::new(), tiers: Vec::new() };
        for _ in 0..rng.small(1, 2) {
            plan.add_seats(rng, tier_count);
        }
        plan.add_general(rng, tier_count);
        let map = SeatMap {
            id: SeatMapId::from_u128(rng.wide()),
            name: "Small hall".into(),
            width: 200.0,
            height: 200.0,
            categories: vec![Category { name: "All".into(), color: None }],
            sections: plan.sections,
            decorations: Vec::new(),
            focus: Point { x: 40.0, y: -10.0 },
        };
        let (map, terms) = (Arc::new(map), terms(rng, now, pace, tier_count));
        let hall = Hall::new(map.clone(), &plan.tiers, usize::from(tier_count)).expect("the plan and its tiers fit");
        let purchase_limits = if rng.percent(8) { PurchaseLimits::Off } else { PurchaseLimits::Enforced };
        Sale { map, tiers: plan.tiers, hall: Arc::new(hall), terms, purchase_limits }
    }
}

struct Plan {
    sections: Vec<Section>,
    tiers: Vec<Option<TierIndex>>,
}

impl Plan {
    fn add_seats(&mut self, rng: &mut Rng, tier_count: u8) {
        let first = self.tiers.len() as u32;
        let (mut rows, mut seats) = (Vec::new(), Vec::new());
        let length = rng.small(4, 9);
        let aisle_after = rng.percent(40).then(|| rng.small(2, length - 1));
        for index in 0..rng.small(1, 4) {
            let begin = self.tiers.len() as u32;
            let tier = TierIndex((index as u8).min(tier_count - 1));
            for number in 0..length {
                let aisle = aisle_after.is_some_and(|after| number >= after);
                let x = number as f32 * 10.0 + if aisle { 12.0 } else { 0.0 };
                let position = Point { x, y: self.tiers.len() as f32 };
                let position = Point { y: (index * 10) as f32 + first as f32, ..position };
                let number = number.to_string().into_boxed_str();
                seats.push(Seat { number, position, access: Access::Standard, category: 0 });
                self.tiers.push((!rng.percent(3)).then_some(tier));
            }
            let positions: Vec<Point> = seats[(begin - first) as usize..].iter().map(|seat| seat.position).collect();
            let runs = runs_of(begin, &positions);
            rows.push(Row { label: index.to_string().into(), units: UnitRange::new(begin, length), runs });
        }
        let units = UnitRange::new(first, self.tiers.len() as u32 - first);
        self.add(rng, SectionKind::Reserved, units, rows, seats);
    }

    fn add_general(&mut self, rng: &mut Rng, tier_count: u8) {
        let units = UnitRange::new(self.tiers.len() as u32, rng.small(4, 14));
        let tier = (!rng.percent(10)).then_some(TierIndex(tier_count - 1));
        self.tiers.extend((0..units.count).map(|_| tier));
        self.add(rng, SectionKind::GeneralAdmission, units, Vec::new(), Vec::new());
    }

    fn add(&mut self, rng: &mut Rng, kind: SectionKind, units: UnitRange, rows: Vec<Row>, seats: Vec<Seat>) {
        let label_at = Point { x: 40.0, y: units.first.0 as f32 };
        let id = SectionId::from_u128(rng.wide());
        self.sections.push(Section { id, name: "Part".into(), kind, units, rows, category: 0, label_at, seats });
    }
}

fn terms(rng: &mut Rng, now: Timestamp, pace: Pace, tier_count: u8) -> Terms {
    let tiers = (0..tier_count).map(|index| Tier {
        id: TierId::from_u128(rng.wide()),
        name: format!("Tier {index}").into(),
        price: if rng.percent(5) { 0 } else { rng.between(1, 90) as i64 * 100 },
        fee: rng.below(4) as i64 * 50,
    });
    let tiers = tiers.collect();
    let (hold_ttl, extension, payment_ttl, soon) = match pace {
        Pace::Virtual => {
            let mut seconds = |first, last| Duration::from_secs(rng.between(first, last));
            (seconds(5, 600), seconds(0, 300), seconds(0, 900), seconds(1, 20))
        }
        Pace::Real => {
            let mut millis = |first, last| Duration::from_millis(rng.between(first, last));
            (millis(1000, 1400), millis(0, 500), millis(0, 1000), millis(20, 200))
        }
    };
    let closes_in = if rng.percent(10) { soon * 50 } else { 900 * HOUR };
    let refunds_until = match rng.below(10) {
        0 => None,
        1..=2 => Some(now + hold_ttl),
        _ => Some(now + 500 * HOUR),
    };
    Terms {
        currency: "EUR".parse().expect("EUR is a currency"),
        phase: SalePhase::Open,
        opens_at: if rng.percent(15) { now + soon } else { now - HOUR },
        closes_at: now + closes_in,
        tiers,
        limits: Limits {
            tickets_per_order_max: rng.small(2, 8),
            tickets_per_buyer_max: rng.small(4, 14),
            open_holds_max: rng.small(1, 4),
        },
        orphan_rule: if rng.percent(50) { OrphanRule::Refused } else { OrphanRule::Allowed },
        hold_ttl,
        extension,
        payment_ttl,
        refunds: RefundPolicy {
            until: refunds_until,
            fees: if rng.percent(50) { FeeRefund::Kept } else { FeeRefund::Returned },
        },
    }
}
