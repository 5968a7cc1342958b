//! What drives a load, whatever it asks: workers on connections, when each acts, and what they saw.

pub(crate) mod asks;
pub(crate) mod crowd;
pub(crate) mod kind;
pub(crate) mod log;
pub(crate) mod measure;
pub(crate) mod nodes;
pub(crate) mod pace;
pub(crate) mod progress;
pub(crate) mod random;
pub(crate) mod wire_log;
pub(crate) mod worker;
