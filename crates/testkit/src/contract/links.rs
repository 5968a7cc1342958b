//! What every store of mailed links, and of the merges that they begin, must do.

use std::time::Duration;

use admit_app::ids::first_at;
use admit_app::ports::Store;
use admit_app::ports::accounts::{Account, Session};
use admit_app::ports::error::StoreError;
use admit_app::ports::links::{Link, Merge, NewLink, Proof, Proved, Proven, Purpose, Recent, Vouched};
use admit_app::ports::mails::Topic;
use admit_domain::id::{AccountId, LinkId, MailId, SessionId};
use admit_domain::inventory::journal::Change;
use admit_domain::role::Role;
use admit_domain::time::Timestamp;
use admit_domain::unit::UnitRange;
use tokio::task::JoinSet;

use super::node::Node;
use super::sale::{STARTS_AT, Sale, fresh};
use super::story::a_hold;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const HOUR: Duration = Duration::from_secs(3_600);
const NO_LIMIT: Recent = Recent { since: NOW, max: u32::MAX };

fn guest(address: &str) -> Account {
    Account {
        id: AccountId::from_u128(fresh()),
        email: address.to_owned(),
        address: address.to_owned(),
        name: "Zoë".to_owned(),
        role: Role::Buyer,
        password_hash: None,
        verified_at: None,
        created_at: NOW,
    }
}

fn owner(address: &str) -> Account {
    Account { password_hash: Some("first".to_owned()), ..guest(address) }
}

fn link_of(account: AccountId, purpose: Purpose) -> NewLink {
    let id = LinkId::from_u128(fresh());
    let hash = [7; 32];
    let link = Link { id, hash, account, purpose, created_at: NOW, expires_at: NOW + HOUR, used_at: None };
    NewLink { link, mail: MailId::from_u128(fresh()) }
}

fn opening(link: &Link, password_hash: Option<&str>) -> Proof {
    Proof {
        link: link.id,
        hash: link.hash,
        purpose: link.purpose,
        password_hash: password_hash.map(str::to_owned),
        now: NOW + Duration::from_secs(5),
        merge_at: NOW + Duration::from_secs(10),
    }
}

fn signed_in(account: AccountId) -> Session {
    Session {
        id: SessionId::from_u128(fresh()),
        account,
        refresh_hash: [1; 32],
        created_at: NOW,
        expires_at: NOW + HOUR,
        revoked_at: None,
    }
}

async fn registered<S: Store>(store: &S, address: &str) -> (Account, Link) {
    let account = owner(address);
    let new = link_of(account.id, Purpose::Verify);
    store.register_account(&account, &new).await.unwrap();
    (account, new.link)
}

pub async fn an_account_comes_with_its_link_and_mail_or_not_at_all<S: Store>(store: &S) {
    let (account, link) = registered(store, "whole@example.com").await;
    assert_eq!(store.account(account.id).await.unwrap(), Some(account));
    assert_eq!(store.link(link.id).await.unwrap(), Some(link.clone()));
    let mails = store.take_due_mails(NOW, NOW + HOUR, 100).await.unwrap();
    assert!(mails.iter().any(|mail| mail.topic == Topic::Link(Purpose::Verify, link.id)), "{mails:?}");
    let second = owner("whole@example.com");
    let new = link_of(second.id, Purpose::Verify);
    let refused = store.register_account(&second, &new).await.unwrap_err();
    assert!(matches!(refused, StoreError::Taken { constraint: "accounts_address" }), "{refused:?}");
    assert_eq!(store.link(new.link.id).await.unwrap(), None);
    assert_eq!(store.take_due_mails(NOW, NOW + HOUR, 100).await.unwrap(), []);
}

pub async fn an_account_is_mailed_only_so_many_links<S: Store>(store: &S) {
    let (account, _) = registered(store, "bounded@example.com").await;
    let recent = Recent { since: NOW - HOUR, max: 2 };
    for (purpose, wanted) in [(Purpose::Verify, [true, false]), (Purpose::Reset, [true, true])] {
        for wanted in wanted {
            assert_eq!(store.create_link(&link_of(account.id, purpose), recent).await.unwrap(), wanted);
        }
        let later = Recent { since: NOW, max: 1 };
        assert!(store.create_link(&link_of(account.id, purpose), later).await.unwrap());
    }
}

pub async fn a_link_works_once_and_for_its_purpose_only<S: Store>(store: &S) {
    let (account, link) = registered(store, "once@example.com").await;
    let good = opening(&link, Some("second"));
    let wrong = [
        Proof { link: LinkId::from_u128(fresh()), ..good.clone() },
        Proof { hash: [8; 32], ..good.clone() },
        Proof { purpose: Purpose::Reset, ..good.clone() },
        Proof { now: link.expires_at, ..good.clone() },
    ];
    for wrong in wrong {
        assert_eq!(store.prove(&wrong).await.unwrap(), Proved::NotGood, "{wrong:?}");
    }
    assert_eq!(store.prove(&opening(&link, None)).await.unwrap(), Proved::PasswordNeeded);
    assert_eq!(store.account(account.id).await.unwrap(), Some(account.clone()), "nothing happened");
    let proven = Account { password_hash: Some("second".to_owned()), verified_at: Some(good.now), ..account };
    let done = Proved::Done(Box::new(Proven { account: proven.clone(), revoked: Vec::new() }));
    assert_eq!(store.prove(&good).await.unwrap(), done);
    assert_eq!(store.account(proven.id).await.unwrap(), Some(proven.clone()));
    assert_eq!(store.prove(&good).await.unwrap(), Proved::NotGood);
    // Who proves it again needn't change anything.
    let again = link_of(proven.id, Purpose::Verify);
    store.create_link(&again, NO_LIMIT).await.unwrap();
    assert_eq!(store.prove(&opening(&again.link, None)).await.unwrap(), done);
}

pub async fn of_many_who_open_a_link_at_once_one_does<S: Store + Clone>(store: &S) {
    let (_, link) = registered(store, "race@example.com").await;
    let mut tasks = JoinSet::new();
    for number in 0..8 {
        let (store, proof) = (store.clone(), opening(&link, Some(&format!("password {number}"))));
        tasks.spawn(async move { matches!(store.prove(&proof).await.unwrap(), Proved::Done(_)) });
    }
    assert_eq!(tasks.join_all().await.into_iter().filter(|done| *done).count(), 1);
}

pub async fn a_new_password_ends_sessions_and_links<S: Store>(store: &S) {
    let (account, link) = registered(store, "ends@example.com").await;
    let (own, other) = (signed_in(account.id), signed_in(AccountId::from_u128(fresh())));
    let reset = link_of(account.id, Purpose::Reset);
    store.create_link(&reset, NO_LIMIT).await.unwrap();
    for session in [&own, &other] {
        store.create_session(session).await.unwrap();
    }
    let proof = opening(&link, Some("second"));
    let proved = store.prove(&proof).await.unwrap();
    assert!(matches!(&proved, Proved::Done(proven) if proven.revoked == [own.id]), "{proved:?}");
    assert_eq!(store.session(own.id).await.unwrap().unwrap().revoked_at, Some(proof.now));
    assert_eq!(store.session(other.id).await.unwrap().unwrap().revoked_at, None);
    assert_eq!(store.prove(&opening(&reset.link, Some("third"))).await.unwrap(), Proved::NotGood);
    let late = signed_in(account.id);
    assert!(!store.create_session_by_password(&late, "first").await.unwrap(), "that password is the earlier one");
    assert_eq!(store.session(late.id).await.unwrap(), None);
    assert!(store.create_session_by_password(&late, "second").await.unwrap());
    assert_eq!(store.session(late.id).await.unwrap(), Some(late.clone()));
    let ended = store.revoke_sessions_of(&[account.id, other.account], NOW + HOUR).await.unwrap();
    assert_eq!(ended.len(), 2, "those that had ended stay as they were");
    assert!(ended.contains(&late.id) && ended.contains(&other.id));
}

/// Whoever registered an address that an operator gives a role mustn't come by it.
pub async fn an_operators_word_counts_as_a_first_proof<S: Store>(store: &S) {
    let (account, link) = registered(store, "vouched@example.com").await;
    let session = signed_in(account.id);
    store.create_session(&session).await.unwrap();
    let now = NOW + Duration::from_secs(5);
    let vouched = |role, password: &str| Vouched { account: account.id, role, password_hash: password.to_owned(), now };
    assert!(store.vouch(&vouched(Role::Admin, "second")).await.unwrap());
    let wanted = Account {
        role: Role::Admin,
        password_hash: Some("second".to_owned()),
        verified_at: Some(now),
        ..account.clone()
    };
    assert_eq!(store.account(account.id).await.unwrap(), Some(wanted.clone()));
    assert_eq!(store.session(session.id).await.unwrap().unwrap().revoked_at, Some(now));
    assert_eq!(store.prove(&opening(&link, Some("third"))).await.unwrap(), Proved::NotGood);
    assert!(!store.vouch(&vouched(Role::Buyer, "fourth")).await.unwrap(), "it is proven");
    assert_eq!(store.account(account.id).await.unwrap(), Some(wanted));
    let guest = guest("vouched@example.com");
    store.create_account(&guest).await.unwrap();
    let unknown = Vouched { account: guest.id, ..vouched(Role::Admin, "fifth") };
    assert!(!store.vouch(&unknown).await.unwrap(), "a guest's address opens no account");
}

pub async fn requests_for_a_new_password_are_kept_once_an_address<S: Store>(store: &S) {
    for address in ["a@example.com", "b@example.com", "a@example.com"] {
        store.request_reset(address, NOW).await.unwrap();
    }
    let mut waiting = store.reset_requests(10).await.unwrap();
    waiting.sort();
    assert_eq!(waiting, ["a@example.com", "b@example.com"]);
    assert_eq!(store.reset_requests(1).await.unwrap().len(), 1);
    store.reset_request_done("a@example.com").await.unwrap();
    assert_eq!(store.reset_requests(10).await.unwrap(), ["b@example.com"]);
}

pub async fn a_merge_goes_through_the_guests_of_its_address_and_survives<S: Store>(store: &S) {
    let address = "merge@example.com";
    let (account, link) = registered(store, address).await;
    let mut guests: Vec<_> = (0..5).map(|_| guest(address)).collect();
    guests.sort_by_key(|guest| guest.id);
    let too_late = Account { created_at: NOW + HOUR, ..guest(address) };
    for guest in guests.iter().chain([&too_late, &guest("other@example.com")]) {
        store.create_account(guest).await.unwrap();
    }
    let ids: Vec<AccountId> = guests.iter().map(|guest| guest.id).collect();
    let proof = opening(&link, Some("second"));
    store.prove(&proof).await.unwrap();
    assert_eq!(store.take_due_merges(proof.now, NOW + HOUR, 10).await.unwrap(), [], "its turn hasn't come");
    let fresh_one = Merge { account: account.id, address: address.into(), proven_at: proof.now, pass: 0, after: None };
    assert_eq!(store.take_due_merges(proof.merge_at, NOW + HOUR, 10).await.unwrap(), std::slice::from_ref(&fresh_one));
    assert_eq!(store.take_due_merges(proof.merge_at, NOW + HOUR, 10).await.unwrap(), [], "it is taken");
    assert_eq!(store.guests_to_merge(&fresh_one, 3).await.unwrap(), ids[..3]);
    let midway = Merge { pass: 1, after: Some(ids[2]), ..fresh_one.clone() };
    store.put_off_merge(&midway, NOW).await.unwrap();
    assert_eq!(store.take_due_merges(NOW, NOW + HOUR, 10).await.unwrap(), std::slice::from_ref(&midway));
    assert_eq!(store.guests_to_merge(&midway, 10).await.unwrap(), ids[3..]);
    // A later proof begins it anew, and whoever is at the earlier one can neither put it off nor end it.
    let again = link_of(account.id, Purpose::Verify);
    store.create_link(&again, NO_LIMIT).await.unwrap();
    let later = Proof { now: NOW + 2 * HOUR / 4, merge_at: NOW, ..opening(&again.link, None) };
    store.prove(&later).await.unwrap();
    store.put_off_merge(&midway, NOW + HOUR).await.unwrap();
    store.merge_done(&midway).await.unwrap();
    let anew = Merge { proven_at: later.now, ..fresh_one };
    assert_eq!(store.take_due_merges(NOW, NOW, 10).await.unwrap(), std::slice::from_ref(&anew));
    store.merge_done(&anew).await.unwrap();
    assert_eq!(store.take_due_merges(NOW + HOUR, NOW, 10).await.unwrap(), []);
}

pub async fn what_guests_hold_or_tried_to_pay_is_found<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    let account = || AccountId::from_u128(fresh());
    let (pending, paid, other, holding) = (account(), account(), account(), account());
    let mut open = a_hold(&[10], STARTS_AT);
    open.buyer.account = holding;
    let held = open.clone();
    Node::open(store, sale.event).await.write(move |_, _| vec![Change::Held(held)]).await;
    let (_, checkout) = sale.begin(pending, UnitRange::new(0, 2), STARTS_AT).await;
    let (_, completed) = sale.buy(paid, UnitRange::new(4, 3)).await;
    sale.buy(other, UnitRange::new(8, 1)).await;
    let found = store.holds_of_guests(&[pending, paid, holding, account()], 10).await.unwrap();
    let mut holds: Vec<_> = found.iter().map(|found| (found.event, found.hold, found.buyer)).collect();
    holds.sort_by_key(|(_, hold, _)| *hold);
    let mut wanted = [&checkout, &completed, &open].map(|hold| (sale.event, hold.id, hold.buyer));
    wanted.sort_by_key(|(_, hold, _)| *hold);
    assert_eq!(holds, wanted);
    assert_eq!(store.holds_of_guests(&[pending, paid], 1).await.unwrap().len(), 1);
}

pub async fn what_is_old_is_purged<S: Store>(store: &S) {
    let old = |age: u128| first_at(NOW) - (age << 80);
    let (account, _) = registered(store, "purge@example.com").await;
    let session = |id| Session { id: SessionId::from_u128(id), ..signed_in(account.id) };
    let sessions = [session(old(3)), session(old(2)), session(first_at(NOW) + 1)];
    for session in &sessions {
        store.create_session(session).await.unwrap();
    }
    let mut new = link_of(account.id, Purpose::Reset);
    new.link.id = LinkId::from_u128(old(1));
    store.create_link(&new, NO_LIMIT).await.unwrap();
    while store.purge_accounts(NOW, NOW, 1).await.unwrap() > 0 {}
    let mut left = Vec::new();
    for session in &sessions {
        left.push(store.session(session.id).await.unwrap().is_some());
    }
    assert_eq!(left, [false, false, true]);
    assert_eq!(store.link(new.link.id).await.unwrap(), None);
}
