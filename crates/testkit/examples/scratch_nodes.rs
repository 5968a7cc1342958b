//! Three nodes on a scratch PostgreSQL with its shipped durability and a Redis, for as long as standard input is open: `cargo xtask
//! bench` loads them. Takes the program; whenever a line is asked for, starts them anew on an empty database and prints the address and the
//! process of each, with spaces between.

use std::io::Write;

use admit_testkit::cluster::Cluster;
use admit_testkit::postgres::{Durability, ScratchPostgres};
use admit_testkit::redis::ScratchRedis;
use admit_testkit::server_process::Database;
use anyhow::{Context, Result};

const NODES: usize = 3;
/// As `admit rush` starts a server: nobody limits the load, and tokens last for as long as it does.
const SETTINGS: &[(&str, &str)] =
    &[("ADMIT_RATE_LIMITS", "off"), ("ADMIT_ACCESS_TOKEN_TTL_S", "86400"), ("ADMIT_LOG_LEVEL", "warn")];

fn main() -> Result<()> {
    let binary = std::env::args().nth(1).context("takes the program")?;
    let postgres = ScratchPostgres::start(Durability::Shipped)?;
    let mut out = std::io::stdout();
    let mut running = None;
    for line in std::io::stdin().lines() {
        line?;
        // The nodes before must be gone, or they would have their share of the machine.
        drop(running.take());
        let database = Database::Postgres(postgres.fresh_database()?);
        let cluster = Cluster::start_on(&binary, NODES, &database, Some(ScratchRedis::start()?), SETTINGS)?;
        let shown = |node: &admit_testkit::server_process::ServerProcess| {
            format!("{} {}", node.url(), node.id().unwrap_or_default())
        };
        let nodes: Vec<String> = cluster.nodes.iter().map(shown).collect();
        writeln!(out, "{}", nodes.join(" "))?;
        out.flush()?;
        running = Some(cluster);
    }
    Ok(())
}
