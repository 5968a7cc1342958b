//! Settings: flags over environment over a file over the defaults that are compiled in; typed, and refused if anything is unknown.

mod layers;
mod print;
mod settings;
mod values;

pub use layers::{FILE_VARIABLE, Layers, SettingsError, Source};
pub use print::print;
pub use settings::{
    Demo, Gateway, LogFormat, LogSettings, MailSettings, MailWay, Profile, Settings, Switch, reachable,
};
pub use values::Network;
pub(crate) use values::hex_key;
