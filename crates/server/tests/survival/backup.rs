//! A backup that was taken while everybody bought, put back somewhere else.

use std::path::{Path, PathBuf};
use std::time::Duration;

use admit_testkit::client::{Answer, Api, id};
use admit_testkit::draw::Draw;
use admit_testkit::server_process::ServerProcess;
use admit_testkit::site::{ARENA, Profile};
use serde_json::json;
use tokio::task::block_in_place;
use tokio::time::timeout;

use super::load::{Load, Server, settle_and_verify, verify};
use super::{prepare, start};

const RESUMES_WITHIN: Duration = Duration::from_secs(60);
/// An event of the demo before which everybody waits.
const GUARDED: &str = "Imagine Dragons";
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_under_load_comes_back_whole_embedded() {
    a_backup_under_load_comes_back_whole(Profile::Embedded, Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_under_load_comes_back_whole_cluster() {
    a_backup_under_load_comes_back_whole(Profile::Cluster, Profile::Cluster).await;
}

async fn a_backup_under_load_comes_back_whole(from: Profile, to: Profile) {
    let mut server = block_in_place(|| start(&from.fresh().unwrap()));
    let event = id(&Api::new(server.url()).unwrap().event_named(ARENA).await).to_owned();
    let mut load = Load::start(server.url(), Server::Dies, &Draw::new("backup")).await;
    load.progress(80, RESUMES_WITHIN).await;

    let before = load.final_records();
    assert!(!before.is_empty());
    let backup = back_up(&server);
    load.progress(80, RESUMES_WITHIN).await;
    load.verify().await;
    let (name, newest) = first_event(server.url(), &event, "").await;
    assert_eq!(name, "snapshot");
    block_in_place(|| server.kill().unwrap());
    load.stop().await;

    let mut restored = block_in_place(|| prepare(&to.fresh().unwrap()));
    give_master_key(&server, &restored);
    restored.take_over(&server);
    let said = block_in_place(|| restored.run(&["restore", backup.to_str().unwrap()]).unwrap());
    assert!(said.status.success(), "{}", said.said);
    assert!(said.said.ends_with("everything agrees\n"), "{}", said.said);
    block_in_place(|| restored.start_again().unwrap());

    verify(before.clone()).await;
    nobody_goes_on_from_what_never_was(restored.url(), &event, &newest).await;
    settle_and_verify(before).await;
    block_in_place(|| restored.stop_and_check().unwrap());
}

/// Whoever listened to the server before it was put back in time gets all anew, also once as many versions have been used again.
async fn nobody_goes_on_from_what_never_was(server: &str, event: &str, newest: &str) {
    let api = Api::new(server).unwrap();
    let (_, restored) = first_event(server, event, "").await;
    assert!(number(&restored) < number(newest), "{restored} is of before {newest}");
    assert_eq!(first_event(server, event, newest).await.0, "snapshot");
    let buyer = api.guest().await;
    loop {
        let hold = buyer.hold(event, &json!({ "best_available": { "quantity": 1 } })).await;
        buyer.release(&hold).await.expect(204);
        let (name, version) = first_event(server, event, newest).await;
        assert_eq!(name, "snapshot", "from {newest} to {version}");
        if number(&version) > number(newest) {
            return;
        }
    }
}

/// The number of a version within its epoch.
fn number(version: &str) -> u64 {
    version.split_once('.').unwrap().1.parse().unwrap()
}

/// Which event a stream begins with that goes on from `last_event_id`, and its id.
async fn first_event(server: &str, event: &str, last_event_id: &str) -> (String, String) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut request = client.get(format!("{server}/api/v1/events/{event}/stream"));
    if !last_event_id.is_empty() {
        request = request.header("last-event-id", last_event_id);
    }
    let (mut response, mut text) = (request.send().await.unwrap(), String::new());
    assert_eq!(response.status(), 200);
    let field = |text: &str, name: &str| {
        let begun = text.split_inclusive("\n\n").filter(|block| block.ends_with("\n\n"));
        let lines = begun.flat_map(|block| block.lines()).find_map(|line| line.strip_prefix(name));
        lines.map(|value| value.trim().to_owned())
    };
    let heard = async {
        loop {
            if let (Some(name), Some(id)) = (field(&text, "event:"), field(&text, "id:")) {
                return (name, id);
            }
            let chunk = response.chunk().await.unwrap().expect("the stream goes on");
            text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    };
    timeout(PATIENCE, heard).await.expect("a stream begins with something")
}

/// Takes a backup of the server's data and gives its file, which goes away with the server's folder.
pub(crate) fn back_up(server: &ServerProcess) -> PathBuf {
    let file = server.data().join("a.backup");
    let said = block_in_place(|| server.run(&["backup", file.to_str().unwrap()]).unwrap());
    assert!(said.status.success(), "{}", said.said);
    file
}

/// Copies the folder's master key, which no backup has in it. In a cluster both have the same by their settings.
pub(crate) fn give_master_key(from: &ServerProcess, to: &ServerProcess) {
    let key = |folder: &Path| folder.join("master.key");
    if key(from.data()).exists() {
        std::fs::copy(key(from.data()), key(to.data())).unwrap();
    }
}

/// The number that somebody got after the backup is handed out again, and must not be two people's.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_place_of_after_the_backup_is_gone() {
    let mut server = block_in_place(|| start(&Profile::Embedded.fresh().unwrap()));
    let api = Api::new(server.url()).unwrap();
    let event = id(&api.event_named(GUARDED).await).to_owned();
    let before = join(&api, &event, None).await;
    let backup = back_up(&server);
    let after = join(&api, &event, None).await;
    assert_eq!(after["position"], before["position"].as_u64().unwrap() + 1);
    block_in_place(|| server.kill().unwrap());

    let mut restored = block_in_place(|| prepare(&Profile::Embedded.fresh().unwrap()));
    give_master_key(&server, &restored);
    restored.take_over(&server);
    let said = block_in_place(|| restored.run(&["restore", backup.to_str().unwrap()]).unwrap());
    assert!(said.status.success(), "{}", said.said);
    block_in_place(|| restored.start_again().unwrap());
    let api = Api::new(restored.url()).unwrap();
    let other = join(&api, &event, None).await;
    assert_eq!(other["position"], after["position"], "numbers go on from the backup");
    look(&api, &event, &after).await.problem(410, "place_expired");
    for good in [&before, &other] {
        assert_eq!(look(&api, &event, good).await.expect(200)["position"], good["position"]);
    }
    // Whoever is told so lines up again.
    let again = join(&api, &event, after["queue_token"].as_str()).await;
    assert_eq!(again["position"], other["position"].as_u64().unwrap() + 1);
    assert_eq!(look(&api, &event, &again).await.expect(200)["position"], again["position"]);
    block_in_place(|| restored.stop_and_check().unwrap());
}

async fn join(api: &Api, event: &str, token: Option<&str>) -> serde_json::Value {
    let request = api.call(reqwest::Method::POST, &format!("/queue/{event}/join"));
    let request = token.into_iter().fold(request, |request, token| request.header("x-queue-token", token));
    request.json(&json!({})).send().await.expect(200)
}

async fn look(api: &Api, event: &str, place: &serde_json::Value) -> Answer {
    let token = place["queue_token"].as_str().unwrap();
    api.call(reqwest::Method::GET, &format!("/queue/{event}/status")).header("x-queue-token", token).send().await
}
