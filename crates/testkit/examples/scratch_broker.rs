//! A broker of Kafka's protocol to try the relay with where no Kafka is: prints the addresses for `ADMIT_KAFKA_BROKERS`, and runs
//! for as long as standard input is open. It keeps everything in memory.

use std::io::Write;

use admit_testkit::broker::ScratchBroker;
use anyhow::Result;

/// As many as a topic gets that Admit makes.
const PARTITIONS: i32 = 16;

fn main() -> Result<()> {
    let broker = ScratchBroker::start(PARTITIONS)?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", broker.address())?;
    out.flush()?;
    for line in std::io::stdin().lines() {
        line?;
    }
    Ok(())
}
