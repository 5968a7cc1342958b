//! The ground of the long runs: the reference store, on virtual time, on one thread.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use admit_app::ports::waiting_rooms::WaitingRooms;
use admit_domain::id::EventId;
use admit_domain::inventory::audit::Records;
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;
use async_trait::async_trait;
use tokio::runtime::Builder;
use tokio::time::timeout;

use crate::auditor::evidence::Moment;
use crate::reference_store::ReferenceStore;
use crate::reference_store::clock::Clock;

use super::ground::{Ground, Pace};
use super::run::{Outcome, Size, run};
use super::sale::Sale;
use super::sky::Sky;

/// Long ago, so that nothing can take the machine's own clock for the store's.
const BASE: Timestamp = Timestamp::from_millis(1_000_000_000_000);
/// No run takes so long unless somebody waits for what never comes.
const VIRTUAL_TIME_MAX: Duration = Duration::from_secs(60 * 24 * 3600);

struct VirtualGround {
    clock: Arc<Clock>,
    store: OnceLock<Arc<ReferenceStore>>,
}

/// Runs one seed on the reference store.
pub fn run_seed(seed: u64, size: Size) -> Outcome {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return Outcome::failed(format!("no runtime: {error}")),
    };
    runtime.block_on(async {
        let ground = Arc::new(VirtualGround { clock: Arc::new(Clock::starting_at(BASE)), store: OnceLock::new() });
        let outcome = timeout(VIRTUAL_TIME_MAX, Box::pin(run(ground, seed, size))).await;
        outcome.unwrap_or_else(|_| Outcome::failed("somebody waits for what never comes".to_owned()))
    })
}

impl VirtualGround {
    fn store(&self) -> Option<&Arc<ReferenceStore>> {
        self.store.get()
    }
}

#[async_trait]
impl Ground for VirtualGround {
    fn pace(&self) -> Pace {
        Pace::Virtual
    }

    async fn now(&self) -> Timestamp {
        self.clock.now()
    }

    async fn open(&self, event: EventId, sale: &Sale, sky: Arc<Sky>) -> Arc<dyn WaitingRooms> {
        let store = Arc::new(ReferenceStore::with_troubles(self.clock.clone(), sky));
        store.create(event, sale.hall.clone(), sale.terms.clone());
        self.store.get_or_init(|| store).clone()
    }

    async fn moment(&self, event: EventId) -> Moment {
        let moment = self.store().and_then(|store| store.moment(event));
        let (version, now) = moment.unwrap_or((Version::START, self.clock.now()));
        Moment { version, now }
    }

    async fn records(&self, event: EventId) -> Option<Records> {
        self.store()?.records(event)
    }

    fn jump(&self, by: Duration) {
        self.clock.jump(by);
    }
}
