//! The waiting room of the program itself, over HTTP, streams and sockets.

mod abandonment;
mod draw;
mod guarded;
#[expect(dead_code, reason = "shared with the tests of organizers, which use all of it")]
#[path = "../http/organizer/hall.rs"]
mod hall;
mod joining;
mod lines;
#[expect(dead_code, reason = "shared with the tests of live updates, which use all of it")]
#[path = "../live/listen.rs"]
mod listen;
mod millions;
mod nodes;
mod pushes;
mod settings;
mod survival;
mod witness;

use admit_testkit::site::Sites;

const TESTS: usize = draw::TESTS + guarded::TESTS + joining::TESTS + pushes::TESTS + settings::TESTS;

/// Many guests from one address are no flood here.
const SETTINGS: &[(&str, &str)] = &[("ADMIT_RATE_LIMITS", "off")];

static SITES: Sites = Sites::new(env!("CARGO_BIN_EXE_admit"), SETTINGS, TESTS);
