//! What every store of accounts and sessions must do.

use admit_app::ports::accounts::{Account, Accounts, Rotation, Session};
use admit_app::ports::error::StoreError;
use admit_domain::id::{AccountId, SessionId};
use admit_domain::role::Role;
use admit_domain::time::Timestamp;
use tokio::task::JoinSet;

use super::sale::fresh;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn later(millis: i64) -> Timestamp {
    Timestamp::from_millis(NOW.as_millis() + millis)
}

fn guest(address: &str) -> Account {
    Account {
        id: AccountId::from_u128(fresh()),
        email: address.to_uppercase(),
        address: address.to_owned(),
        name: "Zoë \"Z\" O'Hara \u{1f39f}".to_owned(),
        role: Role::Buyer,
        password_hash: None,
        verified_at: None,
        created_at: NOW,
    }
}

fn owner(address: &str) -> Account {
    Account {
        password_hash: Some("$argon2id$v=19$not-a-real-one".to_owned()),
        verified_at: Some(later(5)),
        ..guest(address)
    }
}

fn signed_in(hash: u8) -> Session {
    Session {
        id: SessionId::from_u128(fresh()),
        account: AccountId::from_u128(fresh()),
        refresh_hash: [hash; 32],
        created_at: NOW,
        expires_at: later(1_000),
        revoked_at: None,
    }
}

pub async fn an_account_is_found_as_it_was_made(store: &impl Accounts) {
    for account in [guest("guest@example.com"), owner("owner@example.com")] {
        store.create_account(&account).await.unwrap();
        assert_eq!(store.account(account.id).await.unwrap(), Some(account));
    }
    assert_eq!(store.account(AccountId::from_u128(fresh())).await.unwrap(), None);
}

pub async fn only_a_password_account_owns_its_address(store: &impl Accounts) {
    let address = "shared@example.com";
    for _ in 0..2 {
        store.create_account(&guest(address)).await.unwrap();
    }
    assert_eq!(store.account_by_address(address).await.unwrap(), None);
    let owner = owner(address);
    store.create_account(&owner).await.unwrap();
    store.create_account(&guest(address)).await.unwrap();
    assert_eq!(store.account_by_address(address).await.unwrap(), Some(owner));
    assert_eq!(store.account_by_address("nobody@example.com").await.unwrap(), None);
}

pub async fn of_many_at_once_one_gets_the_address<S: Accounts + Clone>(store: &S) {
    let mut tries = JoinSet::new();
    for _ in 0..8 {
        let store = store.clone();
        tries.spawn(async move { store.create_account(&owner("wanted@example.com")).await });
    }
    let outcomes = tries.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    for outcome in outcomes {
        assert!(matches!(outcome, Ok(()) | Err(StoreError::Taken { constraint: "accounts_address" })), "{outcome:?}");
    }
}

pub async fn a_role_is_set(store: &impl Accounts) {
    let (changed, other) = (guest("a@example.com"), guest("b@example.com"));
    store.create_account(&changed).await.unwrap();
    store.create_account(&other).await.unwrap();
    for role in Role::ALL {
        store.set_role(changed.id, role).await.unwrap();
        assert_eq!(store.account(changed.id).await.unwrap().unwrap().role, role);
    }
    assert_eq!(store.account(other.id).await.unwrap(), Some(other));
    store.set_role(AccountId::from_u128(fresh()), Role::Admin).await.unwrap();
}

pub async fn a_session_is_found_as_it_was_made(store: &impl Accounts) {
    let session = signed_in(1);
    store.create_session(&session).await.unwrap();
    assert_eq!(store.session(session.id).await.unwrap(), Some(session));
    assert_eq!(store.session(SessionId::from_u128(fresh())).await.unwrap(), None);
}

pub async fn an_old_refresh_token_ends_its_session(store: &impl Accounts) {
    let session = signed_in(1);
    store.create_session(&session).await.unwrap();
    let rotate = |from: u8, to: u8, at: i64| store.rotate_session(session.id, [from; 32], [to; 32], later(at));
    assert_eq!(rotate(1, 2, 10).await.unwrap(), Rotation::Done);
    assert_eq!(rotate(2, 3, 20).await.unwrap(), Rotation::Done);
    assert_eq!(store.session(session.id).await.unwrap().unwrap().refresh_hash, [3; 32]);
    assert_eq!(rotate(1, 4, 30).await.unwrap(), Rotation::Reused);
    assert_eq!(store.session(session.id).await.unwrap().unwrap().revoked_at, Some(later(30)));
    assert_eq!(rotate(3, 5, 40).await.unwrap(), Rotation::Ended);
    assert_eq!(rotate(1, 5, 50).await.unwrap(), Rotation::Ended);
    let ended = store.session(session.id).await.unwrap().unwrap();
    assert_eq!((ended.refresh_hash, ended.revoked_at), ([3; 32], Some(later(30))));
}

pub async fn a_session_past_its_end_or_unknown_does_not_rotate(store: &impl Accounts) {
    let session = signed_in(1);
    store.create_session(&session).await.unwrap();
    for (from, at) in [(1, 1_000), (1, 5_000), (9, 1_000)] {
        let rotation = store.rotate_session(session.id, [from; 32], [2; 32], later(at)).await.unwrap();
        assert_eq!(rotation, Rotation::Ended, "{from} at {at}");
    }
    assert_eq!(store.session(session.id).await.unwrap(), Some(session));
    let unknown = SessionId::from_u128(fresh());
    assert_eq!(store.rotate_session(unknown, [1; 32], [2; 32], NOW).await.unwrap(), Rotation::Ended);
}

pub async fn of_two_rotations_at_once_one_is_a_reuse<S: Accounts + Clone>(store: &S) {
    for _ in 0..10 {
        let session = signed_in(1);
        store.create_session(&session).await.unwrap();
        let mut tries = JoinSet::new();
        for to in [2, 3] {
            let (store, id) = (store.clone(), session.id);
            tries.spawn(async move { store.rotate_session(id, [1; 32], [to; 32], later(10)).await.unwrap() });
        }
        let outcomes = tries.join_all().await;
        assert!(outcomes.contains(&Rotation::Done) && outcomes.contains(&Rotation::Reused), "{outcomes:?}");
        assert_eq!(store.session(session.id).await.unwrap().unwrap().revoked_at, Some(later(10)));
    }
}

pub async fn revoked_sessions_are_listed_from_a_time_on(store: &impl Accounts) {
    let sessions = [signed_in(1), signed_in(2), signed_in(3), signed_in(4)];
    for session in &sessions {
        store.create_session(session).await.unwrap();
    }
    let [early, on_time, late, alive] = sessions;
    for (session, at) in [(&early, 99), (&on_time, 100), (&late, 101)] {
        store.revoke_session(session.id, later(at)).await.unwrap();
    }
    assert_eq!(store.sessions_revoked_since(later(100)).await.unwrap(), [on_time.id, late.id]);
    // A second time changes nothing, so nobody reads it again.
    store.revoke_session(early.id, later(200)).await.unwrap();
    store.revoke_session(SessionId::from_u128(fresh()), later(200)).await.unwrap();
    assert_eq!(store.session(early.id).await.unwrap().unwrap().revoked_at, Some(later(99)));
    assert_eq!(store.session(alive.id).await.unwrap(), Some(alive));
    assert!(store.sessions_revoked_since(later(102)).await.unwrap().is_empty());
}
