//! Counting what the brokers acknowledge. librdkafka tells of each message on a thread of its own.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rdkafka::ClientContext;
use rdkafka::error::KafkaError;
use rdkafka::message::DeliveryResult;
use rdkafka::producer::ProducerContext;
use tokio::sync::Notify;

/// Messages that were handed over together.
#[derive(Debug)]
pub(super) struct Delivery {
    left: AtomicUsize,
    failure: Mutex<Option<KafkaError>>,
    settled: Notify,
}

impl Delivery {
    pub(super) fn of(messages: usize) -> Arc<Delivery> {
        Arc::new(Delivery { left: AtomicUsize::new(messages), failure: Mutex::default(), settled: Notify::new() })
    }

    /// Waits until all are acknowledged, or one has failed.
    pub(super) async fn settled(&self) -> Result<(), KafkaError> {
        loop {
            let settled = self.settled.notified();
            if let Some(failure) = self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone() {
                return Err(failure);
            }
            if self.left.load(Ordering::SeqCst) == 0 {
                return Ok(());
            }
            settled.await;
        }
    }

    fn one_more(&self, failure: Option<KafkaError>) {
        let has_failed = failure.is_some();
        if let Some(failure) = failure {
            self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
        }
        let was_last = self.left.fetch_sub(1, Ordering::SeqCst) == 1;
        if was_last || has_failed {
            self.settled.notify_one();
        }
    }
}

/// What librdkafka reports to.
pub(super) struct Reports;

impl ClientContext for Reports {
    fn error(&self, error: KafkaError, reason: &str) {
        // It tries again by itself; what can't be mended so fails the delivery, and is told there.
        tracing::debug!(%error, reason, "Kafka has trouble");
    }
}

impl ProducerContext for Reports {
    type DeliveryOpaque = Arc<Delivery>;

    fn delivery(&self, result: &DeliveryResult<'_>, delivery: Arc<Delivery>) {
        delivery.one_more(result.as_ref().err().map(|(error, _)| error.clone()));
    }
}

#[cfg(test)]
mod tests {
    use rdkafka::types::RDKafkaErrorCode;

    use super::*;

    #[tokio::test]
    async fn a_delivery_is_settled_by_its_last_message_or_its_first_failure() {
        assert!(Delivery::of(0).settled().await.is_ok());
        let good = Delivery::of(2);
        let waiting = tokio::spawn({
            let good = good.clone();
            async move { good.settled().await }
        });
        good.one_more(None);
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        good.one_more(None);
        assert!(waiting.await.unwrap().is_ok());
        let bad = Delivery::of(3);
        bad.one_more(None);
        bad.one_more(Some(KafkaError::MessageProduction(RDKafkaErrorCode::Fail)));
        assert!(bad.settled().await.is_err());
    }
}
