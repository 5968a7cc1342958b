//! Redis between the nodes: what one commits the others hear at once.
//!
//! Messages go through one channel by publish and subscribe, so nothing of them is stored. Redis isn't trusted: every frame is
//! signed, since whoever could make a desk believe in a change could also set its prices.

mod backoff;
mod bytes;
mod fanout;
mod frame;
mod link;
mod listen;
mod message_bytes;
mod publish;

pub use fanout::{BadAddress, RedisAddress, RedisFanout};
