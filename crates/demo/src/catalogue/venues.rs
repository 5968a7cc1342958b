//! Where the demo's events take place.

use admit_app::seating_plan::SectionLayout;

use super::model::{DemoSection, DemoVenue, Plan};
use crate::plans;

const fn seats(name: &'static str, category: &'static str, rows: u32, seats_per_row: u32) -> DemoSection {
    DemoSection { name, category, layout: SectionLayout::Reserved { rows, seats_per_row } }
}

const fn standing(name: &'static str, capacity: u32) -> DemoSection {
    DemoSection { name, category: name, layout: SectionLayout::GeneralAdmission { capacity } }
}

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
        plan: Plan::Listed(&[standing("VIP", 100), standing("Front Row", 200), standing("General Admission", 1_000)]),
    },
    DemoVenue {
        name: "Wembley Stadium",
        city: "London",
        country: "GB",
        address: "Wembley, London HA9 0WS",
        time_zone: "Europe/London",
        plan: Plan::Seated(plans::stadium),
    },
    DemoVenue {
        name: "Scotiabank Arena",
        city: "Toronto",
        country: "CA",
        address: "40 Bay Street, Toronto, ON M5J 2X2",
        time_zone: "America/Toronto",
        plan: Plan::Listed(&[
            seats("Courtside", "Courtside", 2, 60),
            seats("Lower East", "Lower Bowl", 24, 60),
            seats("Lower West", "Lower Bowl", 24, 60),
            seats("Upper East", "Upper Bowl", 20, 70),
            seats("Upper West", "Upper Bowl", 20, 70),
        ]),
    },
    DemoVenue {
        name: "The Forum",
        city: "Inglewood",
        country: "US",
        address: "3900 West Manchester Boulevard, Inglewood, CA 90305",
        time_zone: "America/Los_Angeles",
        plan: Plan::Listed(&[
            seats("VIP", "VIP", 4, 30),
            seats("Premium", "Premium", 12, 40),
            seats("Standard Left", "Standard", 20, 30),
            seats("Standard Right", "Standard", 20, 30),
            seats("Economy", "Economy", 25, 50),
        ]),
    },
    DemoVenue {
        name: "The O2 Arena",
        city: "London",
        country: "GB",
        address: "Peninsula Square, London SE10 0DX",
        time_zone: "Europe/London",
        plan: Plan::Seated(plans::arena),
    },
    DemoVenue {
        name: "Crypto.com Arena",
        city: "Los Angeles",
        country: "US",
        address: "1111 South Figueroa Street, Los Angeles, CA 90015 (once Staples Center)",
        time_zone: "America/Los_Angeles",
        plan: Plan::Listed(&[
            seats("Floor", "Floor", 20, 40),
            seats("100 Level", "100 Level", 24, 80),
            seats("200 Level", "200 Level", 16, 80),
            seats("300 Level", "300 Level", 20, 90),
        ]),
    },
    DemoVenue {
        name: "Red Rocks Amphitheatre",
        city: "Morrison",
        country: "US",
        address: "18300 West Alameda Parkway, Morrison, CO 80465",
        time_zone: "America/Denver",
        plan: Plan::Listed(&[
            seats("Lower Rows", "Reserved", 24, 90),
            seats("Middle Rows", "Reserved", 26, 110),
            standing("Upper Rows", 3_600),
        ]),
    },
    DemoVenue {
        name: "NSCI Dome",
        city: "Mumbai",
        country: "IN",
        address: "Lala Lajpat Rai Marg, Worli, Mumbai 400018",
        time_zone: "Asia/Kolkata",
        plan: Plan::Listed(&[
            seats("Platinum", "Platinum", 10, 40),
            seats("Gold", "Gold", 20, 50),
            seats("Silver", "Silver", 30, 60),
        ]),
    },
    DemoVenue {
        name: "The Cellar",
        city: "Chicago",
        country: "US",
        address: "1616 North Wells Street, Chicago, IL 60614",
        time_zone: "America/Chicago",
        plan: Plan::Listed(&[seats("Tables", "Tables", 3, 10), seats("Balcony", "Balcony", 3, 10)]),
    },
];
