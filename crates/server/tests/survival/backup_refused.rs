//! What isn't restored, and where nothing is: always said why, and nothing is touched.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use admit_testkit::server_process::{Database, ServerProcess};
use admit_testkit::site::Profile;
use rusqlite::Connection;
use serde_json::Value;
use tokio::task::block_in_place;

use super::backup::{back_up, give_master_key};
use super::{prepare, start};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_whole_backup_is_refused_embedded() {
    what_is_no_whole_backup_is_refused(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_whole_backup_is_refused_cluster() {
    what_is_no_whole_backup_is_refused(Profile::Cluster).await;
}

async fn what_is_no_whole_backup_is_refused(profile: Profile) {
    let mut server = block_in_place(|| start(&profile.fresh().unwrap()));
    let backup = back_up(&server);
    let mode = std::fs::metadata(&backup).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "a backup is for its owner alone");
    let again = block_in_place(|| server.run(&["backup", backup.to_str().unwrap()]).unwrap());
    assert!(!again.status.success() && again.said.contains("exists already"), "{}", again.said);

    // While the server holds the place, and after it has gone.
    let held = if profile == Profile::Embedded { "another process uses the data folder" } else { "is used already" };
    refused(&server, &backup, held);
    block_in_place(|| server.stop_and_check().unwrap());
    let used = if profile == Profile::Embedded { "has a database already" } else { "is used already" };
    refused(&server, &backup, used);
    block_in_place(|| server.check().unwrap());

    let target = prepare(&profile.fresh().unwrap());
    if profile == Profile::Embedded {
        refused(&target, &backup, "master.key is missing");
        std::fs::write(target.data().join("master.key"), "0".repeat(64)).unwrap();
        refused(&target, &backup, "belongs to another master key");
        give_master_key(&server, &target);
    }
    for (name, change, why) in DAMAGES {
        let damaged = server.data().join(name);
        std::fs::write(&damaged, change(std::fs::read(&backup).unwrap())).unwrap();
        refused(&target, &damaged, why);
    }
    refused(&target, &changed(&server, &backup, NEWER_SCHEMA), "its schema is newer than this program");
    refused(&target, &changed(&server, &backup, OTHER_SCHEMA), "migration 3 isn't the one");
    refused(&target, Path::new("/nowhere/a.backup"), "can't be restored");

    // After all that, the whole one still finds an empty place.
    let said = block_in_place(|| target.run(&["restore", backup.to_str().unwrap()]).unwrap());
    assert!(said.status.success(), "{}", said.said);
    refused(&target, &backup, used);
    let left: Vec<PathBuf> = std::fs::read_dir(server.data()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!left.iter().any(|path| path.to_string_lossy().contains("partial")), "{left:?}");
}

type Damage = (&'static str, fn(Vec<u8>) -> Vec<u8>, &'static str);

const DAMAGES: [Damage; 8] = [
    ("cut", |all| all[..all.len() - 1].to_vec(), "it is cut off"),
    ("cut.in.half", |all| all[..all.len() / 2].to_vec(), "it is cut off"),
    ("cut.in.line", |all| all[..40].to_vec(), "its first line is damaged"),
    ("longer", |all| [all, vec![0]].concat(), "bytes long and should be"),
    ("flipped", |all| flipped(all), "it is damaged"),
    ("foreign", |_| b"SQLite format 3\0and so on".to_vec(), "it isn't a backup that admit made"),
    ("empty", |_| Vec::new(), "it isn't a backup that admit made"),
    ("newer", |all| [b"admit-backup 2 ", &all[15..]].concat(), "made by a newer version of admit"),
];

fn flipped(mut all: Vec<u8>) -> Vec<u8> {
    let middle = all.len() / 2;
    all[middle] ^= 1;
    all
}

const NEWER_SCHEMA: &str =
    "INSERT INTO migrations (version, name, checksum, applied_at) VALUES (1000, 'of_tomorrow', 'x', 0)";
const OTHER_SCHEMA: &str = "UPDATE migrations SET checksum = 'x' WHERE version = 3";

/// A whole backup of a database in which `sql` has been done.
fn changed(server: &ServerProcess, backup: &Path, sql: &str) -> PathBuf {
    let all = std::fs::read(backup).unwrap();
    let line = all.iter().position(|byte| *byte == b'\n').unwrap();
    let file = server.data().join("changed.db");
    std::fs::write(&file, &all[line + 1..]).unwrap();
    let database = Connection::open(&file).unwrap();
    assert_eq!(database.execute(sql, []).unwrap(), 1);
    database.close().unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let mut contents: Value = serde_json::from_slice(&all[15..line]).unwrap();
    contents["bytes"] = bytes.len().into();
    contents["blake3"] = blake3::hash(&bytes).to_hex().to_string().into();
    let changed = server.data().join("changed.backup");
    std::fs::write(&changed, [format!("admit-backup 1 {contents}\n").as_bytes(), &bytes].concat()).unwrap();
    changed
}

/// The restore is refused for that reason, and leaves everything in the folder as it was.
fn refused(target: &ServerProcess, backup: &Path, why: &str) {
    let before = listing(target.data());
    let said = block_in_place(|| target.run(&["restore", backup.to_str().unwrap()]).unwrap());
    assert!(!said.status.success(), "{}: {}", backup.display(), said.said);
    assert!(said.said.contains(why), "{} should be refused because {why}: {}", backup.display(), said.said);
    assert_eq!(listing(target.data()), before, "{why}");
}

/// The names in a folder, without the lock and what a living database writes beside itself.
fn listing(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != "admit.lock").collect();
    names.sort();
    names
}

/// A database of the embedded kind goes to a cluster with its master key.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_moves_to_a_cluster_and_back() {
    let mut server = block_in_place(|| start(&Database::Embedded));
    let backup = back_up(&server);
    block_in_place(|| server.stop_and_check().unwrap());
    let counted = block_in_place(|| server.check().unwrap());
    let key = std::fs::read_to_string(server.data().join("master.key")).unwrap();
    let Database::Postgres(url) = Profile::Cluster.fresh().unwrap() else { unreachable!("a cluster has a database") };
    let settings = [("ADMIT_DATABASE_URL", url.as_str()), ("ADMIT_MASTER_KEY", key.trim())];
    let cluster = ServerProcess::prepare(super::BINARY, &Database::Embedded, &settings).unwrap();
    let moved = block_in_place(|| cluster.run(&["restore", backup.to_str().unwrap()]).unwrap());
    assert!(moved.status.success(), "{}", moved.said);
    assert_eq!(block_in_place(|| cluster.check().unwrap()), counted);

    let back = prepare(&Database::Embedded);
    give_master_key(&server, &back);
    let backup = back_up(&cluster);
    let moved = block_in_place(|| back.run(&["restore", backup.to_str().unwrap()]).unwrap());
    assert!(moved.status.success(), "{}", moved.said);
    assert_eq!(block_in_place(|| back.check().unwrap()), counted);
}
