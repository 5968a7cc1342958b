//! Loads the demo catalogue into an empty store, through the same reading of plans as a venue's own file.
//!
//! Every id is made from what it names, so loading again after being killed midway writes what is missing and nothing twice. The
//! events come last: until the first is there, the store counts as empty.

use admit_app::accounts::address::Address;
use admit_app::app::App;
use admit_app::ids::mint;
use admit_app::ports::accounts::Account;
use admit_app::ports::catalogue::NewEvent;
use admit_app::ports::error::{StoreError, StoreResult};
use admit_demo::catalogue::{
    ACCOUNTS, ADMIN, BUYER, DemoAccount, DemoEvent, DemoVenue, EVENTS, ORGANIZER, PERFORMERS, VENUES,
};
use admit_domain::event::{Event, Performer, Venue};
use admit_domain::id::{AccountId, EventId, PerformerId, SeatMapId, TierId, VenueId};
use admit_domain::seat_map::SeatMap;
use admit_domain::terms::{
    EXTENSION, FeeRefund, HOLD_TTL, Limits, OrphanRule, PAYMENT_TTL, RefundPolicy, SalePhase, Terms, Tier,
};
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::command::Command;
use admit_domain::waiting_room::settings::SettingsChange;
use anyhow::{Context, Result, ensure};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Span, Zoned};
use std::sync::Arc;
use std::time::Duration;

use crate::demo_crowd::sell_to_the_crowd;

/// How long before the start a buyer may still give tickets back.
const REFUND_BEFORE: Duration = Duration::from_secs(24 * 3_600);
const DAY: Duration = Duration::from_secs(86_400);
/// Sales opened this long ago, so that no clock's lag keeps them shut.
const OPEN_SINCE: Duration = Duration::from_secs(3_600);

/// Loads the demo unless the store has other events, or has it already.
pub async fn load(app: &Arc<App>) -> Result<()> {
    let store = &app.store;
    let mut missing = Vec::new();
    for event in EVENTS {
        if store.event(event_id(event)).await?.is_none() {
            missing.push(event);
        }
    }
    let is_ours = missing.len() < EVENTS.len();
    if !(is_ours || store.is_empty().await?) {
        return Ok(());
    }
    if !missing.is_empty() {
        load_catalogue(app, missing).await?;
    }
    open_lines(app).await?;
    sell_to_the_crowd(app).await
}

/// Refuses a store in which a demo's account still opens with its public password, whoever loaded the demo and when.
pub async fn refuse_open_accounts(app: &App) -> Result<()> {
    let mut open = Vec::new();
    for demo in ACCOUNTS {
        let address = Address::parse(demo.email)?.normalised();
        let hash = app.store.account_by_address(&address).await?.and_then(|account| account.password_hash);
        let Some(hash) = hash else { continue };
        if app.passwords.verify(demo.password.to_owned(), Some(hash)).await? {
            open.push(demo.email);
        }
    }
    ensure!(
        open.is_empty(),
        "others reach this server, and its demo accounts have public passwords: {}; change these, or begin with other data; \
         --demo --allow-public-demo opens them nevertheless",
        open.join(", ")
    );
    Ok(())
}

async fn load_catalogue(app: &App, missing: Vec<&DemoEvent>) -> Result<()> {
    let store = &app.store;
    load_account(app, &BUYER).await?;
    load_account(app, &ADMIN).await?;
    let organizer = load_account(app, &ORGANIZER).await?;
    for performer in PERFORMERS {
        let (name, description) = (performer.name.into(), performer.description.into());
        once(
            store
                .create_performer(&Performer {
                    id: performer_id(performer.name),
                    organizer: Some(organizer),
                    name,
                    description,
                })
                .await,
        )?;
    }
    for venue in VENUES {
        load_venue(app, venue, organizer).await.with_context(|| format!("the venue {}", venue.name))?;
    }
    for event in missing {
        load_event(app, event, organizer).await.with_context(|| format!("the event {}", event.name))?;
    }
    tracing::info!(events = EVENTS.len(), "the demo catalogue is loaded");
    Ok(())
}

/// Makes the account unless somebody has its address, and gives its id.
async fn load_account(app: &App, demo: &DemoAccount) -> Result<AccountId> {
    let address = Address::parse(demo.email)?;
    if let Some(account) = app.store.account_by_address(&address.normalised()).await? {
        return Ok(account.id);
    }
    let now = app.store.now().await?;
    let account = Account {
        id: AccountId::from_u128(mint()),
        email: address.written().to_owned(),
        address: address.normalised(),
        name: demo.name.to_owned(),
        role: demo.role,
        password_hash: Some(app.passwords.hash(demo.password.to_owned()).await?),
        verified_at: Some(now),
        created_at: now,
    };
    once(app.store.create_account(&account).await)?;
    // Another node may have been faster.
    let stored = app.store.account_by_address(&address.normalised()).await?;
    Ok(stored.context("the account is missing")?.id)
}

async fn load_venue(app: &App, venue: &'static DemoVenue, organizer: AccountId) -> Result<()> {
    let (id, map_id) = (venue_id(venue.name), seat_map_id(venue.name));
    if app.store.seat_map(map_id).await?.is_none() {
        let map = tokio::task::spawn_blocking(move || venue.seat_map(map_id)).await??;
        once(app.store.create_seat_map(&map).await)?;
    }
    let venue = Venue {
        id,
        organizer: Some(organizer),
        name: venue.name.into(),
        city: venue.city.into(),
        country: venue.country.into(),
        address: venue.address.into(),
        time_zone: venue.time_zone.into(),
        seat_map: map_id,
    };
    once(app.store.create_venue(&venue).await)
}

async fn load_event(app: &App, demo: &DemoEvent, organizer: AccountId) -> Result<()> {
    let venue = app.store.venue(venue_id(demo.venue)).await?.context("its venue is missing")?;
    let map = app.store.seat_map(venue.seat_map).await?.context("its seating plan is missing")?;
    let now = app.store.now().await?;
    once(app.store.create_event(&new_event(demo, organizer, &venue, &map, now)?).await)
}

fn new_event(demo: &DemoEvent, organizer: AccountId, venue: &Venue, map: &SeatMap, now: Timestamp) -> Result<NewEvent> {
    let starts_at = starts_at(demo, &venue.time_zone, now)?;
    let event = Event {
        id: event_id(demo),
        organizer: Some(organizer),
        venue: venue.id,
        seat_map: venue.seat_map,
        name: demo.name.into(),
        description: demo.description.into(),
        category: demo.category,
        performers: demo.performers.iter().map(|name| performer_id(name)).collect(),
        starts_at,
        doors_at: starts_at - Duration::from_secs(u64::from(demo.doors_before_min) * 60),
        created_at: now,
    };
    let tier = |tier: &admit_demo::catalogue::DemoTier| Tier {
        id: TierId::from_u128(id_of("tier", &[demo.name, tier.name])),
        name: tier.name.into(),
        price: tier.price,
        fee: tier.fee,
    };
    let terms = Terms {
        currency: demo.currency.parse()?,
        phase: SalePhase::Open,
        opens_at: now - OPEN_SINCE + DAY * u32::from(demo.on_sale_in_days),
        closes_at: starts_at,
        tiers: demo.tiers.iter().map(tier).collect(),
        limits: Limits::default(),
        orphan_rule: OrphanRule::Allowed,
        hold_ttl: HOLD_TTL,
        extension: EXTENSION,
        payment_ttl: PAYMENT_TTL,
        refunds: RefundPolicy { until: Some(starts_at - REFUND_BEFORE), fees: FeeRefund::Returned },
    };
    terms.check()?;
    Ok(NewEvent { event, terms, tiers: demo.tiers_in(map) })
}

/// Sets up the waiting rooms that nobody has set up yet.
async fn open_lines(app: &App) -> Result<()> {
    for (event, line) in EVENTS.iter().filter_map(|event| Some((event, event.line?))) {
        let Some(listed) = app.store.event(event_id(event)).await? else { continue };
        let room = app.make_room(listed.event.id).await?;
        let organizer = listed.event.organizer.unwrap_or(AccountId::from_u128(0));
        // A room that was never changed has its first version.
        if room.view().version > 1 {
            continue;
        }
        let seconds = |seconds: u32| Duration::from_secs(u64::from(seconds));
        let now = app.store.now().await?;
        let change = SettingsChange {
            mode: Some(line.mode),
            rate_per_min: Some(line.rate_per_min),
            interval: Some(seconds(line.interval_s)),
            max_active: Some(line.max_active),
            window: Some(seconds(line.window_s)),
            pass_ttl: Some(seconds(line.pass_s)),
            opens_at: Some(line.opens_in_s.map(|span| now + seconds(span))),
            ..SettingsChange::default()
        };
        room.submit(Command::Configure { change, by: organizer }).await.with_context(|| event.name)?;
    }
    Ok(())
}

/// So many days from today, at the venue's own clock.
fn starts_at(demo: &DemoEvent, time_zone: &str, now: Timestamp) -> Result<Timestamp> {
    let zone = TimeZone::get(time_zone).with_context(|| format!("the time zone {time_zone}"))?;
    let today = Zoned::new(jiff::Timestamp::from_millisecond(now.as_millis())?, zone.clone()).date();
    let (hour, minute) = demo.starts;
    let time = Time::new(i8::try_from(hour)?, i8::try_from(minute)?, 0, 0)?;
    let date = today.checked_add(Span::new().days(i64::from(demo.days_ahead)))?;
    let starts = date.to_datetime(time).to_zoned(zone)?;
    Ok(Timestamp::from_millis(starts.timestamp().as_millisecond()))
}

/// What is there already, from an earlier start or another node's, is as good as written.
fn once(written: StoreResult<()>) -> Result<()> {
    match written {
        Ok(()) | Err(StoreError::Taken { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn event_id(event: &DemoEvent) -> EventId {
    EventId::from_u128(id_of("event", &[event.name]))
}

fn venue_id(name: &str) -> VenueId {
    VenueId::from_u128(id_of("venue", &[name]))
}

fn seat_map_id(venue: &str) -> SeatMapId {
    SeatMapId::from_u128(id_of("seat map", &[venue]))
}

fn performer_id(name: &str) -> PerformerId {
    PerformerId::from_u128(id_of("performer", &[name]))
}

pub(crate) fn id_of(kind: &str, names: &[&str]) -> u128 {
    let mut hasher = blake3::Hasher::new_derive_key("admit demo catalogue");
    for part in [kind].iter().chain(names) {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let mut id = [0; 16];
    hasher.finalize_xof().fill(&mut id);
    u128::from_be_bytes(id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use admit_app::ids::tag_of;

    use super::*;

    #[test]
    fn each_event_has_a_tag_of_its_own() {
        let tags: HashSet<_> = EVENTS.iter().map(|event| tag_of(event_id(event))).collect();
        assert_eq!(tags.len(), EVENTS.len());
    }

    #[test]
    fn an_event_starts_at_the_venues_own_clock_also_across_a_change_of_it() {
        // 2026-10-20T23:30Z is the 21st in London, where clocks go back on the 25th.
        let now = Timestamp::from_millis(1_792_539_000_000);
        let demo = DemoEvent { days_ahead: 7, starts: (19, 30), ..EVENTS[0] };
        let starts = starts_at(&demo, "Europe/London", now).unwrap();
        let starts = jiff::Timestamp::from_millisecond(starts.as_millis()).unwrap();
        assert_eq!(starts.to_string(), "2026-10-28T19:30:00Z");
    }
}
