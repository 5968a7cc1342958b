//! What others show of a link to an event: its name, where and when, written into the page before it is sent, since who makes
//! previews runs no scripts.

use admit_app::catalogue::{EventStatus, ShownEvent};
use jiff::tz::TimeZone;

use crate::http::state::ApiState;
use crate::markup::escaped;

/// The page with the event's title and description.
pub(super) fn with_preview(index: &str, shown: &ShownEvent, state: &ApiState) -> String {
    let (event, venue) = (&shown.listed.event, &shown.listed.venue);
    let zone = TimeZone::get(&venue.time_zone).unwrap_or(TimeZone::UTC);
    let starts_at = jiff::Timestamp::from_millisecond(event.starts_at.as_millis()).unwrap_or(jiff::Timestamp::MAX);
    let when = starts_at.to_zoned(zone).strftime("%A, %-d %B %Y, %H:%M").to_string();
    let about = match EventStatus::of(&shown.standing) {
        EventStatus::Cancelled => "Cancelled.".to_owned(),
        _ => format!("{when}, {}, {}.", venue.name, venue.city),
    };
    fill(index, &event.name, &about, &format!("{}/events/{}", state.settings.public_url, event.id))
}

/// Puts a title, a description and what link previews read in the place of the page's own.
fn fill(index: &str, title: &str, about: &str, url: &str) -> String {
    let (title, about, url) = (escaped(title), escaped(about), escaped(url));
    let head = format!(
        "<title>{title} · Admit</title>\
         <meta name=\"description\" content=\"{about}\">\
         <meta property=\"og:type\" content=\"website\">\
         <meta property=\"og:title\" content=\"{title}\">\
         <meta property=\"og:description\" content=\"{about}\">\
         <meta property=\"og:url\" content=\"{url}\">\
         <meta name=\"twitter:card\" content=\"summary\">"
    );
    let without =
        cut(index, "<meta name=\"description\"", ">").map_or(index.to_owned(), |(before, after)| before + after);
    match cut(&without, "<title>", "</title>") {
        Some((before, after)) => format!("{before}{head}{after}"),
        None => without,
    }
}

/// What stands before and after the first part that begins and ends so.
fn cut<'text>(text: &'text str, begin: &str, end: &str) -> Option<(String, &'text str)> {
    let (before, rest) = text.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some((before.to_owned(), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<head><meta name=\"description\" content=\"Tickets\" /><title>Admit</title><script src=\"/a.js\"></script></head>";

    #[test]
    fn the_title_and_description_are_the_events_and_no_markup() {
        let page = fill(INDEX, "Rock & <b>\"Roll\"</b> $1", "Now's the day", "https://t.example/events/evt_1");
        assert_eq!(page.matches("<title>").count(), 1);
        assert!(page.contains("<title>Rock &amp; &lt;b&gt;&quot;Roll&quot;&lt;/b&gt; $1 · Admit</title>"), "{page}");
        assert!(page.contains("content=\"Now&#39;s the day\"><meta property"), "{page}");
        assert!(!page.contains("Tickets") && !page.contains("<b>"), "{page}");
        assert!(page.starts_with("<head>") && page.ends_with("<script src=\"/a.js\"></script></head>"), "{page}");
    }

    #[test]
    fn a_page_without_a_title_stays_as_it_is() {
        assert_eq!(fill("<head></head>", "T", "A", "U"), "<head></head>");
    }
}
