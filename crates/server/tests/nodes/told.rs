//! What a node tells of rooms and sessions, and what another makes of it, without any look of its own at the store.

use std::sync::Arc;
use std::time::Duration;

use admit_app::app::{App, AppSettings};
use admit_app::ports::fanout::{Message, Others};
use admit_app::secrets::{Keys, MasterKey};
use admit_domain::id::{AccountId, EventId};
use admit_domain::waiting_room::command::{Command, Proof};
use admit_domain::waiting_room::settings::{Mode, SettingsChange};
use admit_server::compose::SystemClock;
use admit_server::gateway::NoGateway;
use admit_store::{PostgresSettings, SqlStore};
use admit_testkit::contract::sale::Sale;
use admit_testkit::kept::Kept;
use admit_testkit::poll::until;
use admit_testkit::postgres::shared;
use tokio::task::block_in_place;

const WITHIN: Duration = Duration::from_secs(15);

fn pass_on(kept: &Kept, to: &App) -> Vec<Message> {
    let told = kept.take();
    told.iter().for_each(|message| to.hear(message.clone()));
    told
}

/// Two nodes that run no jobs, and what the first tells.
struct Nodes {
    teller: App,
    hearer: App,
    kept: Arc<Kept>,
    event: EventId,
}

impl Nodes {
    async fn start() -> Nodes {
        let url = block_in_place(|| shared().unwrap().fresh_database().unwrap());
        let store = SqlStore::open_cluster(PostgresSettings::new(&url)).await.unwrap();
        let event = Sale::open(&store).await.event;
        let keys = Keys::load_or_make(&store, &MasterKey::from_bytes([7; 32])).await.unwrap();
        let kept = Arc::new(Kept::default());
        let node = |others| {
            let (store, clock) = (Arc::new(store.clone()), Arc::new(SystemClock));
            App::new(store, Arc::new(NoGateway), clock, keys.clone(), others, AppSettings::default()).unwrap()
        };
        let (teller, hearer) = (node(Others::through(kept.clone())), node(Others::default()));
        Nodes { teller, hearer, kept, event }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_is_followed_as_soon_as_it_is_told_of() {
    let Nodes { teller, hearer, kept, event } = Nodes::start().await;
    assert!(hearer.rooms.get(event).await.unwrap().is_none());
    let room = teller.make_room(event).await.unwrap();
    let change = SettingsChange { mode: Some(Mode::Always), ..SettingsChange::default() };
    room.submit(Command::Configure { change, by: AccountId::from_u128(1) }).await.unwrap();
    let version = room.view().version;
    assert_eq!(pass_on(&kept, &hearer), [Message::RoomMoved { event, version }]);
    let followed = hearer.rooms.get(event).await.unwrap().expect("what isn't there is looked for again");
    assert_eq!(followed.view().version, version);
    for joined in 1..=3 {
        room.submit(Command::Join { account: None, proof: Proof::Unproved }).await.unwrap();
        let version = room.view().version;
        assert_eq!(pass_on(&kept, &hearer), [Message::RoomMoved { event, version }]);
        until("the join is seen", WITHIN, async || (followed.view().version == version).then_some(())).await;
        assert_eq!(followed.view().head.issued, joined);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_dead_as_soon_as_its_end_is_told_of() {
    let Nodes { teller, hearer, kept, .. } = Nodes::start().await;
    let (leaver, thief) = (
        teller.sign_in_as_guest("leaver@example.com", "A Guest").await.unwrap(),
        teller.sign_in_as_guest("robbed@example.com", "A Guest").await.unwrap(),
    );
    let caller = hearer.caller(&leaver.access_token).expect("both nodes have the keys");
    teller.sign_out(&caller).await.unwrap();
    assert!(hearer.caller(&leaver.access_token).is_some(), "nobody told it yet");
    let told = pass_on(&kept, &hearer);
    assert!(matches!(&told[..], [Message::Revoked { sessions, .. }] if *sessions == [caller.session]), "{told:?}");
    assert!(hearer.caller(&leaver.access_token).is_none());
    // Who presents a refresh token that isn't the newest ends the session everywhere.
    teller.refresh(&thief.refresh_token).await.unwrap();
    teller.refresh(&thief.refresh_token).await.unwrap_err();
    pass_on(&kept, &hearer);
    assert!(hearer.caller(&thief.access_token).is_none());
}
