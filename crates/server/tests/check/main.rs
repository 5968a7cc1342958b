//! `admit check` agrees with what the program writes, and names whatever somebody else changed.

mod corruptions;
mod shop;

use std::path::Path;
use std::process::{Command, Output};

use admit_server::check::{check_event, check_gateway, check_strays};
use admit_testkit::postgres;
use rusqlite::Connection;

use corruptions::CORRUPTIONS;
use shop::{Folder, Shop};

fn data(folder: &Folder) -> [(&'static str, &str); 1] {
    [("data", folder.path().to_str().unwrap())]
}

fn admit_check(folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_admit")).arg("check").arg("--data").arg(folder).output().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_program_wrote_agrees_also_beside_a_running_node() {
    let folder = Folder::new();
    let shop = Shop::open(&data(&folder)).await;
    shop.sell().await;
    let beside = admit_check(folder.path());
    assert!(beside.status.success(), "{}", text(&beside));
    shop.close().await;
    let after = admit_check(folder.path());
    assert!(after.status.success(), "{}", text(&after));
    let said = text(&after);
    assert!(said.contains("6 claims, 6 holds, 4 orders, 4 tickets, 4 payments, 1 refunds"), "{said}");
    assert!(said.contains("payment gateway: 4 charges"), "{said}");
    assert!(said.ends_with("1 events: everything agrees\n"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_corruption_is_named() {
    let folder = Folder::new();
    let shop = Shop::open(&data(&folder)).await;
    shop.sell().await;
    shop.close().await;
    let mut unseen = Vec::new();
    for (change, named) in CORRUPTIONS {
        let copy = Folder::new();
        let file = copy.path().join("admit.db");
        std::fs::copy(folder.path().join("admit.db"), &file).unwrap();
        let database = Connection::open(&file).unwrap();
        database.execute_batch(change).unwrap_or_else(|error| panic!("{change}: {error}"));
        assert!(database.total_changes() > 0, "nothing was changed by: {change}");
        database.close().unwrap();
        let checked = admit_check(copy.path());
        let said = text(&checked);
        let all = named.iter().all(|name| said.contains(&format!("violation {name}: ")));
        if !all || checked.status.code() != Some(1) {
            unseen.push(format!("{change}\n  should be {named:?} and is {:?}:\n{said}", checked.status.code()));
        }
    }
    assert!(unseen.is_empty(), "{} of {}:\n{}", unseen.len(), CORRUPTIONS.len(), unseen.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cluster_wrote_agrees_too() {
    let url = tokio::task::spawn_blocking(|| postgres::shared().unwrap().fresh_database().unwrap()).await.unwrap();
    let key = "0".repeat(64);
    let shop = Shop::open(&[("database_url", &url), ("master_key", &key)]).await;
    shop.sell().await;
    let store = &shop.node.store;
    let event = check_event(store, shop.event).await.unwrap();
    assert!(event.findings.is_empty(), "{:?}", event.findings);
    assert!(event.what.ends_with("6 claims, 6 holds, 4 orders, 4 tickets, 4 payments, 1 refunds"), "{}", event.what);
    let gateway = check_gateway(store).await.unwrap();
    assert_eq!((gateway.what.as_str(), gateway.findings.len()), ("4 charges", 0));
    assert!(check_strays(store).await.unwrap().findings.is_empty());
    shop.close().await;
}
