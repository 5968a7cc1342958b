//! Several nodes on one PostgreSQL, with or without a Redis between them.
//!
//! All of this blocks; from async code it belongs into `spawn_blocking` or `block_in_place`.

use anyhow::{Result, ensure};

use crate::redis::ScratchRedis;
use crate::server_process::ServerProcess;
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
        ensure!(nodes > 0, "a cluster has nodes");
        let redis = if between == Between::Redis { Some(ScratchRedis::start()?) } else { None };
        let database = Profile::Cluster.fresh()?;
        let url = redis.as_ref().map(ScratchRedis::url);
        let mut settings = settings.to_vec();
        settings.extend(url.as_ref().map(|url| ("ADMIT_REDIS_URL", url.as_str())));
        let start = || ServerProcess::start(binary, &database, &settings);
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

    /// Ends the nodes as an operator would, and holds their books against each other.
    pub fn stop_and_check(&mut self) -> Result<()> {
        self.nodes.iter_mut().try_for_each(|node| node.stop_and_check().map(drop))
    }
}
