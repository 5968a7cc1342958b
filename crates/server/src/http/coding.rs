//! Which coding a client takes of those that are at hand.

use axum::http::header::ACCEPT_ENCODING;
use axum::http::{HeaderMap, HeaderValue};

/// In order of preference, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Identity,
    Gzip,
    Brotli,
}

impl Coding {
    /// The one that the client likes best; of those that it likes equally, the shortest.
    pub(super) fn accepted(headers: &HeaderMap) -> Coding {
        let lines = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
        let offers: Vec<(&str, f32)> = lines.flat_map(|line| line.split(',')).map(offer).collect();
        let weight = |names: &[&str]| {
            let named = offers.iter().find(|(name, _)| names.iter().any(|known| name.eq_ignore_ascii_case(known)));
            named.or_else(|| offers.iter().find(|(name, _)| *name == "*")).map_or(0.0, |(_, weight)| *weight)
        };
        let (gzip, brotli) = (weight(&["gzip", "x-gzip"]), weight(&["br"]));
        match () {
            () if brotli > 0.0 && brotli >= gzip => Coding::Brotli,
            () if gzip > 0.0 => Coding::Gzip,
            () => Coding::Identity,
        }
    }

    /// As it is named in `Content-Encoding`; none for what is as it is.
    pub(super) fn name(self) -> Option<HeaderValue> {
        match self {
            Coding::Identity => None,
            Coding::Gzip => Some(HeaderValue::from_static("gzip")),
            Coding::Brotli => Some(HeaderValue::from_static("br")),
        }
    }
}

/// `gzip;q=0.5` as name and weight. What can't be read isn't wanted.
fn offer(text: &str) -> (&str, f32) {
    let (name, parameters) = text.split_once(';').unwrap_or((text, ""));
    let weight = parameters.split(';').find_map(|one| one.trim().strip_prefix("q="));
    (name.trim(), weight.map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_decides_and_equals_are_decided_by_length() {
        let cases = [
            ("", Coding::Identity),
            ("identity", Coding::Identity),
            ("gzip", Coding::Gzip),
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("br;q=0.5, gzip", Coding::Gzip),
            ("br;q=0, gzip;q=0", Coding::Identity),
            ("BR;q=0.1", Coding::Brotli),
            ("*", Coding::Brotli),
            ("br;q=0, *;q=0.3", Coding::Gzip),
            ("gzip;q=nonsense", Coding::Identity),
        ];
        for (accepted, coding) in cases {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            assert_eq!(Coding::accepted(&headers), coding, "{accepted}");
        }
        assert_eq!(Coding::accepted(&HeaderMap::new()), Coding::Identity);
    }
}
