//! Where the gateway's page may send a buyer: back to where they came from, and nowhere else.

use reqwest::Url;

/// Whether `url` is a path on this server or an address of `public_url`. Anything else would make the page an open redirect.
pub fn is_allowed(url: &str, public_url: &str) -> bool {
    let Ok(base) = public_url.parse::<Url>() else { return false };
    // Browsers drop tabs and line ends and read a backslash as a slash.
    if url.chars().any(|letter| letter.is_control() || letter == '\\') {
        return false;
    }
    let is_path = url.starts_with('/') && !url.starts_with("//");
    let is_address = url.starts_with("http://") || url.starts_with("https://");
    let joined = base.join(url).is_ok_and(|joined| joined.origin() == base.origin() && joined.username().is_empty());
    (is_path || is_address) && joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_servers_own_addresses_are_allowed() {
        let allowed = |url| is_allowed(url, "https://tickets.example");
        for good in ["/", "/orders/1?paid=1#top", "https://tickets.example/orders", "https://tickets.example:443/"] {
            assert!(allowed(good), "{good}");
        }
        for bad in [
            "",
            "orders",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "http://tickets.example",
            "https://tickets.example:444",
            "https://tickets.example@evil.example",
            "https://u@tickets.example",
            "https://tickets.example.evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
        ] {
            assert!(!allowed(bad), "{bad:?}");
        }
    }
}
