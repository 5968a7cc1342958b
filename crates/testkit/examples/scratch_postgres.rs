//! A scratch PostgreSQL with its shipped durability, for as long as standard input is open: `cargo xtask bench` loads it. Prints the
//! address of an empty database whenever a line is asked for.

use std::io::Write;

use admit_testkit::postgres::{Durability, ScratchPostgres};
use anyhow::Result;

fn main() -> Result<()> {
    let server = ScratchPostgres::start(Durability::Shipped)?;
    let mut out = std::io::stdout();
    for line in std::io::stdin().lines() {
        line?;
        writeln!(out, "{}", server.fresh_database()?)?;
        out.flush()?;
    }
    Ok(())
}
