//! `admit rush`: what to measure, and in which order.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::client::Connection;
use crate::report::{HEAD, Line};
use crate::server::OwnServer;
use crate::setup::{find_hall, make_buyers, metric};
use crate::{ceiling, holds};

/// Measures durable holds of distinct seats against the ceiling, an empty JSON POST on the same stack, in one run.
#[derive(Debug, clap::Args)]
pub struct Rush {
    /// The server to load, such as http://127.0.0.1:3000; without it one is started in a scratch folder.
    #[arg(long)]
    url: Option<String>,
    /// Numbers of connections to measure with, one after another.
    #[arg(long, value_delimiter = ',', default_values_t = [64, 256])]
    connections: Vec<usize>,
    /// The longest that one measurement takes, in seconds.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
}

pub async fn run(rush: Rush) -> anyhow::Result<()> {
    ensure!(rush.connections.iter().all(|count| (1..=10_000).contains(count)), "connections must be 1 to 10000");
    let own = match rush.url {
        Some(_) => None,
        None => Some(OwnServer::start().await?),
    };
    let authority = match (&rush.url, &own) {
        (Some(url), _) => url.strip_prefix("http://").context("the URL must begin with http://")?.trim_end_matches('/'),
        (None, Some(own)) => &own.authority,
        (None, None) => unreachable!("a server is started where no URL is given"),
    };
    let mut connection = Connection::open(authority).await?;
    let hall = Arc::new(find_hall(&mut connection).await?);
    let share = hall.seats.len() / rush.connections.len();
    let seconds = Duration::from_secs(rush.seconds);
    print(HEAD)?;
    for (index, connections) in rush.connections.iter().copied().enumerate() {
        let tokens = make_buyers(&mut connection, connections).await?;
        let cpu = || own.as_ref().and_then(OwnServer::cpu_seconds);
        let before = cpu();
        let measured = ceiling::measure(authority, connections, seconds).await?;
        let server_cpu = cpu().zip(before).map(|(after, before)| after - before);
        let top = Line { name: "ceiling", connections, measured, server_cpu, batch: None };
        print(&top.text(None))?;

        let batches = batches(&mut connection).await?;
        let before = cpu();
        let measured = holds::measure(authority, &hall, &tokens, index * share..(index + 1) * share, seconds).await?;
        let server_cpu = cpu().zip(before).map(|(after, before)| after - before);
        let batch = average(batches, self::batches(&mut connection).await?);
        print(&Line { name: "holds", connections, measured, server_cpu, batch }.text(Some(&top)))?;
    }
    Ok(())
}

/// How many commands in how many batches the server has committed.
async fn batches(connection: &mut Connection) -> anyhow::Result<(f64, f64)> {
    let sum = metric(connection, "admit_batch_commands_sum").await?;
    Ok((sum, metric(connection, "admit_batch_commands_count").await?))
}

fn average(before: (f64, f64), after: (f64, f64)) -> Option<f64> {
    let count = after.1 - before.1;
    (count > 0.0).then(|| (after.0 - before.0) / count)
}

fn print(line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}").context("can't print")
}
