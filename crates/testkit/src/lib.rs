//! What the workspace's tests share: contract suites for every adapter, a simulation with its auditor, servers to start and
//! kill, a client for them.

pub mod auditor;
#[cfg(feature = "kafka")]
pub mod broker;
pub mod certificates;
pub mod client;
pub mod cluster;
pub mod contract;
pub mod draw;
pub mod event_schemas;
pub mod kept;
pub mod mail_server;
pub mod mailbox;
pub mod nginx;
pub mod poll;
pub mod port;
pub mod postgres;
pub mod proxy;
pub mod redis;
pub mod reference_store;
mod scratch_folder;
pub mod server_process;
pub mod simulation;
pub mod site;
