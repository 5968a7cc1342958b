//! What every store of secrets must do.

use admit_app::ports::secrets::Secrets;
use tokio::task::JoinSet;

pub async fn the_first_secret_of_a_name_stays(store: &impl Secrets) {
    assert_eq!(store.secret("tickets").await.unwrap(), None);
    let all_bytes: Vec<u8> = (0..=255).collect();
    assert_eq!(store.secret_or_insert("tickets", &all_bytes).await.unwrap(), all_bytes);
    assert_eq!(store.secret_or_insert("tickets", b"later").await.unwrap(), all_bytes);
    assert_eq!(store.secret("tickets").await.unwrap(), Some(all_bytes));
    assert_eq!(store.secret_or_insert("sessions", b"other").await.unwrap(), b"other");
}

pub async fn all_who_insert_at_once_get_the_same_secret<S: Secrets + Clone>(store: &S) {
    let mut tries = JoinSet::new();
    for index in 0..20u8 {
        let store = store.clone();
        tries.spawn(async move { store.secret_or_insert("places", &[index; 48]).await.unwrap() });
    }
    let got = tries.join_all().await;
    let kept = store.secret("places").await.unwrap().unwrap();
    assert_eq!(kept.len(), 48);
    assert!(got.iter().all(|secret| *secret == kept), "{got:?}");
}
