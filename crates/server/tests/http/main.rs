//! The API over HTTP as clients see it, on both databases: laid out like the URLs.

mod auth;
mod best_available;
mod catalogue;
mod changes;
mod checkout;
mod general_admission;
mod hostile;
mod idempotency;
mod input;
mod lists;
mod operations;
mod orders;
mod organizer;
mod payments;
mod proofs;
mod routes;
mod sale;
mod seats;
mod table;
mod tickets;

use admit_testkit::site::Sites;

const TESTS: usize = auth::TESTS
    + best_available::TESTS
    + catalogue::TESTS
    + changes::TESTS
    + checkout::TESTS
    + general_admission::TESTS
    + hostile::TESTS
    + idempotency::TESTS
    + input::TESTS
    + lists::TESTS
    + operations::TESTS
    + orders::TESTS
    + organizer::drafts::TESTS
    + organizer::owners::TESTS
    + organizer::places::TESTS
    + organizer::repeated::TESTS
    + organizer::venues::TESTS
    + organizer::whole_sale::TESTS
    + payments::TESTS
    + routes::TESTS
    + proofs::TESTS
    + sale::TESTS
    + seats::TESTS
    + tickets::TESTS;

/// Many guests from one address are no flood here.
const SETTINGS: &[(&str, &str)] = &[("ADMIT_RATE_LIMITS", "off"), ("ADMIT_UNANSWERED_FOR_S", "5")];

static SITES: Sites = Sites::new(env!("CARGO_BIN_EXE_admit"), SETTINGS, TESTS);
