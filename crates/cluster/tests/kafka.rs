//! The outlet's contract on Kafka's protocol, and what only Kafka asks for: topics.

use std::time::Duration;

use admit_app::ports::outlet::Outlet;
use admit_cluster::kafka::{KafkaOutlet, KafkaSettings};
use admit_domain::id::EventId;
use admit_testkit::broker::ScratchBroker;
use admit_testkit::contract::outlet::{Arrived, OutletGround, messages};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(60);

struct Ground(ScratchBroker);

impl Ground {
    fn open() -> Ground {
        Ground(ScratchBroker::start(4).unwrap())
    }
}

impl OutletGround for Ground {
    fn outlet(&self) -> Box<dyn Outlet> {
        Box::new(outlet(&self.0))
    }

    fn go_away(&self) {
        self.0.go_away();
    }

    fn come_back(&self) {
        self.0.come_back();
    }

    fn arrived(&self) -> Vec<Arrived> {
        self.0.arrived()
    }
}

fn outlet(broker: &ScratchBroker) -> KafkaOutlet {
    let brokers = broker.address().split(',').map(str::to_owned).collect();
    KafkaOutlet::new(&KafkaSettings { brokers, partitions: 4 })
}

admit_testkit::outlet_contract!(Ground);

/// Where topics are missing and can't be made, that is said, and nothing is sent to a topic that somebody's defaults would make.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_topics_no_session_begins() {
    let broker = ScratchBroker::start_without_topics(4).unwrap();
    let outlet = outlet(&broker);
    let refused = timeout(PATIENCE, outlet.open()).await.expect("an answer").err().expect("no session");
    let why = std::error::Error::source(&refused).map(ToString::to_string).unwrap_or_default();
    assert!(why.contains("missing"), "{why}");
    broker.make_topics().unwrap();
    let session = timeout(PATIENCE, outlet.open()).await.expect("an answer").unwrap();
    let batch = messages(EventId::from_u128(7), 0..3);
    timeout(PATIENCE, session.send(&batch)).await.expect("an acknowledgement").unwrap();
}
