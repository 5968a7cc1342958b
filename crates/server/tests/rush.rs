//! `admit rush` itself: every scenario, small, against the program. No request may fail and the auditor must agree; how fast it was
//! is of no concern here.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Output};

use admit_testkit::server_process::{Database, ServerProcess};
use serde_json::Value;

const ADMIT: &str = env!("CARGO_BIN_EXE_admit");

/// A scenario, how small it can be, and what must have been answered.
struct Smoke {
    scenario: &'static str,
    size: &'static str,
    wanted: &'static [&'static str],
}

const SMOKES: [Smoke; 16] = [
    Smoke { scenario: "ceiling", size: "--seconds 1", wanted: &["ping"] },
    Smoke { scenario: "browse", size: "--seconds 2 --seats 400", wanted: &["availability", "hold"] },
    Smoke { scenario: "holds", size: "--seconds 1 --seats 400", wanted: &["hold"] },
    Smoke { scenario: "refused", size: "--seconds 1 --seats 250", wanted: &["hold, refused"] },
    Smoke { scenario: "contend", size: "--seconds 1 --seats 3", wanted: &["hold", "hold, refused", "release"] },
    Smoke { scenario: "groups", size: "--seconds 1 --seats 400", wanted: &["hold"] },
    Smoke { scenario: "general", size: "--seconds 1 --seats 400", wanted: &["hold"] },
    Smoke { scenario: "orders", size: "--seconds 2 --seats 2000", wanted: &["hold", "pay"] },
    Smoke {
        scenario: "sellout",
        size: "--seats 120 --buyers 150 --seconds 60",
        wanted: &["hold", "pay", "hold, refused"],
    },
    Smoke {
        scenario: "live",
        size: "--seats 400 --rate 40 --seconds 4 --sockets-max 5",
        wanted: &["hold", "live frame", "reconnect"],
    },
    Smoke {
        scenario: "spike",
        size: "--seats 400 --connections 40 --rate 80 --seconds 2",
        wanted: &["event", "availability", "hold"],
    },
    Smoke { scenario: "soak", size: "--seats 2000 --rate 60 --seconds 3", wanted: &["hold", "state"] },
    Smoke { scenario: "joins", size: "--seconds 1 --seats 100", wanted: &["join", "join as account"] },
    Smoke {
        scenario: "wait",
        size: "--seconds 60 --seats 200",
        wanted: &["join as account", "place in line", "hold without pass, refused"],
    },
    Smoke {
        scenario: "survive",
        size: "--seconds 12 --seats 2000 --quiet-after 2",
        wanted: &["join as account", "hold", "pay", "place in line", "leave the line", "count shoppers"],
    },
    Smoke { scenario: "sizes", size: "--seats 4000 --seconds 1", wanted: &["hold", "release"] },
];

/// On a machine that others keep busy a command may wait longer than the server lets it.
const TRIES_MAX: u32 = 3;

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("admit-rush-test-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What can't be removed lies in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn rush(arguments: &[&str]) -> Output {
    Command::new(ADMIT).arg("rush").args(arguments).output().unwrap()
}

fn shown(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("{}\n{out}\n{err}", output.status)
}

fn load(url: &str, smoke: &Smoke, more: &[&str], json: &str) -> Value {
    let mut arguments = vec![smoke.scenario, "--url", url, "--connections", "8", "--buyers", "8", "--json", json];
    // What the scenario says comes last and counts; a flag may come once only.
    for (flag, value) in smoke.size.split(' ').collect::<Vec<_>>().chunks(2).map(|pair| (pair[0], pair[1])) {
        match arguments.iter().position(|argument| *argument == flag) {
            Some(at) => arguments[at + 1] = value,
            None => arguments.extend([flag, value]),
        }
    }
    arguments.extend(more);
    for tries in 1.. {
        let done = rush(&arguments);
        if done.status.success() {
            break;
        }
        let report = std::fs::read(json).ok().and_then(|read| serde_json::from_slice(&read).ok()).unwrap_or_default();
        let may_try_again = tries < TRIES_MAX && was_only_busy(&report);
        assert!(may_try_again, "{}: {}", smoke.scenario, shown(&done));
    }
    serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap()
}

/// Whether the machine was so slow that the server turned some away, and broke no promise.
fn was_only_busy(report: &Value) -> bool {
    let failures = report["failures"].as_array().filter(|failures| !failures.is_empty());
    let busy = |failure: &Value| failure["why"].as_str().is_some_and(|why| why.starts_with("503 "));
    failures.is_some_and(|failures| failures.iter().all(busy)) && report["audit"]["breaches"] == 0
}

fn judge(smoke: &Smoke, report: &Value) {
    let Smoke { scenario, wanted, .. } = smoke;
    assert_eq!(report["scenario"], *scenario);
    assert_eq!(
        (&report["failed"], &report["failures"]),
        (&0.into(), &Value::Array(Vec::new())),
        "{scenario}: {report}"
    );
    let rows: BTreeSet<&str> =
        report["rows"].as_array().unwrap().iter().filter_map(|row| row["what"].as_str()).collect();
    for kind in *wanted {
        assert!(rows.contains(kind), "{scenario} had no {kind:?} among {rows:?}");
    }
    if *scenario != "ceiling" {
        assert_eq!(report["audit"]["breaches"], 0, "{scenario}: {report}");
    }
}

#[test]
fn every_scenario_runs_and_its_auditor_agrees() {
    let folder = Scratch::new("all");
    let file = |name: &str| folder.0.join(name).to_str().unwrap().to_owned();
    let server = ServerProcess::start(ADMIT, &Database::Embedded, &[("ADMIT_RATE_LIMITS", "off")]).unwrap();
    for smoke in &SMOKES {
        judge(smoke, &load(server.url(), smoke, &[], &file("report.json")));
    }
    let live = SMOKES.iter().find(|smoke| smoke.scenario == "live").unwrap();
    let (page, markdown, earlier) = (file("page.html"), file("page.md"), file("earlier.json"));
    std::fs::copy(file("report.json"), &earlier).unwrap();
    let more = ["--listener", "sse", "--html", &page, "--markdown", &markdown, "--baseline", &earlier];
    judge(live, &load(server.url(), live, &more, &file("report.json")));
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("<svg") && page.ends_with("</html>\n"), "{page}");
    assert!(!page.contains("http://") && !page.contains("<script"), "the page needs something from elsewhere");
    assert!(std::fs::read_to_string(markdown).unwrap().contains("\n| live | at a URL |"));
    assert!(server.check().is_ok());
}

#[test]
fn it_starts_a_server_of_its_own_and_leaves_nothing_behind() {
    let folder = Scratch::new("own");
    let scratch = folder.0.to_str().unwrap();
    let arguments = ["rush", "orders", "--seconds", "1", "--seats", "400", "--connections", "4", "--buyers", "4"];
    let done = Command::new(ADMIT).args(arguments).env("TMPDIR", scratch).output().unwrap();
    assert!(done.status.success(), "{}", shown(&done));
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    for part in ["orders on SQLite", "server CPU", "`admit check` agrees", "nothing was broken", "ceiling"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    assert_eq!(std::fs::read_dir(scratch).unwrap().count(), 0, "something is left in the scratch folder");
}

#[test]
fn every_scenario_there_is_has_its_smoke() {
    let help = rush(&["--help"]);
    let said = String::from_utf8_lossy(&help.stdout).into_owned();
    let named: BTreeSet<&str> = SMOKES.iter().map(|smoke| smoke.scenario).collect();
    let listed = said.lines().skip_while(|line| !line.contains("[SCENARIO]") || line.contains("Usage"));
    let listed = listed.take_while(|line| !line.contains("Options:")).filter_map(|line| line.trim().strip_prefix("- "));
    let listed: BTreeSet<&str> = listed.filter_map(|line| line.split(':').next()).collect();
    assert_eq!(listed, named, "{said}");
}

#[test]
fn what_makes_no_sense_is_refused_and_a_server_that_is_away_is_an_error() {
    for (arguments, said) in [
        (&["holds", "--connections", "0"][..], "--connections must be"),
        (&["holds", "--seats", "1000000"], "--seats must be"),
        (&["spike", "--rate", "0"], "--rate must be"),
        (&["holds", "--url", "https://127.0.0.1:1"], "must begin with http://"),
        (&["holds", "--url", "http://127.0.0.1:1"], "can't connect to 127.0.0.1:1"),
        (&["holds", "--url", "http://127.0.0.1:1/x"], "without a path"),
        (&["nothing"], "invalid value"),
        (&["holds", "--quiet-after", "1"], "--quiet-after is for"),
        (&["survive", "--seconds", "5", "--quiet-after", "6"], "--quiet-after must be at most"),
    ] {
        let done = rush(arguments);
        assert!(!done.status.success(), "{arguments:?}");
        assert!(shown(&done).contains(said), "{arguments:?}: {}", shown(&done));
    }
}
