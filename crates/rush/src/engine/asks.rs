//! What buyers ask through: one connection to one server, or several nodes of which any will do.

use std::time::Duration;

use crate::wire::connection::Request;

use super::kind::Kind;
use super::wire_log::{Reply, Wire};

pub(crate) trait Asks {
    /// Asks and notes what came of it. `None`: a failure, or no answer.
    fn ask(&mut self, kind: Kind, request: Request<'_>) -> impl Future<Output = Option<Reply<'_>>>;

    /// Notes that a good answer said what it mustn't.
    fn object(&self, kind: Kind, what: &str, said: &[u8]);

    /// How long to look again for the end of what an answer says is under way. Zero: an answer has to say how it ended.
    fn patience(&self) -> Duration;
}

impl Asks for Wire<'_> {
    async fn ask(&mut self, kind: Kind, request: Request<'_>) -> Option<Reply<'_>> {
        Wire::ask(self, kind, request).await
    }

    fn object(&self, kind: Kind, what: &str, said: &[u8]) {
        Wire::object(self, kind, what, said);
    }

    fn patience(&self) -> Duration {
        Duration::ZERO
    }
}
