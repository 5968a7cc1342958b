//! `admit import-plan`: reads a seating plan as a venue.

use std::path::PathBuf;

use admit_app::ids::mint;
use admit_app::ports::catalogue::Catalogue;
use admit_app::seating_plan::{PLAN_BYTES_MAX, read};
use admit_domain::event::Venue;
use admit_domain::id::{SeatMapId, VenueId};
use admit_domain::seat_map::SeatMap;
use anyhow::{Context, Result, bail};
use clap::Args;

use crate::cli::say;
use crate::compose::open_store;
use crate::config::Profile;

#[derive(Debug, Args)]
pub struct ImportPlan {
    file: PathBuf,
    /// The venue's name; the plan's unless given
    #[arg(long, value_name = "NAME")]
    venue: Option<String>,
    #[arg(long, default_value = "")]
    city: String,
    /// Two capitals, such as GB
    #[arg(long, default_value = "")]
    country: String,
    #[arg(long, default_value = "")]
    address: String,
    /// Such as Europe/London
    #[arg(long, default_value = "UTC")]
    time_zone: String,
}

pub async fn import_plan(profile: &Profile, import: ImportPlan) -> Result<()> {
    let map = read_file(&import)?;
    let venue = venue(import, &map)?;
    let store = open_store(profile).await?;
    let written = async {
        store.create_seat_map(&map).await?;
        store.create_venue(&venue).await
    };
    let written = written.await;
    store.close().await;
    written.context("the venue can't be stored")?;
    let (id, name, sections, units) = (venue.id, &venue.name, map.sections.len(), map.units());
    say(format_args!("{id} {name}: {sections} sections, {units} places"))
}

fn read_file(import: &ImportPlan) -> Result<SeatMap> {
    let file = import.file.display();
    let metadata = std::fs::metadata(&import.file).with_context(|| format!("{file} can't be read"))?;
    if metadata.len() > PLAN_BYTES_MAX as u64 {
        bail!("{file} is longer than {PLAN_BYTES_MAX} bytes");
    }
    let json = std::fs::read(&import.file).with_context(|| format!("{file} can't be read"))?;
    read(&json, SeatMapId::from_u128(mint())).with_context(|| format!("{file} is refused"))
}

fn venue(import: ImportPlan, map: &SeatMap) -> Result<Venue> {
    let country = &import.country;
    if !country.is_empty() && (country.len() != 2 || !country.bytes().all(|letter| letter.is_ascii_uppercase())) {
        bail!("--country must be two capitals, such as GB");
    }
    jiff::tz::TimeZone::get(&import.time_zone).context("--time-zone must be a name such as Europe/London")?;
    Ok(Venue {
        id: VenueId::from_u128(mint()),
        organizer: None,
        name: import.venue.as_deref().unwrap_or(&map.name).into(),
        city: import.city.into(),
        country: import.country.into(),
        address: import.address.into(),
        time_zone: import.time_zone.into(),
        seat_map: map.id,
    })
}
