//! Kafka: what changed is told to other systems, from the journals and as fast as the brokers take it.

mod delivery;
mod outlet;
mod topics;

pub use outlet::{KafkaOutlet, KafkaSettings};
