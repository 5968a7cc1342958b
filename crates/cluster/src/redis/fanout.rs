//! The fan-out as the use cases see it: a bounded queue, behind which two tasks keep up a link to Redis.

use std::sync::{Arc, Mutex, PoisonError};

use admit_app::ids::mint;
use admit_app::ports::fanout::{ChangesText, Fanout, Hearer, Message};
use redis::{Client, RedisResult, TlsCertificates};
use tokio::sync::mpsc;

use super::frame::Sealer;
use super::link::Link;
use super::listen::Listener;
use super::publish::{Publisher, count_dropped};

/// How many messages may wait to be sent.
const WAITING_MAX: usize = 4_096;

/// The address can't be one of a Redis, or the authorities aren't certificates.
#[derive(Debug, thiserror::Error)]
#[error("it isn't an address such as redis://host:6379, or there is no authority to verify its certificate by")]
pub struct BadAddress;

/// Where Redis is.
#[derive(Debug, Clone)]
pub struct RedisAddress {
    /// With `rediss://` by TLS, and its certificate and the name in it are verified.
    pub url: String,
    /// Whom to believe who it is, PEM; `None`: whom the system believes.
    pub tls_authorities: Option<Vec<u8>>,
}

impl RedisAddress {
    fn client(self) -> RedisResult<Client> {
        match self.tls_authorities {
            Some(root_cert) if self.url.starts_with("rediss://") => {
                Client::build_with_tls(self.url, TlsCertificates { client_tls: None, root_cert: Some(root_cert) })
            }
            _ => Client::open(self.url),
        }
    }
}

pub struct RedisFanout {
    queue: mpsc::Sender<Message>,
    link: Arc<Link>,
    /// Until somebody listens.
    publisher: Mutex<Option<Publisher>>,
}

impl RedisFanout {
    /// Connects to nothing yet: a node starts also while Redis is away. `key` is known to all nodes of this installation and to
    /// nobody else.
    pub fn new(address: RedisAddress, key: [u8; 32], text: Arc<dyn ChangesText>) -> Result<RedisFanout, BadAddress> {
        let client = address.client().map_err(|_| BadAddress)?;
        // The lower half of an id is random.
        let sealer = Arc::new(Sealer::new(key, mint() as u64));
        let link = Arc::new(Link::default());
        let (queue, waiting) = mpsc::channel(WAITING_MAX);
        let publisher = Publisher { client, link: link.clone(), sealer, text, queue: waiting };
        Ok(RedisFanout { queue, link, publisher: Mutex::new(Some(publisher)) })
    }
}

impl Fanout for RedisFanout {
    fn tell(&self, message: Message) {
        if !self.link.publishes() || self.queue.try_send(message).is_err() {
            count_dropped(&self.link, 1);
        }
    }

    fn listen(&self, hearer: Arc<dyn Hearer>) {
        let publisher = self.publisher.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(publisher) = publisher {
            let (client, link) = (publisher.client.clone(), publisher.link.clone());
            let (sealer, text) = (publisher.sealer.clone(), publisher.text.clone());
            tokio::spawn(publisher.run());
            tokio::spawn(Listener { client, link, sealer, text, hearer }.run());
        }
    }

    fn trouble(&self) -> Option<&'static str> {
        self.link.trouble()
    }
}
