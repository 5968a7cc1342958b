//! What is said of an event besides its terms of sale.

use crate::id::{AccountId, EventId, PerformerId, SeatMapId, VenueId};
use crate::time::Timestamp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    Concert,
    Sport,
    Theatre,
    Comedy,
    Conference,
    Film,
}

impl Category {
    pub const ALL: [Category; 6] =
        [Category::Concert, Category::Sport, Category::Theatre, Category::Comedy, Category::Conference, Category::Film];

    pub fn name(self) -> &'static str {
        match self {
            Category::Concert => "concert",
            Category::Sport => "sport",
            Category::Theatre => "theatre",
            Category::Comedy => "comedy",
            Category::Conference => "conference",
            Category::Film => "film",
        }
    }

    pub fn from_name(name: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|category| category.name() == name)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Venue {
    pub id: VenueId,
    /// Who may change it; `None`: only an admin.
    pub organizer: Option<AccountId>,
    pub name: Box<str>,
    pub city: Box<str>,
    /// ISO 3166-1 alpha-2.
    pub country: Box<str>,
    pub address: Box<str>,
    /// An IANA name, such as `Europe/London`.
    pub time_zone: Box<str>,
    /// The plan that new events take.
    pub seat_map: SeatMapId,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Performer {
    pub id: PerformerId,
    /// Who may change it; `None`: only an admin.
    pub organizer: Option<AccountId>,
    pub name: Box<str>,
    pub description: Box<str>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub id: EventId,
    /// Whose event it is; `None`: only an admin's.
    pub organizer: Option<AccountId>,
    pub venue: VenueId,
    pub seat_map: SeatMapId,
    pub name: Box<str>,
    pub description: Box<str>,
    pub category: Category,
    pub performers: Vec<PerformerId>,
    pub starts_at: Timestamp,
    pub doors_at: Timestamp,
    pub created_at: Timestamp,
}
