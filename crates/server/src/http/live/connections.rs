//! All live connections of this node: how many there are, and the word that ends them.

use std::sync::Arc;

use tokio::sync::watch;

use crate::http::problem::Answer;
use crate::shutdown::Stop;

#[derive(Debug, Clone, Copy)]
pub(in crate::http) enum Kind {
    Stream,
    /// Of what changed, for an organizer's system.
    Changes,
    Socket,
}

/// Live connections would never end by themselves, so they are told to when the node stops.
pub struct LiveConnections {
    stop: Stop,
    open: watch::Sender<usize>,
}

/// A connection that is open; dropping it says that it isn't any more.
pub(in crate::http) struct Open {
    kind: Kind,
    all: Arc<LiveConnections>,
}

impl LiveConnections {
    pub fn new(stop: Stop) -> LiveConnections {
        LiveConnections { stop, open: watch::Sender::new(0) }
    }

    /// Lets one more connection in. What limits them is decided here.
    pub(in crate::http) fn open(self: &Arc<Self>, kind: Kind) -> Answer<Open> {
        self.open.send_modify(|open| *open += 1);
        metrics::gauge!("admit_live_connections", "kind" => kind.name()).increment(1);
        Ok(Open { kind, all: self.clone() })
    }

    /// Waits until all have ended, which they do at once when the node stops.
    pub async fn ended(&self) {
        // It can't fail: the sender is here.
        let _ = self.open.subscribe().wait_for(|open| *open == 0).await;
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Stream => "sse",
            Kind::Changes => "changes",
            Kind::Socket => "ws",
        }
    }
}

impl Open {
    /// Hears the word to end.
    pub(in crate::http) fn stop(&self) -> Stop {
        self.all.stop.clone()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!("admit_live_connections", "kind" => self.kind.name()).decrement(1);
        self.all.open.send_modify(|open| *open -= 1);
    }
}
