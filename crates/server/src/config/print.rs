//! The outcome of all layers as TOML, which `--config` would take again but for the secrets.

use reqwest::Url;
use toml::{Table, Value};

use super::layers::Layers;
use super::settings::{Gateway, Settings};

const MASK: &str = "***";

/// What `settings` came to, read from `layers`. Secrets are masked.
pub fn print(layers: &Layers, settings: &Settings) -> String {
    let mut table: Table = layers.values.iter().map(|(key, (value, _))| (key.clone(), value.clone())).collect();
    let mut mask = |key: &str, masked: fn(&str) -> String| {
        if let Some(Value::String(text)) = table.get_mut(key).filter(|value| value.as_str() != Some("")) {
            *text = masked(text);
        }
    };
    mask("master_key", |_| MASK.to_owned());
    mask("database_url", masked_url);
    mask("redis_url", masked_url);
    mask("smtp_url", masked_url);
    let gateway = match settings.gateway {
        Gateway::None => "none",
        Gateway::Simulated => "simulated",
    };
    table.insert("gateway".to_owned(), gateway.into());
    if settings.public_url.is_some() || settings.listen.port() != 0 {
        table.insert("public_url".to_owned(), settings.public_url(settings.listen).into());
    }
    table.to_string()
}

/// A password may stand before the host or among the parameters.
fn masked_url(text: &str) -> String {
    let Ok(mut url) = text.parse::<Url>() else { return MASK.to_owned() };
    if url.password().is_some() && url.set_password(Some(MASK)).is_err() {
        return MASK.to_owned();
    }
    if url.query_pairs().any(|(name, _)| name == "password") {
        url.set_query(Some(MASK));
    }
    url.to_string()
}
