//! The same schedules on a real store, in real time: many seeds at once, each an event of its own in one database.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use admit_app::ports::catalogue::{Catalogue, NewEvent};
use admit_app::ports::error::StoreResult;
use admit_app::ports::inspection::{Inspection, Part};
use admit_app::ports::waiting_rooms::WaitingRooms;
use admit_domain::event::{Category, Event, Venue};
use admit_domain::id::{EventId, VenueId};
use admit_domain::inventory::audit::Records;
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;
use async_trait::async_trait;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::auditor::evidence::Moment;

use super::coverage::Coverage;
use super::ground::{Ground, Pace};
use super::run::{Outcome, Size, run};
use super::sale::Sale;
use super::sky::Sky;

const BETWEEN_LOOKS: Duration = Duration::from_millis(5);
const LOOKS_MAX: u32 = 2_000;

struct StoreGround<S> {
    store: S,
}

/// Runs `seeds` on `store`, `at_once` of them at a time. Gives the findings by seed, and what all of them came across.
pub async fn run_on_store<S>(
    store: S,
    seeds: std::ops::Range<u64>,
    at_once: usize,
    size: Size,
) -> (BTreeMap<u64, Outcome>, Coverage)
where
    S: WaitingRooms + Catalogue + Inspection + Clone,
{
    let places = Arc::new(Semaphore::new(at_once));
    let mut runs = JoinSet::new();
    for seed in seeds {
        let (ground, places) = (Arc::new(StoreGround { store: store.clone() }), places.clone());
        runs.spawn(async move {
            let _place = places.acquire_owned().await;
            (seed, Box::pin(run(ground, seed, size)).await)
        });
    }
    let (mut failed, mut coverage) = (BTreeMap::new(), Coverage::default());
    while let Some(ended) = runs.join_next().await {
        let (seed, outcome) = ended.expect("a run doesn't panic");
        coverage.merge(&outcome.coverage);
        if !outcome.findings.is_empty() || size.is_traced {
            failed.insert(seed, outcome);
        }
    }
    (failed, coverage)
}

/// Asks until there is an answer: under the load of many runs a store may be busy.
async fn insist<T, A: Future<Output = StoreResult<T>>>(mut ask: impl FnMut() -> A) -> T {
    for _ in 0..LOOKS_MAX {
        match ask().await {
            Ok(answer) => return answer,
            Err(_) => sleep(BETWEEN_LOOKS).await,
        }
    }
    panic!("the store never answers")
}

#[async_trait]
impl<S: WaitingRooms + Catalogue + Inspection + Clone> Ground for StoreGround<S> {
    fn pace(&self) -> Pace {
        Pace::Real
    }

    async fn now(&self) -> Timestamp {
        insist(|| self.store.now()).await
    }

    async fn open(&self, event: EventId, sale: &Sale, _: Arc<Sky>) -> Arc<dyn WaitingRooms> {
        let venue = Venue {
            organizer: None,
            id: VenueId::from_u128(event.as_u128()),
            name: "Hall".into(),
            city: "Town".into(),
            country: "GB".into(),
            address: "1 High Street".into(),
            time_zone: "Europe/London".into(),
            seat_map: sale.map.id,
        };
        let starts_at = self.now().await + Duration::from_secs(1_000 * 3600);
        let of_the_sale = Event {
            id: event,
            organizer: None,
            venue: venue.id,
            seat_map: sale.map.id,
            name: "Simulated".into(),
            description: "".into(),
            category: Category::Concert,
            performers: Vec::new(),
            starts_at,
            doors_at: starts_at,
            created_at: self.now().await,
        };
        let new = NewEvent { event: of_the_sale, terms: sale.terms.clone(), tiers: sale.tiers.clone() };
        self.store.create_seat_map(&sale.map).await.expect("the plan can be kept");
        self.store.create_venue(&venue).await.expect("the venue can be kept");
        self.store.create_event(&new).await.expect("the event can be made");
        Arc::new(self.store.clone())
    }

    async fn moment(&self, event: EventId) -> Moment {
        let version = insist(|| self.store.version(event)).await;
        Moment { version: version.unwrap_or(Version::START), now: self.now().await }
    }

    async fn records(&self, event: EventId) -> Option<Records> {
        let found: Arc<Mutex<Option<Records>>> = Arc::default();
        insist(|| {
            let found = found.clone();
            let take = Box::new(move |part| {
                if let Part::Rows { records, .. } = part {
                    *found.lock().unwrap_or_else(PoisonError::into_inner) = Some(*records);
                }
                ControlFlow::Break(())
            });
            self.store.inspect(event, Version::START, take)
        })
        .await;
        found.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn jump(&self, _: Duration) {}
}
