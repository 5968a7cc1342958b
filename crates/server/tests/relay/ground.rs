//! A store, a broker, and relays between them that can be stopped or cut off.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use admit_app::changes::{ChangeMessage, messages_of};
use admit_app::ports::inventory::InventoryStore;
use admit_app::ports::journals::Journals;
use admit_app::ports::outlet::{OpenOutlet, Outlet, OutletError};
use admit_app::relay::{Relay, RelayPace};
use admit_cluster::kafka::{KafkaOutlet, KafkaSettings};
use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::Version;
use admit_domain::unit::UnitRange;
use admit_store::{PostgresSettings, SqlStore};
use admit_testkit::broker::ScratchBroker;
use admit_testkit::contract::outlet::Arrived;
use admit_testkit::contract::sale::{STARTS_AT, Sale, fresh};
use admit_testkit::poll::until;
use admit_testkit::postgres::shared;
use serde_json::Value;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, block_in_place};

/// Nothing is waited for longer, however busy the machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Ground {
    pub(crate) store: SqlStore,
    pub(crate) broker: ScratchBroker,
    /// PostgreSQL's address; empty with SQLite.
    pub(crate) url: String,
}

impl Ground {
    pub(crate) async fn on_postgres() -> Ground {
        let url = block_in_place(|| shared().unwrap().fresh_database().unwrap());
        let store = SqlStore::open_cluster(PostgresSettings::new(&*url)).await.unwrap();
        Ground { store, broker: ScratchBroker::start(4).unwrap(), url }
    }

    pub(crate) async fn on_sqlite(folder: &std::path::Path) -> Ground {
        let store = SqlStore::open_embedded(folder).await.unwrap();
        Ground { store, broker: ScratchBroker::start(4).unwrap(), url: String::new() }
    }

    /// A relay that runs from now on.
    pub(crate) fn relay(&self, pace: RelayPace) -> RunningRelay {
        let brokers = self.broker.address().split(',').map(str::to_owned).collect();
        let sent = Arc::new(AtomicUsize::new(0));
        let kafka = KafkaOutlet::new(&KafkaSettings { brokers, partitions: 4 });
        let outlet = Arc::new(Counted { outlet: Arc::new(kafka), sent: sent.clone() });
        let relay = Relay::new(Arc::new(self.store.clone()), outlet, pace);
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            relay
                .run(async {
                    // Whoever cuts the relay off drops the other end, which isn't a word to stop.
                    if stopped.await.is_err() {
                        std::future::pending::<()>().await;
                    }
                })
                .await;
        });
        RunningRelay { task, stop: Some(stop), sent }
    }

    /// Waits until the lead was kept, or taken anew, a few times.
    pub(crate) async fn lead_is_kept_for_a_while(&self) {
        let mut seen = BTreeSet::new();
        until("the lead is kept", PATIENCE, async || {
            let held_until = block_in_place(|| shared().unwrap().psql(&self.url, "SELECT held_until FROM relay_lead"));
            seen.insert(held_until.unwrap());
            (seen.len() > 3).then_some(())
        })
        .await;
    }

    pub(crate) async fn sale(&self) -> Sale<'_, SqlStore> {
        Sale::open(&self.store).await
    }

    /// Sells places `units` of the event, one by one, and takes every third back.
    pub(crate) async fn sell(&self, sale: &Sale<'_, SqlStore>, units: std::ops::Range<u32>) {
        for unit in units {
            let (order, hold) = sale.buy(AccountId::from_u128(fresh()), UnitRange::new(unit, 1)).await;
            if unit % 3 == 0 {
                sale.cancel(order, &hold, STARTS_AT).await;
            }
        }
    }

    /// What the event's journal comes to.
    pub(crate) async fn journal(&self, event: EventId) -> Vec<ChangeMessage> {
        let page = self.store.journal_page(event, Version::START, 10_000).await.unwrap().unwrap();
        assert_eq!(self.store.version(event).await.unwrap(), page.entries.last().map(|entry| entry.version));
        page.entries.iter().flat_map(|entry| messages_of(event, entry, &page.facts).unwrap()).collect()
    }

    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        block_in_place(|| self.broker.arrived())
    }

    /// Waits until the journals of all `events` have arrived whole, and checks that in each topic everything came first in the
    /// journal's order. What came again may have come in between.
    pub(crate) async fn all_arrive(&self, events: &[EventId]) -> Vec<Arrived> {
        let mut journals = BTreeMap::new();
        for event in events {
            journals.insert(event.to_string(), self.journal(*event).await);
        }
        let wanted: BTreeSet<&str> = journals.values().flatten().map(|message| &*message.id).collect();
        let arrived = until("everything arrives", PATIENCE, async || {
            let arrived = self.arrived();
            let ids: BTreeSet<String> = arrived.iter().map(id_of).collect();
            wanted.iter().all(|id| ids.contains(*id)).then_some(arrived)
        })
        .await;
        for (key, journal) in &journals {
            for topic in topics(journal) {
                let expected: Vec<&str> =
                    journal.iter().filter(|one| one.kind.stream().name() == topic).map(|one| &*one.json).collect();
                let mut seen = BTreeSet::new();
                let first: Vec<&str> = arrived
                    .iter()
                    .filter(|one| one.key == *key && one.topic == topic && seen.insert(id_of(one)))
                    .map(|one| &*one.json)
                    .collect();
                assert_eq!(first, expected, "{topic} of {key}");
            }
        }
        arrived
    }
}

fn topics(journal: &[ChangeMessage]) -> BTreeSet<&'static str> {
    journal.iter().map(|message| message.kind.stream().name()).collect()
}

pub(crate) fn id_of(arrived: &Arrived) -> String {
    let message: Value = serde_json::from_str(&arrived.json).expect("a message is JSON");
    message["id"].as_str().expect("it has an id").to_owned()
}

/// How many messages came for the second time or later.
pub(crate) fn repeated(arrived: &[Arrived]) -> usize {
    let mut seen = BTreeSet::new();
    arrived.iter().filter(|one| !seen.insert(id_of(one))).count()
}

pub(crate) struct RunningRelay {
    task: JoinHandle<()>,
    stop: Option<oneshot::Sender<()>>,
    sent: Arc<AtomicUsize>,
}

impl RunningRelay {
    /// Lets it end in good order.
    pub(crate) async fn stop(mut self) {
        self.stop.take().expect("it is told once").send(()).expect("it runs");
        self.task.await.unwrap();
    }

    /// Ends it at once, as a kill does.
    pub(crate) async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }

    /// How many messages it has handed over.
    pub(crate) fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }
}

/// An outlet that counts what is acknowledged.
struct Counted {
    outlet: Arc<dyn Outlet>,
    sent: Arc<AtomicUsize>,
}

struct OpenCounted {
    session: Box<dyn OpenOutlet>,
    sent: Arc<AtomicUsize>,
}

#[async_trait::async_trait]
impl Outlet for Counted {
    async fn open(&self) -> Result<Box<dyn OpenOutlet>, OutletError> {
        let session = self.outlet.open().await?;
        Ok(Box::new(OpenCounted { session, sent: self.sent.clone() }))
    }
}

#[async_trait::async_trait]
impl OpenOutlet for OpenCounted {
    async fn send(&self, messages: &[ChangeMessage]) -> Result<(), OutletError> {
        self.session.send(messages).await?;
        self.sent.fetch_add(messages.len(), Ordering::SeqCst);
        Ok(())
    }
}
