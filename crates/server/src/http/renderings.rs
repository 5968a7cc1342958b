//! Renderings of what many ask for at once: each is made once for as long as it shows how things stand, not once a request.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use admit_domain::id::{EventId, SeatMapId};
use tokio::sync::Mutex;

use super::problem::Answer;
use super::rendering::{Rendering, Shows};

/// How old what is shown of the catalogue may be. Whoever keeps it on the way may by far longer.
const CATALOGUE_AGE_MAX: Duration = Duration::from_millis(200);

pub(super) struct AllRenderings {
    /// Large, and never old.
    pub(super) maps: Renderings<SeatMapId>,
    pub(super) seats: Renderings<(EventId, SeatsPart)>,
    pub(super) events: Renderings<EventId>,
    /// By what was asked for.
    pub(super) lists: Renderings<String>,
    catalogue_changed: RwLock<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum SeatsPart {
    Availability,
    State,
    Tiers,
}

impl Default for AllRenderings {
    fn default() -> Self {
        AllRenderings {
            maps: Renderings::new(32),
            seats: Renderings::new(1_024),
            events: Renderings::new(512),
            lists: Renderings::new(128),
            catalogue_changed: RwLock::new(Instant::now()),
        }
    }
}

impl AllRenderings {
    /// An organizer has changed something here, and sees it whatever is looked at next.
    pub(super) fn catalogue_changed(&self) {
        *self.catalogue_changed.write().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Whether the catalogue needn't be read again.
    pub(super) fn is_recent(&self, shown: &Shows) -> bool {
        let changed = *self.catalogue_changed.read().unwrap_or_else(PoisonError::into_inner);
        shown.as_of > changed && shown.as_of.elapsed() < CATALOGUE_AGE_MAX
    }
}

/// The newest rendering of each topic, and of no more than so many.
pub(super) struct Renderings<Topic> {
    topics_max: usize,
    slots: RwLock<HashMap<Topic, Arc<Slot>>>,
}

#[derive(Default)]
struct Slot {
    newest: RwLock<Option<Arc<Rendering>>>,
    /// One renders, and the others wait for it.
    turn: Mutex<()>,
}

impl<Topic: Eq + Hash + Clone> Renderings<Topic> {
    pub(super) fn new(topics_max: usize) -> Self {
        Renderings { topics_max, slots: RwLock::default() }
    }

    /// The rendering that is kept, if it `is_fresh`, else what `render` gives, which isn't polled otherwise.
    pub(super) async fn get(
        &self,
        topic: Topic,
        is_fresh: impl Fn(&Shows) -> bool,
        render: impl Future<Output = Answer<Rendering>>,
    ) -> Answer<Arc<Rendering>> {
        let slot = self.slot(topic);
        let kept =
            || slot.newest.read().unwrap_or_else(PoisonError::into_inner).clone().filter(|kept| is_fresh(kept.shows()));
        if let Some(kept) = kept() {
            return Ok(kept);
        }
        let _turn = slot.turn.lock().await;
        if let Some(kept) = kept() {
            return Ok(kept);
        }
        let rendering = Arc::new(render.await?);
        *slot.newest.write().unwrap_or_else(PoisonError::into_inner) = Some(rendering.clone());
        Ok(rendering)
    }

    fn slot(&self, topic: Topic) -> Arc<Slot> {
        if let Some(slot) = self.slots.read().unwrap_or_else(PoisonError::into_inner).get(&topic) {
            return slot.clone();
        }
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= self.topics_max
            && let Some(any) = slots.keys().next().cloned()
        {
            slots.remove(&any);
        }
        slots.entry(topic).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::{Bytes, to_bytes};
    use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, IF_NONE_MATCH};
    use axum::http::{HeaderMap, HeaderValue, StatusCode};
    use futures_util::future::join_all;

    use super::*;
    use crate::http::rendering::Effort;

    fn rendering(tag: &str, plain: Vec<u8>) -> Rendering {
        let shows = Shows { tag: tag.to_owned(), version: None, as_of: Instant::now() };
        Rendering::new(shows, "text/plain", Bytes::from(plain), Effort::Little)
    }

    #[tokio::test]
    async fn however_many_ask_it_is_rendered_once_for_as_long_as_it_is_fresh() {
        let renderings = Renderings::new(4);
        let (asked, version) = (AtomicUsize::new(0), AtomicUsize::new(1));
        let get = || async {
            let is_fresh = |shown: &Shows| shown.tag == version.load(Ordering::Relaxed).to_string();
            let render = async {
                tokio::task::yield_now().await;
                asked.fetch_add(1, Ordering::Relaxed);
                Ok(rendering(&version.load(Ordering::Relaxed).to_string(), Vec::new()))
            };
            renderings.get("topic", is_fresh, render).await.unwrap().shows().tag.clone()
        };
        assert!(join_all((0..50).map(|_| get())).await.iter().all(|tag| tag == "1"));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        version.store(2, Ordering::Relaxed);
        assert!(join_all((0..50).map(|_| get())).await.iter().all(|tag| tag == "2"));
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn a_refusal_is_not_kept_and_topics_are_not_without_end() {
        let renderings = Renderings::new(4);
        let refused = renderings.get(0, |_| true, async { Err(crate::http::problem::Problem::not_found()) }).await;
        assert!(refused.is_err());
        for topic in 0..100 {
            let tag = topic.to_string();
            let got = renderings.get(topic, |_| true, async { Ok(rendering(&tag, Vec::new())) }).await.unwrap();
            assert_eq!(got.shows().tag, tag);
        }
        assert_eq!(renderings.slots.read().unwrap().len(), 4);
    }

    #[tokio::test]
    async fn who_changed_the_catalogue_is_shown_it() {
        let all = AllRenderings::default();
        let shown = |as_of| Shows { tag: String::new(), version: None, as_of };
        let before = Instant::now();
        assert!(all.is_recent(&shown(before)));
        all.catalogue_changed();
        assert!(!all.is_recent(&shown(before)));
        assert!(all.is_recent(&shown(Instant::now())));
        assert!(!all.is_recent(&shown(Instant::now() - CATALOGUE_AGE_MAX)));
    }

    #[tokio::test]
    async fn it_is_sent_in_the_coding_that_is_taken_or_not_at_all_if_it_is_known() {
        let plain: Vec<u8> = (0..40_000u32).map(|index| (index / 97) as u8).collect();
        let rendering = rendering("tag", plain.clone());
        for (accepted, name) in [("", None), ("gzip", Some("gzip")), ("gzip, br", Some("br"))] {
            let request = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_str(accepted).unwrap())]);
            let response = rendering.answer(&request, "public").await.unwrap();
            assert_eq!(response.headers().get(CONTENT_ENCODING).map(|name| name.to_str().unwrap()), name);
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let mut unpacked = Vec::new();
            match name {
                None => unpacked.extend(&body),
                Some("gzip") => {
                    std::io::copy(&mut flate2::read::GzDecoder::new(&body[..]), &mut unpacked).unwrap();
                }
                Some(_) => brotli::BrotliDecompress(&mut &body[..], &mut unpacked).unwrap(),
            }
            assert!(unpacked == plain && (name.is_none() || body.len() < plain.len() / 4), "{accepted}");
        }
        let request = HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static("W/\"tag\""))]);
        let response = rendering.answer(&request, "public").await.unwrap();
        assert_eq!(
            (response.status(), &response.headers()[ETAG]),
            (StatusCode::NOT_MODIFIED, &HeaderValue::from_static("\"tag\""))
        );
    }
}
