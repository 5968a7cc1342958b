//! The progress line: what all threads saw so far, once a second, where somebody watches.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

static ANSWERS: AtomicU64 = AtomicU64::new(0);
static FAILURES: AtomicU64 = AtomicU64::new(0);

const EVERY: Duration = Duration::from_secs(1);

pub(super) fn answered(count: u64) {
    ANSWERS.fetch_add(count, Ordering::Relaxed);
}

pub(super) fn failed() {
    FAILURES.fetch_add(1, Ordering::Relaxed);
}

/// Shows the line until it is dropped.
pub(crate) struct Progress {
    stops: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    pub(crate) fn show(what: &str) -> Self {
        let stops = Arc::new(AtomicBool::new(!std::io::stderr().is_terminal()));
        let (what, stop) = (what.to_owned(), stops.clone());
        let thread = std::thread::spawn(move || show(&what, &stop));
        Self { stops, thread: Some(thread) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stops.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A line that couldn't be shown is no loss.
            let _ = thread.join();
        }
    }
}

fn show(what: &str, stop: &AtomicBool) {
    let (begun, mut last, mut err) = (Instant::now(), 0, std::io::stderr());
    while !stop.load(Ordering::Relaxed) {
        let answers = ANSWERS.load(Ordering::Relaxed);
        let _ = write!(
            err,
            "\r\x1b[K{what}: {:.0} s, {answers} answers, {} in the last second, {} failures",
            begun.elapsed().as_secs_f64(),
            answers - last,
            FAILURES.load(Ordering::Relaxed),
        );
        last = answers;
        std::thread::park_timeout(EVERY);
    }
    if begun.elapsed() > EVERY && err.is_terminal() {
        let _ = write!(err, "\r\x1b[K");
    }
}
