//! A client that says in a test's words what it wants of a server, and shows the whole answer when that isn't what came.

mod answer;
mod buyer;
mod document;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use reqwest::header::HeaderValue;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

pub use answer::Answer;
use document::Told;

pub use buyer::{Buyer, card, checkout, id, items, payment};

/// No answer may take so long, whatever happens to the server.
pub const ANSWER_MAX: Duration = Duration::from_secs(30);

static GUESTS: AtomicU64 = AtomicU64::new(1);

/// A server's API, for anybody.
#[derive(Debug, Clone)]
pub struct Api {
    client: Client,
    server: Arc<str>,
}

/// A request that is being put together.
#[derive(Debug)]
pub struct Call {
    request: RequestBuilder,
    asked: String,
}

impl Api {
    /// `server`: scheme and authority, without a slash at the end. Its connections belong to the runtime it is made in.
    pub fn new(server: &str) -> Result<Self> {
        // Proxies of the environment have no business on the way to this machine.
        let client = Client::builder().no_proxy().timeout(ANSWER_MAX).build().context("cannot make a client")?;
        Ok(Self { client, server: server.into() })
    }

    /// Scheme and authority.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// A call of the path below `/api/v1`.
    pub fn call(&self, method: Method, path: &str) -> Call {
        self.outside(method, &format!("/api/v1{path}"))
    }

    /// A call of what isn't below `/api/v1`.
    pub fn outside(&self, method: Method, path: &str) -> Call {
        let asked = format!("{method} {path}");
        Call { request: self.client.request(method, format!("{}{path}", self.server)), asked }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).send().await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path).json(body).send().await
    }

    /// A new account of its own, without a password.
    pub async fn guest(&self) -> Buyer {
        let body = new_guest();
        Buyer::from_session(self, &self.post("/auth/guest", &body).await.expect(201))
    }

    /// As many accounts, made side by side.
    pub async fn guests(&self, count: usize) -> Vec<Buyer> {
        let tasks: Vec<_> = (0..count)
            .map(|_| {
                let api = self.clone();
                tokio::spawn(async move { api.guest().await })
            })
            .collect();
        let mut guests = Vec::with_capacity(count);
        for task in tasks {
            guests.push(task.await.expect("a guest is let in"));
        }
        guests
    }

    /// What is free of `event`, by section.
    pub async fn availability(&self, event: &str) -> Value {
        self.get(&format!("/seats/{event}/availability")).await.expect(200)
    }

    /// The event of the demo catalogue whose name begins so.
    pub async fn event_named(&self, name: &str) -> Value {
        let events = items(&self.get("/events?limit=100").await.expect(200));
        let found = events.into_iter().find(|event| event["name"].as_str().is_some_and(|full| full.starts_with(name)));
        found.unwrap_or_else(|| panic!("the demo has an event named {name}"))
    }
}

/// The body with which somebody new becomes a guest, of an address that nobody else has.
pub fn new_guest() -> Value {
    let number = GUESTS.fetch_add(1, Ordering::Relaxed);
    json!({ "email": format!("guest{number}.{}@example.com", std::process::id()), "name": "A Guest" })
}

impl Call {
    pub fn bearer(mut self, token: &str) -> Self {
        self.request = self.request.bearer_auth(token);
        self
    }

    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Any bytes but control characters go.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let value = HeaderValue::from_bytes(value.as_bytes()).expect("a header has no control characters");
        self.request = self.request.header(name, value);
        self
    }

    pub fn json(mut self, body: &Value) -> Self {
        self.request = self.request.json(body);
        self
    }

    /// A body as it is, of a stated type.
    pub fn body(self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut call = self.header("content-type", content_type);
        call.request = call.request.body(body.into());
        call
    }

    pub fn within(mut self, limit: Duration) -> Self {
        self.request = self.request.timeout(limit);
        self
    }

    /// Sends it to a server that must answer.
    pub async fn send(self) -> Answer {
        let asked = self.asked.clone();
        self.try_send().await.unwrap_or_else(|error| panic!("{asked}: no answer: {error:#}"))
    }

    /// Sends it to a server that may be gone.
    pub async fn try_send(self) -> Result<Answer> {
        let asked = self.asked;
        let (client, request) = self.request.build_split();
        let request = request.with_context(|| format!("{asked}: no request"))?;
        let told = Told::of(&request);
        let response = client.execute(request).await.with_context(|| format!("{asked}: no answer"))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.with_context(|| format!("{asked}: no body"))?.to_vec();
        let answer = Answer { asked, status, headers, body };
        told.hold_against_the_document(&answer);
        Ok(answer)
    }
}
