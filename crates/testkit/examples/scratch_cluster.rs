//! A whole installation on this machine, to try: PostgreSQL, Redis, a broker of Kafka's protocol, three nodes with the demo, and nginx
//! before them. `cargo xtask cluster` builds and runs it. Ctrl-C ends all of it in good order; however this process ends, nothing
//! of it is left.

use std::fs::File;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

use admit_testkit::broker::ScratchBroker;
use admit_testkit::cluster::Cluster;
use admit_testkit::nginx::ScratchNginx;
use admit_testkit::postgres::{Durability, ScratchPostgres};
use admit_testkit::redis::ScratchRedis;
use admit_testkit::server_process::{Database, ServerProcess};
use anyhow::{Context, Result, bail};
use tokio::signal::unix::{SignalKind, signal};

const NODES: usize = 3;
/// As many as a topic gets that Admit makes.
const PARTITIONS: i32 = 16;
const BROKERS: &str = "ADMIT_KAFKA_BROKERS";
/// Where a broker of one's own usually is.
const USUAL_BROKER: &str = "127.0.0.1:9092";
/// How long a node may take to stop: somewhat longer than it gives itself.
const STOPS_WITHIN: Duration = Duration::from_secs(35);

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [binary, port, logs] = arguments.as_slice() else {
        bail!("takes the program, the balancer's port and a folder")
    };
    let port: u16 = port.parse().context("the balancer's port isn't one")?;
    // Known before anything else is started. nginx takes it once nobody has it any more.
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} is taken; give another by --port"))?;

    say("starting PostgreSQL, Redis and nodes …")?;
    let postgres = ScratchPostgres::start(Durability::Shipped)?;
    let broker = Broker::find()?;
    let redis = ScratchRedis::start()?;
    let (database, redis_url) = (postgres.fresh_database()?, redis.url());
    let settings = settings(port, broker.address());
    let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut cluster = Cluster::start_on(binary, NODES, &Database::Postgres(database.clone()), Some(redis), &settings)?;
    for (node, number) in cluster.nodes.iter().zip(1..) {
        node.log_to(log_file(Path::new(logs), number)?);
    }
    let nginx = ScratchNginx::start(port, &cluster.addresses())?;
    say(&format!("\nthe shop      {}", nginx.url()))?;
    for (node, number) in cluster.nodes.iter().zip(1..) {
        say(&shown(node, number, logs))?;
    }
    say(&format!(
        "PostgreSQL    {database}\nRedis         {redis_url}\nKafka         {broker}",
        broker = broker.shown()
    ))?;
    say("\nKill a node, stop and go on: `kill`, `kill -9`. Ctrl-C ends everything.")?;

    until_told_to_stop()?;
    say("\nstopping")?;
    drop_in_order(&mut cluster, nginx)
}

/// What everybody who starts nodes by hand may set too is taken from the environment; the rest is this installation's own.
fn settings(port: u16, brokers: &str) -> Vec<(String, String)> {
    let own = Cluster::behind_a_balancer(port).map(|(name, value)| (name.to_owned(), value));
    let own: Vec<_> = own.into_iter().chain([(BROKERS.to_owned(), brokers.to_owned())]).collect();
    let theirs = std::env::vars().filter(|(name, _)| name.starts_with("ADMIT_"));
    let theirs = theirs.filter(|(name, _)| own.iter().all(|(known, _)| known != name));
    theirs.chain(own.clone()).collect()
}

fn log_file(folder: &Path, number: usize) -> Result<File> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    File::create(folder.join(format!("node-{number}.log"))).context("cannot write a node's log")
}

fn shown(node: &ServerProcess, number: usize, logs: &str) -> String {
    let (url, id, mails) = (node.url(), node.id().unwrap_or_default(), node.data().join("mail"));
    let mails = mails.display();
    format!(
        "node {number}        {url}  metrics {url}/metrics  mails {mails}  process {id}  log {logs}/node-{number}.log"
    )
}

fn until_told_to_stop() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    runtime.block_on(async {
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        Ok(())
    })
}

/// Nodes first, since they need the others; one that somebody killed has ended already.
fn drop_in_order(cluster: &mut Cluster, nginx: ScratchNginx) -> Result<()> {
    cluster.nodes.retain_mut(ServerProcess::is_running);
    for node in &cluster.nodes {
        node.terminate()?;
    }
    for node in &mut cluster.nodes {
        node.wait(STOPS_WITHIN)?;
    }
    drop(nginx);
    Ok(())
}

enum Broker {
    /// Somebody else's.
    Found(String),
    /// One within this process, which keeps everything in memory.
    Scratch { address: String, _broker: ScratchBroker },
}

impl Broker {
    fn find() -> Result<Broker> {
        if let Some(named) = std::env::var(BROKERS).ok().filter(|named| !named.is_empty()) {
            return Ok(Broker::Found(named));
        }
        if TcpStream::connect(USUAL_BROKER).is_ok() {
            return Ok(Broker::Found(USUAL_BROKER.to_owned()));
        }
        let broker = ScratchBroker::start(PARTITIONS)?;
        Ok(Broker::Scratch { address: broker.address(), _broker: broker })
    }

    fn address(&self) -> &str {
        match self {
            Broker::Found(address) | Broker::Scratch { address, .. } => address,
        }
    }

    fn shown(&self) -> String {
        match self {
            Broker::Found(address) => address.clone(),
            Broker::Scratch { address, .. } => format!("{address} (librdkafka's mock, in memory)"),
        }
    }
}

fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
