//! Taking places off sale and putting them back.

use admit_domain::hall::Hall;
use admit_domain::id::EventId;
use admit_domain::inventory::command::Command;
use admit_domain::unit::{Unit, UnitRange};

use crate::app::App;

use super::access::Organizer;
use super::drafts::ShownSale;
use super::error::OrganizerError;

/// Which places, sections by their index in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Places {
    /// These seats, none of which may be held or sold.
    Seats(Vec<Unit>),
    /// So many of a section.
    Some { section: u16, quantity: u32 },
    /// All of these sections that are neither held nor sold.
    Sections(Vec<u16>),
}

impl App {
    pub async fn block_places(
        &self,
        organizer: &Organizer,
        id: EventId,
        places: Places,
    ) -> Result<ShownSale, OrganizerError> {
        let sale = self.require_sale(organizer, id).await?;
        let hall = sale.desk.view().hall().clone();
        let command = match places {
            Places::Seats(units) => Command::Block(ranges_of(&units)),
            Places::Some { section, quantity } => {
                Command::BlockFree { ranges: on_sale(&hall, &[section]), quantity: Some(quantity) }
            }
            Places::Sections(sections) => Command::BlockFree { ranges: on_sale(&hall, &sections), quantity: None },
        };
        sale.desk.submit(command).await?;
        Ok(sale)
    }

    pub async fn unblock_places(
        &self,
        organizer: &Organizer,
        id: EventId,
        places: Places,
    ) -> Result<ShownSale, OrganizerError> {
        let sale = self.require_sale(organizer, id).await?;
        let hall = sale.desk.view().hall().clone();
        let command = match places {
            Places::Seats(units) => Command::Unblock(ranges_of(&units)),
            Places::Some { section, quantity } => Command::UnblockSome { ranges: on_sale(&hall, &[section]), quantity },
            Places::Sections(sections) => Command::Unblock(on_sale(&hall, &sections)),
        };
        sale.desk.submit(command).await?;
        Ok(sale)
    }
}

/// A range a unit.
fn ranges_of(units: &[Unit]) -> Vec<UnitRange> {
    units.iter().map(|unit| UnitRange { first: *unit, count: 1 }).collect()
}

/// The sections' places that have a tier, in unit order, each once.
fn on_sale(hall: &Hall, sections: &[u16]) -> Vec<UnitRange> {
    let blocks = hall.blocks().iter().filter(|block| sections.contains(&block.section));
    let mut ranges: Vec<UnitRange> = blocks.map(|block| block.units).collect();
    ranges.sort_unstable_by_key(|range| range.first);
    ranges
}
