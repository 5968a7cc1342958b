//! The program as an operator runs it: what it prints, how it ends, and what a second start finds.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::Connection;
use serde_json::json;

struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        Folder(std::env::temp_dir().join(format!("admit-serve-{}-{number}", std::process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed lies in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running node, killed if a test fails before it stops it.
struct Node {
    child: Child,
    out: BufReader<ChildStdout>,
    url: String,
}

impl Drop for Node {
    fn drop(&mut self) {
        // It has ended already where the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn admit(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_admit"));
    command.arg("--data").arg(folder).env("ADMIT_LOG_LEVEL", "warn");
    command
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

impl Node {
    fn start(folder: &Path) -> Node {
        Node::try_start(admit(folder).args(["serve", "--demo", "--listen", "127.0.0.1:0"])).unwrap()
    }

    /// Runs `serve` until it listens; what it said instead is the error.
    fn try_start(serve: &mut Command) -> Result<Node, String> {
        let mut child = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (mut out, mut told) = (BufReader::new(child.stdout.take().unwrap()), child.stderr.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let Some(url) = line.trim_end().strip_prefix("listening on ").map(str::to_owned) else {
            let mut why = line;
            told.read_to_string(&mut why).unwrap();
            child.wait().unwrap();
            return Err(why);
        };
        // Nobody reads on what a node that runs complains of, and it isn't to wait for that.
        std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::stderr()));
        Ok(Node { child, out, url })
    }

    fn get(&self, path: &str) -> serde_json::Value {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let asked = format!("{}/api/v1{path}", self.url);
        runtime.block_on(async { reqwest::get(asked).await.unwrap().json().await.unwrap() })
    }

    fn events(&self) -> usize {
        let answer = self.get("/events");
        answer["items"].as_array().unwrap().len()
    }

    /// Sends `body` to the API; the answer's status and body.
    fn post(&self, path: &str, body: &serde_json::Value) -> (u16, serde_json::Value) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let url = format!("{}/api/v1{path}", self.url);
            let answer = reqwest::Client::new().post(url).json(body).send().await.unwrap();
            (answer.status().as_u16(), answer.json().await.unwrap())
        })
    }

    /// SIGTERM, then what else it printed.
    fn stop(mut self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

#[test]
fn it_prints_its_address_alone_and_ends_well_when_told_to() {
    let folder = Folder::new();
    let node = Node::start(&folder.0);
    let listed = node.events();
    assert!(listed > 0);
    let second = run(admit(&folder.0).args(["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stderr).contains("another process uses the data folder"), "{second:?}");
    assert_eq!(node.stop(), (Some(0), String::new()));

    let again = Node::start(&folder.0);
    assert_eq!(again.events(), listed);
    assert_eq!(again.stop(), (Some(0), String::new()));
}

#[test]
fn a_demo_that_was_cut_off_midway_is_completed() {
    let folder = Folder::new();
    let node = Node::start(&folder.0);
    let listed = node.events();
    node.stop();
    let database = Connection::open(folder.0.join("admit.db")).unwrap();
    database
        .execute_batch(
            "CREATE TEMP TABLE gone AS SELECT id FROM events WHERE name = 'Hamlet';
             DELETE FROM inventory WHERE event_id IN gone;
             DELETE FROM event_tiers WHERE event_id IN gone;
             DELETE FROM event_performers WHERE event_id IN gone;
             DELETE FROM events WHERE id IN gone;
             DELETE FROM performers;",
        )
        .unwrap();
    database.close().unwrap();
    let node = Node::start(&folder.0);
    assert_eq!(node.events(), listed);
    node.stop();
    let checked = run(admit(&folder.0).arg("check"));
    assert!(checked.status.success(), "{checked:?}");
}

#[test]
fn accounts_of_an_earlier_demo_do_not_open_where_others_come() {
    let folder = Folder::new();
    Node::start(&folder.0).stop();
    let behind_a_proxy = |flags: &[&str]| {
        let mut serve = admit(&folder.0);
        serve.args(["serve", "--listen", "127.0.0.1:0"]).args(flags).env("ADMIT_PUBLIC_URL", "https://tickets.example");
        Node::try_start(&mut serve)
    };
    let refused = behind_a_proxy(&[]).err().unwrap();
    assert!(refused.contains("test@example.com, organizer@example.com, admin@example.com"), "{refused}");
    behind_a_proxy(&["--demo", "--allow-public-demo"]).unwrap().stop();

    let database = Connection::open(folder.0.join("admit.db")).unwrap();
    let closed = "UPDATE accounts SET password_hash = NULL WHERE address <> 'admin@example.com'";
    assert_eq!(database.execute(closed, []).unwrap(), 2);
    let refused = behind_a_proxy(&[]).err().unwrap();
    assert!(refused.contains("admin@example.com") && !refused.contains("test@example.com"), "{refused}");
    database.execute("UPDATE accounts SET password_hash = NULL", []).unwrap();
    database.close().unwrap();
    behind_a_proxy(&[]).unwrap().stop();
}

#[test]
fn without_a_payment_provider_there_is_nothing_to_pay_with() {
    let folder = Folder::new();
    let mut serve = admit(&folder.0);
    let node = Node::try_start(serve.args(["serve", "--listen", "127.0.0.1:0"])).unwrap();
    let offer = node.get("/checkout/methods");
    assert_eq!(offer, serde_json::json!({ "gateway": null, "is_test": false, "methods": [] }));
    node.stop();
}

#[test]
fn a_lost_master_key_is_not_made_anew() {
    let folder = Folder::new();
    Node::start(&folder.0).stop();
    std::fs::remove_file(folder.0.join("master.key")).unwrap();
    let refused = run(admit(&folder.0).args(["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("master.key is missing"), "{refused:?}");
    assert!(!folder.0.join("master.key").exists());
}

/// Anybody can register an address. Whoever did so before its owner was made an admin would be one too.
#[test]
fn a_role_goes_to_whom_the_operator_means() {
    let folder = Folder::new();
    let node = Node::start(&folder.0);
    let squatter = json!({ "email": "boss@example.com", "password": "the squatter's", "name": "Squatter" });
    let (status, session) = node.post("/auth/register", &squatter);
    assert_eq!(status, 201, "{session}");
    node.stop();

    let made = run(admit(&folder.0).args(["user", "add", "boss@example.com", "--role", "admin"]));
    let said = String::from_utf8(made.stdout).unwrap();
    let password = said.lines().find_map(|line| line.strip_prefix("password ")).unwrap_or_else(|| panic!("{said}"));

    let node = Node::start(&folder.0);
    assert_eq!(node.post("/auth/login", &login_of_boss("the squatter's")).0, 401);
    assert_eq!(node.post("/auth/refresh", &json!({ "refresh_token": session["refresh_token"] })).0, 401);
    let (status, session) = node.post("/auth/login", &login_of_boss(password));
    assert_eq!((status, &session["user"]["role"]), (200, &json!("admin")), "{session}");
    node.stop();
    // From now on it is known whose account that is.
    let again = run(admit(&folder.0).args(["user", "add", "boss@example.com", "--role", "organizer"]));
    let said = String::from_utf8(again.stdout).unwrap();
    assert!(said.ends_with("boss@example.com is now organizer\n"), "{said}");
}

fn login_of_boss(password: &str) -> serde_json::Value {
    json!({ "email": "boss@example.com", "password": password })
}

#[test]
fn accounts_get_roles_and_plans_become_venues() {
    let folder = Folder::new();
    let made = run(admit(&folder.0).args(["user", "add", "ann@example.com", "--role", "organizer"]));
    let said = String::from_utf8(made.stdout).unwrap();
    assert!(said.contains("ann@example.com is now organizer\npassword "), "{said}");
    let changed = run(admit(&folder.0).args(["user", "add", "Ann@Example.com", "--role", "admin"]));
    let said = String::from_utf8(changed.stdout).unwrap();
    assert!(said.ends_with("ann@example.com is now admin\n"), "{said}");

    let plan = run(admit(&folder.0).args(["demo-plan", "theatre"]));
    let file = folder.0.join("plan.json");
    std::fs::write(&file, plan.stdout).unwrap();
    let imported = run(admit(&folder.0).arg("import-plan").arg(&file).args(["--venue", "The Globe"]));
    let said = String::from_utf8(imported.stdout).unwrap();
    assert!(said.starts_with("ven_") && said.contains(" The Globe: "), "{said}");
    std::fs::write(&file, "{\"name\": 1}").unwrap();
    let refused = run(admit(&folder.0).arg("import-plan").arg(&file));
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("$.name: "), "{refused:?}");
}
