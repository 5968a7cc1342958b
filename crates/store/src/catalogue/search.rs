//! Searching by words: both sides are brought to lower case here, since the databases disagree about anything but
//! ASCII.

/// How many words of a search are looked for. The longest are; they tell most.
pub(super) const WORDS_MAX: usize = 8;
/// How many characters of a word are looked for.
const WORD_LENGTH_MAX: usize = 100;

/// `text` as it is compared when case doesn't matter.
pub(super) fn key_of(text: &str) -> String {
    text.to_lowercase()
}

/// What an event is found by, a line each so that no word reaches from one into the next.
pub(super) fn search_text<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.map(key_of).collect::<Vec<_>>().join("\n")
}

/// A `LIKE` pattern for each word of `text`, with `\` before what is meant literally, and patterns that everything
/// matches for the rest.
pub(super) fn word_patterns(text: &str) -> [String; WORDS_MAX] {
    let text = key_of(text);
    let mut words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    words.dedup();
    let mut patterns = words.into_iter().map(pattern_of);
    std::array::from_fn(|_| patterns.next().unwrap_or_else(|| "%".to_owned()))
}

fn pattern_of(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for c in word.chars().take(WORD_LENGTH_MAX) {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_a_pattern_and_the_rest_match_everything() {
        let [long, short, rest @ ..] = word_patterns("  Ol\u{c9} \t 100%_\\ ");
        assert_eq!((long.as_str(), short.as_str()), ("%100\\%\\_\\\\%", "%ol\u{e9}%"));
        assert!(rest.iter().all(|pattern| pattern == "%"));
    }

    #[test]
    fn nothing_that_a_database_refuses_gets_through() {
        assert_eq!(word_patterns("a\0b")[..2], ["%a%", "%b%"]);
        assert_eq!(word_patterns(&"x".repeat(1_000_000))[0].len(), WORD_LENGTH_MAX + 2);
        let many: String = (0..1_000).map(|word| format!("{word} ")).collect();
        assert!(word_patterns(&many).iter().all(|pattern| pattern.len() == 5));
    }
}
