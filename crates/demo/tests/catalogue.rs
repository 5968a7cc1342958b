//! Every event of the demo can be sold: its names lead somewhere, and its tiers fit its hall.

use std::collections::HashSet;
use std::sync::Arc;

use admit_demo::catalogue::{ADMIN, BUYER, DemoEvent, DemoVenue, EVENTS, ORGANIZER, PERFORMERS, VENUES};
use admit_domain::event::Category;
use admit_domain::hall::Hall;
use admit_domain::id::SeatMapId;
use admit_domain::money::Currency;
use admit_domain::role::Role;
use admit_domain::seat_map::SectionKind;
use admit_domain::terms::{PRICE_MAX, TierIndex};

fn venue_of(event: &DemoEvent) -> &'static DemoVenue {
    VENUES.iter().find(|venue| venue.name == event.venue).unwrap_or_else(|| panic!("{} has no venue", event.name))
}

fn hall_of(event: &DemoEvent) -> Hall {
    let map = venue_of(event).seat_map(SeatMapId::from_u128(1)).unwrap();
    let tiers = event.tiers_in(&map);
    Hall::new(Arc::new(map), &tiers, event.tiers.len()).unwrap()
}

#[test]
fn every_unit_of_every_event_has_a_tier_and_every_tier_has_units() {
    for event in EVENTS {
        let hall = hall_of(event);
        let unsold = (0..hall.units()).filter(|unit| hall.tier(admit_domain::unit::Unit(*unit)).is_none()).count();
        assert_eq!(unsold, 0, "{}", event.name);
        assert!(
            hall.tier_capacity().iter().all(|capacity| *capacity > 0),
            "{}: {:?}",
            event.name,
            hall.tier_capacity()
        );
    }
}

#[test]
fn tiers_sell_only_what_exists_and_nothing_twice() {
    for event in EVENTS {
        let map = venue_of(event).seat_map(SeatMapId::from_u128(1)).unwrap();
        let categories = map.categories.iter().map(|category| &*category.name);
        let known: HashSet<&str> = categories.chain(map.sections.iter().map(|section| &*section.name)).collect();
        let sold: Vec<&str> = event.tiers.iter().flat_map(|tier| tier.sells).copied().collect();
        assert!(sold.iter().all(|name| known.contains(name)), "{}: {sold:?}", event.name);
        assert_eq!(sold.iter().collect::<HashSet<_>>().len(), sold.len(), "{}", event.name);
    }
}

#[test]
fn tiers_are_listed_from_the_best_down_at_sane_prices() {
    for event in EVENTS {
        assert!(event.currency.parse::<Currency>().is_ok(), "{}", event.name);
        assert!(event.tiers.is_sorted_by(|better, worse| better.price >= worse.price), "{}", event.name);
        assert!(
            event.tiers.iter().all(|tier| tier.price > 0 && tier.price < PRICE_MAX && tier.fee >= 0),
            "{}",
            event.name
        );
    }
}

#[test]
fn names_are_unique_and_lead_somewhere() {
    let unique = |names: Vec<&str>| names.iter().collect::<HashSet<_>>().len() == names.len();
    assert!(unique(VENUES.iter().map(|venue| venue.name).collect()));
    assert!(unique(PERFORMERS.iter().map(|performer| performer.name).collect()));
    assert!(unique(EVENTS.iter().map(|event| event.name).collect()));
    for event in EVENTS {
        assert!(!event.performers.is_empty(), "{}", event.name);
        assert!(event.performers.iter().all(|name| PERFORMERS.iter().any(|performer| performer.name == *name)));
        assert!(event.starts.0 < 24 && event.starts.1 < 60 && event.days_ahead > 0, "{}", event.name);
    }
    assert_eq!((BUYER.email, BUYER.password), ("test@example.com", "password123"));
}

#[test]
fn the_catalogue_has_all_that_is_promised() {
    assert!(EVENTS.len() >= 10);
    assert!(Category::ALL.iter().all(|category| EVENTS.iter().any(|event| event.category == *category)));
    let rupees = EVENTS.iter().find(|event| event.currency == "INR").unwrap();
    let prices: Vec<_> = rupees.tiers.iter().map(|tier| (tier.name, tier.price / 100)).collect();
    assert_eq!(prices, [("Platinum", 12_500), ("Gold", 7_500), ("Silver", 2_500)]);
    let forum = EVENTS.iter().find(|event| event.venue == "The Forum").unwrap();
    let names: Vec<_> = forum.tiers.iter().map(|tier| tier.name).collect();
    assert_eq!(names, ["VIP", "Premium", "Standard", "Economy"]);
    assert_eq!(EVENTS.iter().filter(|event| event.on_sale_in_days > 0).count(), 1);
    let nearly = EVENTS.iter().find(|event| event.sold > 0).unwrap();
    let capacity: u32 = hall_of(nearly).tier_capacity().iter().sum();
    assert!(u32::from(nearly.sold) < capacity && u32::from(nearly.sold) * 10 > capacity * 8);
    for venue in ["Madison Square Garden", "Scotiabank Arena", "The Forum", "The O2 Arena", "Crypto.com Arena"] {
        assert!(EVENTS.iter().any(|event| event.venue == venue), "{venue}");
    }
    assert_eq!((ORGANIZER.role, ADMIN.role, BUYER.role), (Role::Organizer, Role::Admin, Role::Buyer));
}

#[test]
fn the_standing_event_sells_what_is_promised() {
    let event = EVENTS.iter().find(|event| event.venue == "Brooklyn Steel").unwrap();
    let hall = hall_of(event);
    let sold: Vec<_> = event
        .tiers
        .iter()
        .zip(hall.tier_capacity())
        .map(|(tier, count)| (tier.name, tier.price, tier.fee, *count))
        .collect();
    assert_eq!(sold, [("VIP", 10_000, 0, 100), ("Front Row", 5_000, 0, 200), ("General Admission", 1_000, 0, 1_000)]);
    assert!(hall.map().sections.iter().all(|section| section.kind == SectionKind::GeneralAdmission));
}

#[test]
fn a_section_named_by_a_tier_goes_before_its_seats_categories() {
    let theatre = &EVENTS[0];
    let mut event = *theatre;
    let tiers = [theatre.tiers[0], admit_demo::catalogue::DemoTier { sells: &["Boxes Left"], ..theatre.tiers[1] }];
    event.tiers = Box::leak(Box::new(tiers));
    let map = venue_of(&event).seat_map(SeatMapId::from_u128(1)).unwrap();
    let tiers = event.tiers_in(&map);
    let boxes = map.sections.iter().find(|section| &*section.name == "Boxes Left").unwrap();
    assert!(boxes.units.units().all(|unit| tiers[unit.index()] == Some(TierIndex(1))));
    assert_eq!(tiers.iter().filter(|tier| **tier == Some(TierIndex(1))).count(), 16);
}
