//! The outlet that is Kafka: a topic a stream, keyed by event, acknowledged by all replicas in sync.

use std::sync::Arc;
use std::time::Duration;

use admit_app::changes::ChangeMessage;
use admit_app::ports::outlet::{OpenOutlet, Outlet, OutletError};
use async_trait::async_trait;
use rdkafka::ClientConfig;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseRecord, Producer, PurgeConfig, ThreadedProducer};
use tokio::time::sleep;

use super::delivery::{Delivery, Reports};
use super::topics::{TopicsError, provide};

pub(super) type Sender = Arc<ThreadedProducer<Reports>>;

/// How long to wait where librdkafka's queue is full, and before asking again for brokers that are away.
const QUEUE_PAUSE: Duration = Duration::from_millis(5);
const AWAY_PAUSE: Duration = Duration::from_millis(500);

/// What every message is, as the binding of CloudEvents to Kafka wants it said.
const CONTENT_TYPE: (&str, &str) = ("content-type", "application/cloudevents+json; charset=UTF-8");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KafkaSettings {
    /// Host and port each.
    pub brokers: Vec<String>,
    /// Of a topic that is made because it is missing.
    pub partitions: u16,
}

pub struct KafkaOutlet {
    config: ClientConfig,
    partitions: i32,
}

impl KafkaOutlet {
    pub fn new(settings: &KafkaSettings) -> KafkaOutlet {
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", settings.brokers.join(","))
            .set("client.id", "admit")
            // An idempotent producer's retries neither double nor reorder, and all replicas in sync acknowledge.
            .set("enable.idempotence", "true")
            .set("acks", "all")
            // What is handed over is tried until the brokers have it: a message given up on would let later ones overtake it.
            .set("message.timeout.ms", "0")
            .set("compression.type", "lz4")
            .set("linger.ms", "5")
            // As Kafka's own clients choose a partition by key.
            .set("partitioner", "murmur2_random")
            .set("queue.buffering.max.kbytes", "65536")
            // Both pauses have jitter of their own.
            .set("retry.backoff.ms", "100")
            .set("retry.backoff.max.ms", "1000")
            .set("reconnect.backoff.ms", "100")
            .set("reconnect.backoff.max.ms", "2000")
            .set("socket.connection.setup.timeout.ms", "5000");
        KafkaOutlet { config, partitions: i32::from(settings.partitions) }
    }
}

#[async_trait]
impl Outlet for KafkaOutlet {
    async fn open(&self) -> Result<Box<dyn OpenOutlet>, OutletError> {
        let producer = self.config.create_with_context(Reports).map_err(OutletError::new)?;
        let session = Session(Some(Arc::new(producer)));
        loop {
            match provide(&self.config, session.sender()?, self.partitions).await {
                Ok(()) => return Ok(Box::new(session)),
                Err(TopicsError::Away(_)) => sleep(AWAY_PAUSE).await,
                Err(error) => return Err(OutletError::new(error)),
            }
        }
    }
}

/// A producer. It is there until the session is dropped.
struct Session(Option<Sender>);

impl Session {
    fn sender(&self) -> Result<&Sender, OutletError> {
        self.0.as_ref().ok_or_else(|| OutletError::new("the session is over"))
    }
}

#[async_trait]
impl OpenOutlet for Session {
    async fn send(&self, messages: &[ChangeMessage]) -> Result<(), OutletError> {
        let sender = self.sender()?;
        let delivery = Delivery::of(messages.len());
        let mut on_its_way = OnItsWay { sender, is_settled: false };
        for message in messages {
            enqueue(sender, message, &delivery).await.map_err(OutletError::new)?;
        }
        delivery.settled().await.map_err(OutletError::new)?;
        on_its_way.is_settled = true;
        Ok(())
    }
}

async fn enqueue(sender: &Sender, message: &ChangeMessage, delivery: &Arc<Delivery>) -> Result<(), KafkaError> {
    let key = message.event.to_string();
    let mut queue_is_full = false;
    loop {
        if queue_is_full {
            sleep(QUEUE_PAUSE).await;
        }
        let headers = OwnedHeaders::new().insert(Header { key: CONTENT_TYPE.0, value: Some(CONTENT_TYPE.1) });
        let record = BaseRecord::with_opaque_to(message.kind.stream().name(), delivery.clone())
            .key(&key)
            .payload(&message.json)
            .headers(headers);
        match sender.send(record).map_err(|(error, _)| error) {
            Ok(()) => return Ok(()),
            Err(KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull)) => queue_is_full = true,
            Err(error) => return Err(error),
        }
    }
}

/// Takes back what waits in the queue if whoever sends it gives up.
struct OnItsWay<'a> {
    sender: &'a Sender,
    is_settled: bool,
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        if !self.is_settled {
            self.sender.purge(PurgeConfig::default().queue().inflight().non_blocking());
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Ending a producer waits for its threads, which no task should.
        let sender = self.0.take();
        std::thread::spawn(move || drop(sender));
    }
}
