//! The files of the page, as they were when the program was built.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

use crate::http::answer::{Cached, content_tag};
use crate::http::coding::Coding;
use crate::http::problem::{Answer, Problem};

/// Everything is the page's own, and nothing is written into it.
pub(super) const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
     manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);
pub(super) const HTML: &str = "text/html; charset=utf-8";
/// What has its fingerprint in its name never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Kept, and asked for each time whether it is still the same.
pub(super) const ASK_AGAIN: &str = "public, no-cache";

pub(super) struct Built {
    /// Where it is served, with a slash before it.
    pub(super) path: &'static str,
    pub(super) plain: &'static [u8],
    pub(super) brotli: Option<&'static [u8]>,
    pub(super) gzip: Option<&'static [u8]>,
}

/// None, where the page wasn't built.
pub(super) const FILES: &[Built] = include!(concat!(env!("OUT_DIR"), "/page_files.rs"));

pub(super) fn find(path: &str) -> Option<&'static Built> {
    FILES.iter().find(|file| file.path == path)
}

/// The page itself, into which scripts and styles are loaded. `None`: it wasn't built.
pub(super) fn index() -> Option<&'static str> {
    static INDEX: OnceLock<Option<&str>> = OnceLock::new();
    *INDEX.get_or_init(|| std::str::from_utf8(find("/index.html")?.plain).ok())
}

impl Built {
    pub(super) fn answer(&'static self, request: &HeaderMap) -> Answer<Response> {
        let (coding, bytes) = match Coding::accepted(request) {
            Coding::Brotli if self.brotli.is_some() => (Coding::Brotli, self.brotli),
            Coding::Brotli | Coding::Gzip if self.gzip.is_some() => (Coding::Gzip, self.gzip),
            _ => (Coding::Identity, Some(self.plain)),
        };
        let bytes = Bytes::from_static(bytes.unwrap_or(self.plain));
        let cache_control = if self.path.starts_with("/assets/") { FOREVER } else { ASK_AGAIN };
        let content_type = media_type(self.path).ok_or_else(Problem::not_found)?;
        let cached = Cached { request, tag: &content_tag(self.plain), cache_control, content_type };
        let mut response = cached.answer(|| Ok(bytes))?;
        let is_whole = response.status() == StatusCode::OK;
        let headers = response.headers_mut();
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        // A service worker may do what its own script's policy allows.
        headers.insert(CONTENT_SECURITY_POLICY, POLICY);
        if let Some(name) = coding.name().filter(|_| is_whole) {
            headers.insert(CONTENT_ENCODING, name);
        }
        Ok(response)
    }
}

/// By the end of the name. What has no type isn't served: browsers are told not to guess.
fn media_type(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "html" => HTML,
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};

    use super::*;

    static SCRIPT: Built =
        Built { path: "/assets/a-1f.js", plain: b"plain", brotli: Some(b"short"), gzip: Some(b"middling") };
    static MANIFEST: Built = Built { path: "/a.webmanifest", plain: b"{}", brotli: None, gzip: None };

    fn asked(name: axum::http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    async fn body(response: Response) -> Bytes {
        axum::body::to_bytes(response.into_body(), 100).await.unwrap()
    }

    #[tokio::test]
    async fn a_file_comes_in_the_coding_that_is_there_and_is_taken() {
        for (accepted, coding, bytes) in [("br, gzip", "br", "short"), ("gzip", "gzip", "middling"), ("", "", "plain")]
        {
            let response = SCRIPT.answer(&asked(ACCEPT_ENCODING, accepted)).unwrap();
            let header = |name| response.headers().get(name).map_or("", |value| value.to_str().unwrap());
            assert_eq!((header(CONTENT_ENCODING), header(VARY)), (coding, "accept-encoding"));
            assert_eq!((header(CACHE_CONTROL), header(CONTENT_TYPE)), (FOREVER, "text/javascript; charset=utf-8"));
            assert_eq!(body(response).await, bytes);
        }
        let response = MANIFEST.answer(&asked(ACCEPT_ENCODING, "br")).unwrap();
        assert_eq!(response.headers()[CACHE_CONTROL], ASK_AGAIN);
        assert_eq!(response.headers().get(CONTENT_ENCODING), None);
        assert_eq!(body(response).await, "{}");
    }

    #[tokio::test]
    async fn who_has_it_is_told_so() {
        let tag = SCRIPT.answer(&HeaderMap::new()).unwrap().headers()[ETAG].to_str().unwrap().to_owned();
        let mut request = asked(ACCEPT_ENCODING, "br");
        request.insert(IF_NONE_MATCH, HeaderValue::from_str(&format!("W/{tag}")).unwrap());
        let response = SCRIPT.answer(&request).unwrap();
        assert_eq!((response.status(), response.headers().get(CONTENT_ENCODING)), (StatusCode::NOT_MODIFIED, None));
    }

    #[test]
    fn all_that_was_built_has_a_type() {
        for file in FILES {
            assert!(media_type(file.path).is_some(), "{}", file.path);
        }
    }
}
