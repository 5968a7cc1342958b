//! The text form of calendars (RFC 5545): lines, folded and escaped.

/// A calendar under way.
pub(super) struct Calendar(String);

/// No line may have more, its end not counted.
const LINE_BYTES_MAX: usize = 75;

impl Calendar {
    /// `time_zone` is where it takes place, for calendars that ask which zone to show it in; all times are in UTC.
    pub(super) fn new(time_zone: &str) -> Self {
        let mut calendar = Self(String::with_capacity(1_024));
        calendar.line("BEGIN", "VCALENDAR");
        calendar.line("VERSION", "2.0");
        calendar.line("PRODID", "-//Admit//Admit//EN");
        calendar.line("CALSCALE", "GREGORIAN");
        calendar.line("METHOD", "PUBLISH");
        calendar.text("X-WR-TIMEZONE", time_zone);
        calendar
    }

    /// A line whose value is as the standard wants it already.
    pub(super) fn line(&mut self, name: &str, value: &str) {
        let mut room = LINE_BYTES_MAX;
        for part in [name, ":", value] {
            for character in part.chars() {
                if character.len_utf8() > room {
                    // The space that continues a line counts as part of it.
                    self.0.push_str("\r\n ");
                    room = LINE_BYTES_MAX - 1;
                }
                room -= character.len_utf8();
                self.0.push(character);
            }
        }
        self.0.push_str("\r\n");
    }

    /// A line whose value is any text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for character in value.chars() {
            match character {
                '\\' | ';' | ',' => escaped.extend(['\\', character]),
                '\n' => escaped.push_str("\\n"),
                // What ends a line elsewhere, or controls a terminal, has no place in a value.
                other if other.is_control() => {}
                other => escaped.push(other),
            }
        }
        self.line(name, &escaped);
    }

    pub(super) fn finish(mut self) -> String {
        self.line("END", "VCALENDAR");
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_75_bytes_and_never_within_a_character() {
        let long = "Ünïcödé 🎟 ".repeat(40);
        let mut calendar = Calendar::new("Europe/London");
        calendar.text("SUMMARY", &long);
        let text = calendar.finish();
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.replace("\r\n ", "").contains(&format!("SUMMARY:{long}\r\n")));
    }

    #[test]
    fn what_has_a_meaning_is_escaped_and_nothing_can_break_out_of_its_line() {
        let mut calendar = Calendar::new("UTC");
        calendar.text("SUMMARY", "a,b;c\\d\r\nATTENDEE:evil\u{7}");
        assert!(calendar.finish().contains("SUMMARY:a\\,b\\;c\\\\d\\nATTENDEE:evil\r\n"));
    }
}
