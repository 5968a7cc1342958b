//! How long answers take, by route and status, without putting together a label for each request.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use metrics::Histogram;

/// For whatever matched no route: what callers make up must not become labels.
const UNMATCHED: &str = "unmatched";

/// One histogram a route and status, made when it is first needed. There are no more than the router has routes, times the
/// statuses that the server gives.
#[derive(Default)]
pub(super) struct RouteTimes(RwLock<HashMap<Box<str>, ByStatus>>);

type ByStatus = Vec<(u16, Histogram)>;

impl RouteTimes {
    /// `path` is the route's, with its `{names}`.
    pub(super) fn record(&self, path: Option<&str>, status: u16, took: Duration) {
        let path = path.unwrap_or(UNMATCHED);
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let histogram = known.get(path).and_then(|statuses| statuses.iter().find(|(known, _)| *known == status));
        if let Some((_, histogram)) = histogram {
            histogram.record(took);
            return;
        }
        drop(known);
        self.add(path, status).record(took);
    }

    fn add(&self, path: &str, status: u16) -> Histogram {
        let labels = [("path", path.to_owned()), ("status", status.to_string())];
        let histogram = metrics::histogram!("admit_http_seconds", &labels);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let statuses = known.entry(path.into()).or_default();
        // Somebody else may have been quicker; both are the same histogram.
        if statuses.iter().all(|(known, _)| *known != status) {
            statuses.push((status, histogram.clone()));
        }
        histogram
    }
}
