//! What a worker is: somebody on a connection who acts again and again.

use crate::auditor::deeds::Deeds;
use crate::wire::connection::Request;

use super::kind::Kind;
use super::wire_log::Wire;

/// Whether there is more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    On,
    Done,
}

pub(crate) trait Worker: Send + 'static {
    /// One act, of one or several requests.
    fn act(&mut self, wire: &mut Wire<'_>) -> impl Future<Output = Flow>;

    /// What was acknowledged so far, for the auditor.
    fn take_deeds(&mut self) -> Deeds {
        Deeds::default()
    }
}

/// Asks for the ceiling: an empty JSON POST, answered by the same HTTP stack that answers everything else.
pub(crate) struct Pinger {
    pub(crate) kind: Kind,
}

impl Worker for Pinger {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        wire.ask(self.kind, Request::post("/api/v1/ping", b"{}")).await;
        Flow::On
    }
}
