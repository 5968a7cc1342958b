//! Cutting a connection at the worst moment: when a request has gone out and its answer hasn't come.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// When a connection is cut, by what its client sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// So many bytes from now, on all connections together.
    After(usize),
    /// When these bytes are seen, such as the word that ends a transaction.
    Seen(&'static [u8]),
}

/// What becomes of the request whose answer the client will never have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// It reaches the server, which does what it says.
    Passed,
    /// It is lost as well.
    Lost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    pub when: When,
    pub request: Request,
}

#[derive(Debug, Default)]
pub(super) struct Cuts {
    armed: Mutex<Option<Armed>>,
    done: AtomicU64,
}

#[derive(Debug)]
struct Armed {
    cut: Cut,
    times: u32,
    bytes: usize,
}

/// The end of what a connection's client has sent: what is looked for may be split over two reads.
#[derive(Debug, Default)]
pub(super) struct Tail(Vec<u8>);

impl Cuts {
    pub(super) fn arm(&self, cut: Cut, times: u32) {
        *self.armed() = (times > 0).then_some(Armed { cut, times, bytes: 0 });
    }

    pub(super) fn disarm(&self) {
        *self.armed() = None;
    }

    pub(super) fn done(&self) -> u64 {
        self.done.load(Ordering::SeqCst)
    }

    /// Whether the connection whose client now sends `bytes` is to be cut, and what becomes of them.
    pub(super) fn look(&self, tail: &mut Tail, bytes: &[u8]) -> Option<Request> {
        let mut guard = self.armed();
        let armed = guard.as_mut()?;
        let hit = match armed.cut.when {
            When::After(count) => {
                armed.bytes += bytes.len();
                armed.bytes >= count
            }
            When::Seen(pattern) => tail.completes(pattern, bytes),
        };
        if !hit {
            return None;
        }
        let request = armed.cut.request;
        armed.times -= 1;
        armed.bytes = 0;
        if armed.times == 0 {
            *guard = None;
        }
        self.done.fetch_add(1, Ordering::SeqCst);
        Some(request)
    }

    fn armed(&self) -> MutexGuard<'_, Option<Armed>> {
        self.armed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tail {
    fn completes(&mut self, pattern: &[u8], bytes: &[u8]) -> bool {
        self.0.extend_from_slice(bytes);
        let found = self.0.windows(pattern.len().max(1)).any(|window| window == pattern);
        let kept = self.0.len().min(pattern.len().saturating_sub(1));
        self.0.drain(..self.0.len() - kept);
        found
    }
}
