//! The contract of the fan-out on a real Redis, with the journal's own text.

use std::sync::Arc;

use admit_app::ports::fanout::Fanout;
use admit_cluster::redis::{RedisAddress, RedisFanout};
use admit_store::JournalText;
use admit_testkit::contract::fanout::Between;
use admit_testkit::redis::ScratchRedis;
use async_trait::async_trait;
use tokio::task::block_in_place;

struct RealRedis(ScratchRedis);

#[async_trait]
impl Between for RealRedis {
    async fn open() -> Self {
        Self(block_in_place(|| ScratchRedis::start().unwrap()))
    }

    fn node(&self, installation: u8) -> Arc<dyn Fanout> {
        let address = RedisAddress { url: self.0.url(), tls_authorities: None };
        Arc::new(RedisFanout::new(address, [installation; 32], Arc::new(JournalText)).unwrap())
    }

    async fn cut(&mut self) {
        block_in_place(|| self.0.kill().unwrap());
    }

    async fn mend(&mut self) {
        block_in_place(|| self.0.start_again().unwrap());
    }

    async fn freeze(&mut self) {
        self.0.pause().unwrap();
    }

    async fn thaw(&mut self) {
        self.0.resume().unwrap();
    }

    async fn shout(&self, text: &str) {
        let channels = self.0.command(&["PUBSUB", "CHANNELS"]).unwrap();
        assert!(channels.lines().count() >= 1);
        for channel in channels.lines() {
            self.0.command(&["PUBLISH", channel, text]).unwrap();
        }
    }
}

admit_testkit::fanout_contract!(RealRedis);
