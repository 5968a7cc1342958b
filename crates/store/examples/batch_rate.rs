//! How many two-seat holds, and how many paid orders, a second one event takes on each database, by how many share a commit.
//!
//! `cargo run --release -p admit-store --example batch_rate [sqlite|postgres]`; both unless one is named.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use admit_app::ports::catalogue::{Catalogue, NewEvent};
use admit_app::ports::inventory::{Claim, Decide, InventoryStore, Opening, Writes};
use admit_domain::event::Venue;
use admit_domain::hold::{Hold, HoldStatus};
use admit_domain::id::{AccountId, EventId, OrderId, PaymentId};
use admit_domain::inventory::journal::{BatchId, Change, Entry, Version};
use admit_domain::order::{NextAction, Order, OrderStatus};
use admit_domain::seat_map::{SeatMap, SectionKind};
use admit_domain::terms::TierIndex;
use admit_domain::unit::UnitRange;
use admit_store::{PostgresSettings, SqlStore};
use admit_testkit::contract::sale::{event, fresh, seating_plan, venue};
use admit_testkit::contract::story::a_hold;
use admit_testkit::postgres::{Durability, ScratchPostgres};

/// As many places as a large stadium has.
const UNITS: u32 = 100_000;
const SPAN: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let only = std::env::args().nth(1);
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    if wanted("sqlite") {
        let folder = std::env::temp_dir().join(format!("admit-batch-rate-{}", std::process::id()));
        let store = SqlStore::open_embedded(&folder).await?;
        measure("sqlite", &store).await?;
        store.close().await;
        std::fs::remove_dir_all(&folder)?;
    }
    if wanted("postgres") {
        let server = tokio::task::spawn_blocking(|| ScratchPostgres::start(Durability::Shipped)).await??;
        let url = server.create_database("batch_rate")?;
        let store = SqlStore::open_cluster(PostgresSettings::new(url)).await?;
        measure("postgres", &store).await?;
        store.close().await;
    }
    Ok(())
}

async fn measure(name: &str, store: &SqlStore) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    for together in [1, 4, 64, 256] {
        let event = sale(store).await?;
        let started = Instant::now();
        let (mut batches, mut version) = (0, Version::START);
        while started.elapsed() < SPAN && (batches + 1) * together * 2 <= UNITS {
            version = hold(store, event, version, batches * together, together).await?;
            batches += 1;
        }
        report(&mut out, name, "holds", together, batches, started.elapsed())?;
    }
    for together in [1, 64] {
        let event = sale(store).await?;
        let started = Instant::now();
        let (mut batches, mut version) = (0, Version::START);
        while started.elapsed() < SPAN && (batches + 1) * together * 2 <= UNITS {
            version = buy(store, event, version, batches * together, together).await?;
            batches += 1;
        }
        report(&mut out, name, "orders", together, batches, started.elapsed())?;
    }
    Ok(())
}

fn report(
    out: &mut impl Write,
    name: &str,
    what: &str,
    together: u32,
    batches: u32,
    took: Duration,
) -> anyhow::Result<()> {
    let rate = f64::from(batches * together) / took.as_secs_f64();
    let each = took.as_secs_f64() * 1e3 / f64::from(batches);
    writeln!(out, "{name:8} {together:3} {what:6} a batch: {rate:8.0} {what}/s, {each:6.2} ms a batch")?;
    Ok(())
}

/// An event with one general-admission area.
async fn sale(store: &SqlStore) -> anyhow::Result<EventId> {
    let plan = seating_plan();
    let mut floor = plan.sections[1].clone();
    assert_eq!(floor.kind, SectionKind::GeneralAdmission);
    floor.units = UnitRange::new(0, UNITS);
    let plan = SeatMap { sections: vec![floor], ..plan };
    let venue = Venue { seat_map: plan.id, ..venue("Stadium", "Leeds") };
    let new = event("A rush", &venue);
    let new = NewEvent { tiers: vec![Some(TierIndex(1)); UNITS as usize], ..new };
    store.create_seat_map(&plan).await?;
    store.create_venue(&venue).await?;
    store.create_event(&new).await?;
    Ok(new.event.id)
}

/// Commits `together` holds of two units each, the first of which is hold number `first`.
async fn hold(store: &SqlStore, event: EventId, known: Version, first: u32, together: u32) -> anyhow::Result<Version> {
    let fill = move |opening: Opening| {
        let holds = new_holds(&opening, first, together);
        let writes = entry(opening, holds.iter().cloned().map(Change::Held).collect());
        Writes { claimed: claims(&holds, |hold| Claim::Held(hold.id)), new_holds: holds, ..writes }
    };
    commit(store, event, known, fill).await
}

/// Commits as many orders: held, begun and paid in a batch each.
async fn buy(store: &SqlStore, event: EventId, known: Version, first: u32, together: u32) -> anyhow::Result<Version> {
    let made: Arc<std::sync::Mutex<Vec<Hold>>> = Arc::default();
    let begun = made.clone();
    let known = commit(store, event, known, move |opening| {
        let holds = new_holds(&opening, first, together);
        *begun.lock().expect("nobody panics") = holds.clone();
        let writes = entry(opening, holds.iter().cloned().map(Change::Held).collect());
        Writes { claimed: claims(&holds, |hold| Claim::Held(hold.id)), new_holds: holds, ..writes }
    })
    .await?;
    let held = made.lock().expect("nobody panics").clone();
    let orders: Vec<Order> = held.iter().map(pending).collect();
    let (holds, begun) = (held.clone(), orders.clone());
    let known = commit(store, event, known, move |opening| {
        let writes = entry(opening, begun.iter().cloned().map(Change::Begun).collect());
        let in_checkout =
            |(hold, order): (Hold, &Order)| Hold { status: HoldStatus::InCheckout(order.id), attempts: 1, ..hold };
        Writes { changed_holds: holds.into_iter().zip(&begun).map(in_checkout).collect(), new_orders: begun, ..writes }
    })
    .await?;
    commit(store, event, known, move |opening| {
        let paid = |order: Order| Order { status: OrderStatus::Paid, settled_at: Some(opening.now), ..order };
        let orders: Vec<Order> = orders.into_iter().map(paid).collect();
        let complete = |(hold, order): (Hold, &Order)| Hold {
            status: HoldStatus::Completed(order.id),
            ended_at: Some(opening.now),
            attempts: 1,
            ..hold
        };
        let holds: Vec<Hold> = held.into_iter().zip(&orders).map(complete).collect();
        let writes = entry(opening, orders.iter().map(|order| Change::Paid { order: order.id }).collect());
        Writes {
            reclaimed: claims(&holds, |hold| Claim::Sold(hold.id)),
            changed_holds: holds,
            ticketed: orders.iter().map(|order| order.id).collect(),
            changed_orders: orders,
            ..writes
        }
    })
    .await
}

async fn commit(
    store: &SqlStore,
    event: EventId,
    known: Version,
    fill: impl FnOnce(Opening) -> Writes + Send + 'static,
) -> anyhow::Result<Version> {
    let decide: Decide = Box::new(move |opening, _| Some(fill(opening)));
    store.commit(event, known.into(), decide).await?;
    Ok(known.next())
}

fn entry(opening: Opening, changes: Vec<Change>) -> Writes {
    Writes::of(Entry { version: opening.version, at: opening.now, batch: BatchId(fresh()), changes })
}

fn new_holds(opening: &Opening, first: u32, together: u32) -> Vec<Hold> {
    let units = |index: u32| [index * 2, index * 2 + 1];
    let mut holds: Vec<Hold> =
        (first..first + together).map(|index| a_hold(&units(index), opening.now + Duration::from_secs(600))).collect();
    for hold in &mut holds {
        // Accounts come in no order.
        hold.buyer.account =
            AccountId::from_u128(hold.id.as_u128().wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835));
    }
    holds
}

fn pending(hold: &Hold) -> Order {
    Order {
        id: OrderId::minted_from(fresh()),
        hold: hold.id,
        buyer: hold.buyer,
        payment: PaymentId::from_u128(fresh()),
        total: hold.total(),
        ticket_count: hold.units.len() as u16,
        status: OrderStatus::Pending,
        created_at: hold.created_at,
        pay_by: hold.expires_at,
        next_action: Some(NextAction::Wait),
        settled_at: None,
        decline: None,
        refund: None,
        key: hold.key,
        cancel_key: None,
    }
}

fn claims(holds: &[Hold], claim: impl Fn(&Hold) -> Claim) -> Vec<(admit_domain::unit::Unit, Claim)> {
    holds.iter().flat_map(|hold| hold.units.iter().map(|held| (held.unit, claim(hold))).collect::<Vec<_>>()).collect()
}
