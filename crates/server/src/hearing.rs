//! Where this node hears the others: hands each message to whom it concerns, and looks at the store when some may have been missed.

use std::sync::Arc;

use admit_app::app::App;
use admit_app::ports::fanout::{Hearer, Message};
use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use tokio::sync::Notify;

use crate::compose::Node;
use crate::limits::SharedLimits;

struct Hearing {
    app: Arc<App>,
    limits: Option<Arc<SharedLimits>>,
    missed: Arc<Notify>,
}

/// Begins to hear the other nodes, if there is a way to them.
pub(crate) fn hear_other_nodes(node: &Node) {
    let app = &node.app;
    if !app.others.are_told() {
        return;
    }
    let missed = Arc::new(Notify::new());
    tokio::spawn(look_when_missed(app.clone(), missed.clone()));
    app.others.listen(Arc::new(Hearing { app: app.clone(), limits: node.limits.clone(), missed }));
}

/// One look at a time, however often something is missed.
async fn look_when_missed(app: Arc<App>, missed: Arc<Notify>) {
    loop {
        missed.notified().await;
        metrics::counter!("admit_fanout_looks_total").increment(1);
        app.look_at_other_nodes().await;
    }
}

impl Hearer for Hearing {
    fn wants(&self, event: EventId, version: Version) -> bool {
        self.app.wants_entry(event, version)
    }

    fn hear(&self, message: Message) {
        match (message, &self.limits) {
            (Message::Counted(counts), Some(limits)) => limits.hear(&counts),
            (message, _) => self.app.hear(message),
        }
    }

    fn missed(&self) {
        self.missed.notify_one();
    }
}
