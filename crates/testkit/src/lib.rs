//! What the workspace's tests share: contract suites for every adapter, servers to start and kill, a client for them.

pub mod client;
pub mod contract;
pub mod draw;
pub mod poll;
pub mod port;
pub mod postgres;
pub mod server_process;
pub mod site;
