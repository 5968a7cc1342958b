//! The installation that is tortured: three nodes, each with its own way to PostgreSQL and to Redis, and a broker.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use admit_testkit::postgres::{Durability, ScratchPostgres};
use admit_testkit::proxy::{Behaviour, Proxy};
use admit_testkit::redis::ScratchRedis;
use admit_testkit::server_process::{Database, ServerProcess};
use anyhow::{Context, Result, bail};

use crate::broker::Broker;
use crate::clock::{self, Clock};
use crate::say::say;

pub(crate) const NODES: usize = 3;
/// What arrived at the broker, in the run's folder.
const MESSAGES: &str = "messages.jsonl";
/// A node whose way is broken gives its start up and is started again, as whatever keeps it running would.
const STARTS_WITHIN: Duration = Duration::from_secs(120);

/// Payments of which nothing was heard are settled soon, refunds tried again soon, and books held against each other often, so that
/// a short run sees the end of them.
const SETTINGS: [(&str, &str); 5] = [
    ("ADMIT_RATE_LIMITS", "off"),
    ("ADMIT_PURCHASE_LIMITS", "off"),
    ("ADMIT_UNANSWERED_FOR_S", "2"),
    ("ADMIT_REFUND_RETRY_S", "2"),
    ("ADMIT_RECONCILE_EVERY_S", "5"),
];

pub(crate) struct Ground {
    // In the order in which they are to go: nodes before what they use.
    pub(crate) nodes: Vec<Node>,
    pub(crate) broker: Broker,
    redis: Mutex<ScratchRedis>,
    postgres: Mutex<ScratchPostgres>,
    database: String,
    folder: Folder,
    /// What this machine doesn't let happen, and why.
    pub(crate) cannot: Vec<(&'static str, String)>,
}

pub(crate) struct Node {
    process: Mutex<ServerProcess>,
    pub(crate) url: String,
    pub(crate) clock: Clock,
    pub(crate) to_postgres: Proxy,
    pub(crate) to_redis: Proxy,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed lies in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Ground {
    /// Starts all of it: the first node loads the demo, the others follow.
    pub(crate) fn start(binary: &str) -> Result<Ground> {
        let folder = Folder(std::env::temp_dir().join(format!("admit-torture-{}", std::process::id())));
        std::fs::create_dir_all(&folder.0).context("cannot make a folder")?;
        let library = clock::build(&folder.0)?;
        let mut cannot = Vec::new();
        // In memory nothing costs more for being durable.
        let postgres = match ScratchPostgres::start_on_small_disk(Durability::Shipped) {
            Ok(postgres) => postgres,
            Err(error) => {
                cannot.push(("postgres-full", format!("no disk can be mounted for PostgreSQL: {error:#}")));
                ScratchPostgres::start(Durability::Fast)?
            }
        };
        let redis = ScratchRedis::start()?;
        let broker = Broker::start(&folder.0.join(MESSAGES))?;
        let database = postgres.fresh_database()?;
        let mut nodes = Vec::new();
        for number in 0..NODES {
            let clock = Clock::make(&folder.0, &format!("clock-{number}"))?;
            let servers =
                Servers { postgres: (&database, postgres.port()), redis: &redis.url(), brokers: broker.address() };
            nodes.push(Node::start(binary, &servers, &library, clock)?);
        }
        let (redis, postgres) = (Mutex::new(redis), Mutex::new(postgres));
        Ok(Ground { nodes, broker, redis, postgres, database, folder, cannot })
    }

    pub(crate) fn postgres(&self) -> MutexGuard<'_, ScratchPostgres> {
        self.postgres.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn redis(&self) -> MutexGuard<'_, ScratchRedis> {
        self.redis.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// Copies what says how it came to a breach: what nodes logged, what the broker was told, and what is stored.
    pub(crate) fn keep_evidence(&self, into: &Path) -> Result<()> {
        std::fs::create_dir_all(into).with_context(|| format!("cannot make {}", into.display()))?;
        let kept = |name: &str| into.join(name);
        std::fs::copy(self.folder().join(MESSAGES), kept(MESSAGES)).context("cannot keep what the broker was told")?;
        for (number, node) in self.nodes.iter().enumerate() {
            let log = node.process().log();
            std::fs::write(kept(&format!("node-{number}.log")), log).context("cannot keep a node's log")?;
        }
        // Of lines nothing is told to the broker, so what is stored is all the evidence that there is.
        self.postgres().dump(&self.database, &kept("database.sql"))?;
        Ok(())
    }

    /// Whatever a fault that failed midway has left behind.
    pub(crate) fn heal(&self) -> Result<()> {
        for node in &self.nodes {
            node.clock.set(0)?;
            for way in [&node.to_postgres, &node.to_redis] {
                way.spare();
                way.set(Behaviour::Pass);
            }
        }
        self.broker.answer_after(Duration::ZERO)?;
        self.broker.come_back()
    }
}

/// What a node uses.
struct Servers<'a> {
    /// The database's address, and the port in it.
    postgres: (&'a str, u16),
    redis: &'a str,
    brokers: &'a str,
}

impl Node {
    fn start(binary: &str, servers: &Servers<'_>, library: &str, clock: Clock) -> Result<Node> {
        let (database, port) = servers.postgres;
        let to_postgres = Proxy::start(SocketAddr::from(([127, 0, 0, 1], port)))?;
        let database = database.replace(&format!(":{port}/"), &format!(":{}/", to_postgres.address().port()));
        let redis = servers.redis.strip_prefix("redis://").context("Redis has an address")?;
        let to_redis = Proxy::start(redis.parse().context("Redis has an address")?)?;
        let redis = format!("redis://{}", to_redis.address());
        let mut settings = SETTINGS.to_vec();
        settings.extend([("ADMIT_REDIS_URL", redis.as_str()), ("ADMIT_KAFKA_BROKERS", servers.brokers)]);
        settings.extend([("LD_PRELOAD", library), ("CLOCK_OFFSET_FILE", clock.path())]);
        let process = ServerProcess::start(binary, &Database::Postgres(database), &settings)?;
        let url = process.url().to_owned();
        Ok(Node { process: Mutex::new(process), url, clock, to_postgres, to_redis })
    }

    pub(crate) fn process(&self) -> MutexGuard<'_, ServerProcess> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much memory it has, unless it is being started or ended.
    pub(crate) fn resident_kib(&self) -> Option<u64> {
        self.process.try_lock().ok()?.resident_kib().ok()
    }

    pub(crate) fn start_again(&self) -> Result<()> {
        let deadline = Instant::now() + STARTS_WITHIN;
        let mut process = self.process();
        while let Err(error) = process.start_again() {
            if Instant::now() >= deadline {
                bail!("a node can't be started again: {error:#}");
            }
            say(format!("a node gave its start up: {}", error.to_string().lines().next().unwrap_or_default()));
            process.kill()?;
        }
        Ok(())
    }
}
