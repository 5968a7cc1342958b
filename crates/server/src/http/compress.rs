//! Compression: which answers are worth it, and in which coding.

use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL};
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{And, DefaultPredicate, Predicate, SizeAbove};

use super::coding::Coding;

/// A shorter answer fits into a packet or two as it is.
pub(super) const BYTES_MIN: usize = 1_024;

type Worthwhile = And<And<SizeAbove, DefaultPredicate>, fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool>;

/// Compresses what everybody may see. Answers to one account stay as they are: they are small, there are very many in a rush, and
/// a secret's length must not tell what it has in common with what somebody else put beside it. Streams are left alone too.
pub(super) fn compression() -> CompressionLayer<Worthwhile> {
    CompressionLayer::new()
        .compress_when(SizeAbove::new(BYTES_MIN as u64).and(DefaultPredicate::new()).and(is_public as _))
}

/// Who refuses even what is as it is gets it all the same: an answer in a coding that isn't wanted says more than none, and the
/// library would send it as 406, which is no answer of this API.
pub(super) fn forgive_refusals(headers: &mut HeaderMap) {
    let refuses =
        headers.get(ACCEPT_ENCODING).is_some_and(|value| value.to_str().is_ok_and(|text| text.contains("q=0")));
    if refuses && Coding::accepted(headers) == Coding::Identity {
        headers.remove(ACCEPT_ENCODING);
    }
}

fn is_public(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    headers.get(CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"public"))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_wish_is_kept_unless_nothing_would_do() {
        let cases = [
            ("identity;q=0", false),
            ("*;q=0", false),
            ("gzip;q=0, *;q=0.0", false),
            ("gzip, identity;q=0", true),
            ("br;q=0.5", true),
            ("gzip", true),
            ("", true),
        ];
        for (wish, is_kept) in cases {
            let mut headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(wish))]);
            forgive_refusals(&mut headers);
            assert_eq!(headers.contains_key(ACCEPT_ENCODING), is_kept, "{wish}");
        }
    }
}
