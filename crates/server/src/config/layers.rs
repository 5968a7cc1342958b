//! Every setting's value and where it came from, so that whatever is wrong can be told with the place to look.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use thiserror::Error;
use toml::{Table, Value};

const DEFAULTS: &str = include_str!("default.toml");
const PREFIX: &str = "ADMIT_";
/// Names the file of settings, so it isn't one of them.
pub const FILE_VARIABLE: &str = "ADMIT_CONFIG";
/// Nothing of their values is ever shown.
pub(super) const SECRETS: [&str; 4] = ["database_url", "master_key", "redis_url", "smtp_url"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Default,
    File(PathBuf),
    Variable(String),
    Flag(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Default => out.write_str("the defaults"),
            Source::File(path) => write!(out, "{}", path.display()),
            Source::Variable(name) => out.write_str(name),
            Source::Flag(name) => out.write_str(name),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SettingsError {
    #[error("{file}: {why}")]
    File { file: String, why: String },
    #[error("{place}: `{key}` is not a setting")]
    Unknown { place: String, key: String },
    #[error("{name} is not a setting")]
    UnknownVariable { name: String },
    #[error("{name} is not valid Unicode")]
    NotUnicode { name: String },
    #[error("{key} (from {from}): {why}")]
    Value { key: &'static str, from: Source, why: String },
    #[error("{0}")]
    Together(&'static str),
}

#[derive(Debug, Clone)]
pub struct Layers {
    pub(super) values: BTreeMap<String, (Value, Source)>,
}

impl Layers {
    pub fn defaults() -> Layers {
        let table: Table = DEFAULTS.parse().expect("the compiled-in defaults are TOML, which a test proves");
        Layers { values: table.into_iter().map(|(key, value)| (key, (value, Source::Default))).collect() }
    }

    /// Takes over what the file's `text` sets.
    pub fn file(&mut self, path: &Path, text: &str) -> Result<(), SettingsError> {
        let file = path.display().to_string();
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            SettingsError::File { file: file.clone(), why: format!("line {line}: {message}") }
        })?;
        for (key, value) in table {
            let known = self.values.get_mut(&key).ok_or(SettingsError::Unknown { place: file.clone(), key })?;
            *known = (value, Source::File(path.to_owned()));
        }
        Ok(())
    }

    /// Takes over every variable that begins with `ADMIT_`; others are somebody else's.
    pub fn environment(
        &mut self,
        variables: impl Iterator<Item = (std::ffi::OsString, std::ffi::OsString)>,
    ) -> Result<(), SettingsError> {
        for (name, value) in variables {
            let name = name.to_string_lossy().into_owned();
            let Some(key) = name.strip_prefix(PREFIX).filter(|_| name != FILE_VARIABLE) else { continue };
            let known = self.values.get_mut(&key.to_ascii_lowercase()).filter(|_| key == key.to_ascii_uppercase());
            let known = known.ok_or_else(|| SettingsError::UnknownVariable { name: name.clone() })?;
            let text = value.into_string().map_err(|_| SettingsError::NotUnicode { name: name.clone() })?;
            *known = (like(&known.0, text), Source::Variable(name));
        }
        Ok(())
    }

    pub fn flag(&mut self, key: &'static str, value: impl Into<Value>, flag: &'static str) {
        self.values.insert(key.to_owned(), (value.into(), Source::Flag(flag)));
    }

    pub(super) fn source(&self, key: &'static str) -> &Source {
        self.values.get(key).map_or(&Source::Default, |(_, source)| source)
    }

    pub(super) fn get<T: DeserializeOwned>(&self, key: &'static str) -> Result<T, SettingsError> {
        let value = self.values.get(key).map(|(value, _)| value.clone());
        let value = value.ok_or_else(|| self.wrong(key, "has no default"))?;
        value.try_into().map_err(|error: toml::de::Error| {
            let why = if SECRETS.contains(&key) { "must be a text" } else { error.message() };
            self.wrong(key, why.lines().next().unwrap_or_default())
        })
    }

    pub(super) fn wrong(&self, key: &'static str, why: impl fmt::Display) -> SettingsError {
        SettingsError::Value { key, from: self.source(key).clone(), why: why.to_string() }
    }
}

/// A variable's text as a value of the default's type. What isn't one stays a text, and is refused when it is read.
fn like(default: &Value, text: String) -> Value {
    match default {
        Value::Integer(_) => text.trim().parse().map_or(Value::String(text), Value::Integer),
        Value::Array(_) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        }
        _ => Value::String(text),
    }
}
