//! One server a database for all tests of a test program, each with buyers and seats of its own. Whoever leaves last stops it
//! and holds its books against each other.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Result, anyhow};
use serde_json::Value;

use crate::client::{Api, Buyer, id};
use crate::postgres;
use crate::server_process::{Database, ServerProcess};

/// The event that [`Site::seats`] are of.
pub const ARENA: &str = "Coldplay";

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Embedded,
    Cluster,
}

/// The servers of a test program.
pub struct Sites {
    binary: &'static str,
    settings: &'static [(&'static str, &'static str)],
    /// How many tests there are on each database.
    tests: usize,
    embedded: Shared,
    cluster: Shared,
}

struct Shared {
    server: OnceLock<Result<Mutex<ServerProcess>>>,
    url: OnceLock<String>,
    rows: Mutex<Option<Rows>>,
    left: AtomicUsize,
    failed: AtomicUsize,
}

/// The arena's seats that no test has, by row, in unit order.
#[derive(Debug, Clone)]
struct Rows {
    event: String,
    rows: Vec<Vec<String>>,
}

/// A test's stay at a server.
pub struct Site {
    pub api: Api,
    pub profile: Profile,
    sites: &'static Sites,
    has_left: bool,
}

impl Profile {
    /// An empty database of this kind; PostgreSQL is the one that the tests of this program share. Blocks.
    pub fn fresh(self) -> Result<Database> {
        match self {
            Profile::Embedded => Ok(Database::Embedded),
            Profile::Cluster => Ok(Database::Postgres(postgres::shared()?.fresh_database()?)),
        }
    }
}

impl Sites {
    pub const fn new(binary: &'static str, settings: &'static [(&'static str, &'static str)], tests: usize) -> Self {
        Self { binary, settings, tests, embedded: Shared::new(), cluster: Shared::new() }
    }

    /// Comes to the server on this database, which the first visitor starts.
    pub async fn enter(&'static self, profile: Profile) -> Site {
        let url = tokio::task::spawn_blocking(move || self.url(profile)).await.expect("a start doesn't panic");
        let url = url.unwrap_or_else(|error| panic!("{profile:?}: {error:#}"));
        Site { api: Api::new(&url).expect("a client can be made"), profile, sites: self, has_left: false }
    }

    fn url(&self, profile: Profile) -> Result<String> {
        let shared = self.shared(profile);
        let server = shared.server.get_or_init(|| {
            let server = ServerProcess::start(self.binary, &profile.fresh()?, self.settings)?;
            shared.url.get_or_init(|| server.url().to_owned());
            Ok(Mutex::new(server))
        });
        server.as_ref().map_err(|error| anyhow!("{error:#}"))?;
        Ok(shared.url.get().cloned().unwrap_or_default())
    }

    fn shared(&self, profile: Profile) -> &Shared {
        match profile {
            Profile::Embedded => &self.embedded,
            Profile::Cluster => &self.cluster,
        }
    }
}

impl Shared {
    const fn new() -> Self {
        Self {
            server: OnceLock::new(),
            url: OnceLock::new(),
            rows: Mutex::new(None),
            left: AtomicUsize::new(0),
            failed: AtomicUsize::new(0),
        }
    }

    fn process(&self) -> Option<MutexGuard<'_, ServerProcess>> {
        let server = self.server.get()?.as_ref().ok()?;
        Some(server.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Site {
    /// Somebody new who buys.
    pub async fn buyer(&self) -> Buyer {
        self.api.guest().await
    }

    pub async fn buyers(&self, count: usize) -> Vec<Buyer> {
        self.api.guests(count).await
    }

    /// The arena's event and `count` of its seats side by side that no other test asks for.
    pub async fn seats(&self, count: usize) -> (String, Vec<String>) {
        let known = self.rows().is_some();
        if !known {
            let loaded = Rows::load(&self.api).await;
            self.rows().get_or_insert(loaded);
        }
        let mut rows = self.rows();
        let rows = rows.as_mut().expect("the rows were loaded");
        (rows.event.clone(), rows.take(count))
    }

    /// The server's scheme and authority.
    pub fn url(&self) -> &str {
        self.api.server()
    }

    /// Whether the server's process lives.
    pub fn lives(&self) -> bool {
        self.shared().process().is_some_and(|mut server| server.is_running())
    }

    /// The first line that the server printed with `text` in it.
    pub fn logged(&self, text: &str) -> Option<String> {
        self.shared().process().and_then(|server| server.logged(text))
    }

    /// Goes; the last one out stops the server and checks its books.
    pub async fn leave(mut self) {
        self.has_left = true;
        assert!(self.lives(), "the server ended during the test:\n{}", self.log_tail());
        let shared = self.shared();
        let is_last = shared.left.fetch_add(1, Ordering::SeqCst) + 1 == self.sites.tests;
        if !is_last {
            return;
        }
        let (profile, sites) = (self.profile, self.sites);
        let checked = tokio::task::spawn_blocking(move || {
            sites.shared(profile).process().map(|mut server| server.stop_and_check()).transpose()
        });
        if let Err(error) = checked.await.expect("a check doesn't panic") {
            panic!("{profile:?}, after all tests ({} failed): {error:#}", shared.failed.load(Ordering::SeqCst));
        }
    }

    fn shared(&self) -> &'static Shared {
        self.sites.shared(self.profile)
    }

    fn rows(&self) -> MutexGuard<'static, Option<Rows>> {
        self.shared().rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn log_tail(&self) -> String {
        self.shared().process().map(|server| server.log_tail()).unwrap_or_default()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if !self.has_left {
            self.shared().left.fetch_add(1, Ordering::SeqCst);
            self.shared().failed.fetch_add(1, Ordering::SeqCst);
            eprintln!("the last lines of the server on {:?}:\n{}", self.profile, self.log_tail());
        }
    }
}

impl Rows {
    async fn load(api: &Api) -> Self {
        let event = api.event_named(ARENA).await;
        let event = id(&event).to_owned();
        let map = api.get(&format!("/seats/{event}/map")).await.expect(200);
        let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
        let rows = list(&map, "sections").into_iter().flat_map(|section| list(&section, "rows"));
        let seats = rows.map(|row| list(&row, "seats").iter().map(|seat| id(seat).to_owned()).collect());
        Self { event, rows: seats.collect() }
    }

    fn take(&mut self, count: usize) -> Vec<String> {
        loop {
            let row = self.rows.last_mut().expect("the arena has enough rows of so many seats");
            if row.len() >= count {
                let rest = row.len() - count;
                return row.split_off(rest);
            }
            self.rows.pop();
        }
    }
}

/// Makes a test of each function on each database. The functions take a `&Site`; `TESTS` says how many there are.
#[macro_export]
macro_rules! on_both_databases {
    ($sites:path: $($name:ident),+ $(,)?) => {
        pub(crate) const TESTS: usize = [$(stringify!($name)),+].len();

        mod embedded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let site = $sites.enter($crate::site::Profile::Embedded).await;
                super::$name(&site).await;
                site.leave().await;
            })+
        }

        mod cluster {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let site = $sites.enter($crate::site::Profile::Cluster).await;
                super::$name(&site).await;
                site.leave().await;
            })+
        }
    };
}
