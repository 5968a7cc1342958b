//! What the demo catalogue says of a venue, a performer and an event, and how an event's tiers lie in its hall.

use admit_app::seating_plan::{PlanFaults, PlanSection, SectionLayout, from_sections, read};
use admit_domain::event::Category;
use admit_domain::id::SeatMapId;
use admit_domain::seat_map::SeatMap;
use admit_domain::terms::TierIndex;
use admit_domain::waiting_room::settings::Mode;

#[derive(Debug, Clone, Copy)]
pub struct DemoVenue {
    pub name: &'static str,
    pub city: &'static str,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    pub address: &'static str,
    /// An IANA name.
    pub time_zone: &'static str,
    pub plan: Plan,
}

#[derive(Debug, Clone, Copy)]
pub enum Plan {
    /// Writes a file in pretix's JSON format.
    Seated(fn() -> Vec<u8>),
    /// Sections from the stage outwards, without a file.
    Listed(&'static [DemoSection]),
}

#[derive(Debug, Clone, Copy)]
pub struct DemoSection {
    pub name: &'static str,
    /// What its places are sold as.
    pub category: &'static str,
    pub layout: SectionLayout,
}

#[derive(Debug, Clone, Copy)]
pub struct DemoPerformer {
    pub name: &'static str,
    pub description: &'static str,
}

#[derive(Debug, Clone, Copy)]
pub struct DemoEvent {
    pub name: &'static str,
    pub description: &'static str,
    pub category: Category,
    /// The name of one of the catalogue's venues.
    pub venue: &'static str,
    /// Names of the catalogue's performers.
    pub performers: &'static [&'static str],
    /// Days from the day on which the demo is loaded.
    pub days_ahead: u16,
    /// Hour and minute on the venue's clock.
    pub starts: (u8, u8),
    pub doors_before_min: u16,
    /// Days from that day on which the sale opens; 0: it is open.
    pub on_sale_in_days: u16,
    /// How many tickets the demo's crowd buys as soon as it is loaded, two a buyer.
    pub sold: u16,
    /// `None`: everybody may shop at once.
    pub line: Option<DemoLine>,
    /// ISO 4217.
    pub currency: &'static str,
    /// Best first.
    pub tiers: &'static [DemoTier],
}

/// How an event's waiting room is run.
#[derive(Debug, Clone, Copy)]
pub struct DemoLine {
    pub mode: Mode,
    pub rate_per_min: u32,
    pub interval_s: u32,
    pub max_active: u32,
    pub window_s: u32,
    pub pass_s: u32,
    /// Seconds from loading until people are called; `None`: they are.
    pub opens_in_s: Option<u32>,
}

#[derive(Debug, Clone, Copy)]
pub struct DemoTier {
    pub name: &'static str,
    /// Minor units for one ticket.
    pub price: i64,
    /// Minor units on top of each ticket.
    pub fee: i64,
    /// Names of sections, or of seat categories, that are sold at this price. A section's name goes before a category's.
    pub sells: &'static [&'static str],
}

impl DemoVenue {
    /// The venue's plan as Admit keeps it, under `id`.
    ///
    /// # Errors
    /// None for the catalogue's own venues, which the tests prove.
    pub fn seat_map(&self, id: SeatMapId) -> Result<SeatMap, PlanFaults> {
        match self.plan {
            Plan::Seated(file) => read(&file(), id),
            Plan::Listed(sections) => {
                let section = |section: &DemoSection| PlanSection {
                    name: section.name.into(),
                    category: section.category.into(),
                    layout: section.layout,
                };
                from_sections(id, self.name, &sections.iter().map(section).collect::<Vec<_>>())
            }
        }
    }
}

impl DemoEvent {
    /// Each unit's tier, in unit order; `None` where no tier sells it.
    pub fn tiers_in(&self, map: &SeatMap) -> Vec<Option<TierIndex>> {
        let by_category: Vec<_> = map.categories.iter().map(|category| self.tier_selling(&category.name)).collect();
        let mut tiers = Vec::with_capacity(map.units() as usize);
        for section in &map.sections {
            let by_section = self.tier_selling(&section.name);
            let tier_of = |category: u16| by_section.or(by_category[usize::from(category)]);
            if section.seats.is_empty() {
                tiers.extend(section.units.units().map(|_| tier_of(section.category)));
            } else {
                tiers.extend(section.seats.iter().map(|seat| tier_of(seat.category)));
            }
        }
        tiers
    }

    fn tier_selling(&self, name: &str) -> Option<TierIndex> {
        self.tiers.iter().position(|tier| tier.sells.contains(&name)).map(|index| TierIndex(index as u8))
    }
}
