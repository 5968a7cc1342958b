//! Hearing the others: subscribes, and hands over what comes as fast as it comes.

use std::sync::Arc;

use admit_app::ports::fanout::{ChangesText, Hearer};
use futures_util::StreamExt;
use metrics::counter;
use redis::aio::{PubSubSink, PubSubStream};
use redis::{Client, ErrorKind, RedisError, RedisResult, Value};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::backoff::Backoff;
use super::frame::{Opened, Sealer};
use super::link::{Link, Way};
use super::message_bytes::{Heard, next};
use super::publish::{ANSWER_WITHIN, IDLE_FOR};

pub(super) struct Listener {
    pub(super) client: Client,
    pub(super) link: Arc<Link>,
    pub(super) sealer: Arc<Sealer>,
    pub(super) text: Arc<dyn ChangesText>,
    pub(super) hearer: Arc<dyn Hearer>,
}

impl Listener {
    pub(super) async fn run(self) {
        let (mut backoff, mut was_told) = (Backoff::new(), false);
        loop {
            let Err(error) = self.listen_while_it_goes(&mut backoff).await;
            self.link.is_broken(Way::Listening, &mut was_told, &error);
            sleep(backoff.pause()).await;
        }
    }

    async fn listen_while_it_goes(&self, backoff: &mut Backoff) -> RedisResult<std::convert::Infallible> {
        let (mut sink, mut stream) = in_time(self.subscribe()).await?;
        backoff.reset();
        self.link.is_well(Way::Listening);
        // Whatever was told before is found in the store.
        self.hearer.missed();
        let mut looks = interval(IDLE_FOR);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                message = stream.next() => match message {
                    Some(message) => self.hear(message.get_payload_bytes()),
                    None => return Err(RedisError::from((ErrorKind::Io, "the connection ended"))),
                },
                _ = looks.tick() => {
                    in_time(sink.ping::<Value>()).await?;
                }
            }
        }
    }

    async fn subscribe(&self) -> RedisResult<(PubSubSink, PubSubStream)> {
        let (mut sink, stream) = self.client.get_async_pubsub().await?.split();
        sink.subscribe(self.sealer.channel()).await?;
        Ok((sink, stream))
    }

    fn hear(&self, frame: &[u8]) {
        let mut rest = match self.sealer.open(frame) {
            Opened::Own => return,
            Opened::Foreign => {
                counter!("admit_fanout_refused_total").increment(1);
                return;
            }
            Opened::Messages(messages) => messages,
        };
        let wants = |event, version| self.hearer.wants(event, version);
        while let Some(heard) = next(&mut rest, &*self.text, &wants) {
            counter!("admit_fanout_received_total").increment(1);
            match heard {
                Some(Heard::Message(message)) => self.hearer.hear(message),
                Some(Heard::Missed) => self.hearer.missed(),
                None => {}
            }
        }
    }
}

async fn in_time<T>(done: impl Future<Output = RedisResult<T>>) -> RedisResult<T> {
    let late = |_| RedisError::from((ErrorKind::Io, "no answer in time"));
    timeout(ANSWER_WITHIN, done).await.map_err(late)?
}
