//! What a node finds by its own looks at the store: ended sessions, the time, and rooms that are due.

use std::sync::Arc;
use std::time::Duration;

use admit_app::app::{App, AppSettings};
use admit_app::ports::accounts::Accounts;
use admit_app::ports::clock::Clock;
use admit_app::ports::fanout::Others;
use admit_app::ports::inventory::InventoryStore;
use admit_app::secrets::{Keys, MasterKey};
use admit_domain::id::EventId;
use admit_domain::time::Timestamp;
use admit_server::compose::SystemClock;
use admit_server::gateway::NoGateway;
use admit_store::{PostgresSettings, SqlStore};
use admit_testkit::contract::sale::Sale;
use admit_testkit::poll::until;
use admit_testkit::postgres::shared;
use tokio::task::block_in_place;

const WITHIN: Duration = Duration::from_secs(15);

/// A clock that is an hour behind.
struct SlowClock;

impl Clock for SlowClock {
    fn now(&self) -> Timestamp {
        SystemClock.now() - Duration::from_secs(3_600)
    }
}

/// A database of its own, and nodes on it that run no jobs and hear nothing.
struct Ground {
    url: String,
    store: SqlStore,
    keys: Keys,
}

impl Ground {
    async fn start() -> Ground {
        let url = block_in_place(|| shared().unwrap().fresh_database().unwrap());
        let store = SqlStore::open_cluster(PostgresSettings::new(&url)).await.unwrap();
        let keys = Keys::load_or_make(&store, &MasterKey::from_bytes([7; 32])).await.unwrap();
        Ground { url, store, keys }
    }

    fn node(&self, clock: impl Clock, settings: AppSettings) -> App {
        let store = Arc::new(self.store.clone());
        App::new(store, Arc::new(NoGateway), Arc::new(clock), self.keys.clone(), Others::default(), settings).unwrap()
    }
}

/// The end of a session has the time at which somebody began to store it, and others may have stored theirs before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_whose_end_was_stored_late_is_found() {
    let ground = Ground::start().await;
    let [there, here] = [(); 2].map(|()| ground.node(SystemClock, AppSettings::default()));
    let first = there.sign_in_as_guest("first@example.com", "A Guest").await.unwrap();
    let late = there.sign_in_as_guest("late@example.com", "A Guest").await.unwrap();
    there.sign_out(&there.caller(&first.access_token).unwrap()).await.unwrap();
    here.refresh_revoked_sessions().await.unwrap();
    assert!(here.caller(&first.access_token).is_none());
    let caller = here.caller(&late.access_token).expect("a session that goes on");
    let begun = ground.store.now().await.unwrap() - Duration::from_secs(30);
    ground.store.revoke_session(caller.session, begun).await.unwrap();
    here.refresh_revoked_sessions().await.unwrap();
    assert!(here.caller(&late.access_token).is_none(), "it ended and is good here");
}

/// An ended session is forgotten once its tokens have run out by the store's clock, so that clock must judge them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_clock_keeps_no_token_alive() {
    let ground = Ground::start().await;
    let mut settings = AppSettings::default();
    settings.tokens.access_ttl = Duration::from_millis(1);
    let node = ground.node(SlowClock, settings);
    let guest = node.sign_in_as_guest("guest@example.com", "A Guest").await.unwrap();
    until("the token has run out", WITHIN, async || {
        node.refresh_revoked_sessions().await.unwrap();
        node.caller(&guest.access_token).is_none().then_some(())
    })
    .await;
}

/// What can't be loaded stays due, and is the first each time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_that_cannot_be_loaded_holds_up_no_other() {
    let ground = Ground::start().await;
    let [there, here] = [(); 2].map(|()| ground.node(SystemClock, AppSettings::default()));
    let broken = Sale::open(&ground.store).await.event;
    let whole = Sale::open(&ground.store).await.event;
    for event in [broken, whole] {
        there.make_room(event).await.unwrap();
    }
    let set = |event: EventId, what: &str| {
        let sql = format!("UPDATE waiting_rooms SET {what} WHERE event_id = '\\x{:032x}'", event.as_u128());
        block_in_place(|| shared().unwrap().psql(&ground.url, &sql).unwrap());
    };
    set(broken, "due_at = 1, head = '{}'");
    set(whole, "due_at = 2");
    here.tick_rooms().await.unwrap_err();
    let looked_after: Vec<_> = here.rooms.all().iter().map(|room| room.event()).collect();
    assert_eq!(looked_after, [whole]);
}
