//! What every catalogue must do.

use std::collections::HashSet;

use admit_app::ports::Store;
use admit_app::ports::catalogue::{Catalogue, EventQuery, NewEvent};
use admit_app::ports::error::StoreError;
use admit_domain::event::{Category, Event, Performer, Venue};
use admit_domain::id::{EventId, PerformerId, VenueId};
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;

use super::sale::{STARTS_AT, event, performer, seating_plan, venue};

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(STARTS_AT.as_millis() + millis)
}

fn all() -> EventQuery {
    EventQuery { limit: 100, ..EventQuery::default() }
}

fn found_by(text: &str) -> EventQuery {
    EventQuery { text: Some(text.to_owned()), ..all() }
}

async fn stored_venue(store: &impl Catalogue, name: &str, city: &str) -> Venue {
    let venue = venue(name, city);
    store.create_venue(&venue).await.unwrap();
    venue
}

async fn stored_event(store: &impl Catalogue, venue: &Venue, change: impl FnOnce(Event) -> Event) -> NewEvent {
    let new = event("An event", venue);
    let new = NewEvent { event: change(new.event), ..new };
    store.create_event(&new).await.unwrap();
    new
}

/// The names of the events that `query` finds, in their order.
async fn names(store: &impl Catalogue, query: &EventQuery) -> Vec<String> {
    let found = store.events(query).await.unwrap();
    found.into_iter().map(|listed| listed.event.name.into()).collect()
}

pub async fn a_seating_plan_is_read_as_it_was_made(store: &impl Catalogue) {
    let plan = seating_plan();
    store.create_seat_map(&plan).await.unwrap();
    for _ in 0..2 {
        assert_eq!(*store.seat_map(plan.id).await.unwrap().unwrap(), plan);
    }
    let unknown = seating_plan().id;
    assert!(store.seat_map(unknown).await.unwrap().is_none());
    let taken = store.create_seat_map(&plan).await.unwrap_err();
    assert!(matches!(taken, StoreError::Taken { constraint: "seat_maps_pkey" }), "{taken:?}");
}

pub async fn venues_come_in_order_of_name(store: &impl Catalogue) {
    let mut wanted = Vec::new();
    // Upper case before lower, and both before what isn't ASCII: the order of bytes, whatever language the database
    // speaks.
    for name in ["Arena", "Arena", "Arena", "Zoo", "arena", "zoo", "Ärena"] {
        wanted.push(stored_venue(store, name, "Köln").await);
    }
    for venue in &wanted {
        assert_eq!(store.venue(venue.id).await.unwrap().as_ref(), Some(venue));
    }
    assert_eq!(store.venue(VenueId::from_u128(1)).await.unwrap(), None);
    for limit in [1, 2, 3, 100] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.venues(after, limit).await.unwrap();
            let Some(last) = page.last() else { break };
            assert!(page.len() <= limit as usize);
            after = Some((last.name.to_string(), last.id));
            seen.extend(page);
            assert!(seen.len() <= wanted.len(), "something came twice in pages of {limit}");
        }
        assert_eq!(seen, wanted, "in pages of {limit}");
    }
}

pub async fn performers_come_in_order_of_name(store: &impl Catalogue) {
    let wanted: Vec<Performer> = ["The Band", "The Band", "The Other Band", "the band"].map(performer).into();
    for performer in wanted.iter().rev() {
        store.create_performer(performer).await.unwrap();
        assert_eq!(store.performer(performer.id).await.unwrap().as_ref(), Some(performer));
    }
    assert_eq!(store.performer(PerformerId::from_u128(1)).await.unwrap(), None);
    let first = store.performers(None, 3).await.unwrap();
    assert_eq!(first, wanted[..3]);
    let after = Some((first[2].name.to_string(), first[2].id));
    assert_eq!(store.performers(after, 3).await.unwrap(), wanted[3..]);
}

pub async fn an_event_is_made_with_its_inventory<S: Store>(store: &S) {
    assert!(store.is_empty().await.unwrap());
    let plan = seating_plan();
    store.create_seat_map(&plan).await.unwrap();
    let venue = Venue { seat_map: plan.id, ..venue("Hall", "Leeds") };
    store.create_venue(&venue).await.unwrap();
    let billing = ["Second", "First", "Third"].map(performer);
    for performer in &billing {
        store.create_performer(performer).await.unwrap();
    }
    let performers = billing.iter().map(|performer| performer.id).collect();
    let new = stored_event(store, &venue, |event| Event { performers, organizer: None, ..event }).await;
    assert!(!store.is_empty().await.unwrap());

    let listed = store.event(new.event.id).await.unwrap().unwrap();
    assert_eq!((&listed.event, &listed.venue, &listed.terms), (&new.event, &venue, &new.terms));
    assert_eq!(listed.performers, billing);
    let loaded = store.load(new.event.id).await.unwrap().unwrap();
    assert_eq!((loaded.version, &loaded.terms), (Version::START, &new.terms));
    assert!(loaded.claims.is_empty() && loaded.holds.is_empty() && loaded.orders.is_empty());
    let tiers: Vec<_> = loaded.hall.map().sections.iter().flat_map(|section| section.units.units()).collect();
    assert_eq!(tiers.into_iter().map(|unit| loaded.hall.tier(unit)).collect::<Vec<_>>(), new.tiers);
    assert!(store.event(EventId::from_u128(1)).await.unwrap().is_none());
    assert!(store.version(EventId::from_u128(1)).await.unwrap().is_none());
}

pub async fn an_event_that_is_refused_leaves_nothing_behind<S: Store>(store: &S) {
    let nowhere = event("Nowhere", &venue("Unmade", "Leeds"));
    assert!(matches!(store.create_event(&nowhere).await, Err(StoreError::Corrupt(_))));
    assert!(store.version(nowhere.event.id).await.unwrap().is_none());
    assert!(store.is_empty().await.unwrap());

    let venue = stored_venue(store, "Hall", "Leeds").await;
    let made = stored_event(store, &venue, |event| event).await;
    let again = NewEvent { event: Event { name: "Other".into(), ..made.event.clone() }, ..made.clone() };
    let taken = store.create_event(&again).await.unwrap_err();
    assert!(matches!(taken, StoreError::Taken { constraint: "events_pkey" }), "{taken:?}");
    assert_eq!(store.event(made.event.id).await.unwrap().unwrap().event, made.event);
}

pub async fn events_come_in_pages_without_gaps(store: &impl Catalogue) {
    let venue = stored_venue(store, "Hall", "Leeds").await;
    let performer = performer("Someone");
    store.create_performer(&performer).await.unwrap();
    let mut wanted = Vec::new();
    for starts_at in [5, 0, 5, 5, 9, 5, 5, -5] {
        // Two rows an event, so that a page of rows would not be a page of events.
        let performers = vec![performer.id, performer.id];
        let made = stored_event(store, &venue, |event| Event { starts_at: at(starts_at), performers, ..event }).await;
        wanted.push((made.event.starts_at, made.event.id));
    }
    wanted.sort();
    for limit in 1..=9 {
        for performer in [None, Some(performer.id)] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let query = EventQuery { after, limit, performer, ..EventQuery::default() };
                let page = store.events(&query).await.unwrap();
                assert!(page.len() <= limit as usize);
                let Some(last) = page.last() else { break };
                after = Some((last.sort_key.clone(), last.event.id));
                seen.extend(page.iter().map(|listed| (listed.event.starts_at, listed.event.id)));
                assert!(seen.len() <= wanted.len(), "something came twice in pages of {limit}");
            }
            assert_eq!(seen, wanted, "in pages of {limit}");
        }
    }
}

pub async fn events_are_filtered(store: &impl Catalogue) {
    let leeds = stored_venue(store, "Hall", "Leeds").await;
    let koln = stored_venue(store, "Halle", "KÖLN").await;
    let (ann, bob) = (performer("Ann"), performer("Bob"));
    for performer in [&ann, &bob] {
        store.create_performer(performer).await.unwrap();
    }
    let named = |name: &str, category: Category, start: i64, performers: &[PerformerId]| {
        let (name, performers) = (name.into(), performers.to_vec());
        move |event: Event| Event { name, category, performers, starts_at: at(start), ..event }
    };
    stored_event(store, &leeds, named("play", Category::Theatre, 1, &[ann.id])).await;
    stored_event(store, &leeds, named("gig", Category::Concert, 2, &[bob.id, ann.id])).await;
    stored_event(store, &koln, named("match", Category::Sport, 3, &[])).await;

    let cases = [
        (all(), vec!["play", "gig", "match"]),
        (EventQuery { category: Some(Category::Theatre), ..all() }, vec!["play"]),
        (EventQuery { category: Some(Category::Film), ..all() }, vec![]),
        (EventQuery { city: Some("leeds".to_owned()), ..all() }, vec!["play", "gig"]),
        (EventQuery { city: Some("köln".to_owned()), ..all() }, vec!["match"]),
        (EventQuery { city: Some("lee".to_owned()), ..all() }, vec![]),
        (EventQuery { city: Some(String::new()), ..all() }, vec![]),
        (EventQuery { venue: Some(koln.id), ..all() }, vec!["match"]),
        (EventQuery { venue: Some(VenueId::from_u128(1)), ..all() }, vec![]),
        (EventQuery { performer: Some(ann.id), ..all() }, vec!["play", "gig"]),
        (EventQuery { performer: Some(bob.id), ..all() }, vec!["gig"]),
        (EventQuery { performer: Some(PerformerId::from_u128(1)), ..all() }, vec![]),
        (EventQuery { starts_from: Some(at(2)), ..all() }, vec!["gig", "match"]),
        (EventQuery { starts_before: Some(at(2)), ..all() }, vec!["play"]),
        (EventQuery { starts_from: Some(at(2)), starts_before: Some(at(3)), ..all() }, vec!["gig"]),
        (
            EventQuery { performer: Some(ann.id), category: Some(Category::Concert), venue: Some(leeds.id), ..all() },
            vec!["gig"],
        ),
        (EventQuery { limit: 0, ..all() }, vec![]),
    ];
    for (query, wanted) in cases {
        assert_eq!(names(store, &query).await, wanted, "{query:?}");
    }
    // A filter leaves an event's other performers as they are.
    let gig = store.events(&EventQuery { performer: Some(ann.id), starts_from: Some(at(2)), ..all() }).await.unwrap();
    assert_eq!(gig[0].performers, [bob, ann]);
}

pub async fn events_are_found_by_their_words(store: &impl Catalogue) {
    let venue = stored_venue(store, "Grand Théâtre", "Genève").await;
    let star = performer("Ólafur Star");
    store.create_performer(&star).await.unwrap();
    let told = |name: &str, description: &str, performers: Vec<PerformerId>| {
        let (name, description) = (name.into(), description.into());
        move |event: Event| Event { name, description, performers, ..event }
    };
    stored_event(store, &venue, told("100% Jazz", "A night_of blue", vec![star.id])).await;
    stored_event(store, &venue, told("1000 Jazz", "A nightXof\\blue", vec![])).await;

    let cases = [
        ("jazz", vec!["100% Jazz", "1000 Jazz"]),
        ("  BLUE\tjazz ", vec!["100% Jazz", "1000 Jazz"]),
        ("théâtre GENÈVE", vec!["100% Jazz", "1000 Jazz"]),
        ("ÓLAFUR", vec!["100% Jazz"]),
        ("jazz ólafur blue grand", vec!["100% Jazz"]),
        ("jazz rock", vec![]),
        ("100%", vec!["100% Jazz"]),
        ("%", vec!["100% Jazz"]),
        ("night_of", vec!["100% Jazz"]),
        ("of\\blue", vec!["1000 Jazz"]),
        ("\\", vec!["1000 Jazz"]),
        ("'", vec![]),
        ("jazza", vec![]),
        ("", vec!["100% Jazz", "1000 Jazz"]),
        ("a n i g h t o f b l u e j z", vec!["100% Jazz", "1000 Jazz"]),
        ("jazz\0blue", vec!["100% Jazz", "1000 Jazz"]),
    ];
    for (text, wanted) in cases {
        let found: HashSet<_> = names(store, &found_by(text)).await.into_iter().collect();
        assert_eq!(found, wanted.into_iter().map(str::to_owned).collect(), "{text:?}");
    }
    let long = "jazz ".repeat(10_000) + &"x".repeat(100_000);
    assert!(names(store, &found_by(&long)).await.is_empty());
    let mixed = EventQuery { text: Some("jazz".to_owned()), performer: Some(star.id), ..all() };
    assert_eq!(names(store, &mixed).await, ["100% Jazz"]);
}
