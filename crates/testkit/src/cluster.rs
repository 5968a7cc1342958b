//! Several nodes on one PostgreSQL, with or without a Redis between them.
//!
//! All of this blocks; from async code it belongs into `spawn_blocking` or `block_in_place`.

use anyhow::{Result, ensure};

use crate::redis::ScratchRedis;
use crate::server_process::{Database, ServerProcess};
use crate::site::Profile;

/// By what nodes hear of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// The database alone.
    Nothing,
    Redis,
}

/// Nodes of one installation. Dropping it ends them.
#[derive(Debug)]
pub struct Cluster {
    pub nodes: Vec<ServerProcess>,
    pub redis: Option<ScratchRedis>,
}

impl Cluster {
    /// Starts so many nodes on an empty database; the first loads the demo, and then the others start together.
    pub fn start(binary: &str, nodes: usize, between: Between, settings: &[(&str, &str)]) -> Result<Self> {
        let redis = if between == Between::Redis { Some(ScratchRedis::start()?) } else { None };
        Self::start_on(binary, nodes, &Profile::Cluster.fresh()?, redis, settings)
    }

    /// The same on this database, with this Redis between them, if there is one.
    pub fn start_on(
        binary: &str,
        nodes: usize,
        database: &Database,
        redis: Option<ScratchRedis>,
        settings: &[(&str, &str)],
    ) -> Result<Self> {
        ensure!(nodes > 0, "a cluster has nodes");
        let url = redis.as_ref().map(ScratchRedis::url);
        let mut settings = settings.to_vec();
        settings.extend(url.as_ref().map(|url| ("ADMIT_REDIS_URL", url.as_str())));
        let start = || ServerProcess::start(binary, database, &settings);
        let first = start()?;
        let mut all = vec![first];
        let others: Vec<Result<ServerProcess>> = std::thread::scope(|scope| {
            let starts: Vec<_> = (1..nodes).map(|_| scope.spawn(start)).collect();
            starts.into_iter().map(|start| start.join().expect("a start doesn't panic")).collect()
        });
        for node in others {
            all.push(node?);
        }
        Ok(Self { nodes: all, redis })
    }

    /// The settings of nodes behind a balancer on this port of this machine, whose word they take for who calls.
    pub fn behind_a_balancer(port: u16) -> [(&'static str, String); 2] {
        [("ADMIT_TRUSTED_PROXIES", "127.0.0.1/32".to_owned()), ("ADMIT_PUBLIC_URL", format!("http://127.0.0.1:{port}"))]
    }

    /// Where the nodes listen, host and port each, as a balancer wants it.
    pub fn addresses(&self) -> Vec<&str> {
        self.nodes.iter().map(ServerProcess::address).collect()
    }

    /// Ends the nodes as an operator would, and holds their books against each other.
    pub fn stop_and_check(&mut self) -> Result<()> {
        self.nodes.iter_mut().try_for_each(|node| node.stop_and_check().map(drop))
    }
}
