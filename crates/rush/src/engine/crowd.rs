//! Workers on connections, on as many threads as are given. Each thread has a runtime of its own, so that nothing is shared or
//! handed over while the load runs.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread;
use std::time::Instant;

use anyhow::{Context, anyhow};
use tokio::runtime::{Builder, Runtime};
use tokio::task::LocalSet;

use crate::auditor::deeds::Deeds;
use crate::wire::connection::Connection;

use super::kind::Kind;
use super::log::Log;
use super::pace::{Pace, Turns};
use super::wire_log::Wire;
use super::worker::{Flow, Pinger, Worker};

pub(crate) struct Crowd<W> {
    lanes: Vec<Lane<W>>,
    workers: usize,
}

/// The workers of one thread.
struct Lane<W> {
    runtime: Runtime,
    places: Vec<Place<W>>,
}

struct Place<W> {
    index: usize,
    connection: Connection,
    worker: W,
    is_done: bool,
}

/// What the workers do in a slice of time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Task {
    Load,
    /// Not their own: the ceiling, on the same connections.
    Ping(Kind),
}

/// A slice of time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slice {
    /// When the whole run began.
    pub(crate) begun: Instant,
    pub(crate) start: Instant,
    pub(crate) end: Instant,
    pub(crate) pace: Pace,
}

impl<W: Worker> Crowd<W> {
    /// Gives each worker a connection to one of `nodes` in turn, not open yet.
    pub(crate) fn new(nodes: &[String], workers: Vec<W>, threads: usize) -> anyhow::Result<Self> {
        let count = workers.len();
        let mut lanes = Vec::new();
        for _ in 0..threads.clamp(1, count.max(1)) {
            let runtime = Builder::new_current_thread().enable_all().build().context("no runtime")?;
            lanes.push(Lane { runtime, places: Vec::new() });
        }
        let lane_count = lanes.len();
        for (index, worker) in workers.into_iter().enumerate() {
            let connection = Connection::new(&nodes[index % nodes.len()]);
            lanes[index % lane_count].places.push(Place { index, connection, worker, is_done: false });
        }
        Ok(Self { lanes, workers: count })
    }

    /// Opens all connections, evenly over the slice.
    pub(crate) fn connect(&mut self, slice: Slice) -> anyhow::Result<Log> {
        self.on_each_lane(move |lane, workers| lane.run(workers, slice, Act::Connect))
    }

    /// Lets everybody act until the slice ends or they have nothing more to do.
    pub(crate) fn run(&mut self, task: Task, slice: Slice) -> anyhow::Result<Log> {
        self.on_each_lane(move |lane, workers| lane.run(workers, slice, Act::Task(task)))
    }

    /// Whether nobody has anything left to do.
    pub(crate) fn is_done(&self) -> bool {
        self.lanes.iter().flat_map(|lane| &lane.places).all(|place| place.is_done)
    }

    pub(crate) fn take_deeds(&mut self) -> Deeds {
        let mut all = Deeds::default();
        for place in self.lanes.iter_mut().flat_map(|lane| &mut lane.places) {
            all.add(place.worker.take_deeds());
        }
        all
    }

    pub(crate) fn workers(&mut self) -> impl Iterator<Item = &mut W> {
        self.lanes.iter_mut().flat_map(|lane| &mut lane.places).map(|place| &mut place.worker)
    }

    fn on_each_lane(&mut self, run: impl Fn(&mut Lane<W>, usize) -> Log + Send + Copy) -> anyhow::Result<Log> {
        let workers = self.workers;
        thread::scope(|scope| {
            let running: Vec<_> = self.lanes.iter_mut().map(|lane| scope.spawn(move || run(lane, workers))).collect();
            let mut all: Option<Log> = None;
            for lane in running {
                let log = lane.join().map_err(|_| anyhow!("a thread of the load ended early"))?;
                match &mut all {
                    Some(all) => all.add(&log),
                    None => all = Some(log),
                }
            }
            all.context("nobody is there to act")
        })
    }
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Connect,
    Task(Task),
}

impl<W: Worker> Lane<W> {
    fn run(&mut self, workers: usize, slice: Slice, act: Act) -> Log {
        let log = Rc::new(RefCell::new(Log::new(slice.begun)));
        let places = std::mem::take(&mut self.places);
        let local = LocalSet::new();
        let acting: Vec<_> = places
            .into_iter()
            .map(|place| {
                let turns = slice.pace.turns(slice.start, place.index, workers);
                local.spawn_local(place.act(act, turns, slice.end, log.clone()))
            })
            .collect();
        self.places = local.block_on(&self.runtime, async {
            let mut places = Vec::with_capacity(acting.len());
            for place in acting {
                places.push(place.await.expect("a worker doesn't panic"));
            }
            places
        });
        drop(local);
        Rc::into_inner(log).expect("all workers are back").into_inner()
    }
}

impl<W: Worker> Place<W> {
    async fn act(mut self, act: Act, mut turns: Turns, end: Instant, log: Rc<RefCell<Log>>) -> Self {
        let mut pinger = match act {
            Act::Task(Task::Ping(kind)) => Some(Pinger { kind }),
            _ => None,
        };
        loop {
            let due = turns.next();
            if due.unwrap_or_else(Instant::now) >= end || (self.is_done && pinger.is_none()) {
                return self;
            }
            if let Some(due) = due.filter(|due| *due > Instant::now()) {
                tokio::time::sleep_until(due.into()).await;
            }
            let mut wire = Wire::new(&mut self.connection, &log, due);
            match (&mut pinger, act) {
                (Some(pinger), _) => {
                    pinger.act(&mut wire).await;
                }
                (None, Act::Connect) => {
                    wire.open().await;
                    return self;
                }
                (None, Act::Task(_)) => self.is_done = self.worker.act(&mut wire).await == Flow::Done,
            }
            if !self.connection.is_open() {
                // Whoever was cut off doesn't come back at once, lest a server that is away is all that is measured.
                tokio::time::sleep(COMES_BACK_AFTER).await;
            }
        }
    }
}

const COMES_BACK_AFTER: std::time::Duration = std::time::Duration::from_millis(10);
