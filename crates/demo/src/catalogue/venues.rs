//! Where the demo's events take place.

use super::model::{DemoVenue, Plan, StandingArea};
use crate::plans;

pub const VENUES: &[DemoVenue] = &[
    DemoVenue {
        name: "Savoy Theatre",
        city: "London",
        country: "GB",
        address: "Savoy Court, Strand, London WC2R 0ET",
        time_zone: "Europe/London",
        plan: Plan::Seated(plans::theatre),
    },
    DemoVenue {
        name: "Madison Square Garden",
        city: "New York",
        country: "US",
        address: "4 Pennsylvania Plaza, New York, NY 10001",
        time_zone: "America/New_York",
        plan: Plan::Seated(plans::arena),
    },
    DemoVenue {
        name: "Brooklyn Steel",
        city: "New York",
        country: "US",
        address: "319 Frost Street, Brooklyn, NY 11222",
        time_zone: "America/New_York",
        plan: Plan::Standing(&[
            StandingArea { name: "VIP", capacity: 100 },
            StandingArea { name: "Front Row", capacity: 200 },
            StandingArea { name: "General Admission", capacity: 1_000 },
        ]),
    },
    DemoVenue {
        name: "Wembley Stadium",
        city: "London",
        country: "GB",
        address: "Wembley, London HA9 0WS",
        time_zone: "Europe/London",
        plan: Plan::Seated(plans::stadium),
    },
];
