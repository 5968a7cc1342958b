//! Rendered seating plans, kept because they never change and are large; compressed once, not for each request.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use admit_domain::id::SeatMapId;
use axum::body::Bytes;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::sync::OnceCell;

use super::coding::Coding;
use super::from_app::internal;
use super::problem::Answer;

/// How many rendered plans are kept.
const PLANS_MAX: usize = 32;
/// Dearer than for what is compressed again and again, and still less than a second for a stadium.
const BROTLI_QUALITY: i32 = 7;

#[derive(Default)]
pub(crate) struct MapCache(Mutex<HashMap<SeatMapId, Arc<OnceCell<RenderedMap>>>>);

/// A plan in every coding that is offered.
#[derive(Clone)]
pub(super) struct RenderedMap {
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
}

impl MapCache {
    /// The plan as it is kept, or as `render` gives it, which is asked once however many wait.
    pub(super) async fn get(
        &self,
        id: SeatMapId,
        render: impl FnOnce() -> Answer<Bytes> + Send + 'static,
    ) -> Answer<RenderedMap> {
        let cell = self.cell(id);
        let rendered = cell.get_or_try_init(|| async {
            // Compressing takes far longer than anything else that a request does.
            let done = tokio::task::spawn_blocking(move || compress(render()?).map_err(|error| internal(&error)));
            done.await.map_err(|error| internal(&error))?
        });
        rendered.await.cloned()
    }

    fn cell(&self, id: SeatMapId) -> Arc<OnceCell<RenderedMap>> {
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !plans.contains_key(&id)
            && plans.len() >= PLANS_MAX
            && let Some(any) = plans.keys().next().copied()
        {
            plans.remove(&any);
        }
        plans.entry(id).or_default().clone()
    }
}

impl RenderedMap {
    pub(super) fn in_coding(&self, coding: Coding) -> Bytes {
        match coding {
            Coding::Identity => self.plain.clone(),
            Coding::Gzip => self.gzip.clone(),
            Coding::Brotli => self.brotli.clone(),
        }
    }
}

fn compress(plain: Bytes) -> std::io::Result<RenderedMap> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&plain)?;
    let mut brotli = Vec::new();
    let params = BrotliEncoderParams { quality: BROTLI_QUALITY, size_hint: plain.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &plain[..], &mut brotli, &params)?;
    Ok(RenderedMap { gzip: gzip.finish()?.into(), brotli: brotli.into(), plain })
}
