//! The balancer goes away with the process that started it, also if that is killed: its workers, which its command line doesn't name,
//! and its folder.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use admit_testkit::nginx::ScratchNginx;
use admit_testkit::poll::until_blocking;
use admit_testkit::port::free_port;

/// Set in the process that the tests end.
const VICTIM: &str = "ADMIT_TEST_VICTIM";
const WITHIN: Duration = Duration::from_secs(30);

#[test]
fn a_balancer_that_is_let_go_of_leaves_nothing() {
    let balancer = start();
    let folder = balancer.folder().to_owned();
    assert!(processes_in(&folder).len() > 1, "a master and its workers run");
    drop(balancer);
    assert_nothing_is_left(&folder);
}

#[test]
fn a_balancer_whose_owner_is_killed_leaves_nothing() {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "victim", "--nocapture"]).env(VICTIM, "1");
    let mut victim = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let folder = folder_of(&mut victim);
    assert!(processes_in(&folder).len() > 1, "a master and its workers run");
    victim.kill().unwrap();
    victim.wait().unwrap();
    assert_nothing_is_left(&folder);
}

/// Not a test of its own: the process that is killed above.
#[test]
fn victim() {
    if std::env::var_os(VICTIM).is_some() {
        let balancer = start();
        eprintln!("{}", balancer.folder().display());
        std::io::stdin().lines().for_each(drop);
    }
}

/// Nobody asks it anything, so its node needn't be there.
fn start() -> ScratchNginx {
    ScratchNginx::start(free_port().unwrap(), &["127.0.0.1:9"]).unwrap()
}

fn folder_of(victim: &mut Child) -> PathBuf {
    let mut lines = BufReader::new(victim.stderr.as_mut().unwrap()).lines().map(Result::unwrap);
    lines.find(|line| line.contains("admit-nginx-")).unwrap().into()
}

fn assert_nothing_is_left(folder: &Path) {
    let gone = until_blocking(WITHIN, || (!folder.exists() && processes_in(folder).is_empty()).then_some(()));
    assert!(gone.is_some(), "{} with {:?}", folder.display(), processes_in(folder));
}

/// Whoever runs there; of a folder that was removed the link's target says so at its end.
fn processes_in(folder: &Path) -> Vec<PathBuf> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path());
    let is_there = |process: &PathBuf| {
        let runs_in = std::fs::read_link(process.join("cwd"));
        runs_in.is_ok_and(|path| path.to_string_lossy().starts_with(&*folder.to_string_lossy()))
    };
    processes.filter(is_there).collect()
}
