//! The published schemas of messages: there is one for each kind and no other, and none has taken anything back that an earlier
//! release promised.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use admit_app::changes::{Kind, messages_of};
use admit_app::ports::journals::Facts;
use admit_domain::hold::Hold;
use admit_domain::id::{EventId, OrderId, PaymentId};
use admit_domain::inventory::journal::{BatchId, Change, Entry, Version};
use admit_domain::order::{DeclineReason, Order, OrderStatus, Refund, RefundReason};
use admit_domain::time::Timestamp;
use admit_testkit::contract::sale::terms;
use admit_testkit::contract::story::a_hold;
use admit_testkit::event_schemas::{check, published};
use serde_json::{Value, json};

/// The schemas as they were when somebody could last rely on them. With a release it becomes a copy of what is published.
const RELEASED: &str = include_str!("released_event_schemas.json");

#[test]
fn each_kind_has_its_schema_and_each_schema_its_kind() {
    let names: BTreeSet<String> = published().into_keys().collect();
    let kinds = Kind::ALL.iter().map(|kind| kind.name().to_owned());
    assert_eq!(names, kinds.chain(["envelope".to_owned()]).collect());
    for (name, schema) in published() {
        assert_eq!(schema["$id"], json!(format!("urn:admit:events:{name}")));
        assert_eq!(schema["title"], json!(name));
        assert!(schema["description"].as_str().is_some_and(|text| !text.is_empty()), "{name} says nothing");
    }
}

#[test]
fn what_was_promised_still_holds() {
    let released: BTreeMap<String, Value> = serde_json::from_str(RELEASED).unwrap();
    assert!(!released.is_empty());
    let now = published();
    for (name, before) in released {
        let after = now.get(&name).unwrap_or_else(|| panic!("{name} was released and is gone"));
        let broken = broken_promises(&name, &before, after);
        assert!(broken.is_empty(), "readers of {name} would stumble; give it a new version instead: {broken:?}");
    }
}

/// What a reader of `before` may rely on and doesn't find in `after`. Fields may come, and names of an enumeration, which its
/// description says; nothing may go or become of another type.
fn broken_promises(at: &str, before: &Value, after: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, field) in before["properties"].as_object().into_iter().flatten() {
        match after["properties"].get(name) {
            None => broken.push(format!("{at}.{name} is gone")),
            Some(now) => broken.extend(broken_promises(&format!("{at}.{name}"), field, now)),
        }
    }
    for word in ["type", "pattern", "format", "const", "minimum", "maximum", "minItems", "maxItems"] {
        if !before[word].is_null() && before[word] != after[word] {
            broken.push(format!("{at}: {word} was {}", before[word]));
        }
    }
    for word in ["required", "enum"] {
        let gone = before[word]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|one| !after[word].as_array().is_some_and(|now| now.contains(one)));
        broken.extend(gone.map(|one| format!("{at}: {word} has no {one}")));
    }
    if before["items"].is_object() {
        broken.extend(broken_promises(&format!("{at}[]"), &before["items"], &after["items"]));
    }
    for word in ["anyOf", "prefixItems"] {
        let pairs = before[word].as_array().into_iter().flatten().enumerate();
        for (index, part) in pairs {
            broken.extend(broken_promises(&format!("{at}.{word}{index}"), part, &after[word][index]));
        }
        // What was never null stays so.
        if before[word].is_null() && !after[word].is_null()
            || before[word].as_array().map(Vec::len) < after[word].as_array().map(Vec::len)
        {
            broken.push(format!("{at}: {word} has more than before"));
        }
    }
    broken
}

#[test]
fn a_broken_promise_is_noticed() {
    let before = published()["admit.orders.failed.v1"].clone();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut after = before.clone();
        change(&mut after);
        broken_promises("", &before, &after).len()
    };
    assert_eq!(with(&|_| {}), 0);
    assert_eq!(with(&|schema| schema["properties"]["new"] = json!({ "type": "string" })), 0);
    assert_eq!(with(&|schema| schema["required"] = json!(["order_id", "reason", "hold_until", "new"])), 0);
    assert_eq!(with(&|schema| schema["properties"]["reason"]["enum"].as_array_mut().unwrap().push("new".into())), 0);
    assert_ne!(with(&|schema| drop(schema["properties"].as_object_mut().unwrap().remove("reason"))), 0);
    assert_ne!(with(&|schema| schema["properties"]["reason"]["type"] = "integer".into()), 0);
    assert_ne!(with(&|schema| schema["required"] = json!(["order_id"])), 0);
    assert_ne!(with(&|schema| drop(schema["properties"]["reason"]["enum"].as_array_mut().unwrap().pop())), 0);
    let nullable = json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] });
    assert_ne!(with(&|schema| schema["properties"]["order_id"] = nullable.clone()), 0);
    assert_ne!(with(&|schema| schema["properties"]["hold_until"]["anyOf"][0]["type"] = "integer".into()), 0);
}

/// Money that comes for an order ends it if it was pending, and changes nothing of it if it had failed before.
#[test]
fn money_that_is_refused_ends_a_pending_order_only() {
    for (decline, expected) in [
        (
            None,
            &[Kind::SeatsReleased, Kind::OrderFailed, Kind::PaymentCharged, Kind::RefundOwed, Kind::NotificationDue][..],
        ),
        (Some(DeclineReason::TimedOut), &[Kind::PaymentCharged, Kind::RefundOwed, Kind::NotificationDue]),
    ] {
        let at = Timestamp::from_millis(1_800_000_000_000);
        let hold = a_hold(&[3, 4, 9], at);
        let order_id = OrderId::minted_from(7 << 16);
        let refund = Refund { amount: hold.total(), reason: RefundReason::PaidTooLate, at };
        let order =
            Order { status: OrderStatus::Expired, decline, refund: Some(refund), ..an_order(order_id, &hold, at) };
        let changes = vec![Change::RefusedMoney { order: order_id, refund }];
        let entry = Entry { version: Version::START.next(), at, batch: BatchId(1), changes };
        let facts = Facts {
            terms: terms(),
            holds: HashMap::from([(hold.id, hold)]),
            orders: HashMap::from([(order_id, order)]),
        };
        let told = messages_of(EventId::from_u128(1), &entry, &facts).unwrap();
        assert_eq!(told.iter().map(|message| message.kind).collect::<Vec<_>>(), expected);
        told.iter().for_each(|message| check(&serde_json::from_str(&message.json).unwrap()));
        let nothing = Facts { terms: terms(), holds: HashMap::new(), orders: HashMap::new() };
        assert!(messages_of(EventId::from_u128(1), &entry, &nothing).is_err(), "an order without a row is a defect");
    }
}

/// Of a free order that came too late no money goes back, and nobody is told that it does.
#[test]
fn a_free_order_that_came_too_late_has_failed_and_nothing_else() {
    let at = Timestamp::from_millis(1_800_000_000_000);
    let hold = a_hold(&[3], at);
    let order_id = OrderId::minted_from(7 << 16);
    let refund = Refund { amount: 0, reason: RefundReason::PaidTooLate, at };
    let order = Order { status: OrderStatus::Expired, refund: Some(refund), ..an_order(order_id, &hold, at) };
    let order = Order { total: 0, ..order };
    let entry = Entry {
        version: Version::START.next(),
        at,
        batch: BatchId(1),
        changes: vec![Change::RefusedMoney { order: order_id, refund }],
    };
    let facts =
        Facts { terms: terms(), holds: HashMap::from([(hold.id, hold)]), orders: HashMap::from([(order_id, order)]) };
    let told = messages_of(EventId::from_u128(1), &entry, &facts).unwrap();
    let kinds: Vec<Kind> = told.iter().map(|message| message.kind).collect();
    assert_eq!(kinds, [Kind::SeatsReleased, Kind::OrderFailed]);
}

/// A confirmation that is taken back in the same commit is no news.
#[test]
fn an_order_paid_and_cancelled_in_one_commit_is_confirmed_to_nobody() {
    let at = Timestamp::from_millis(1_800_000_000_000);
    let hold = a_hold(&[1], at);
    let order_id = OrderId::minted_from(1 << 16);
    let mut facts = Facts { terms: terms(), holds: HashMap::new(), orders: HashMap::new() };
    let order = Order { status: OrderStatus::Cancelled, ..an_order(order_id, &hold, at) };
    facts.holds.insert(hold.id, hold);
    facts.orders.insert(order_id, order);
    let changes =
        vec![Change::Paid { order: order_id }, Change::Cancelled { order: order_id, refund: None, key: None }];
    let entry = Entry { version: Version::START.next(), at, batch: BatchId(1), changes };
    let told = messages_of(EventId::from_u128(1), &entry, &facts).unwrap();
    let topics: Vec<Value> = told
        .iter()
        .filter(|message| message.kind == Kind::NotificationDue)
        .map(|message| serde_json::from_str::<Value>(&message.json).unwrap()["data"]["topic"].clone())
        .collect();
    assert_eq!(topics, ["order_cancelled"]);
}

fn an_order(id: OrderId, hold: &Hold, at: Timestamp) -> Order {
    Order {
        id,
        hold: hold.id,
        buyer: hold.buyer,
        payment: PaymentId::from_u128(8),
        total: hold.total(),
        ticket_count: hold.units.len() as u16,
        status: OrderStatus::Pending,
        created_at: at,
        pay_by: at,
        next_action: None,
        settled_at: Some(at),
        decline: None,
        refund: None,
        key: None,
        cancel_key: None,
    }
}
