//! Links that have run out.

use admit_testkit::client::{Api, Buyer, new_guest};
use admit_testkit::mailbox::mailed_token;
use admit_testkit::server_process::{Database, ServerProcess};
use rusqlite::Connection;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_link_past_its_end_proves_nothing() {
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &Database::Embedded, &[]);
    let mut server = tokio::task::block_in_place(start).unwrap();
    let api = Api::new(server.url()).unwrap();
    let account = json!({ "email": new_guest()["email"], "name": "Owner", "password": "first password" });
    let owner = Buyer::from_session(&api, &api.post("/auth/register", &account).await.expect(201));
    let token = mailed_token(&api, &owner.email, "Confirm your address", 1).await;
    tokio::task::block_in_place(|| {
        server.stop_and_check().unwrap();
        let database = std::fs::read_dir(server.data()).unwrap().flatten().map(|file| file.path());
        let database = database
            .into_iter()
            .find(|path| path.extension().is_some_and(|ending| ending == "db" || ending == "sqlite"));
        let database = Connection::open(database.expect("a database in the data folder")).unwrap();
        let changed = database.execute("UPDATE links SET expires_at = created_at + 1", []).unwrap();
        assert_eq!(changed, 1);
        drop(database);
        server.start_again().unwrap();
    });
    let proof = json!({ "token": token, "password": "second password" });
    api.post("/auth/verify", &proof).await.problem(410, "link_expired");
    let login = json!({ "email": owner.email, "password": "first password" });
    let session = api.post("/auth/login", &login).await.expect(200);
    assert_eq!(session["user"]["verified"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_role_ends_the_sessions_that_name_the_earlier_one() {
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &Database::Embedded, &[]);
    let mut server = tokio::task::block_in_place(start).unwrap();
    let api = Api::new(server.url()).unwrap();
    let guest = new_guest();
    let email = guest["email"].as_str().unwrap();
    let mut is_now = |role: &str| {
        tokio::task::block_in_place(|| {
            server.stop_and_check().unwrap();
            let added = server.run(&["user", "add", email, "--role", role]).unwrap();
            assert!(added.status.success(), "{}", added.said);
            server.start_again().unwrap();
            added.said
        })
    };
    let said = is_now("buyer");
    let password = said.lines().find_map(|line| line.strip_prefix("password ")).expect("a password for a new account");
    let login = json!({ "email": email, "password": password });
    let owner = Buyer::from_session(&api, &api.post("/auth/login", &login).await.expect(200));
    is_now("organizer");
    owner.get("/auth/me").await.problem(401, "bad_token");
    assert_eq!(api.post("/auth/login", &login).await.expect(200)["user"]["role"], "organizer");
}
