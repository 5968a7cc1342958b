//! Telling the others: takes what waits, publishes it together, and while that is under way lets the next gather.

use std::sync::Arc;
use std::time::Duration;

use admit_app::ports::fanout::{ChangesText, Message};
use metrics::counter;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, Pipeline, RedisResult};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use super::backoff::Backoff;
use super::frame::Sealer;
use super::link::{Link, Way};
use super::message_bytes::{put, put_missed};

/// How long Redis may take to connect or to answer.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(1);
/// How long a link may be idle before it is looked at.
pub(super) const IDLE_FOR: Duration = Duration::from_secs(1);
const MESSAGES_AT_ONCE: usize = 256;
/// A frame that is longer is sent, and the next begun.
const FRAME_BYTES: usize = 64 << 10;

pub(super) struct Publisher {
    pub(super) client: Client,
    pub(super) link: Arc<Link>,
    pub(super) sealer: Arc<Sealer>,
    pub(super) text: Arc<dyn ChangesText>,
    pub(super) queue: mpsc::Receiver<Message>,
}

/// Counts messages that nobody will hear.
pub(super) fn count_dropped(link: &Link, messages: usize) {
    if messages > 0 {
        link.lose();
        counter!("admit_fanout_dropped_total").increment(messages as u64);
    }
}

impl Publisher {
    /// Runs until nobody can tell anything any more.
    pub(super) async fn run(mut self) {
        let (mut backoff, mut was_told) = (Backoff::new(), false);
        while !self.queue.is_closed() {
            if let Err(error) = self.publish_while_it_goes(&mut backoff).await {
                self.link.is_broken(Way::Publishing, &mut was_told, &error);
            }
            let mut waiting = 0;
            while self.queue.try_recv().is_ok() {
                waiting += 1;
            }
            count_dropped(&self.link, waiting);
            sleep(backoff.pause()).await;
        }
    }

    async fn publish_while_it_goes(&mut self, backoff: &mut Backoff) -> RedisResult<()> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(ANSWER_WITHIN))
            .set_response_timeout(Some(ANSWER_WITHIN));
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        ping(&mut connection).await?;
        backoff.reset();
        self.link.is_well(Way::Publishing);
        let mut messages = Vec::with_capacity(MESSAGES_AT_ONCE);
        loop {
            match timeout(IDLE_FOR, self.queue.recv_many(&mut messages, MESSAGES_AT_ONCE)).await {
                Err(_) => ping(&mut connection).await?,
                Ok(0) => return Ok(()),
                Ok(count) => {
                    let outcome = self.publish(&mut connection, &messages).await;
                    messages.clear();
                    if let Err(error) = outcome {
                        count_dropped(&self.link, count);
                        return Err(error);
                    }
                    counter!("admit_fanout_published_total").increment(count as u64);
                }
            }
        }
    }

    async fn publish(&self, connection: &mut MultiplexedConnection, messages: &[Message]) -> RedisResult<()> {
        let channel = self.sealer.channel();
        let mut pipeline = Pipeline::new();
        let mut add = |frame: &mut Vec<u8>| {
            self.sealer.seal(frame);
            pipeline.add_command(Cmd::publish(channel, &frame[..])).ignore();
        };
        let mut frame = self.sealer.begin();
        if self.link.take_lost() {
            put_missed(&mut frame);
        }
        for message in messages {
            put(&mut frame, message, &*self.text);
            if frame.len() >= FRAME_BYTES {
                add(&mut frame);
                frame = self.sealer.begin();
            }
        }
        if !Sealer::is_empty(&frame) {
            add(&mut frame);
        }
        pipeline.query_async(connection).await
    }
}

async fn ping(connection: &mut MultiplexedConnection) -> RedisResult<()> {
    redis::cmd("PING").query_async(connection).await
}
