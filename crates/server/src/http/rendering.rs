//! An answer's body as it was rendered once, in each coding that somebody has asked for.

use std::io::Write;
use std::time::Instant;

use admit_domain::inventory::journal::Version;
use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::sync::OnceCell;

use super::answer::Cached;
use super::coding::Coding;
use super::compress::BYTES_MIN;
use super::from_app::internal;
use super::problem::Answer;

/// How much work it is worth to make a body short.
#[derive(Debug, Clone, Copy)]
pub(super) enum Effort {
    /// It is sent for a moment, and then another is rendered.
    Little,
    /// It is sent for as long as the server runs. Less than a second for a stadium's plan.
    Much,
}

#[derive(Debug)]
pub(super) struct Rendering {
    shows: Shows,
    content_type: &'static str,
    effort: Effort,
    plain: Bytes,
    gzip: OnceCell<Bytes>,
    brotli: OnceCell<Bytes>,
}

type Compress = fn(&[u8], Effort) -> std::io::Result<Vec<u8>>;

/// What a rendering shows.
#[derive(Debug)]
pub(super) struct Shows {
    /// Its `ETag`, without quotes.
    pub(super) tag: String,
    /// The event's, if it is of an event as it stands.
    pub(super) version: Option<Version>,
    /// It shows nothing older.
    pub(super) as_of: Instant,
}

impl Rendering {
    pub(super) fn new(shows: Shows, content_type: &'static str, plain: Bytes, effort: Effort) -> Rendering {
        let (gzip, brotli) = Default::default();
        Rendering { shows, content_type, effort, plain, gzip, brotli }
    }

    pub(super) fn shows(&self) -> &Shows {
        &self.shows
    }

    /// Answers a request with it, or with `304` if the caller has it.
    pub(super) async fn answer(&self, request: &HeaderMap, cache_control: &'static str) -> Answer<Response> {
        let is_short = self.plain.len() < BYTES_MIN;
        let coding = if is_short { Coding::Identity } else { Coding::accepted(request) };
        let body = self.in_coding(coding).await?;
        let cached = Cached { request, tag: &self.shows.tag, cache_control, content_type: self.content_type };
        let mut response = cached.answer(|| Ok(body))?;
        let is_whole = response.status() == StatusCode::OK;
        let headers = response.headers_mut();
        if !is_short {
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        if let Some(name) = coding.name().filter(|_| is_whole) {
            headers.insert(CONTENT_ENCODING, name);
        }
        Ok(response)
    }

    /// Compressed once, however many ask for it.
    async fn in_coding(&self, coding: Coding) -> Answer<Bytes> {
        let (cell, compress): (_, Compress) = match coding {
            Coding::Identity => return Ok(self.plain.clone()),
            Coding::Gzip => (&self.gzip, gzip),
            Coding::Brotli => (&self.brotli, brotli),
        };
        let compressed = cell.get_or_try_init(async || {
            let (plain, effort) = (self.plain.clone(), self.effort);
            let bytes = match effort {
                Effort::Little => compress(&plain, effort),
                // That takes far longer than anything else that a request does.
                Effort::Much => {
                    let compressing = tokio::task::spawn_blocking(move || compress(&plain, effort));
                    compressing.await.map_err(|error| internal(&error))?
                }
            };
            bytes.map(Bytes::from).map_err(|error| internal(&error))
        });
        compressed.await.cloned()
    }
}

fn gzip(plain: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let level = match effort {
        Effort::Little => Compression::fast(),
        Effort::Much => Compression::default(),
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(plain)?;
    encoder.finish()
}

fn brotli(plain: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let quality = match effort {
        Effort::Little => 2,
        Effort::Much => 7,
    };
    let params = BrotliEncoderParams { quality, size_hint: plain.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*plain, &mut compressed, &params)?;
    Ok(compressed)
}
