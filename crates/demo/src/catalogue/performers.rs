//! Who performs at the demo's events.

use super::model::DemoPerformer;

pub const PERFORMERS: &[DemoPerformer] = &[
    DemoPerformer {
        name: "Thames Players",
        description: "A London company that plays the classics with small casts and no scenery to hide behind.",
    },
    DemoPerformer {
        name: "Coldplay",
        description: "Chris Martin, Jonny Buckland, Guy Berryman and Will Champion, a band since their student days in London.",
    },
    DemoPerformer {
        name: "Paper Lanterns",
        description: "Five friends from Queens, two drum kits, and songs that start quietly and don't stay so.",
    },
    DemoPerformer {
        name: "Taylor Swift",
        description: "Singer and songwriter from Pennsylvania whose concerts walk through every chapter of her records.",
    },
];
