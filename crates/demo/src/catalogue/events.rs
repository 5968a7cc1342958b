//! The demo's events.

use admit_domain::event::Category;

use super::model::{DemoEvent, DemoTier};

const fn tier(name: &'static str, price: i64, fee: i64, sells: &'static [&'static str]) -> DemoTier {
    DemoTier { name, price, fee, sells }
}

pub const EVENTS: &[DemoEvent] = &[
    DemoEvent {
        name: "Hamlet",
        description: "Something is rotten in the state of Denmark. Shakespeare's tragedy in two hours and fifty minutes, with one interval.",
        category: Category::Theatre,
        venue: "Savoy Theatre",
        performers: &["Thames Players"],
        days_ahead: 21,
        starts: (19, 30),
        doors_before_min: 45,
        currency: "GBP",
        tiers: &[
            tier("Premium", 12_500, 450, &["Premium"]),
            tier("Standard", 7_500, 350, &["Standard"]),
            tier("Economy", 3_500, 200, &["Economy"]),
            tier("Accessible", 3_500, 0, &["Accessible"]),
        ],
    },
    DemoEvent {
        name: "Coldplay: Music of the Spheres",
        description: "The band's world tour comes indoors for one night, with the lights, the wristbands and all the songs that everyone knows.",
        category: Category::Concert,
        venue: "Madison Square Garden",
        performers: &["Coldplay"],
        days_ahead: 45,
        starts: (20, 0),
        doors_before_min: 90,
        currency: "USD",
        tiers: &[
            tier("Platinum", 35_000, 2_800, &["Platinum"]),
            tier("Gold", 22_500, 1_900, &["Gold"]),
            tier("Silver", 14_500, 1_300, &["Silver"]),
            tier("Bronze", 7_950, 850, &["Bronze"]),
            tier("Accessible", 7_950, 0, &["Accessible"]),
        ],
    },
    DemoEvent {
        name: "Paper Lanterns: Album Release Night",
        description: "The new record from first song to last, played standing up. Doors at eight, loud by nine.",
        category: Category::Concert,
        venue: "Brooklyn Steel",
        performers: &["Paper Lanterns"],
        days_ahead: 14,
        starts: (21, 0),
        doors_before_min: 60,
        currency: "USD",
        tiers: &[
            tier("VIP", 10_000, 0, &["VIP"]),
            tier("Front Row", 5_000, 0, &["Front Row"]),
            tier("General Admission", 1_000, 0, &["General Admission"]),
        ],
    },
    DemoEvent {
        name: "Taylor Swift: The Stadium Night",
        description: "Eighty thousand seats, one evening, and a set that takes more than three hours.",
        category: Category::Concert,
        venue: "Wembley Stadium",
        performers: &["Taylor Swift"],
        days_ahead: 90,
        starts: (18, 30),
        doors_before_min: 150,
        currency: "GBP",
        tiers: &[
            tier("Club", 29_500, 2_400, &["Club"]),
            tier("Premium", 19_500, 1_600, &["Premium"]),
            tier("Standard", 12_500, 1_100, &["Standard"]),
            tier("Economy", 6_950, 700, &["Economy"]),
            tier("Accessible", 6_950, 0, &["Accessible"]),
        ],
    },
];
