//! Buyers who keep on buying while the server is killed, cut off or stopped, and remember what they were told.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use admit_testkit::client::{Answer, Api, id};
use admit_testkit::draw::Draw;
use admit_testkit::poll::until;
use admit_testkit::site::ARENA;
use anyhow::Result;
use tokio::task::JoinHandle;

use super::flow;
use super::ledger::{Known, Record, owners};

const WORKERS: u64 = 6;
/// Enough for as long as a test runs, few enough that buyers meet now and then.
const SEATS: usize = 8_000;
/// How many records are held against the server at once.
const VERIFIERS: usize = 8;
/// No request may take longer, whatever is away.
const ANSWER_WITHIN: Duration = Duration::from_secs(12);

const COMES_AGAIN_AFTER: Duration = Duration::from_millis(20);

/// Whether the server may be gone altogether, so that calls end without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    Dies,
    Lives,
}

pub(crate) struct Load {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
    /// How many of the records were verified already.
    verified: usize,
}

/// What the workers share.
pub(crate) struct Shared {
    pub(crate) event: String,
    pub(crate) seats: Vec<String>,
    api: Api,
    server: Server,
    records: Mutex<Vec<Record>>,
    acknowledged: AtomicUsize,
    unavailable: AtomicUsize,
    surprises: Mutex<Vec<String>>,
    stops: AtomicBool,
}

impl Load {
    /// Begins to buy seats of the arena.
    pub(crate) async fn start(url: &str, server: Server, draw: &Draw) -> Self {
        let api = Api::new(url).unwrap();
        let event = id(&api.event_named(ARENA).await).to_owned();
        let shared = Arc::new(Shared {
            seats: seats(&api, &event).await,
            event,
            api,
            server,
            records: Mutex::default(),
            acknowledged: AtomicUsize::new(0),
            unavailable: AtomicUsize::new(0),
            surprises: Mutex::default(),
            stops: AtomicBool::new(false),
        });
        let workers = (0..WORKERS).map(|index| tokio::spawn(work(shared.clone(), draw.fork(index))));
        Self { workers: workers.collect(), shared, verified: 0 }
    }

    pub(crate) fn api(&self) -> &Api {
        &self.shared.api
    }

    /// No client was answered as no client may be.
    pub(crate) fn assert_no_surprises(&self) {
        assert_eq!(*self.shared.surprises(), Vec::<String>::new());
    }

    /// Waits until so many more purchases or holds were acknowledged.
    pub(crate) async fn progress(&self, more: usize, within: Duration) {
        let wanted = self.shared.acknowledged.load(Ordering::Relaxed) + more;
        let what = format!("{more} more acknowledgements");
        until(what, within, async || (self.shared.acknowledged.load(Ordering::Relaxed) >= wanted).then_some(())).await;
    }

    /// Waits until so many more calls were answered by a 503.
    pub(crate) async fn refusals(&self, more: usize, within: Duration) {
        let wanted = self.shared.unavailable.load(Ordering::Relaxed) + more;
        let what = format!("{more} more answers that something is away");
        until(what, within, async || (self.shared.unavailable.load(Ordering::Relaxed) >= wanted).then_some(())).await;
    }

    /// Everything acknowledged since the last time, to those who are through, is as it was, no seat has two owners, and nobody
    /// was answered as nobody may be.
    pub(crate) async fn verify(&mut self) {
        assert_eq!(*self.shared.surprises(), Vec::<String>::new());
        let records = self.shared.records().clone();
        owners(&records).unwrap();
        let fresh: Vec<Record> = records[self.verified..].iter().filter(|record| record.is_final).cloned().collect();
        self.verified = records.len();
        verify(fresh).await;
    }

    /// What those who are through know now.
    pub(crate) fn final_records(&self) -> Vec<Record> {
        self.shared.final_records()
    }

    /// Stops buying and gives the records, all of them final.
    pub(crate) async fn stop(self) -> Vec<Record> {
        self.shared.stops.store(true, Ordering::Relaxed);
        for worker in self.workers {
            worker.await.expect("no buyer is surprised");
        }
        assert_eq!(*self.shared.surprises(), Vec::<String>::new());
        let records = self.shared.final_records();
        eprintln!(
            "{} purchases, {} acknowledgements, {} answers that something was away",
            records.len(),
            self.shared.acknowledged.load(Ordering::Relaxed),
            self.shared.unavailable.load(Ordering::Relaxed),
        );
        records
    }
}

/// Looks for the end of everything that is open, then holds all of it against what the server says.
pub(crate) async fn settle_and_verify(mut records: Vec<Record>) {
    for record in &mut records {
        let what = format!("{:?} is settled", record.known);
        until(what, Duration::from_secs(90), async || record.settle().await).await;
    }
    owners(&records).unwrap();
    verify(records).await;
}

/// Holds all of them against what the server says.
pub(crate) async fn verify(records: Vec<Record>) {
    let records = Arc::new(records);
    let verifiers = (0..VERIFIERS).map(|first| {
        let records = records.clone();
        tokio::spawn(async move {
            for record in records.iter().skip(first).step_by(VERIFIERS) {
                record.verify().await.unwrap();
            }
        })
    });
    for verifier in verifiers.collect::<Vec<_>>() {
        verifier.await.expect("what was acknowledged is still so");
    }
}

async fn work(shared: Arc<Shared>, mut draw: Draw) {
    while !shared.stops.load(Ordering::Relaxed) {
        if flow::buy(&shared, &mut draw).await.is_err() {
            // A buyer who is turned away comes again soon.
            tokio::time::sleep(COMES_AGAIN_AFTER).await; // polls
        }
    }
}

impl Shared {
    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    pub(crate) fn add(&self, record: Record) -> usize {
        self.acknowledged.fetch_add(1, Ordering::Relaxed);
        let mut records = self.records();
        records.push(record);
        records.len() - 1
    }

    pub(crate) fn change(&self, index: usize, change: impl FnOnce(&mut Record)) {
        change(&mut self.records()[index]);
    }

    pub(crate) fn learn(&self, index: usize, known: Known) {
        if !matches!(known, Known::Nothing | Known::Unanswered { .. }) {
            self.acknowledged.fetch_add(1, Ordering::Relaxed);
        }
        self.change(index, |record| record.known = known);
    }

    pub(crate) fn known(&self, index: usize) -> Known {
        self.records()[index].known.clone()
    }

    /// Notes what no client may meet.
    pub(crate) fn judge(&self, took: Duration, outcome: &Result<Answer>) {
        if took > ANSWER_WITHIN {
            self.surprises().push(format!("a request took {took:?}: {outcome:?}"));
        }
        match outcome {
            Ok(answer) if answer.status == 503 => {
                self.unavailable.fetch_add(1, Ordering::Relaxed);
                let is_whole = answer.json()["code"].is_string() && answer.header("retry-after").parse::<u32>().is_ok();
                if !is_whole {
                    self.surprises().push(answer.shown());
                }
            }
            Ok(answer) if answer.status >= 500 => self.surprises().push(answer.shown()),
            Ok(_) => {}
            Err(error) if self.server == Server::Lives => self.surprises().push(format!("{error:#}")),
            Err(_) => {}
        }
    }

    fn final_records(&self) -> Vec<Record> {
        self.records().iter().filter(|record| record.is_final).cloned().collect()
    }

    fn records(&self) -> MutexGuard<'_, Vec<Record>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn surprises(&self) -> MutexGuard<'_, Vec<String>> {
        self.surprises.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn seats(api: &Api, event: &str) -> Vec<String> {
    let map = api.get(&format!("/seats/{event}/map")).await.expect(200);
    let sections = map["sections"].as_array().unwrap().iter();
    let rows = sections.flat_map(|section| section["rows"].as_array().unwrap());
    let seats = rows.flat_map(|row| row["seats"].as_array().unwrap());
    seats.take(SEATS).map(|seat| id(seat).to_owned()).collect()
}
