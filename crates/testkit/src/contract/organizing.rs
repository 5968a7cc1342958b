//! What every store must do for organizers.

use std::time::Duration;

use admit_app::ports::Store;
use admit_app::ports::catalogue::{Catalogue, Direction, EventQuery, EventSort, NewEvent, SortKey};
use admit_app::ports::error::StoreError;
use admit_app::ports::organizing::{Organizing, Owned, Revenue, StoredDraft};
use admit_domain::draft::{Draft, DraftTier, Sells};
use admit_domain::event::{Category, Event, Performer, Venue};
use admit_domain::id::{AccountId, EventId, OrderId, PerformerId, TierId, VenueId};
use admit_domain::inventory::journal::Version;
use admit_domain::order::OrderStatus;
use admit_domain::seat_map::SeatId;
use admit_domain::terms::{FeeRefund, OrphanRule, RefundPolicy, Terms, Tier};
use admit_domain::time::Timestamp;
use admit_domain::unit::UnitRange;

use super::sale::{FEE, PRICE, STARTS_AT, Sale, event, fresh, performer, seating_plan, terms, venue};

fn somebody() -> AccountId {
    AccountId::from_u128(fresh())
}

fn draft(organizer: AccountId) -> Draft {
    let id = EventId::from_u128(fresh());
    Draft::new(id, organizer, VenueId::from_u128(fresh()), "A \"draft\" é".into(), Category::Film, STARTS_AT)
}

/// A draft with something in every field.
fn full(organizer: AccountId) -> Draft {
    let seat: SeatId = "seat_0000000000007".parse().unwrap();
    let tier = Tier { id: TierId::from_u128(fresh()), name: "Best".into(), price: PRICE, fee: FEE };
    let sells = Sells { sections: vec!["A".into()], categories: vec!["B".into(), "C".into()], seats: vec![seat] };
    Draft {
        description: "Two\nlines".into(),
        performers: vec![PerformerId::from_u128(fresh())],
        starts_at: Some(STARTS_AT),
        doors_at: Some(STARTS_AT),
        opens_at: Some(Timestamp::from_millis(1)),
        closes_at: Some(STARTS_AT),
        currency: Some("INR".parse().unwrap()),
        tiers: vec![DraftTier { tier, sells }],
        orphan_rule: OrphanRule::Refused,
        hold_ttl: Duration::from_millis(1_500),
        refunds: RefundPolicy { until: Some(STARTS_AT), fees: FeeRefund::Kept },
        ..draft(organizer)
    }
}

pub async fn a_draft_is_kept_until_somebody_else_was_faster(store: &impl Organizing) {
    let organizer = somebody();
    for new in [draft(organizer), full(organizer)] {
        store.create_draft(&new).await.unwrap();
        let stored = store.draft(new.id).await.unwrap().unwrap();
        assert_eq!(stored, StoredDraft { draft: new.clone(), revision: 0 });
        let taken = store.create_draft(&new).await.unwrap_err();
        assert!(matches!(taken, StoreError::Taken { constraint: "event_drafts_pkey" }), "{taken:?}");
        let changed = StoredDraft { draft: Draft { name: "Changed".into(), ..new }, revision: 0 };
        assert!(store.update_draft(&changed).await.unwrap());
        assert!(!store.update_draft(&changed).await.unwrap());
        let stored = store.draft(changed.draft.id).await.unwrap().unwrap();
        assert_eq!(stored, StoredDraft { revision: 1, ..changed });
    }
    assert_eq!(store.draft(EventId::from_u128(1)).await.unwrap(), None);
}

async fn stored_venue(store: &impl Catalogue, organizer: Option<AccountId>) -> Venue {
    let plan = seating_plan();
    store.create_seat_map(&plan).await.unwrap();
    let venue = Venue { organizer, seat_map: plan.id, ..venue("Hall", "Leeds") };
    store.create_venue(&venue).await.unwrap();
    venue
}

pub async fn publishing_ends_the_draft_and_begins_the_event<S: Store>(store: &S) {
    let organizer = somebody();
    let venue = stored_venue(store, None).await;
    let draft = draft(organizer);
    store.create_draft(&draft).await.unwrap();
    assert!(store.event(draft.id).await.unwrap().is_none());
    assert!(store.load(draft.id).await.unwrap().is_none());
    let new = event("Published", &venue);
    let new = NewEvent { event: Event { id: draft.id, organizer: Some(organizer), ..new.event }, ..new };
    assert!(!store.publish_draft(&new, 1).await.unwrap());
    assert!(store.event(draft.id).await.unwrap().is_none());
    assert!(store.publish_draft(&new, 0).await.unwrap());
    assert!(!store.publish_draft(&new, 0).await.unwrap());
    assert_eq!(store.draft(draft.id).await.unwrap(), None);
    assert_eq!(store.event(draft.id).await.unwrap().unwrap().event, new.event);
    assert_eq!(store.version(draft.id).await.unwrap(), Some(Version::START));
}

pub async fn everybody_has_their_own_newest_first<S: Store>(store: &S) {
    let (ann, bob) = (somebody(), somebody());
    let (mut drafts, mut events, mut venues, mut performers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for owner in [ann, bob, ann, ann] {
        let draft = draft(owner);
        store.create_draft(&draft).await.unwrap();
        let venue = stored_venue(store, Some(owner)).await;
        let performer = Performer { organizer: Some(owner), ..performer("Zed") };
        store.create_performer(&performer).await.unwrap();
        let new = event("Own", &venue);
        let new = NewEvent { event: Event { organizer: Some(owner), ..new.event }, ..new };
        store.create_event(&new).await.unwrap();
        if owner == ann {
            drafts.insert(0, draft);
            events.insert(0, new.event.id);
            venues.insert(0, venue);
            performers.insert(0, performer);
        }
    }
    let by_ann = Owned::By(ann);
    assert_eq!(store.drafts_owned(by_ann, None, 10).await.unwrap(), drafts);
    assert_eq!(store.drafts_owned(by_ann, Some(drafts[0].id), 1).await.unwrap(), drafts[1..2]);
    assert_eq!(store.venues_owned(by_ann, None, 2).await.unwrap(), venues[..2]);
    assert_eq!(store.venues_owned(by_ann, Some(venues[1].id), 9).await.unwrap(), venues[2..]);
    assert_eq!(store.performers_owned(by_ann, None, 9).await.unwrap(), performers);
    let listed = store.events_owned(by_ann, Some(events[0]), 9).await.unwrap();
    assert_eq!(listed.iter().map(|listed| listed.event.id).collect::<Vec<_>>(), events[1..]);
    assert_eq!(store.drafts_owned(Owned::ByAnybody, None, 10).await.unwrap().len(), 4);
    assert_eq!(store.venues_owned(Owned::ByAnybody, None, 10).await.unwrap().len(), 4);
    assert_eq!(store.performers_owned(Owned::ByAnybody, None, 3).await.unwrap().len(), 3);
    assert_eq!(store.events_owned(Owned::ByAnybody, None, 10).await.unwrap().len(), 4);
    assert!(store.drafts_owned(Owned::By(somebody()), None, 10).await.unwrap().is_empty());
}

async fn finds(store: &impl Catalogue, text: &str) -> usize {
    let query = EventQuery { text: Some(text.to_owned()), limit: 100, ..EventQuery::default() };
    store.events(&query).await.unwrap().len()
}

pub async fn events_are_found_by_what_is_said_of_them_now<S: Store>(store: &S) {
    let venue = stored_venue(store, None).await;
    let (star, guest) = (performer("Old Star"), performer("Guest"));
    for performer in [&star, &guest] {
        store.create_performer(performer).await.unwrap();
    }
    let new = event("First Night", &venue);
    let new = NewEvent { event: Event { performers: vec![star.id, guest.id], ..new.event }, ..new };
    store.create_event(&new).await.unwrap();
    store.create_event(&event("Elsewhere", &stored_venue(store, None).await)).await.unwrap();
    assert_eq!((finds(store, "first hall leeds star guest").await, finds(store, "leeds").await), (1, 2));

    let moved = Venue { name: "Neues Haus".into(), city: "KÖLN".into(), ..venue.clone() };
    store.update_venue(&moved).await.unwrap();
    assert_eq!(store.venue(venue.id).await.unwrap(), Some(moved));
    assert_eq!((finds(store, "first neues köln star guest").await, finds(store, "leeds").await), (1, 1));
    let in_city = EventQuery { city: Some("köln".to_owned()), limit: 9, ..EventQuery::default() };
    assert_eq!(store.events(&in_city).await.unwrap().len(), 1);

    let renamed = Performer { name: "New Star".into(), description: "Shines.".into(), ..star };
    store.update_performer(&renamed).await.unwrap();
    assert_eq!((finds(store, "first köln new star guest").await, finds(store, "old").await), (1, 0));

    let changed = Event { name: "Last Night".into(), performers: vec![guest.id], starts_at: STARTS_AT, ..new.event };
    store.update_event(&changed).await.unwrap();
    let listed = store.event(changed.id).await.unwrap().unwrap();
    assert_eq!((listed.event, listed.performers), (changed, vec![guest]));
    assert_eq!(
        (finds(store, "last köln guest").await, finds(store, "first").await, finds(store, "star").await),
        (1, 0, 0)
    );
}

fn priced(price: i64) -> Terms {
    let mut terms = terms();
    terms.tiers[1].price = price;
    terms
}

pub async fn every_order_comes_in_pages_without_gaps<S: Store>(store: &S) {
    let venue = stored_venue(store, None).await;
    let made = [("b", 300, 3), ("B", 100, 1), ("a", 300, 2), ("ä", 200, 2), ("c b", 100, 3), ("b", 100, 1)];
    for (name, price, start) in made {
        let starts_at = Timestamp::from_millis(STARTS_AT.as_millis() + start);
        let new = event(name, &venue);
        let new = NewEvent { event: Event { starts_at, ..new.event }, terms: priced(price), ..new };
        store.create_event(&new).await.unwrap();
    }
    let cases: [(EventSort, Direction, Option<&str>, [&str; 6]); 8] = [
        (EventSort::StartsAt, Direction::Ascending, None, ["B", "b", "a", "ä", "b", "c b"]),
        (EventSort::StartsAt, Direction::Descending, None, ["c b", "b", "ä", "a", "b", "B"]),
        (EventSort::Price, Direction::Ascending, None, ["B", "c b", "b", "ä", "b", "a"]),
        (EventSort::Price, Direction::Descending, None, ["a", "b", "ä", "b", "c b", "B"]),
        (EventSort::Name, Direction::Ascending, None, ["a", "b", "B", "b", "c b", "ä"]),
        (EventSort::Name, Direction::Descending, None, ["ä", "c b", "b", "B", "b", "a"]),
        (EventSort::Relevance, Direction::Ascending, Some("hall a"), ["a", "B", "b", "ä", "b", "c b"]),
        (EventSort::Relevance, Direction::Descending, None, ["B", "b", "a", "ä", "b", "c b"]),
    ];
    for (sort, direction, text, wanted) in cases {
        for limit in [1, 2, 4, 100] {
            let mut query = EventQuery { sort, direction, limit, ..EventQuery::default() };
            query.text = text.map(str::to_owned);
            let mut seen = Vec::new();
            loop {
                let page = store.events(&query).await.unwrap();
                let Some(last) = page.last() else { break };
                query.after = Some((last.sort_key.clone(), last.event.id));
                seen.extend(page.iter().map(|listed| listed.event.name.to_string()));
                assert!(seen.len() <= made.len(), "something came twice: {seen:?}");
            }
            assert_eq!(seen, wanted, "{sort:?} {direction:?} in pages of {limit}");
        }
    }
    let cheap = EventQuery { price_max: Some(199), limit: 9, ..EventQuery::default() };
    assert_eq!(store.events(&cheap).await.unwrap().len(), 3);
    let first =
        &store.events(&EventQuery { sort: EventSort::Price, limit: 1, ..EventQuery::default() }).await.unwrap()[0];
    assert_eq!(first.sort_key, SortKey::Number(100));
}

pub async fn money_and_orders_of_an_event_add_up<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    assert_eq!(store.revenue(sale.event).await.unwrap(), Revenue::default());
    let (ann, bob) = (somebody(), somebody());
    let (kept, _) = sale.buy(ann, UnitRange::new(0, 2)).await;
    let (cancelled, hold) = sale.buy(bob, UnitRange::new(2, 1)).await;
    sale.begin(bob, UnitRange::new(3, 1), STARTS_AT).await;
    let one = PRICE + FEE;
    let before = store.revenue(sale.event).await.unwrap();
    assert_eq!((before.orders, before.tickets, before.amount, before.refunds), (2, 3, 3 * one, 0));
    assert_eq!(store.paid_orders(sale.event, None, 9).await.unwrap(), [kept.id, cancelled.id]);
    assert_eq!(store.paid_orders(sale.event, Some(kept.id), 9).await.unwrap(), [cancelled.id]);
    assert_eq!(store.paid_orders(sale.event, None, 1).await.unwrap(), [kept.id]);
    sale.cancel(cancelled.clone(), &hold, STARTS_AT).await;
    let after = store.revenue(sale.event).await.unwrap();
    assert_eq!((after.orders, after.amount, after.refunds, after.refunds_amount), (2, 3 * one, 1, one));
    assert_eq!(after.refunded_amount, 0);
    for due in store.take_due_refunds(STARTS_AT, STARTS_AT, 9).await.unwrap() {
        store.refund_done(due.id, STARTS_AT).await.unwrap();
    }
    assert_eq!(store.revenue(sale.event).await.unwrap().refunded_amount, one);
    assert_eq!(store.paid_orders(sale.event, None, 9).await.unwrap(), [kept.id]);
    let listed = store.orders_of_event(sale.event, None, 9).await.unwrap();
    let ids: Vec<OrderId> = listed.iter().map(|record| record.order.id).collect();
    assert_eq!((ids.len(), &ids[1..]), (3, &[cancelled.id, kept.id][..]));
    assert_eq!(store.orders_of_event(sale.event, Some(ids[1]), 9).await.unwrap().len(), 1);
    assert!(store.orders_of_event(EventId::from_u128(1), None, 9).await.unwrap().is_empty());

    let (late, hold) = sale.begin(bob, UnitRange::new(4, 1), STARTS_AT).await;
    let late = sale.fail(late, hold, OrderStatus::Expired).await;
    assert_eq!(store.orders_of_event(sale.event, None, 9).await.unwrap().len(), 3, "one that failed");
    let late = sale.refuse_money(late).await;
    let listed = store.orders_of_event(sale.event, None, 9).await.unwrap();
    assert_eq!((listed.len(), &listed[0].order), (4, &late), "one whose money goes back");
}

pub async fn a_cancellation_is_wished_once_and_taken_by_one<S: Store>(store: &S) {
    let event = EventId::from_u128(fresh());
    assert_eq!(store.cancellation(event).await.unwrap(), None);
    store.begin_cancellation(event).await.unwrap();
    let wished = store.cancellation(event).await.unwrap().unwrap();
    store.begin_cancellation(event).await.unwrap();
    assert_eq!(store.cancellation(event).await.unwrap(), Some(wished));
    let now = store.now().await.unwrap() + Duration::from_secs(1);
    let later = now + Duration::from_secs(9);
    assert_eq!(store.take_due_cancellations(now, later, 9).await.unwrap(), [event]);
    assert!(store.take_due_cancellations(now, later, 9).await.unwrap().is_empty());
    assert_eq!(store.take_due_cancellations(later, later, 9).await.unwrap(), [event]);
    store.cancellation_due(event, now).await.unwrap();
    assert_eq!(store.take_due_cancellations(now, now, 9).await.unwrap(), [event]);
    store.cancellation_done(event, later).await.unwrap();
    store.cancellation_done(event, now).await.unwrap();
    assert_eq!(store.cancellation(event).await.unwrap().unwrap().done_at, Some(later));
    assert!(store.take_due_cancellations(later, later, 9).await.unwrap().is_empty());
}
