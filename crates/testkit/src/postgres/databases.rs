//! The databases of a scratch server, made and looked at without the code under test.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::Ordering;

use anyhow::{Result, ensure};

use super::ScratchPostgres;
use super::programs::output;

impl ScratchPostgres {
    /// The database `postgres`, as the superuser `postgres`.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// Makes a database of this name and gives its address.
    pub fn create_database(&self, name: &str) -> Result<String> {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        ensure!(!name.is_empty() && name.chars().all(plain), "`{name}` is no plain name for a database");
        let mut createdb = self.programs.client("createdb");
        // Nobody can be connected to template0, which would make the copy fail.
        createdb.args(["--maintenance-db", &self.url(), "--template", "template0", name]);
        output(&mut createdb)?;
        Ok(self.url_of(name))
    }

    /// Makes a database that no other test has, and gives its address.
    pub fn fresh_database(&self) -> Result<String> {
        self.create_database(&format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed)))
    }

    /// Runs statements through `psql` and gives the rows, one a line with `|` between columns, so that a test can look
    /// at a database without the code under test.
    pub fn psql(&self, url: &str, statements: &str) -> Result<String> {
        output(&mut self.psql_command(url, statements))
    }

    /// The same as a command that is yet to be run, for statements that are meant to be under way when something happens.
    pub fn psql_command(&self, url: &str, statements: &str) -> Command {
        let mut psql = self.programs.client("psql");
        let flags = ["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"];
        psql.args(flags).args(["--command", statements, url]);
        psql
    }

    /// Writes all rows of a database into a file, to be looked at.
    pub fn dump(&self, url: &str, into: &Path) -> Result<()> {
        let mut pg_dump = self.programs.client("pg_dump");
        output(pg_dump.args(["--data-only", "--dbname", url, "--file"]).arg(into)).map(drop)
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }
}
