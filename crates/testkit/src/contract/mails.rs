//! What every store of mails that wait must do.

use std::time::Duration;

use admit_app::ports::Store;
use admit_app::ports::mails::{OrderMail, Topic};
use admit_domain::time::Timestamp;
use tokio::task::JoinSet;

use super::node::Node;
use super::sale::Sale;
use super::story::story;

const FAR: Timestamp = Timestamp::from_millis(4_000_000_000_000);

pub async fn a_paid_order_brings_its_mail_which_stays_until_it_is_sent<S: Store>(store: &S) {
    let sale = Sale::open(store).await;
    let node = Node::open(store, sale.event).await;
    for step in story() {
        node.write(step).await;
    }
    let retry_at = FAR + Duration::from_secs(60);
    let mails = store.take_due_mails(FAR, retry_at, 100).await.unwrap();
    let confirmed = mails.iter().filter(|mail| matches!(mail.topic, Topic::Order(OrderMail::Confirmed, _)));
    assert!(confirmed.count() >= 3, "{mails:?}");
    assert_eq!(store.take_due_mails(FAR, retry_at, 100).await.unwrap(), [], "they are taken");
    let again = store.take_due_mails(retry_at, retry_at, 100).await.unwrap();
    assert_eq!(again.len(), mails.len());
    assert!(again.iter().all(|mail| mail.attempts == 1), "{again:?}");
    store.put_off_mail(again[0].id, "away \u{1f4ee}", retry_at + Duration::from_secs(1)).await.unwrap();
    for mail in &again[1..] {
        store.mail_done(mail.id).await.unwrap();
    }
    assert_eq!(store.take_due_mails(retry_at, retry_at, 100).await.unwrap(), []);
    let last = store.take_due_mails(retry_at + Duration::from_secs(1), FAR, 100).await.unwrap();
    assert_eq!((last[0].id, last.len()), (again[0].id, 1));
}

pub async fn a_mail_is_taken_by_one_only<S: Store + Clone>(store: &S) {
    let sale = Sale::open(store).await;
    let node = Node::open(store, sale.event).await;
    for step in story() {
        node.write(step).await;
    }
    let mut tasks = JoinSet::new();
    for _ in 0..8 {
        let store = store.clone();
        tasks.spawn(async move {
            let mut taken = Vec::new();
            loop {
                let mails = store.take_due_mails(FAR, FAR + Duration::from_secs(60), 1).await.unwrap();
                if mails.is_empty() {
                    return taken;
                }
                taken.extend(mails.into_iter().map(|mail| mail.id));
            }
        });
    }
    let mut taken: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
    let count = taken.len();
    taken.sort_unstable();
    taken.dedup();
    assert_eq!((count, taken.is_empty()), (taken.len(), false));
}
