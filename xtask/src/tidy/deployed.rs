//! What `deploy/` names exists: metrics in alerts and dashboards, settings in container files. A rule on a metric that was renamed
//! stays silent for ever, and a node with a setting that is gone doesn't start.

use std::collections::BTreeSet;

use super::tree::{SourceFile, Tree, Violation};

/// Beside `deploy/`, this page names metrics too.
const PAGE: &str = "docs/operations.md";
const RULES: &str = "deploy/prometheus/rules.yml";
const SETTINGS: &str = "crates/server/src/config/default.toml";
/// A variable that says where the settings are, so it isn't one of them.
const FILE_VARIABLE: &str = "ADMIT_CONFIG";
const METRIC: &str = "admit_";
const SETTING: &str = "ADMIT_";
/// What Prometheus makes of one histogram.
const PARTS: [&str; 3] = ["_bucket", "_sum", "_count"];

pub(super) fn metrics_exist(tree: &Tree) -> Vec<Violation> {
    let known = metrics(tree);
    let is_known = |name: &str| known.contains(name) || known.contains(whole_of(name));
    let pages = tree.files().iter().filter(|file| is_deployed(file) || file.path == PAGE);
    pages
        .flat_map(|file| unknown(file, METRIC, |name| format!("the program has no metric `{name}`"), &is_known))
        .collect()
}

/// Whoever is called by an alert finds the metric behind it on the page.
pub(super) fn alerting_metrics_are_told(tree: &Tree) -> Vec<Violation> {
    let page = tree.files().iter().filter(|file| file.path == PAGE).flat_map(SourceFile::lines);
    let told: BTreeSet<&str> = page.flat_map(|(_, line)| words(line, METRIC)).collect();
    let is_told = |name: &str| told.contains(whole_of(name)) || told.contains(name);
    let rules = tree.files().iter().filter(|file| file.path == RULES);
    rules
        .flat_map(|file| unknown(file, METRIC, |name| format!("{PAGE} doesn't say what `{name}` is"), &is_told))
        .collect()
}

pub(super) fn settings_exist(tree: &Tree) -> Vec<Violation> {
    let defaults = tree.files().iter().filter(|file| file.path == SETTINGS);
    let keys: BTreeSet<String> = defaults.flat_map(SourceFile::lines).filter_map(|(_, line)| setting(line)).collect();
    let is_known = |name: &str| name == FILE_VARIABLE || keys.contains(name);
    tree.files()
        .iter()
        .filter(|file| is_deployed(file))
        .flat_map(|file| unknown(file, SETTING, |name| format!("the program has no setting `{name}`"), &is_known))
        .collect()
}

/// The histogram, of one of its parts.
fn whole_of(name: &str) -> &str {
    PARTS.iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name)
}

fn is_deployed(file: &SourceFile) -> bool {
    file.path.starts_with("deploy/")
}

/// Words that begin so, are not known, and don't stand in a comment of YAML's: what is commented out may be of another day.
fn unknown(
    file: &SourceFile,
    start: &str,
    says: impl Fn(&str) -> String,
    is_known: &dyn Fn(&str) -> bool,
) -> Vec<Violation> {
    let mut found = Vec::new();
    for (number, line) in file.lines().filter(|(_, line)| !line.trim_start().starts_with('#')) {
        let missing = words(line, start).filter(|name| !is_known(name));
        found.extend(missing.map(|name| file.violation(number, says(name))));
    }
    found
}

/// The whole words of a line that begin so and go on.
fn words<'line>(line: &'line str, start: &'line str) -> impl Iterator<Item = &'line str> {
    let all = line.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
    all.filter(move |word| word.strip_prefix(start).is_some_and(|rest| !rest.is_empty()))
}

/// Every text in the program's sources that could be a metric's name. Cookies are named alike, which makes this a little too kind.
fn metrics(tree: &Tree) -> BTreeSet<&str> {
    let sources = tree.rust().filter(|file| file.path.starts_with("crates/") && file.lies_in("src"));
    let texts = sources.flat_map(|file| file.text.split('"'));
    texts.filter(|text| text.starts_with(METRIC) && words(text, METRIC).eq([*text])).collect()
}

/// `database_url = ""` as `ADMIT_DATABASE_URL`.
fn setting(line: &str) -> Option<String> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    let is_key =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    is_key.then(|| format!("{SETTING}{}", key.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::super::tree::{made_up, places};
    use super::*;

    const SOURCE: &str =
        "counter!(\"admit_holds_total\");\nhistogram!(\"admit_http_seconds\");\nlet path = \"admit_gone/x\";";

    #[test]
    fn a_metric_that_nobody_records_is_found() {
        let rules = "expr: rate(admit_holds_total[5m]) + rate(admit_http_seconds_bucket[5m])\nexpr: admit_gone > 0\n# admit_later";
        let page = "`admit_holds_total{change}`, `admit_`\n`admit_holds_total_count`\n`admit_lost`";
        let tree = made_up(&[
            ("crates/app/src/a.rs", SOURCE),
            ("crates/app/tests/b.rs", "\"admit_lost\""),
            ("deploy/prometheus/rules.yml", rules),
            ("docs/operations.md", page),
            ("docs/else.md", "admit_gone"),
        ]);
        assert_eq!(places(&metrics_exist(&tree)), ["deploy/prometheus/rules.yml:2", "docs/operations.md:3"]);
    }

    #[test]
    fn an_alert_on_a_metric_that_the_page_does_not_tell_is_found() {
        let tree = made_up(&[
            (RULES, "expr: admit_told_total\nexpr: admit_told_seconds_bucket\nexpr: admit_untold_total"),
            (PAGE, "| `admit_told_total` | a |\nAs `admit_told_seconds` says."),
        ]);
        assert_eq!(places(&alerting_metrics_are_told(&tree)), ["deploy/prometheus/rules.yml:3"]);
    }

    #[test]
    fn a_setting_that_the_program_does_not_know_is_found() {
        let tree = made_up(&[
            (SETTINGS, "# gone = 1\nlisten = \"\"\ndatabase_pool_size = 16"),
            (
                "deploy/compose.yml",
                "ADMIT_LISTEN: a\nADMIT_DATABASE_POOL_SIZE: 2\nADMIT_GONE: 1\n# ADMIT_LATER: 1\nADMIT_CONFIG: c",
            ),
            ("docs/operations.md", "ADMIT_GONE"),
        ]);
        assert_eq!(places(&settings_exist(&tree)), ["deploy/compose.yml:3"]);
    }
}
