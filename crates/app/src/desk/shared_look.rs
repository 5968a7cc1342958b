//! One look at the store for all who wait for it: each gets what was found by a look that began after they asked.

use tokio::sync::{mpsc, oneshot};

use super::handle::DeskError;

const WAITING_MAX: usize = 16_384;

type Waiter<T> = oneshot::Sender<Result<T, DeskError>>;

pub(crate) struct SharedLook<T> {
    waiters: mpsc::Sender<Waiter<T>>,
}

impl<T: Clone + Send + 'static> SharedLook<T> {
    /// `look` is had again and again, one at a time, while anybody waits.
    pub(crate) fn start<F>(look: impl Fn() -> F + Send + 'static) -> SharedLook<T>
    where
        F: Future<Output = Result<T, DeskError>> + Send,
    {
        let (waiters, mut waiting) = mpsc::channel::<Waiter<T>>(WAITING_MAX);
        tokio::spawn(async move {
            while let Some(first) = waiting.recv().await {
                // All who wait by now are served by the look that begins now; who comes later waits for the next.
                let mut waiters = vec![first];
                while let Ok(waiter) = waiting.try_recv() {
                    waiters.push(waiter);
                }
                let found = look().await;
                for waiter in waiters {
                    let _ = waiter.send(found.clone());
                }
            }
        });
        SharedLook { waiters }
    }

    /// What the store held at some moment after this was called.
    pub(crate) async fn ask(&self) -> Result<T, DeskError> {
        let (reply, answer) = oneshot::channel();
        self.waiters.try_send(reply).map_err(|_| DeskError::Busy)?;
        answer.await.map_err(|_| DeskError::Late)?
    }
}
