//! The word to stop: given once, by a signal or by whoever serves, and heard by everything that runs.

use tokio::sync::watch;

/// Gives the word.
pub struct Stopper(watch::Sender<bool>);

/// Hears the word. Cheap to clone.
#[derive(Clone)]
pub struct Stop(watch::Receiver<bool>);

pub fn stop() -> (Stopper, Stop) {
    let (stopper, stop) = watch::channel(false);
    (Stopper(stopper), Stop(stop))
}

impl Stopper {
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    pub fn is_given(&self) -> bool {
        *self.0.borrow()
    }

    /// Comes back once the word is given, or nobody is left to give it.
    pub async fn given(&mut self) {
        // An error means that the one who gives the word is gone, which says the same.
        let _ = self.0.wait_for(|given| *given).await;
    }
}

/// Listens for SIGTERM and SIGINT from now on; what it gives comes back at the first.
pub fn signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
