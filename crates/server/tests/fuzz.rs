//! Requests made up from the OpenAPI document, thousands of them, by schemathesis: none ends in a 5xx, in an answer that the document
//! doesn't have, or in taking what the document says isn't taken.
//!
//! `cargo xtask test` installs schemathesis; without it this test fails and says so. The seed is the same each time, so that a
//! failure is somebody's change and no chance; with `ADMIT_DEEP=1` it is drawn, printed, and much more is tried.

use std::path::Path;
use std::process::{Command, Stdio};

use admit_testkit::client::{Api, Buyer, id, items};
use admit_testkit::draw::Draw;
use admit_testkit::server_process::{Database, ServerProcess};
use serde_json::{Value, json};
use tokio::task::block_in_place;

const SCHEMATHESIS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/checkers/bin/st");
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi.json");

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,negative_data_rejection,missing_required_header,unsupported_method,allow_header_conformance,\
    ignored_auth";
/// A stream has no end to wait for. It has its own tests.
const ENDLESS: &str = "stream_event";
/// What would leave the others nothing to work on comes last.
const ENDINGS: [&str; 2] = ["sign_out", "cancel_event"];

const EXAMPLES: u32 = 4;
const DEEP_EXAMPLES: u32 = 200;

/// What one run of the fuzzer is about.
struct Run<'run> {
    name: &'run str,
    caller: &'run Buyer,
    /// What the names in paths stand for.
    names: Vec<(&'run str, &'run str)>,
    /// Which operations.
    choice: Vec<&'run str>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn made_up_requests_find_nothing_that_the_document_does_not_say() {
    let settings = [("ADMIT_RATE_LIMITS", "off"), ("ADMIT_PURCHASE_LIMITS", "off")];
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &Database::Embedded, &settings);
    let mut server = block_in_place(start).unwrap();
    let api = Api::new(server.url()).unwrap();
    let deep = std::env::var_os("ADMIT_DEEP").is_some_and(|value| value == "1");
    let examples = if deep { DEEP_EXAMPLES } else { EXAMPLES };
    let seed = if deep { Draw::new("fuzz").below(u32::MAX as usize) } else { 1 };

    let buyer = api.guest().await;
    let things = Things::make(&api, &buyer).await;
    let login = json!({ "email": "organizer@example.com", "password": "password123" });
    let organizer = Buyer::from_session(&api, &api.post("/auth/login", &login).await.expect(200));
    let own = items(&organizer.get("/organizer/events?limit=100").await.expect(200));
    let own = own.iter().rfind(|event| event["id"] != things.event["id"]).unwrap();
    let performer = items(&organizer.get("/organizer/performers").await.expect(200))[0].clone();
    let own_names = vec![("event", id(own)), ("venue", id(&own["venue"])), ("performer", id(&performer))];

    let [sign_out, cancel_event] = ENDINGS;
    let leave_out = ["--exclude-operation-id", ENDLESS, "--exclude-operation-id", sign_out];
    let runs = [
        Run {
            name: "buyer",
            caller: &buyer,
            names: things.names(),
            choice: [&["--exclude-tag", "Organizers"], &leave_out[..]].concat(),
        },
        Run {
            name: "organizer",
            caller: &organizer,
            names: own_names.clone(),
            choice: vec!["--include-tag", "Organizers", "--exclude-operation-id", cancel_event],
        },
    ];
    let last = Run {
        name: "endings",
        caller: &organizer,
        names: own_names,
        choice: vec!["--include-operation-id", cancel_event, "--include-operation-id", sign_out],
    };
    block_in_place(|| {
        std::thread::scope(|scope| {
            let all: Vec<_> = runs.iter().map(|run| scope.spawn(|| run.go(&server, seed, examples))).collect();
            all.into_iter().for_each(|one| one.join().expect("a run finds nothing"));
        });
        last.go(&server, seed, examples);
        server.stop_and_check().unwrap();
    });
}

impl Run<'_> {
    fn go(&self, server: &ServerProcess, seed: usize, examples: u32) {
        let folder = server.data().join(format!("fuzz-{}", self.name));
        std::fs::create_dir_all(&folder).unwrap();
        let names = self.names.iter().map(|(name, id)| format!("\"path.{name}\" = \"{id}\"\n"));
        let config = folder.join("config.toml");
        std::fs::write(&config, format!("[parameters]\n{}", names.collect::<String>())).unwrap();
        let mut fuzzer = Command::new(SCHEMATHESIS);
        fuzzer.arg("--config-file").arg(&config).args(["--no-color", "run", DOCUMENT, "--url", server.url()]);
        fuzzer.args(["-H", &format!("Authorization: Bearer {}", self.caller.access_token)]).args(&self.choice);
        fuzzer.args(["--phases", "examples,coverage,fuzzing", "--checks", CHECKS, "--warnings", "off"]);
        fuzzer.args(["-n", &examples.to_string(), "--seed", &seed.to_string(), "--continue-on-failure", "--no-shrink"]);
        // How fast the machine makes requests up is no finding.
        fuzzer.args(["--suppress-health-check", "all", "--request-timeout", "60"]);
        let found = ended(fuzzer.current_dir(&folder));
        assert!(found.0, "the fuzzer as {} with seed {seed}:\n{}", self.name, found.1);
        assert!(found.1.contains("No issues found"), "it did nothing: {}", found.1);
    }
}

/// Whether it succeeded, and what it said.
fn ended(command: &mut Command) -> (bool, String) {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| {
        let is_there = Path::new(SCHEMATHESIS).exists();
        panic!("schemathesis can't be run ({error}, there: {is_there}); `cargo xtask test` installs it")
    });
    (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

/// What a buyer has, for the names in paths.
struct Things {
    event: Value,
    section: Value,
    hold: Value,
    order: Value,
}

impl Things {
    async fn make(api: &Api, buyer: &Buyer) -> Self {
        let event = api.event_named("Hamlet").await;
        let one = json!({ "best_available": { "quantity": 1 } });
        let order = buyer.pay(&buyer.hold(id(&event), &one).await).await;
        let section = api.availability(id(&event)).await["sections"][0].clone();
        let hold = buyer.hold(id(&event), &one).await;
        Things { event, section, hold, order }
    }

    fn names(&self) -> Vec<(&str, &str)> {
        vec![
            ("event", id(&self.event)),
            ("venue", id(&self.event["venue"])),
            ("performer", id(&self.event["performers"][0])),
            ("section", id(&self.section)),
            ("hold", id(&self.hold)),
            ("order", id(&self.order)),
            ("ticket", id(&self.order["tickets"][0])),
            ("provider", "simulated"),
        ]
    }
}
