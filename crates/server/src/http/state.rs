//! What every handler can reach.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use admit_app::app::App;
use axum::http::HeaderValue;

use super::live::LiveConnections;
use super::renderings::AllRenderings;
use crate::config::Network;
use crate::limits::{Quotas, RequestLimits};

/// How this server is reached, and by whom.
#[derive(Debug, Clone, Default)]
pub struct HttpSettings {
    /// Scheme and authority, such as `https://tickets.example`, without a slash at the end.
    pub public_url: String,
    /// Other origins whose pages may call.
    pub cors_origins: Vec<String>,
    pub body_bytes_max: usize,
    /// How many requests accounts and addresses may send. `None`: as many as they like.
    pub quotas: Option<Quotas>,
    /// Networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// The address that this server listens on.
    pub own_address: Option<IpAddr>,
    pub metrics: MetricsAt,
}

/// Which listeners serve the metrics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MetricsAt {
    #[default]
    AllListeners,
    TheirOwn,
}

/// Renders the metrics as text.
pub type RenderMetrics = Arc<dyn Fn() -> String + Send + Sync>;

/// Says whether what the server needs is there.
#[async_trait::async_trait]
pub trait Readiness: Send + Sync + 'static {
    /// The names of what is used, each with how it is.
    async fn check(&self) -> Vec<(&'static str, Condition)>;
}

/// How something is that the server uses, with why if it isn't there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    Ready,
    /// It isn't there and the server does without, if less well.
    Missed(&'static str),
    /// It isn't there and is needed.
    Away(&'static str),
}

/// One pointer, because the router clones it several times a request.
#[derive(Clone)]
pub struct ApiState(Arc<Shared>);

pub struct Shared {
    pub app: Arc<App>,
    pub settings: HttpSettings,
    pub metrics: RenderMetrics,
    pub readiness: Arc<dyn Readiness>,
    pub live: Arc<LiveConnections>,
    /// `None`: nothing is limited.
    pub(super) limits: Option<Arc<dyn RequestLimits>>,
    pub(super) renderings: AllRenderings,
}

impl ApiState {
    pub fn new(
        app: Arc<App>,
        settings: HttpSettings,
        metrics: RenderMetrics,
        readiness: Arc<dyn Readiness>,
        live: Arc<LiveConnections>,
        limits: Option<Arc<dyn RequestLimits>>,
    ) -> Self {
        Self(Arc::new(Shared { app, settings, metrics, readiness, live, limits, renderings: AllRenderings::default() }))
    }
}

impl Deref for ApiState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl HttpSettings {
    /// Whether a page of `origin` may write with the visitor's cookie. `host` is the request's own.
    pub(super) fn allows_origin(&self, origin: &HeaderValue, host: Option<&HeaderValue>) -> bool {
        let Ok(origin) = origin.to_str() else { return false };
        // Behind TLS a page that came in the clear may be anybody's: whoever is on the way writes it.
        let clear = origin.strip_prefix("http://").filter(|_| !self.is_behind_tls());
        let authority = origin.strip_prefix("https://").or(clear);
        let own = authority.is_some_and(|authority| host.is_some_and(|host| host == authority));
        own || origin == self.public_url || self.cors_origins.iter().any(|allowed| allowed == origin)
    }

    pub(super) fn is_behind_tls(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(public_url: &str, origin: &'static str, host: &'static str) -> bool {
        let settings = HttpSettings {
            public_url: public_url.to_owned(),
            cors_origins: vec!["http://listed.example".to_owned()],
            ..HttpSettings::default()
        };
        settings.allows_origin(&HeaderValue::from_static(origin), Some(&HeaderValue::from_static(host)))
    }

    #[test]
    fn behind_tls_a_page_that_came_in_the_clear_is_foreign() {
        let behind_tls = |origin, host| allows("https://tickets.example", origin, host);
        assert!(behind_tls("https://tickets.example", "tickets.example"));
        assert!(
            behind_tls("https://tickets.example", "10.0.0.1:3000"),
            "the public address, whatever the proxy asks for"
        );
        assert!(behind_tls("https://other.example", "other.example"));
        assert!(!behind_tls("http://tickets.example", "tickets.example"));
        assert!(!behind_tls("http://other.example", "other.example"));
        assert!(behind_tls("http://listed.example", "tickets.example"), "somebody listed it");
        let in_the_clear = |origin, host| allows("http://127.0.0.1:3000", origin, host);
        assert!(in_the_clear("http://localhost:3000", "localhost:3000"));
        assert!(in_the_clear("https://tickets.example", "tickets.example"), "a proxy may do TLS unknown to the server");
        for foreign in ["http://localhost", "http://evil.example", "null", "ftp://localhost:3000", "localhost:3000"] {
            assert!(!in_the_clear(foreign, "localhost:3000"), "{foreign}");
        }
    }
}
