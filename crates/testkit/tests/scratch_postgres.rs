//! The scratch PostgreSQL itself: what was committed survives its deaths, and nothing of it is left behind.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use admit_testkit::postgres::{Durability, ScratchPostgres, shared};

/// Set for the test process that another test starts, and kills.
const VICTIM: &str = "ADMIT_TESTKIT_VICTIM";

#[test]
fn commits_survive_a_kill_and_a_start_again() {
    let mut server = ScratchPostgres::start(Durability::Shipped).unwrap();
    let url = server.create_database("sales").unwrap();
    assert_eq!(server.psql(&url, "SHOW fsync").unwrap(), "on");
    server.psql(&url, "CREATE TABLE seats (id int); INSERT INTO seats VALUES (1), (2)").unwrap();

    server.stop_hard().unwrap();
    assert!(server.process_ids().unwrap().is_empty());
    assert!(!server.answers());
    assert!(server.psql(&url, "SELECT 1").is_err());

    server.start_again().unwrap();
    assert_eq!(server.psql(&url, "SELECT id FROM seats ORDER BY id").unwrap(), "1\n2");
}

#[test]
fn commits_survive_a_kill_without_waiting_for_the_disk() {
    let mut server = ScratchPostgres::start(Durability::Fast).unwrap();
    assert_eq!(server.psql(&server.url(), "SHOW fsync").unwrap(), "off");
    server.psql(&server.url(), "CREATE TABLE seats (id int)").unwrap();
    for round in 1..=3 {
        server.psql(&server.url(), "INSERT INTO seats VALUES (1)").unwrap();
        server.stop_hard().unwrap();
        server.start_again().unwrap();
        assert_eq!(server.psql(&server.url(), "SELECT count(*) FROM seats").unwrap(), round.to_string());
    }
}

#[test]
fn a_kill_takes_the_connections_with_it() {
    let mut server = ScratchPostgres::start(Durability::Fast).unwrap();
    let mut client = busy_client(&server);
    assert!(client.try_wait().unwrap().is_none());
    server.stop_hard().unwrap();
    assert!(!client.wait().unwrap().success());
    assert!(server.process_ids().unwrap().is_empty());
}

#[test]
fn an_orderly_stop_keeps_the_data_and_the_address() {
    let mut server = ScratchPostgres::start(Durability::Fast).unwrap();
    let url = server.url();
    server.psql(&url, "CREATE TABLE seats (id int); INSERT INTO seats VALUES (7)").unwrap();
    let mut client = busy_client(&server);
    server.stop().unwrap();
    assert!(!client.wait().unwrap().success());
    server.stop().unwrap();
    assert!(!server.answers());
    server.start_again().unwrap();
    assert!(server.start_again().is_err());
    assert_eq!(server.url(), url);
    assert_eq!(server.psql(&url, "SELECT id FROM seats").unwrap(), "7");
}

#[test]
fn a_paused_server_is_silent_and_then_goes_on() {
    let mut server = ScratchPostgres::start(Durability::Fast).unwrap();
    server.pause().unwrap();
    assert!(!server.answers());
    server.resume().unwrap();
    assert!(server.answers());

    server.pause().unwrap();
    server.stop().unwrap();
    server.start_again().unwrap();
    server.pause().unwrap();
    server.stop_hard().unwrap();
    server.start_again().unwrap();
    assert!(server.answers());
}

#[test]
fn a_disk_of_its_own_can_be_full_and_have_room_again() {
    let mut server = match ScratchPostgres::start_on_small_disk(Durability::Fast) {
        Ok(server) => server,
        // Not every machine lets a test mount something.
        Err(error) => return assert!(format!("{error:#}").contains("mount"), "{error:#}"),
    };
    let folder = server.folder().to_owned();
    server.psql(&server.url(), "CREATE TABLE seats (id int); INSERT INTO seats VALUES (7)").unwrap();
    server.fill_disk().unwrap();
    let fill = "INSERT INTO seats SELECT generate_series(1, 1000000)";
    let full = format!("{:#}", server.psql(&server.url(), fill).unwrap_err());
    // Either the table can't grow, or the server gives up because its log can't.
    assert!(full.contains("No space left on device") || full.contains("server closed the connection"), "{full}");
    server.free_disk().unwrap();
    assert_eq!(server.psql(&server.url(), "SELECT id FROM seats").unwrap(), "7");
    server.psql(&server.url(), fill).unwrap();
    drop(server);
    poll("nothing stays mounted", || {
        !std::fs::read_to_string("/proc/self/mounts").unwrap().contains(folder.to_str().unwrap())
    });
    assert!(!folder.exists());
}

#[test]
fn databases_of_one_server_are_separate() {
    let server = shared().unwrap();
    let (one, other) = (server.fresh_database().unwrap(), server.fresh_database().unwrap());
    assert_ne!(one, other);
    server.psql(&one, "CREATE TABLE seats (id int)").unwrap();
    assert!(server.psql(&other, "SELECT * FROM seats").is_err());
    assert!(server.create_database("no\"name").is_err());
}

#[test]
fn many_tests_make_their_databases_at_once() {
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let server = shared().unwrap();
                let url = server.fresh_database().unwrap();
                server.psql(&url, "CREATE TABLE mine (id int)").unwrap();
            });
        }
    });
}

#[test]
fn a_dropped_server_leaves_nothing() {
    let ends: [fn(&mut ScratchPostgres) -> anyhow::Result<()>; 3] =
        [|_| Ok(()), ScratchPostgres::stop_hard, |server| server.pause()];
    for end in ends {
        let mut server = ScratchPostgres::start(Durability::Fast).unwrap();
        let folder = server.folder().to_owned();
        let memory = shared_memory(&folder);
        end(&mut server).unwrap();
        assert!(folder.join("data").exists());
        drop(server);
        assert_eq!(leftovers(&folder, &memory), Vec::<String>::new());
    }
}

#[test]
fn a_test_process_that_ends_leaves_nothing() {
    let mut victim = start_victim();
    let (folder, memory) = folder_of_victim(&mut victim);
    drop(victim.stdin.take());
    assert!(victim.wait().unwrap().success());
    wait_until_nothing_is_left(&folder, &memory);
}

#[test]
fn a_test_process_that_is_killed_leaves_nothing() {
    let mut victim = start_victim();
    let (folder, memory) = folder_of_victim(&mut victim);
    victim.kill().unwrap();
    victim.wait().unwrap();
    wait_until_nothing_is_left(&folder, &memory);
}

/// Not a test of its own: the process in which the two above leave the shared server behind.
#[test]
fn victim() {
    if std::env::var_os(VICTIM).is_some() {
        let folder = shared().unwrap().folder();
        eprintln!("{}", folder.display());
        std::io::stdin().lines().for_each(drop);
    }
}

fn start_victim() -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "victim", "--nocapture"]).env(VICTIM, "1");
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn folder_of_victim(victim: &mut Child) -> (PathBuf, String) {
    let mut lines = BufReader::new(victim.stderr.as_mut().unwrap()).lines().map(Result::unwrap);
    let folder = PathBuf::from(lines.find(|line| line.contains("admit-pg-")).unwrap());
    let memory = shared_memory(&folder);
    (folder, memory)
}

/// A client whose statement is under way on the server.
fn busy_client(server: &ScratchPostgres) -> Child {
    let mut command = server.psql_command(&server.url(), "SELECT pg_sleep(600)");
    let client = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
    poll("the client is busy", || server.psql(&server.url(), sleeping).unwrap() == "1");
    client
}

/// The number of the piece of System V shared memory that a running server holds.
fn shared_memory(folder: &Path) -> String {
    let file = std::fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
    file.lines().nth(6).unwrap().split_whitespace().last().unwrap().to_owned()
}

fn wait_until_nothing_is_left(folder: &Path, memory: &str) {
    poll("nothing is left", || leftovers(folder, memory).is_empty());
}

fn leftovers(folder: &Path, memory: &str) -> Vec<String> {
    let tag = folder.file_name().unwrap().to_str().unwrap();
    let mut found = Vec::new();
    if folder.exists() {
        found.push(folder.display().to_string());
    }
    let pieces = std::fs::read_to_string("/proc/sysvipc/shm").unwrap();
    if pieces.lines().any(|piece| piece.split_whitespace().nth(1) == Some(memory)) {
        found.push(format!("shared memory {memory}"));
    }
    for process in std::fs::read_dir("/proc").unwrap().flatten() {
        let command_line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        if String::from_utf8_lossy(&command_line).contains(tag) {
            found.push(process.path().display().to_string());
        }
    }
    found
}

fn poll(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !condition() {
        assert!(Instant::now() < deadline, "waited too long until {what}");
        sleep(Duration::from_millis(10)); // polls
    }
}
