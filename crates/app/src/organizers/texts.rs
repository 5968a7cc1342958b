//! Texts that organizers write, as they may be shown to everybody.

use admit_domain::draft::Fault;

pub(super) const NAME_CHARS_MAX: usize = 200;
const PLACE_CHARS_MAX: usize = 100;
const ADDRESS_CHARS_MAX: usize = 300;
const DESCRIPTION_CHARS_MAX: usize = 10_000;

/// Takes over `text`, trimmed, as a name on one line.
pub(super) fn put_name(field: impl Into<String>, place: &mut Box<str>, text: Option<String>, faults: &mut Vec<Fault>) {
    let Some(text) = text else { return };
    let text = text.trim();
    if text.is_empty() || text.chars().count() > NAME_CHARS_MAX || text.chars().any(char::is_control) {
        faults.push(Fault::new(field, format!("must have 1 to {NAME_CHARS_MAX} characters on one line")));
    }
    *place = text.into();
}

pub(super) fn put_city(place: &mut Box<str>, text: Option<String>, faults: &mut Vec<Fault>) {
    put_line("city", place, text, PLACE_CHARS_MAX, faults);
}

pub(super) fn put_address(place: &mut Box<str>, text: Option<String>, faults: &mut Vec<Fault>) {
    put_line("address", place, text, ADDRESS_CHARS_MAX, faults);
}

fn put_line(field: &str, place: &mut Box<str>, text: Option<String>, most: usize, faults: &mut Vec<Fault>) {
    let Some(text) = text else { return };
    let text = text.trim();
    if text.chars().count() > most || text.chars().any(char::is_control) {
        faults.push(Fault::new(field, format!("must have at most {most} characters on one line")));
    }
    *place = text.into();
}

/// Takes over `text`, which may have several lines.
pub(super) fn put_description(place: &mut Box<str>, text: Option<String>, faults: &mut Vec<Fault>) {
    let Some(text) = text else { return };
    let is_bad = |c: char| c.is_control() && c != '\n' && c != '\r' && c != '\t';
    if text.chars().count() > DESCRIPTION_CHARS_MAX || text.chars().any(is_bad) {
        faults.push(Fault::new("description", format!("must have at most {DESCRIPTION_CHARS_MAX} characters")));
    }
    *place = text.into();
}

/// Takes over an ISO 3166-1 code.
pub(super) fn put_country(place: &mut Box<str>, text: Option<String>, faults: &mut Vec<Fault>) {
    let Some(text) = text else { return };
    if text.len() != 2 || !text.bytes().all(|letter| letter.is_ascii_uppercase()) {
        faults.push(Fault::new("country", "must be two capitals, such as GB"));
    }
    *place = text.into();
}

/// Takes over an IANA name.
pub(super) fn put_time_zone(place: &mut Box<str>, text: Option<String>, faults: &mut Vec<Fault>) {
    let Some(text) = text else { return };
    if jiff::tz::TimeZone::get(&text).is_err() {
        faults.push(Fault::new("time_zone", "must be a name such as Europe/London"));
    }
    *place = text.into();
}
