//! A node's relay: tries to get the lead, and tells the journals while it has it.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use metrics::{counter, gauge};
use tokio::time::{sleep, timeout};

use super::pace::{Backoff, RelayPace, jittered};
use super::term::{Ended, Term};
use crate::ids::mint;
use crate::ports::inventory::InventoryStore;
use crate::ports::journals::Journals;
use crate::ports::outlet::Outlet;
use crate::ports::relay::{RelayBook, RelayId};

/// How long noting the last of what was told may take when the node stops.
const LEAVE_WITHIN: Duration = Duration::from_secs(2);

/// The store as a relay needs it.
pub trait RelayStore: InventoryStore + Journals + RelayBook {}

impl<T: InventoryStore + Journals + RelayBook> RelayStore for T {}

pub struct Relay {
    store: Arc<dyn RelayStore>,
    outlet: Arc<dyn Outlet>,
    pace: RelayPace,
}

/// What of a lead outlives it.
#[derive(Default)]
pub(super) struct Lead {
    pub(super) is_had: bool,
    /// What was told and isn't noted yet.
    pub(super) unnoted: BTreeMap<EventId, Version>,
    /// Whether anything was told.
    pub(super) has_told: bool,
}

impl Relay {
    pub fn new(store: Arc<dyn RelayStore>, outlet: Arc<dyn Outlet>, pace: RelayPace) -> Relay {
        Relay { store, outlet, pace }
    }

    /// Relays until it is told to stop. Never fails for good: whatever is away is tried again.
    pub async fn run(&self, stopped: impl Future<Output = ()>) {
        let mut stopped = pin!(stopped);
        let mut backoff = Backoff::new(self.pace);
        gauge!("admit_relay_leads").set(0.0);
        loop {
            let (relay, mut lead) = (RelayId(mint()), Lead::default());
            let ended = tokio::select! {
                biased;
                () = &mut stopped => None,
                ended = self.lead(relay, &mut lead) => Some(ended),
            };
            if lead.is_had {
                self.leave(relay, &lead).await;
            }
            let pause = match ended {
                None => return,
                Some(Ended::NotMine) => {
                    // What it lags behind is the leader's to tell.
                    gauge!("admit_relay_leads").set(0.0);
                    gauge!("admit_relay_lag_seconds").set(0.0);
                    gauge!("admit_relay_behind_events").set(0.0);
                    backoff.reset();
                    jittered(self.pace.keep_every)
                }
                Some(failure) => {
                    counter!("admit_relay_failures_total").increment(1);
                    failure.log();
                    if lead.has_told {
                        backoff.reset();
                    }
                    backoff.pause()
                }
            };
            tokio::select! {
                () = &mut stopped => return,
                () = sleep(pause) => {}
            }
        }
    }

    /// Leads as long as it can, and says what ended it.
    async fn lead(&self, relay: RelayId, lead: &mut Lead) -> Ended {
        match self.store.take_lead(relay, self.pace.lead).await {
            Ok(true) => lead.is_had = true,
            Ok(false) => return Ended::NotMine,
            Err(error) => return error.into(),
        }
        gauge!("admit_relay_leads").set(1.0);
        let mut term = Term::new(&*self.store, relay, self.pace, lead);
        match term.tell(&*self.outlet).await {
            Ok(never) => match never {},
            Err(ended) => ended,
        }
    }

    /// Notes what was told last, and lets another take the lead at once. What can't be noted is told again.
    async fn leave(&self, relay: RelayId, lead: &Lead) {
        let unnoted: Vec<_> = lead.unnoted.iter().map(|(event, version)| (*event, *version)).collect();
        let leaving = async {
            self.store.keep_lead(relay, Duration::ZERO, &unnoted).await?;
            self.store.leave_lead(relay).await
        };
        match timeout(LEAVE_WITHIN, leaving).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "the relay's lead could not be given up");
            }
            Err(_) => tracing::debug!("the relay's lead could not be given up in time"),
        }
    }
}
