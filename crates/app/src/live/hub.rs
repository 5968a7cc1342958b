//! An event's hub: takes from the desk which units commits touched, makes frames of them, and wakes whoever listens.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use admit_domain::unit::Unit;
use metrics::{counter, histogram};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};

use crate::desk::view::View;

use super::bell::Bell;
use super::frame::{Frame, Snapshot};
use super::listener::{Listener, Piece};
use super::pace::{Audience, Pace};
use super::ring::Ring;
use super::units::UnitSet;

/// How long a hub goes on after its last listener left, so that one who reconnects finds its frames.
const LINGER: Duration = Duration::from_secs(60);
/// How many listeners are woken before other tasks get their turn: few enough for the queue of one of the runtime's threads. What does
/// not fit there goes to the queue of all threads, and in front of the answers to those who buy.
const WOKEN_AT_ONCE: usize = 32;
/// How many frames that brought somebody up to date from the journal are kept for others who come from the same version.
const CATCH_UPS_MAX: usize = 16;

#[derive(Debug)]
pub(crate) struct Hub {
    event: EventId,
    view: Arc<RwLock<View>>,
    marks: Mutex<Marks>,
    ring: RwLock<Ring>,
    bells: Mutex<Bells>,
    audience: Arc<Audience>,
    work: Notify,
    catch_ups: Mutex<VecDeque<CatchUp>>,
    /// The journal is read for one listener at a time; those who wait mostly find what they need when it is done.
    pub(crate) reading_journal: tokio::sync::Mutex<()>,
}

/// What has been committed since the last frame.
#[derive(Debug)]
struct Marks {
    /// Nobody listens to a hub that sleeps, and it marks nothing.
    is_awake: bool,
    units: UnitSet,
}

#[derive(Debug)]
struct Bells {
    by_id: HashMap<u64, Arc<Bell>>,
    next_id: u64,
    last_left: Instant,
}

/// How somebody was brought up to date from the journal.
#[derive(Debug)]
struct CatchUp {
    frame: Arc<Frame>,
    /// The number of the ring's frame that follows.
    next: u64,
}

impl Hub {
    pub(crate) fn new(event: EventId, view: Arc<RwLock<View>>, audience: Arc<Audience>) -> Hub {
        let (units, head) = {
            let view = view.read().unwrap_or_else(PoisonError::into_inner);
            (UnitSet::new(view.hall().units()), Snapshot::of(&view))
        };
        Hub {
            event,
            view,
            marks: Mutex::new(Marks { is_awake: false, units }),
            ring: RwLock::new(Ring::new(head)),
            bells: Mutex::new(Bells { by_id: HashMap::new(), next_id: 0, last_left: Instant::now() }),
            audience,
            work: Notify::new(),
            catch_ups: Mutex::default(),
            reading_journal: tokio::sync::Mutex::default(),
        }
    }

    pub(super) fn event(&self) -> EventId {
        self.event
    }

    /// Takes note that a commit touched `units`. Called by the desk while it changes the view, so that view and marks agree.
    pub(crate) fn mark(&self, units: impl Iterator<Item = Unit>) {
        let mut marks = self.marks();
        if !marks.is_awake {
            return;
        }
        units.for_each(|unit| marks.units.insert(unit));
        if !marks.units.is_empty() {
            self.work.notify_one();
        }
    }

    /// Somebody listens from now on, and is first told how things stand.
    pub(crate) fn listen(self: &Arc<Self>, bell: Arc<Bell>) -> Listener {
        let view = self.read_view();
        let mut marks = self.marks();
        if !marks.is_awake {
            marks.is_awake = true;
            marks.units.clear();
            self.ring.write().unwrap_or_else(PoisonError::into_inner).restart(Snapshot::of(&view));
            tokio::spawn(self.clone().run());
        }
        let id = self.bells().add(bell);
        self.audience.joined();
        let ring = self.ring();
        let head = ring.head().clone();
        let (at, says_sold_out) = (head.version, head.is_sold_out);
        Listener { hub: self.clone(), id, next: ring.end(), at, ahead: Some(Piece::Snapshot(head)), says_sold_out }
    }

    /// Has `listener`, who is at `last`, go on from there if the frames that are kept allow it.
    pub(crate) fn go_on(&self, listener: &mut Listener, last: Version) -> bool {
        let ring = self.ring();
        if let Some(next) = ring.after(last) {
            // That everything is sold was told with the version at which it was, or is by a frame that is still to come.
            listener.go_on_from(next, last, None, false);
            return true;
        }
        let catch_ups = self.catch_ups.lock().unwrap_or_else(PoisonError::into_inner);
        let known = catch_ups.iter().find(|known| known.frame.from == last && known.next >= ring.first());
        if let Some(CatchUp { frame, next }) = known {
            listener.go_on_from(*next, frame.version, Some(frame.clone()), frame.is_sold_out);
        }
        known.is_some()
    }

    /// Has `listener`, who is at `last`, go on from there. `units`: all that changed from `last` up to a version that is no older
    /// than where `listener` began.
    pub(crate) fn catch_up(&self, listener: &mut Listener, last: Version, mut units: UnitSet) {
        let view = self.read_view();
        let marks = self.marks();
        let ring = self.ring();
        for run in ring.since(listener.next).flat_map(|frame| &frame.changes) {
            (run.first.0..run.first.0 + run.count).for_each(|unit| units.insert(Unit(unit)));
        }
        marks.units.iter().for_each(|unit| units.insert(unit));
        drop(marks);
        let frame = Arc::new(Frame::of(&view, &units, last));
        let next = ring.end();
        listener.go_on_from(next, frame.version, Some(frame.clone()), frame.is_sold_out);
        let mut catch_ups = self.catch_ups.lock().unwrap_or_else(PoisonError::into_inner);
        catch_ups.push_back(CatchUp { frame, next });
        while catch_ups.len() > CATCH_UPS_MAX {
            catch_ups.pop_front();
        }
    }

    pub(super) fn leave(&self, id: u64) {
        self.bells().remove(id);
        self.audience.left();
    }

    pub(super) fn ring(&self) -> RwLockReadGuard<'_, Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes frames until nobody has listened for a while.
    async fn run(self: Arc<Self>) {
        let mut pace = Pace::new(Instant::now());
        loop {
            let has_work = timeout(LINGER, self.work.notified()).await.is_ok();
            if self.falls_asleep() {
                return;
            }
            if has_work {
                sleep_until(pace.next()).await;
                if self.make_frame() {
                    pace.went_out(Instant::now(), self.audience.frame_every());
                    self.wake_listeners().await;
                }
            }
        }
    }

    /// What was marked is in the ring before anybody can look again: from the marks it goes nowhere else.
    fn make_frame(&self) -> bool {
        let view = self.read_view();
        let mut marks = self.marks();
        if marks.units.is_empty() {
            return false;
        }
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        let units = marks.units.take();
        drop(marks);
        let frame = Frame::of(&view, &units, ring.head().version);
        counter!("admit_live_frames_total").increment(1);
        histogram!("admit_live_frame_runs").record(frame.changes.len() as f64);
        ring.push(frame, Snapshot::of(&view));
        true
    }

    async fn wake_listeners(&self) {
        let bells: Vec<Arc<Bell>> = self.bells().by_id.values().cloned().collect();
        for some in bells.chunks(WOKEN_AT_ONCE) {
            some.iter().for_each(|bell| bell.ring());
            tokio::task::yield_now().await;
        }
    }

    /// Whether nobody listens, nor has for a while.
    pub(crate) fn is_asleep(&self) -> bool {
        !self.marks().is_awake
    }

    /// Whether nobody has listened for so long that nothing needs to be marked any more.
    fn falls_asleep(&self) -> bool {
        let mut marks = self.marks();
        let bells = self.bells();
        if !bells.by_id.is_empty() || bells.last_left.elapsed() < LINGER {
            return false;
        }
        marks.is_awake = false;
        self.ring.write().unwrap_or_else(PoisonError::into_inner).forget();
        self.catch_ups.lock().unwrap_or_else(PoisonError::into_inner).clear();
        true
    }

    fn read_view(&self) -> RwLockReadGuard<'_, View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn marks(&self) -> MutexGuard<'_, Marks> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bells(&self) -> MutexGuard<'_, Bells> {
        self.bells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bells {
    fn add(&mut self, bell: Arc<Bell>) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.by_id.insert(id, bell);
        id
    }

    fn remove(&mut self, id: u64) {
        self.by_id.remove(&id);
        self.last_left = Instant::now();
    }
}
