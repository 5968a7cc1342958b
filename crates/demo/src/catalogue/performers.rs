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
    DemoPerformer {
        name: "Imagine Dragons",
        description: "A rock band from Las Vegas whose drums one hears in the car park.",
    },
    DemoPerformer { name: "Toronto Northern Lights", description: "The home side, at home since 1995." },
    DemoPerformer { name: "Chicago Breakers", description: "The visitors, who never beat them twice in a row." },
    DemoPerformer {
        name: "Nadia Quill",
        description: "Tells the same story every night and never the same way; one of them is true.",
    },
    DemoPerformer {
        name: "Colorado Film Society",
        description: "Shows films where there is room for the sky above them.",
    },
    DemoPerformer {
        name: "The Systems Guild",
        description: "People who keep large programs running, and talk about how.",
    },
    DemoPerformer { name: "Raga Nova", description: "Sitar, synthesiser and three percussionists from Pune." },
    DemoPerformer { name: "The Midnight Choir", description: "Forty voices and an organ, for the last time together." },
    DemoPerformer { name: "The Cellar Regulars", description: "Whoever signed up first, five minutes each." },
];
