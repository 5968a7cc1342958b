//! What every store of repeated writes must do.

use admit_app::ports::requests::{Begun, KeptAnswer, Lease, Requests};
use admit_domain::hold::RequestKey;
use admit_domain::id::AccountId;
use admit_domain::time::Timestamp;
use tokio::task::JoinSet;

use super::sale::fresh;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + millis)
}

/// A request that comes at `now`, when those are given up that began a hundred milliseconds before.
fn lease(now: i64) -> Lease {
    Lease { now: at(now), given_up_before: at(now - 100) }
}

fn somebody() -> AccountId {
    AccountId::from_u128(fresh())
}

fn key() -> RequestKey {
    RequestKey { key: fresh().to_be_bytes(), body: fresh().to_be_bytes() }
}

fn answer() -> KeptAnswer {
    KeptAnswer { status: 201, body: "{\"name\":\"Zoë \\\"Z\\\"\"}".into() }
}

pub async fn a_request_is_answered_as_the_first_was(store: &impl Requests) {
    let (account, key) = (somebody(), key());
    assert_eq!(store.begin_request(account, key, 7, lease(0)).await.unwrap(), Begun::Go { id: 7 });
    assert_eq!(store.begin_request(account, key, 8, lease(1)).await.unwrap(), Begun::Running);
    let other = RequestKey { body: [1; 16], ..key };
    assert_eq!(store.begin_request(account, other, 8, lease(1)).await.unwrap(), Begun::Reused);
    store.answer_request(account, key, &answer()).await.unwrap();
    for now in [2, 1_000_000] {
        let again = store.begin_request(account, key, 9, lease(now)).await.unwrap();
        assert_eq!(again, Begun::Answered(answer()));
    }
    assert_eq!(store.begin_request(account, other, 8, lease(1)).await.unwrap(), Begun::Reused);
    // What was answered isn't forgotten by somebody who was refused late.
    store.forget_request(account, key).await.unwrap();
    assert_eq!(store.begin_request(account, key, 9, lease(3)).await.unwrap(), Begun::Answered(answer()));
}

pub async fn a_key_is_its_accounts_and_a_refusal_is_forgotten(store: &impl Requests) {
    let (account, key) = (somebody(), key());
    store.begin_request(account, key, 1, lease(0)).await.unwrap();
    assert_eq!(store.begin_request(somebody(), key, 2, lease(0)).await.unwrap(), Begun::Go { id: 2 });
    store.forget_request(account, key).await.unwrap();
    let other = RequestKey { body: [1; 16], ..key };
    assert_eq!(store.begin_request(account, other, 3, lease(0)).await.unwrap(), Begun::Go { id: 3 });
}

pub async fn a_request_that_came_to_no_end_is_taken_over_with_its_id(store: &impl Requests) {
    let (account, key) = (somebody(), key());
    store.begin_request(account, key, 1, lease(0)).await.unwrap();
    assert_eq!(store.begin_request(account, key, 2, lease(100)).await.unwrap(), Begun::Running);
    assert_eq!(store.begin_request(account, key, 3, lease(101)).await.unwrap(), Begun::Go { id: 1 });
    assert_eq!(store.begin_request(account, key, 4, lease(102)).await.unwrap(), Begun::Running);
    store.give_up_request(account, key, at(0)).await.unwrap();
    assert_eq!(store.begin_request(account, key, 5, lease(103)).await.unwrap(), Begun::Go { id: 1 });
}

pub async fn of_many_at_once_one_goes<S: Requests + Clone>(store: &S) {
    let (account, key) = (somebody(), key());
    let mut tries = JoinSet::new();
    for id in 0..8 {
        let store = store.clone();
        tries.spawn(async move { store.begin_request(account, key, id, lease(0)).await.unwrap() });
    }
    let begun = tries.join_all().await;
    assert_eq!(begun.iter().filter(|one| matches!(one, Begun::Go { .. })).count(), 1, "{begun:?}");
    assert!(begun.iter().all(|one| matches!(one, Begun::Go { .. } | Begun::Running)), "{begun:?}");
}

pub async fn old_requests_are_forgotten_in_bounded_steps(store: &impl Requests) {
    let account = somebody();
    let keys: Vec<RequestKey> = (0..5).map(|_| key()).collect();
    for (now, key) in (0..).zip(&keys) {
        store.begin_request(account, *key, 1, lease(now)).await.unwrap();
    }
    store.answer_request(account, keys[0], &answer()).await.unwrap();
    assert_eq!(store.forget_requests_before(at(3), 2).await.unwrap(), 2);
    assert_eq!(store.forget_requests_before(at(3), 2).await.unwrap(), 1);
    assert_eq!(store.forget_requests_before(at(3), 2).await.unwrap(), 0);
    assert_eq!(store.begin_request(account, keys[0], 9, lease(4)).await.unwrap(), Begun::Go { id: 9 });
    assert_eq!(store.begin_request(account, keys[3], 9, lease(4)).await.unwrap(), Begun::Running);
}
