//! The settings as the program uses them: checked, typed, and with one variant a profile.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use admit_app::accounts::password::PasswordSettings;
use admit_app::accounts::session::TokenSettings;
use admit_app::app::{AppSettings, CheckoutSettings};
use admit_app::desk::DeskSettings;
use admit_app::secrets::MasterKey;
use admit_cluster::kafka::KafkaSettings;
use admit_cluster::redis::RedisAddress;
use admit_domain::inventory::state::PurchaseLimits;
use admit_store::PostgresSettings;
use serde::Deserialize;
use tracing_subscriber::EnvFilter;

use super::layers::{Layers, SettingsError, Source};
use super::values::{Network, hex_key, host_and_port, is_here, is_redis_url, web_origin};
use crate::limits::Quotas;

pub struct Settings {
    pub listen: SocketAddr,
    pub profile: Profile,
    /// Scheme and authority. `None`: whatever is listened on.
    pub public_url: Option<String>,
    pub trusted_proxies: Vec<Network>,
    pub cors_origins: Vec<String>,
    pub body_bytes_max: usize,
    /// `None`: as many requests as they like.
    pub quotas: Option<Quotas>,
    /// 0: as many as they like.
    pub connections_by_address_max: u32,
    pub limit_loopback_connections: Switch,
    pub reconcile_every: Duration,
    /// How long a node that stops is unready and answers still.
    pub stop_after_unready: Duration,
    pub app: AppSettings,
    pub gateway: Gateway,
    pub mail: MailSettings,
    /// Where what changes is told. `None`: nowhere.
    pub kafka: Option<KafkaSettings>,
    pub metrics_listen: Option<SocketAddr>,
    pub log: LogSettings,
    pub demo: Demo,
}

/// How mails go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// Name and address, as in `Tickets <tickets@example.com>`.
    pub from: String,
    pub way: MailWay,
    /// How many one node sends.
    pub per_second_max: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailWay {
    Smtp {
        url: String,
    },
    /// Each mail is a file here.
    Folder(PathBuf),
}

/// Where the truth is kept.
pub enum Profile {
    Embedded {
        data: PathBuf,
    },
    Cluster {
        postgres: PostgresSettings,
        master_key: MasterKey,
        /// By which nodes hear of each other at once.
        redis: Option<RedisAddress>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    On,
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gateway {
    None,
    Simulated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSettings {
    pub format: LogFormat,
    pub level: String,
}

/// Whether the demo catalogue and its accounts, whose passwords are public, are loaded into an empty store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demo {
    Off,
    /// Only on an address that nobody else reaches.
    Loopback,
    /// On any address; somebody asked for it.
    Public,
}

impl Settings {
    pub fn read(layers: &Layers, demo: Demo) -> Result<Settings, SettingsError> {
        let settings = Settings {
            listen: parsed(layers, "listen")?,
            profile: profile(layers)?,
            public_url: text(layers, "public_url")?.map(|url| origin(layers, "public_url", &url)).transpose()?,
            trusted_proxies: each(layers, "trusted_proxies", str::parse)?,
            cors_origins: each(layers, "cors_origins", web_origin)?,
            body_bytes_max: number(layers, "body_bytes_max", 1_024..=64 << 20)? as usize,
            quotas: quotas(layers)?,
            connections_by_address_max: number(layers, "connections_by_address_max", 0..=1_000_000)? as u32,
            limit_loopback_connections: layers.get("limit_loopback_connections")?,
            reconcile_every: seconds(layers, "reconcile_every_s")?,
            stop_after_unready: Duration::from_secs(number(layers, "stop_after_unready_s", 0..=600)?),
            app: app(layers)?,
            gateway: gateway(layers, demo)?,
            mail: mail(layers)?,
            kafka: kafka(layers)?,
            metrics_listen: text(layers, "metrics_listen")?.map(|_| parsed(layers, "metrics_listen")).transpose()?,
            log: log(layers)?,
            demo,
        };
        if demo == Demo::Loopback && settings.is_reached_by_others() {
            return Err(SettingsError::Together(
                "the demo's accounts have public passwords: on an address that others reach, or behind a proxy, --demo needs \
                 --allow-public-demo",
            ));
        }
        Ok(settings)
    }

    /// Whether others than this machine's own users may come, as far as the settings tell: by the address that is listened on, or by
    /// a proxy before it.
    pub fn is_reached_by_others(&self) -> bool {
        let listens_beyond = !self.listen.ip().to_canonical().is_loopback();
        listens_beyond
            || !self.trusted_proxies.is_empty()
            || self.public_url.as_deref().is_some_and(|url| !is_here(url))
    }

    /// By which browsers reach this server once it listens on `bound`.
    pub fn public_url(&self, bound: SocketAddr) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", reachable(bound)))
    }
}

/// An address at which this machine reaches what listens on `bound`.
pub fn reachable(bound: SocketAddr) -> SocketAddr {
    let ip = match bound {
        _ if !bound.ip().is_unspecified() => bound.ip(),
        SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
        SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
    };
    SocketAddr::new(ip, bound.port())
}

fn profile(layers: &Layers) -> Result<Profile, SettingsError> {
    let master_key = text(layers, "master_key")?;
    let redis_url = text(layers, "redis_url")?;
    let authorities = text(layers, "tls_authorities_file")?;
    let Some(url) = text(layers, "database_url")? else {
        if redis_url.is_some() {
            return Err(layers.wrong("redis_url", "is for the nodes of a cluster: set ADMIT_DATABASE_URL too"));
        }
        if authorities.is_some() {
            return Err(layers.wrong("tls_authorities_file", "is for a cluster; embedded, nothing is reached by TLS"));
        }
        if master_key.is_some() {
            return Err(layers.wrong("master_key", "is for a cluster; embedded, the key is in the data folder"));
        }
        let data = text(layers, "data")?.ok_or_else(|| layers.wrong("data", "must name a folder"))?;
        return Ok(Profile::Embedded { data: data.into() });
    };
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(layers.wrong("database_url", "must begin with postgres://"));
    }
    let master_key = master_key.ok_or(SettingsError::Together("a cluster needs a master key: set ADMIT_MASTER_KEY"))?;
    let master_key = hex_key(&master_key).ok_or_else(|| layers.wrong("master_key", "must be 64 hexadecimal digits"))?;
    let postgres = PostgresSettings {
        url,
        pool_size: number(layers, "database_pool_size", 1..=1_000)? as usize,
        acquire_timeout: millis(layers, "database_acquire_timeout_ms")?,
        statement_timeout: millis(layers, "database_statement_timeout_ms")?,
        tls_authorities: authorities.map(|file| pem_in(layers, &file)).transpose()?,
    };
    if redis_url.as_ref().is_some_and(|url| !is_redis_url(url)) {
        return Err(layers.wrong("redis_url", "must be an address such as redis://user:password@host:6379"));
    }
    let tls_authorities = postgres.tls_authorities.clone();
    let redis = redis_url.map(|url| RedisAddress { url, tls_authorities });
    Ok(Profile::Cluster { postgres, master_key: MasterKey::from_bytes(master_key), redis })
}

/// The certificates in a file, which must be some.
fn pem_in(layers: &Layers, file: &str) -> Result<Vec<u8>, SettingsError> {
    let wrong = |why: String| layers.wrong("tls_authorities_file", why);
    let pem = std::fs::read(file).map_err(|error| wrong(format!("can't be read: {error}")))?;
    match memchr::memmem::find(&pem, b"-----BEGIN CERTIFICATE-----") {
        Some(_) => Ok(pem),
        None => Err(wrong("must be certificates in PEM".to_owned())),
    }
}

fn app(layers: &Layers) -> Result<AppSettings, SettingsError> {
    let purchase_limits = match layers.get("purchase_limits")? {
        Switch::On => PurchaseLimits::Enforced,
        Switch::Off => PurchaseLimits::Off,
    };
    Ok(AppSettings {
        desks: DeskSettings {
            purchase_limits,
            queue_commands_max: number(layers, "desk_queue_commands_max", 1..=1_000_000)? as usize,
            answer_within: waited_for(layers, "desk_answer_within_ms")?,
        },
        passwords: PasswordSettings {
            memory_kib: number(layers, "password_memory_kib", 8..=4 << 20)? as u32,
            threads: number(layers, "password_threads", 1..=1_024)? as usize,
            waiting_max: number(layers, "password_waiting_max", 1..=100_000)? as usize,
            ..PasswordSettings::default()
        },
        tokens: TokenSettings {
            access_ttl: seconds(layers, "access_token_ttl_s")?,
            refresh_ttl: seconds(layers, "refresh_token_ttl_s")?,
        },
        checkout: CheckoutSettings {
            charge_within: waited_for(layers, "charge_within_ms")?,
            unanswered_for: seconds(layers, "unanswered_for_s")?,
            refund_retry: seconds(layers, "refund_retry_s")?,
        },
    })
}

fn quotas(layers: &Layers) -> Result<Option<Quotas>, SettingsError> {
    let quota =
        |key| number(layers, key, 1..=100_000_000).map(|number| NonZeroU32::MIN.saturating_add(number as u32 - 1));
    let quotas = Quotas {
        reads_by_address: quota("reads_by_address_per_min")?,
        reads_by_account: quota("reads_by_account_per_min")?,
        writes_by_address: quota("writes_by_address_per_min")?,
        writes_by_account: quota("writes_by_account_per_min")?,
        sign_ins_by_address: quota("sign_ins_by_address_per_min")?,
        sign_ins_by_account: quota("sign_ins_by_account_per_min")?,
        webhooks_by_address: quota("webhooks_by_address_per_min")?,
        joins_by_address: quota("joins_by_address_per_min")?,
        joins_by_account: quota("joins_by_account_per_min")?,
        subjects_max: number(layers, "limited_subjects_max", 16..=100_000_000)? as usize,
    };
    let switch: Switch = layers.get("rate_limits")?;
    Ok((switch == Switch::On).then_some(quotas))
}

fn gateway(layers: &Layers, demo: Demo) -> Result<Gateway, SettingsError> {
    let named: Gateway = layers.get("gateway")?;
    let is_default = *layers.source("gateway") == Source::Default;
    Ok(if demo != Demo::Off && is_default { Gateway::Simulated } else { named })
}

fn mail(layers: &Layers) -> Result<MailSettings, SettingsError> {
    let from: String = layers.get("mail_from")?;
    if from.parse::<lettre::message::Mailbox>().is_err() {
        return Err(layers.wrong("mail_from", "must be an address such as Tickets <tickets@example.com>"));
    }
    let way = match text(layers, "smtp_url")? {
        Some(url) if !url.starts_with("smtp://") && !url.starts_with("smtps://") => {
            return Err(layers.wrong("smtp_url", "must begin with smtp:// or smtps://"));
        }
        Some(_) if *layers.source("mail_from") == Source::Default => {
            return Err(SettingsError::Together("mails need a sender: set ADMIT_MAIL_FROM beside ADMIT_SMTP_URL"));
        }
        Some(url) => MailWay::Smtp { url },
        None => MailWay::Folder(PathBuf::from(layers.get::<String>("data")?).join("mail")),
    };
    let per_second_max = number(layers, "mails_per_second_max", 1..=10_000)? as u32;
    Ok(MailSettings { from, way, per_second_max })
}

fn kafka(layers: &Layers) -> Result<Option<KafkaSettings>, SettingsError> {
    let brokers = each(layers, "kafka_brokers", host_and_port)?;
    let partitions = number(layers, "kafka_partitions", 1..=10_000)? as u16;
    Ok((!brokers.is_empty()).then_some(KafkaSettings { brokers, partitions }))
}

fn log(layers: &Layers) -> Result<LogSettings, SettingsError> {
    let level: String = layers.get("log_level")?;
    EnvFilter::try_new(&level).map_err(|_| layers.wrong("log_level", "is no level and no list of rules"))?;
    Ok(LogSettings { format: layers.get("log_format")?, level })
}

/// `None` if it is empty, which means that it isn't set.
fn text(layers: &Layers, key: &'static str) -> Result<Option<String>, SettingsError> {
    let text: String = layers.get(key)?;
    Ok((!text.is_empty()).then_some(text))
}

fn parsed<T: FromStr<Err: std::fmt::Display>>(layers: &Layers, key: &'static str) -> Result<T, SettingsError> {
    let text: String = layers.get(key)?;
    text.parse().map_err(|error| layers.wrong(key, format_args!("can't be {text:?}: {error}")))
}

fn each<T>(
    layers: &Layers,
    key: &'static str,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, SettingsError> {
    let items: Vec<String> = layers.get(key)?;
    items.iter().map(|item| parse(item).map_err(|why| layers.wrong(key, why))).collect()
}

fn origin(layers: &Layers, key: &'static str, text: &str) -> Result<String, SettingsError> {
    web_origin(text).map_err(|why| layers.wrong(key, why))
}

fn number(layers: &Layers, key: &'static str, range: RangeInclusive<u64>) -> Result<u64, SettingsError> {
    let number: i64 = layers.get(key)?;
    u64::try_from(number)
        .ok()
        .filter(|number| range.contains(number))
        .ok_or_else(|| layers.wrong(key, format_args!("must be from {} to {}", range.start(), range.end())))
}

fn millis(layers: &Layers, key: &'static str) -> Result<Duration, SettingsError> {
    number(layers, key, 1..=3_600_000).map(Duration::from_millis)
}

/// How long somebody who waits for an answer waits for one thing: every answer comes, or is given up, a second after the longest.
fn waited_for(layers: &Layers, key: &'static str) -> Result<Duration, SettingsError> {
    number(layers, key, 1..=10_000).map(Duration::from_millis)
}

fn seconds(layers: &Layers, key: &'static str) -> Result<Duration, SettingsError> {
    number(layers, key, 1..=366 * 86_400).map(Duration::from_secs)
}
