//! What happened, in order and in words, for whoever replays a seed.

use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;

pub(super) struct Trace {
    started: Instant,
    lines: Option<Mutex<Vec<String>>>,
}

impl Trace {
    pub(super) fn new(on: bool) -> Trace {
        Trace { started: Instant::now(), lines: on.then(Mutex::default) }
    }

    pub(super) fn note(&self, what: impl FnOnce() -> String) {
        if let Some(lines) = &self.lines {
            let line = format!("{:>10} ms  {}", self.started.elapsed().as_millis(), what());
            lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let lines = self.lines.as_ref().map(|lines| lines.lock().unwrap_or_else(PoisonError::into_inner).clone());
        lines.unwrap_or_default()
    }
}
