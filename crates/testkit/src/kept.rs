//! A way to the other nodes on which a test sees what was told, and passes it on itself.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use admit_app::ports::fanout::{Fanout, Hearer, Message};

/// Keeps what is told, and lets nobody hear it.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Vec<Message>>);

impl Kept {
    /// What was told since this was last called, in order.
    pub fn take(&self) -> Vec<Message> {
        std::mem::take(&mut self.messages())
    }

    fn messages(&self) -> MutexGuard<'_, Vec<Message>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fanout for Kept {
    fn tell(&self, message: Message) {
        self.messages().push(message);
    }

    fn listen(&self, _: Arc<dyn Hearer>) {}

    fn trouble(&self) -> Option<&'static str> {
        None
    }
}
