//! Whether a request may come in: how many its address and its account have sent of its kind.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, Method};

use super::caller::recognise;
use super::client_address::{client_address, names_another};
use super::codes::Code;
use super::problem::{Answer, Problem};
use super::state::ApiState;
use crate::config::Network;
use crate::limits::{Class, Policies, RequestLimits, Subject, Taken, whole_seconds};

/// Below this path is the API; what operators ask is beside it.
const API: &str = "/api/v1";

pub(super) struct Gate {
    limits: Arc<dyn RequestLimits>,
    policies: Policies,
    trusted_proxies: Vec<Network>,
    /// The address that this server listens on: the simulated gateway comes from there.
    own: Option<IpAddr>,
    has_warned: AtomicBool,
}

/// Where a request came from, for what goes on after its answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClientAddress(pub(super) IpAddr);

/// What a limited request came to, to be told with its answer.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    class: Class,
    subject: Subject,
    taken: Taken,
}

impl Gate {
    /// `None`: nothing is limited.
    pub(super) fn new(state: &ApiState) -> Option<Self> {
        let (quotas, limits) = (state.settings.quotas.as_ref()?, state.limits.clone()?);
        Some(Self {
            limits,
            policies: Policies::new(quotas),
            trusted_proxies: state.settings.trusted_proxies.clone(),
            own: state.settings.own_address,
            has_warned: AtomicBool::new(false),
        })
    }

    /// Counts the request, and says what is left of the tightest quota that it falls under. `None`: it falls under none.
    pub(super) fn count(&self, state: &ApiState, request: &mut Request, path: Option<&str>) -> Option<Counted> {
        let class = class_of(request.method(), path)?;
        let address = self.address(request);
        if let Some(address) = address {
            request.extensions_mut().insert(ClientAddress(address));
        }
        if class == Class::Webhooks && address.is_some_and(|address| self.is_own(address)) {
            return None;
        }
        let count = |subject| {
            let taken = self.limits.take(class, subject)?;
            Some(Counted { class, subject, taken })
        };
        let by_address = address.and_then(|address| count(Subject::Address(address)));
        // Who is refused already needn't be known by name.
        if by_address.is_some_and(|counted| matches!(counted.taken, Taken::Refused { .. })) {
            return by_address;
        }
        let caller = if class == Class::SignIns { None } else { recognise(state, request) };
        let by_account = caller.and_then(|caller| count(Subject::Account(caller.account)));
        by_account.or(by_address)
    }

    /// Tells the client where it stands.
    pub(super) fn tell(&self, headers: &mut HeaderMap, counted: &Counted) {
        self.policies.tell(headers, counted.class, (counted.subject, counted.taken));
    }

    fn address(&self, request: &Request) -> Option<IpAddr> {
        let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
        let client = client_address(peer.ip(), request.headers(), &self.trusted_proxies);
        if client == peer.ip().to_canonical() && names_another(request.headers()) {
            self.warn_of_proxy(client);
        }
        Some(client)
    }

    /// All clients of a proxy that isn't trusted share one address's limits, which looks like an outage.
    fn warn_of_proxy(&self, peer: IpAddr) {
        if !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                %peer,
                "a request has X-Forwarded-For and its sender isn't trusted; if it is a proxy, name it in trusted_proxies"
            );
        }
    }

    fn is_own(&self, address: IpAddr) -> bool {
        address.is_loopback() || self.own == Some(address)
    }
}

impl Counted {
    /// The answer to a request that came too soon.
    pub(super) fn refusal(&self) -> Option<Problem> {
        refusal(self.taken)
    }
}

/// Takes one request out of each subject's quota, for what no request of its own asks for.
pub(super) fn take(state: &ApiState, class: Class, subjects: impl IntoIterator<Item = Subject>) -> Answer<()> {
    let Some(limits) = &state.limits else { return Ok(()) };
    for subject in subjects {
        if let Some(problem) = limits.take(class, subject).and_then(refusal) {
            return Err(problem);
        }
    }
    Ok(())
}

fn refusal(taken: Taken) -> Option<Problem> {
    let Taken::Refused { retry_after, .. } = taken else { return None };
    metrics::counter!("admit_requests_limited_total").increment(1);
    Some(Problem::new(Code::RateLimited).retry_after(whole_seconds(retry_after)))
}

/// The quotas that a request falls under, by the path that it matched. `None`: what operators ask, and preflights, which browsers
/// send by themselves.
fn class_of(method: &Method, path: Option<&str>) -> Option<Class> {
    let path = match path {
        None => "",
        Some("/healthz" | "/readyz" | "/metrics") => return None,
        Some(path) => path.strip_prefix(API).unwrap_or(path),
    };
    if *method == Method::OPTIONS {
        return None;
    }
    if *method == Method::GET || *method == Method::HEAD {
        return Some(Class::Reads);
    }
    Some(match path {
        // These make an account, try a secret or send a mail.
        "/auth/register" | "/auth/guest" | "/auth/login" | "/auth/verify" => Class::SignIns,
        "/auth/verify/resend" | "/auth/password/forgot" | "/auth/password/reset" => Class::SignIns,
        "/payments/webhooks/{provider}" => Class::Webhooks,
        "/queue/{event}/join" => Class::Joins,
        _ => Class::Writes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_request_has_its_class() {
        let class = |method: &str, path: &str| class_of(&method.parse().unwrap(), Some(path));
        assert_eq!(class("POST", "/api/v1/auth/login"), Some(Class::SignIns));
        assert_eq!(class("POST", "/api/v1/auth/password/forgot"), Some(Class::SignIns));
        assert_eq!(class("POST", "/api/v1/auth/refresh"), Some(Class::Writes));
        assert_eq!(class("POST", "/api/v1/seats/{event}/reserve"), Some(Class::Writes));
        assert_eq!(class("POST", "/api/v1/payments/webhooks/{provider}"), Some(Class::Webhooks));
        assert_eq!(class("POST", "/api/v1/queue/{event}/join"), Some(Class::Joins));
        assert_eq!(class("GET", "/api/v1/auth/me"), Some(Class::Reads));
        assert_eq!(class("HEAD", "/.well-known/jwks.json"), Some(Class::Reads));
        assert_eq!(class("OPTIONS", "/api/v1/checkout"), None);
        for path in ["/healthz", "/readyz", "/metrics"] {
            assert_eq!(class("GET", path), None);
        }
        assert_eq!(class_of(&Method::GET, None), Some(Class::Reads));
        assert_eq!(class_of(&Method::POST, None), Some(Class::Writes));
    }
}
