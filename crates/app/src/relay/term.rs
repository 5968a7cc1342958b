//! One node's term as the relay, from taking the lead to losing it.
//!
//! Architecture invariant: a version is noted only after everything up to it was acknowledged by the other side, and read only
//! after everything before it was. So whatever dies at whatever moment, nothing is left out.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use admit_domain::time::Timestamp;
use metrics::{counter, gauge, histogram};
use tokio::time::{Instant, sleep, sleep_until};

use super::pace::RelayPace;
use super::reading::{Batch, Reading};
use super::run::{Lead, RelayStore};
use crate::ports::error::StoreError;
use crate::ports::outlet::{OpenOutlet, Outlet, OutletError};
use crate::ports::relay::RelayId;

/// What ended a term.
#[derive(Debug)]
pub(super) enum Ended {
    /// Another relay has the lead.
    NotMine,
    /// The other side didn't answer for too long.
    Stalled,
    Outlet(OutletError),
    Store(StoreError),
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Ended {
        Ended::Store(error)
    }
}

impl Ended {
    pub(super) fn log(&self) {
        match self {
            Ended::NotMine => {}
            Ended::Stalled => tracing::warn!("the message broker doesn't answer; what changes meanwhile is told later"),
            Ended::Outlet(error) => {
                tracing::warn!(
                    error = error as &dyn std::error::Error,
                    "the message broker is away; what changes is told later"
                );
            }
            Ended::Store(error) => {
                tracing::warn!(
                    error = error as &dyn std::error::Error,
                    "the relay can't read; what changes is told later"
                );
            }
        }
    }
}

pub(super) struct Term<'a> {
    store: &'a dyn RelayStore,
    relay: RelayId,
    pace: RelayPace,
    lead: &'a mut Lead,
    reading: Reading<'a>,
    /// The store's time, and when it was that.
    clock: Option<(Timestamp, Instant)>,
    kept_at: Instant,
    /// Of what was read and isn't acknowledged yet, the time of the oldest.
    oldest: Option<Timestamp>,
}

impl<'a> Term<'a> {
    pub(super) fn new(store: &'a dyn RelayStore, relay: RelayId, pace: RelayPace, lead: &'a mut Lead) -> Term<'a> {
        let reading = Reading::new(store, pace);
        Term { store, relay, pace, lead, reading, clock: None, kept_at: Instant::now(), oldest: None }
    }

    /// Tells whatever there is, until something ends it.
    pub(super) async fn tell(&mut self, outlet: &dyn Outlet) -> Result<Infallible, Ended> {
        self.keep().await?;
        self.oldest = self.reading.oldest_untold().await?;
        let open: Arc<dyn OpenOutlet> = self.keeping(outlet.open()).await?.into();
        tracing::info!("this node relays what changes");
        loop {
            let batch = self.reading.next_batch().await?;
            if batch.is_empty() {
                self.rest().await?;
                continue;
            }
            self.oldest = batch.oldest();
            self.keeping(open.send(&batch.messages)).await?;
            self.told(batch);
            if self.kept_at.elapsed() >= self.pace.note_every {
                self.keep().await?;
            }
        }
    }

    /// Nothing is to be told just now.
    async fn rest(&mut self) -> Result<(), Ended> {
        self.oldest = None;
        self.show_lag();
        let has_news = !self.lead.unnoted.is_empty();
        let wait = if has_news { self.pace.note_every } else { self.pace.keep_every };
        if self.kept_at.elapsed() >= wait {
            self.keep().await?;
        }
        sleep(self.reading.pause()).await;
        Ok(())
    }

    /// Everything of `batch` is kept safely on the other side.
    fn told(&mut self, batch: Batch) {
        let now = self.now();
        for message in &batch.messages {
            counter!("admit_relay_messages_total", "stream" => message.kind.stream().name()).increment(1);
        }
        for (event, version, committed_at) in batch.entries {
            if let (Some(now), Some(at)) = (now, committed_at) {
                histogram!("admit_relay_delay_seconds").record(now.since(at).as_secs_f64());
            }
            self.reading.told(event, version);
            self.lead.unnoted.insert(event, version);
        }
        self.lead.has_told = true;
        self.oldest = None;
        self.show_lag();
    }

    /// Waits for the other side, and keeps the lead meanwhile.
    async fn keeping<T>(&mut self, work: impl Future<Output = Result<T, OutletError>>) -> Result<T, Ended> {
        let mut work = pin!(work);
        let patience = Instant::now() + self.pace.stalled_after;
        loop {
            let next_keep = self.kept_at + self.pace.keep_every;
            tokio::select! {
                biased;
                outcome = &mut work => return outcome.map_err(Ended::Outlet),
                () = sleep_until(next_keep.min(patience)) => {}
            }
            self.keep().await?;
            self.show_lag();
            if Instant::now() >= patience {
                return Err(Ended::Stalled);
            }
        }
    }

    /// Keeps the lead and notes what was told.
    async fn keep(&mut self) -> Result<(), Ended> {
        let unnoted: Vec<_> = self.lead.unnoted.iter().map(|(event, version)| (*event, *version)).collect();
        let Some(now) = self.store.keep_lead(self.relay, self.pace.lead, &unnoted).await? else {
            // What was told under a lead that is lost may have been set back, and isn't this term's to note any more.
            self.lead.is_had = false;
            return Err(Ended::NotMine);
        };
        self.clock = Some((now, Instant::now()));
        self.kept_at = Instant::now();
        self.lead.unnoted.clear();
        Ok(())
    }

    /// The store's time, as far as it is known.
    fn now(&self) -> Option<Timestamp> {
        self.clock.map(|(then, read_at)| then + read_at.elapsed())
    }

    fn show_lag(&self) {
        let lag = match (self.now(), self.oldest) {
            (Some(now), Some(oldest)) => now.since(oldest),
            _ => Duration::ZERO,
        };
        gauge!("admit_relay_lag_seconds").set(lag.as_secs_f64());
    }
}
