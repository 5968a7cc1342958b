//! Compression: which answers are worth it, and in which coding.

use axum::http::header::CACHE_CONTROL;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{And, DefaultPredicate, Predicate, SizeAbove};

/// A shorter answer fits into a packet or two as it is.
const BYTES_MIN: u64 = 1_024;

type Worthwhile = And<And<SizeAbove, DefaultPredicate>, fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool>;

/// Compresses what everybody may see. Answers to one account stay as they are: they are small, there are very many in a rush, and
/// a secret's length must not tell what it has in common with what somebody else put beside it. Streams are left alone too.
pub(super) fn compression() -> CompressionLayer<Worthwhile> {
    CompressionLayer::new().compress_when(SizeAbove::new(BYTES_MIN).and(DefaultPredicate::new()).and(is_public as _))
}

fn is_public(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    headers.get(CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"public"))
}
