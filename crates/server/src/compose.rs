//! Puts the parts of a node together. The profile is picked here and nowhere else.

use std::fs::{File, Permissions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use admit_app::app::App;
use admit_app::ports::clock::Clock;
use admit_app::ports::fanout::Others;
use admit_app::ports::payments::Payments;
use admit_app::ports::secrets::Secrets;
use admit_app::secrets::{Keys, MasterKey, random};
use admit_cluster::redis::RedisFanout;
use admit_domain::time::Timestamp;
use admit_store::{JournalText, SqlStore};
use anyhow::{Context, Result, bail};

use crate::config::{Gateway, Profile, Settings, hex_key};
use crate::gateway::{NoGateway, SimulatedGateway};
use crate::limits::SharedLimits;

const KEY_FILE: &str = "master.key";

/// This machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A node's parts.
pub struct Node {
    pub app: Arc<App>,
    pub store: SqlStore,
    pub clock: Arc<dyn Clock>,
    /// `None`: as many requests as anybody likes.
    pub limits: Option<Arc<SharedLimits>>,
    /// Present where payments are simulated.
    pub gateway: Option<Arc<SimulatedGateway>>,
}

/// Opens the store to write.
pub async fn open_store(profile: &Profile) -> Result<SqlStore> {
    match profile {
        Profile::Embedded { data } => SqlStore::open_embedded(data)
            .await
            .with_context(|| format!("the data folder {} can't be used", data.display())),
        Profile::Cluster { postgres, .. } => {
            SqlStore::open_cluster(postgres.clone()).await.context("PostgreSQL can't be used")
        }
    }
}

/// Opens the store to read, also beside a server that writes to it.
pub async fn open_store_to_read(profile: &Profile) -> Result<SqlStore> {
    match profile {
        Profile::Embedded { data } => {
            if !data.is_dir() {
                bail!("there is no data folder {}", data.display());
            }
            let opened = SqlStore::open_embedded_to_read(data).await;
            opened.with_context(|| format!("the data folder {} can't be read", data.display()))
        }
        Profile::Cluster { .. } => open_store(profile).await,
    }
}

/// As [`open_store_to_read`], but leaves a schema that isn't of today as it is.
pub(crate) async fn open_store_as_it_is(profile: &Profile) -> Result<SqlStore> {
    match profile {
        Profile::Embedded { .. } => open_store_to_read(profile).await,
        Profile::Cluster { postgres, .. } => {
            SqlStore::open_cluster_as_it_is(postgres.clone()).context("PostgreSQL can't be used")
        }
    }
}

/// Loads the keys and puts the use cases on the store. `public_url` is where browsers reach this node.
pub async fn compose(settings: &Settings, store: SqlStore, public_url: &str) -> Result<Node> {
    let master_key = match &settings.profile {
        Profile::Embedded { data } => master_key_in(data, &store).await?,
        Profile::Cluster { master_key, .. } => master_key.clone(),
    };
    let keys = Keys::load_or_make(&store, &master_key).await.context("the keys can't be loaded")?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let shared = Arc::new(store.clone());
    let gateway = match settings.gateway {
        Gateway::None => None,
        Gateway::Simulated => {
            let (store, clock) = (shared.clone(), clock.clone());
            Some(Arc::new(SimulatedGateway::new(store, clock, keys.webhook, public_url.to_owned())))
        }
    };
    let payments: Arc<dyn Payments> = match &gateway {
        Some(gateway) => gateway.clone(),
        None => Arc::new(NoGateway),
    };
    let others = others(&settings.profile, keys.nodes)?;
    let limits = settings.quotas.as_ref().map(|quotas| SharedLimits::new(quotas, others.clone()));
    let app = App::new(shared, payments, clock.clone(), keys, others, settings.app)?;
    Ok(Node { app: Arc::new(app), store, clock, limits, gateway })
}

/// The way to the other nodes, if there may be any and Redis is there for them.
fn others(profile: &Profile, key: [u8; 32]) -> Result<Others> {
    let Profile::Cluster { redis: Some(address), .. } = profile else { return Ok(Others::default()) };
    let fanout = RedisFanout::new(address.clone(), key, Arc::new(JournalText)).context("redis_url")?;
    Ok(Others::through(Arc::new(fanout)))
}

/// Reads the folder's master key, or makes it on the first start. Call it while the folder is this process's alone.
pub(crate) async fn master_key_in(folder: &Path, store: &dyn Secrets) -> Result<MasterKey> {
    let path = folder.join(KEY_FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            // A new key would open none of the keys that the database holds already.
            if store.secret("access_token").await?.is_some() {
                bail!("{} is missing, without which the keys in the database can't be read", path.display());
            }
            return make_master_key(folder, &path).with_context(|| format!("{} can't be made", path.display()));
        }
        Err(error) => return Err(error).with_context(|| format!("{} can't be read", path.display())),
    };
    let mode = std::fs::metadata(&path).map(|metadata| metadata.permissions().mode());
    if mode.is_ok_and(|mode| mode & 0o077 != 0) {
        tracing::warn!(file = %path.display(), "others may read the master key; its mode should be 0600");
    }
    let key = hex_key(text.trim()).with_context(|| format!("{} isn't 64 hexadecimal digits", path.display()))?;
    Ok(MasterKey::from_bytes(key))
}

/// Writes beside the file and renames, so that there is a whole key or none.
fn make_master_key(folder: &Path, path: &Path) -> Result<MasterKey> {
    let key: [u8; 32] = random()?;
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let new = folder.join(format!("{KEY_FILE}.new"));
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    std::fs::rename(&new, path)?;
    File::open(folder)?.sync_all()?;
    Ok(MasterKey::from_bytes(key))
}
