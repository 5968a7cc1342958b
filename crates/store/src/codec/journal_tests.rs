//! Every change survives the journal, whatever is in it.

use std::time::Duration;

use admit_domain::hold::{AddressHash, Buyer, HeldUnit, Hold, HoldStatus, RequestKey};
use admit_domain::id::{AccountId, HoldId, OrderId, PaymentId, TierId};
use admit_domain::inventory::journal::Change;
use admit_domain::order::{DeclineReason, NextAction, Order, OrderStatus, Refund, RefundReason};
use admit_domain::terms::{FeeRefund, Limits, OrphanRule, RefundPolicy, SalePhase, Terms, Tier, TierIndex};
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::journal::{changes_from, changes_text};
use super::terms::{terms_from, terms_text};

fn hold_id() -> impl Strategy<Value = HoldId> {
    any::<u128>().prop_map(HoldId::from_u128)
}

fn order_id() -> impl Strategy<Value = OrderId> {
    any::<u128>().prop_map(OrderId::minted_from)
}

fn time() -> impl Strategy<Value = Timestamp> {
    any::<i64>().prop_map(Timestamp::from_millis)
}

fn key() -> impl Strategy<Value = Option<RequestKey>> {
    option::of(any::<[u8; 16]>().prop_flat_map(|key| any::<[u8; 16]>().prop_map(move |body| RequestKey { key, body })))
}

fn buyer() -> impl Strategy<Value = Buyer> {
    (any::<u128>(), any::<[u8; 16]>())
        .prop_map(|(account, address)| Buyer { account: AccountId::from_u128(account), address: AddressHash(address) })
}

prop_compose! {
    fn held_unit()(unit: u32, tier: u8, price: i64, fee: i64) -> HeldUnit {
        HeldUnit { unit: Unit(unit), tier: TierIndex(tier), price, fee }
    }
}

prop_compose! {
    fn hold()(id in hold_id(), buyer in buyer(), units in vec(held_unit(), 0..5), created_at in time(), until in time(),
        key in key()) -> Hold {
        Hold {
            id,
            buyer,
            units: units.into(),
            created_at,
            granted_until: until,
            expires_at: until,
            status: HoldStatus::Open,
            ended_at: None,
            extension: None,
            attempts: 0,
            raised: false,
            key,
        }
    }
}

fn next_action() -> impl Strategy<Value = NextAction> {
    prop_oneof![
        Just(NextAction::Wait),
        (any::<String>(), time()).prop_map(|(url, expires_at)| NextAction::Redirect { url: url.into(), expires_at }),
    ]
}

prop_compose! {
    fn order()(id in order_id(), hold in hold_id(), buyer in buyer(), payment: u128, total: i64, ticket_count: u16,
        created_at in time(), pay_by in time(), next_action in option::of(next_action()), key in key()) -> Order {
        Order {
            id,
            hold,
            buyer,
            payment: PaymentId::from_u128(payment),
            total,
            ticket_count,
            status: OrderStatus::Pending,
            created_at,
            pay_by,
            next_action,
            settled_at: None,
            decline: None,
            refund: None,
            key,
            cancel_key: None,
        }
    }
}

prop_compose! {
    fn refund()(amount: i64, reason in select(RefundReason::ALL.to_vec()), at in time()) -> Refund {
        Refund { amount, reason, at }
    }
}

prop_compose! {
    fn tier()(id: u128, name: String, price: i64, fee: i64) -> Tier {
        Tier { id: TierId::from_u128(id), name: name.into(), price, fee }
    }
}

prop_compose! {
    fn limits()(tickets_per_order_max: u32, tickets_per_buyer_max: u32, open_holds_max: u32) -> Limits {
        Limits { tickets_per_order_max, tickets_per_buyer_max, open_holds_max }
    }
}

prop_compose! {
    fn terms()(currency in select(vec!["GBP", "JPY", "KWD"]), phase in select(vec![SalePhase::Open, SalePhase::Paused,
        SalePhase::Cancelled]), opens_at in time(), closes_at in time(), tiers in vec(tier(), 0..4), limits in limits(),
        orphan_rule in select(vec![OrphanRule::Allowed, OrphanRule::Refused]), spans: [u32; 3], until in option::of(time()),
        fees in select(vec![FeeRefund::Returned, FeeRefund::Kept])) -> Terms {
        let [hold_ttl, extension, payment_ttl] = spans.map(|millis| Duration::from_millis(millis.into()));
        Terms {
            currency: currency.parse().unwrap(),
            phase,
            opens_at,
            closes_at,
            tiers,
            limits,
            orphan_rule,
            hold_ttl,
            extension,
            payment_ttl,
            refunds: RefundPolicy { until, fees },
        }
    }
}

fn ranges() -> impl Strategy<Value = Vec<UnitRange>> {
    vec((any::<u32>(), any::<u32>()).prop_map(|(first, count)| UnitRange::new(first, count)), 0..4)
}

fn change() -> impl Strategy<Value = Change> {
    let reason = || select(DeclineReason::ALL.to_vec());
    prop_oneof![
        hold().prop_map(Change::Held),
        hold_id().prop_map(|hold| Change::Released { hold }),
        hold_id().prop_map(|hold| Change::Expired { hold }),
        (hold_id(), time(), key()).prop_map(|(hold, expires_at, key)| Change::Extended { hold, expires_at, key }),
        order().prop_map(Change::Begun),
        (order_id(), next_action()).prop_map(|(order, next_action)| Change::Awaited { order, next_action }),
        order_id().prop_map(|order| Change::Paid { order }),
        (order_id(), reason(), option::of(time())).prop_map(|(order, reason, hold_until)| Change::Failed {
            order,
            reason,
            hold_until
        }),
        (order_id(), option::of(refund()), key()).prop_map(|(order, refund, key)| Change::Cancelled {
            order,
            refund,
            key
        }),
        (order_id(), refund()).prop_map(|(order, refund)| Change::RefusedMoney { order, refund }),
        (hold_id(), vec(order_id(), 0..4), buyer()).prop_map(|(hold, orders, buyer)| Change::Adopted {
            hold,
            orders,
            buyer
        }),
        terms().prop_map(Change::Configured),
        ranges().prop_map(Change::Blocked),
        ranges().prop_map(Change::Unblocked),
    ]
}

proptest! {
    #[test]
    fn changes_survive_their_text(changes in vec(change(), 0..6)) {
        prop_assert_eq!(changes_from(&changes_text(&changes)).unwrap(), changes);
    }

    #[test]
    fn terms_survive_their_text(terms in terms()) {
        prop_assert_eq!(terms_from(&terms_text(&terms)).unwrap(), terms);
    }

    #[test]
    fn no_text_makes_reading_panic(text: String) {
        prop_assert!(changes_from(&text).is_err());
    }
}

/// What is written today can be read for ever: these texts are in people's databases.
#[test]
fn texts_of_today_stay_readable() {
    let hold = "hld_00000000000000000000000007";
    let text = format!(
        r#"[{{"kind":"held","id":"{hold}","account":"usr_00000000000000000000000001",
            "address":"000102030405060708090a0b0c0d0e0f","units":[[4,0,2500,150]],"at":1,"until":2,"new_field":[1]}},
            {{"kind":"released","hold":"{hold}"}},{{"kind":"blocked","units":[[3,2]]}}]"#
    );
    let changes = changes_from(&text).unwrap();
    let Change::Held(held) = &changes[0] else { panic!("{changes:?}") };
    assert_eq!((held.id, held.units[0].price, held.key), (HoldId::from_u128(7), 2500, None));
    assert_eq!(changes[1], Change::Released { hold: HoldId::from_u128(7) });
    assert_eq!(changes[2], Change::Blocked(vec![UnitRange::new(3, 2)]));
    assert_eq!(
        changes_text(&changes[1..]),
        format!(r#"[{{"kind":"released","hold":"{hold}"}},{{"kind":"blocked","units":[[3,2]]}}]"#)
    );
}

#[test]
fn damaged_entries_are_refused() {
    let hold = "hld_00000000000000000000000007";
    for text in [
        r#"[{"kind":"stolen"}]"#.to_owned(),
        r#"[{"kind":"released","hold":"ord_00000000000000000000000007"}]"#.to_owned(),
        format!(r#"[{{"kind":"extended","hold":"{hold}","expires_at":1,"key":"00"}}]"#),
        format!(r#"[{{"kind":"extended","hold":"{hold}","expires_at":1,"key":"é{}"}}]"#, "0".repeat(62)),
    ] {
        assert!(changes_from(&text).is_err(), "{text}");
    }
}
