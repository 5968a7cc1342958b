//! The topics, made where they are missing.

use std::time::Duration;

use admit_app::changes::Stream;
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::Producer;
use thiserror::Error;
use tokio::task::{JoinError, spawn_blocking};

use super::outlet::Sender;

/// How long the brokers may take to say which topics there are, and to make some.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// As many replicas as the brokers find right.
const REPLICAS_DEFAULT: i32 = -1;

#[derive(Debug, Error)]
pub(super) enum TopicsError {
    #[error("the brokers don't answer")]
    Away(#[source] KafkaError),
    #[error("{topic} is missing and can't be made: {why}")]
    NotMade { topic: String, why: RDKafkaErrorCode },
    #[error("topics are missing and can't be made")]
    NoneMade(#[source] KafkaError),
    #[error("asking for topics ran into a defect")]
    Defect(#[from] JoinError),
}

/// Sees to it that there is a topic for each stream. How many partitions one that exists has is its own affair.
pub(super) async fn provide(config: &ClientConfig, sender: &Sender, partitions: i32) -> Result<(), TopicsError> {
    let missing = missing(sender.clone()).await?;
    if missing.is_empty() {
        return Ok(());
    }
    let admin: AdminClient<DefaultClientContext> = config.create().map_err(TopicsError::NoneMade)?;
    let new = |stream: &Stream| NewTopic::new(stream.name(), partitions, TopicReplication::Fixed(REPLICAS_DEFAULT));
    let topics: Vec<NewTopic<'_>> = missing.iter().map(new).collect();
    let options = AdminOptions::new().request_timeout(Some(ANSWER_WITHIN)).operation_timeout(Some(ANSWER_WITHIN));
    for made in admin.create_topics(&topics, &options).await.map_err(TopicsError::NoneMade)? {
        match made {
            // Another node was faster.
            Ok(_) | Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
            Err((topic, why)) => return Err(TopicsError::NotMade { topic, why }),
        }
    }
    tracing::info!(topics = missing.len(), partitions, "made the topics that were missing");
    Ok(())
}

async fn missing(sender: Sender) -> Result<Vec<Stream>, TopicsError> {
    let metadata = spawn_blocking(move || sender.client().fetch_metadata(None, ANSWER_WITHIN)).await?;
    let metadata = metadata.map_err(TopicsError::Away)?;
    let is_there = |stream: &Stream| {
        metadata.topics().iter().any(|topic| topic.name() == stream.name() && !topic.partitions().is_empty())
    };
    Ok(Stream::ALL.into_iter().filter(|stream| !is_there(stream)).collect())
}
