//! A broker of Kafka's protocol within this process: librdkafka's mock cluster, which can be away and come back. It keeps what it
//! has while it is away, and nothing longer than it lives.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use admit_app::changes::Stream;
use anyhow::{Context, Result};
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{Headers, Message};
use rdkafka::mocking::MockCluster;
use rdkafka::producer::DefaultProducerContext;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use crate::contract::outlet::Arrived;

const BROKERS: i32 = 3;
/// How long to look for one more message. Whoever waits for some looks again.
const LOOK: Duration = Duration::from_millis(100);

const ARRIVED_AT_ONCE_MAX: usize = 5_000;

pub struct ScratchBroker {
    mock: MockCluster<'static, DefaultProducerContext>,
    partitions: i32,
    reader: Mutex<Reader>,
}

#[derive(Default)]
struct Reader {
    consumer: Option<BaseConsumer>,
    arrived: Vec<Arrived>,
}

impl ScratchBroker {
    /// With all topics, of so many partitions each.
    pub fn start(partitions: i32) -> Result<ScratchBroker> {
        let broker = Self::start_without_topics(partitions)?;
        broker.make_topics()?;
        Ok(broker)
    }

    /// Nobody can have it make topics over the wire.
    pub fn start_without_topics(partitions: i32) -> Result<ScratchBroker> {
        let mock = MockCluster::new(BROKERS).context("no mock cluster")?;
        Ok(ScratchBroker { mock, partitions, reader: Mutex::default() })
    }

    pub fn make_topics(&self) -> Result<()> {
        for stream in Stream::ALL {
            self.mock.create_topic(stream.name(), self.partitions, BROKERS).context("no topic")?;
        }
        Ok(())
    }

    /// Host and port of each, with commas between.
    pub fn address(&self) -> String {
        self.mock.bootstrap_servers()
    }

    /// Refuses all connections and ends those that there are.
    pub fn go_away(&self) {
        for broker in 1..=BROKERS {
            self.mock.broker_down(broker).expect("there is such a broker");
        }
    }

    pub fn come_back(&self) {
        for broker in 1..=BROKERS {
            self.mock.broker_up(broker).expect("there is such a broker");
        }
    }

    /// Every answer takes so much longer from now on.
    pub fn answer_after(&self, delay: Duration) {
        for broker in 1..=BROKERS {
            self.mock.broker_round_trip_time(broker, delay).expect("there is such a broker");
        }
    }

    /// Everything that arrived so far, of each partition in order. Blocks for a moment.
    pub fn arrived(&self) -> Vec<Arrived> {
        let mut reader = self.reader();
        while self.read(&mut reader, ARRIVED_AT_ONCE_MAX) > 0 {}
        reader.arrived.clone()
    }

    /// What arrived since the last time, at most so much at once, which isn't kept any longer. Blocks for a moment. The broker itself
    /// keeps a few megabytes of each partition, so whoever follows a long load must look often, and never ask [`Self::arrived`].
    pub fn news(&self) -> Vec<Arrived> {
        let mut reader = self.reader();
        self.read(&mut reader, ARRIVED_AT_ONCE_MAX);
        std::mem::take(&mut reader.arrived)
    }

    fn reader(&self) -> MutexGuard<'_, Reader> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads up to `most` more, and says how many.
    fn read(&self, reader: &mut Reader, most: usize) -> usize {
        let Reader { consumer, arrived } = reader;
        let consumer = consumer.get_or_insert_with(|| self.consumer());
        let before = arrived.len();
        while arrived.len() - before < most {
            let Some(Ok(message)) = consumer.poll(LOOK) else { break };
            let text = |bytes: Option<&[u8]>| String::from_utf8(bytes.unwrap_or_default().to_vec()).expect("a text");
            let headers = message.headers().map(|headers| {
                let pair = |header: rdkafka::message::Header<'_, &[u8]>| (header.key.to_owned(), text(header.value));
                headers.iter().map(pair).collect::<BTreeMap<_, _>>()
            });
            arrived.push(Arrived {
                topic: message.topic().to_owned(),
                partition: message.partition(),
                key: text(message.key()),
                headers: headers.unwrap_or_default(),
                json: text(message.payload()),
            });
        }
        arrived.len() - before
    }

    /// It reads all partitions itself, so that no group has to agree on that first.
    fn consumer(&self) -> BaseConsumer {
        let consumer: BaseConsumer = ClientConfig::new()
            .set("bootstrap.servers", self.address())
            .set("group.id", "reader")
            .set("enable.auto.commit", "false")
            .set("fetch.wait.max.ms", "20")
            .create()
            .expect("a consumer can be made");
        let mut all = TopicPartitionList::new();
        for (stream, partition) in
            Stream::ALL.into_iter().flat_map(|stream| (0..self.partitions).map(move |n| (stream, n)))
        {
            all.add_partition_offset(stream.name(), partition, Offset::Beginning).expect("there is such a partition");
        }
        consumer.assign(&all).expect("partitions can be assigned");
        consumer
    }
}
