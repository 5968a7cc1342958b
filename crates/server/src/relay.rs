//! The relay of a node that knows a message broker, as a task that runs as long as the node does.

use std::sync::Arc;
use std::time::Duration;

use admit_app::relay::{Relay, RelayPace};
use admit_cluster::kafka::{KafkaOutlet, KafkaSettings};
use admit_store::SqlStore;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::shutdown::Stop;

/// How long the relay may take to note what it told last.
const ENDS_WITHIN: Duration = Duration::from_secs(3);

/// The relay's task, if there is one.
pub(crate) struct RunningRelay(Option<JoinHandle<()>>);

pub(crate) fn start(kafka: Option<&KafkaSettings>, store: &SqlStore, stop: &Stop) -> RunningRelay {
    let task = kafka.map(|kafka| {
        let outlet = Arc::new(KafkaOutlet::new(kafka));
        let relay = Relay::new(Arc::new(store.clone()), outlet, RelayPace::default());
        let mut stop = stop.clone();
        tokio::spawn(async move { relay.run(stop.given()).await })
    });
    RunningRelay(task)
}

impl RunningRelay {
    /// Waits until it has ended, which it does when it is told to stop.
    pub(crate) async fn ended(self) {
        let Some(mut task) = self.0 else { return };
        match timeout(ENDS_WITHIN, &mut task).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => tracing::error!("the relay ran into a defect"),
            Err(_) => {
                tracing::warn!("the relay did not end in time and was cut off");
                task.abort();
            }
        }
    }
}
