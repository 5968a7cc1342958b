//! How a room is run: what its organizer may choose, also while people wait.

use std::time::Duration;

use thiserror::Error;

use crate::time::Timestamp;

/// When there is a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Never: everybody may shop.
    Off,
    /// Everybody goes through the line.
    Always,
    /// A line forms once as many shop as may, and dissolves when it has been empty a while.
    Auto,
    /// Who comes before the start is drawn; who comes later queues behind.
    Draw,
}

impl Mode {
    pub const ALL: [Mode; 4] = [Mode::Off, Mode::Always, Mode::Auto, Mode::Draw];

    pub fn name(self) -> &'static str {
        match self {
            Mode::Off => "off",
            Mode::Always => "always",
            Mode::Auto => "auto",
            Mode::Draw => "draw",
        }
    }

    pub fn from_name(name: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// Whether people are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calling {
    Runs,
    Paused,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub mode: Mode,
    /// How many people are to come in each minute, if there is room for them.
    pub rate_per_min: u32,
    /// How often people are called.
    pub interval: Duration,
    /// How many may shop at a time.
    pub max_active: u32,
    /// How long a call may go unanswered.
    pub window: Duration,
    pub pass_ttl: Duration,
    pub calling: Calling,
    /// When calling starts, and when the draw is held. `None`: it has started.
    pub opens_at: Option<Timestamp>,
    /// Where the draw's public randomness comes from, named beforehand, such as a lottery's next drawing.
    pub public_source: Option<Box<str>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: Mode::Off,
            rate_per_min: 600,
            interval: Duration::from_secs(1),
            max_active: 1_000,
            window: Duration::from_secs(120),
            pass_ttl: Duration::from_secs(600),
            calling: Calling::Runs,
            opens_at: None,
            public_source: None,
        }
    }
}

pub const RATE_PER_MIN_MAX: u32 = 1_000_000;
pub const ACTIVE_MAX: u32 = 1_000_000;
pub const PUBLIC_TEXT_MAX: usize = 500;
const INTERVAL_MAX: Duration = Duration::from_secs(60);
const WINDOW_MIN: Duration = Duration::from_secs(5);
const WINDOW_MAX: Duration = Duration::from_secs(3_600);
const PASS_TTL_MIN: Duration = Duration::from_secs(10);
const PASS_TTL_MAX: Duration = Duration::from_secs(86_400);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadSettings {
    #[error("must be at most {RATE_PER_MIN_MAX}")]
    Rate,
    #[error("must be from 1 to {ACTIVE_MAX}")]
    MaxActive,
    #[error("must be from 1 to 60")]
    Interval,
    #[error("must be from 5 to 3600")]
    Window,
    #[error("must be from 10 to 86400")]
    PassTtl,
    #[error("a draw needs a time in the future at which it is held")]
    DrawTime,
    #[error("must have 1 to {PUBLIC_TEXT_MAX} characters")]
    PublicText,
}

impl Settings {
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self) -> Result<(), BadSettings> {
        if self.rate_per_min > RATE_PER_MIN_MAX {
            return Err(BadSettings::Rate);
        }
        if !(1..=ACTIVE_MAX).contains(&self.max_active) {
            return Err(BadSettings::MaxActive);
        }
        if !(Duration::from_secs(1)..=INTERVAL_MAX).contains(&self.interval) {
            return Err(BadSettings::Interval);
        }
        if !(WINDOW_MIN..=WINDOW_MAX).contains(&self.window) {
            return Err(BadSettings::Window);
        }
        if !(PASS_TTL_MIN..=PASS_TTL_MAX).contains(&self.pass_ttl) {
            return Err(BadSettings::PassTtl);
        }
        let is_long = |text: &str| text.is_empty() || text.chars().count() > PUBLIC_TEXT_MAX;
        if self.public_source.as_deref().is_some_and(is_long) {
            return Err(BadSettings::PublicText);
        }
        if self.mode == Mode::Draw && self.opens_at.is_none() {
            return Err(BadSettings::DrawTime);
        }
        Ok(())
    }
}

/// What of the settings is to be another. The outer `None` leaves a thing as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsChange {
    pub mode: Option<Mode>,
    pub rate_per_min: Option<u32>,
    pub interval: Option<Duration>,
    pub max_active: Option<u32>,
    pub window: Option<Duration>,
    pub pass_ttl: Option<Duration>,
    pub calling: Option<Calling>,
    pub opens_at: Option<Option<Timestamp>>,
    pub public_source: Option<Option<Box<str>>>,
    /// The public randomness itself, once the draw is closed.
    pub public_input: Option<Box<str>>,
}

impl SettingsChange {
    pub fn applied_to(&self, settings: &Settings) -> Settings {
        Settings {
            mode: self.mode.unwrap_or(settings.mode),
            rate_per_min: self.rate_per_min.unwrap_or(settings.rate_per_min),
            interval: self.interval.unwrap_or(settings.interval),
            max_active: self.max_active.unwrap_or(settings.max_active),
            window: self.window.unwrap_or(settings.window),
            pass_ttl: self.pass_ttl.unwrap_or(settings.pass_ttl),
            calling: self.calling.unwrap_or(settings.calling),
            opens_at: self.opens_at.unwrap_or(settings.opens_at),
            public_source: self.public_source.clone().unwrap_or_else(|| settings.public_source.clone()),
        }
    }
}
