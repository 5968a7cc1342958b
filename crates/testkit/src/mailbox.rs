//! The mails of a server that has nobody to hand them to, as its page `/demo/mail` shows them.

use std::time::Duration;

use reqwest::Method;

use crate::client::Api;
use crate::poll::until;

/// Links come by a job, and the machine may be busy.
const MAILED_WITHIN: Duration = Duration::from_secs(30);

/// The mails to `email` whose subject has `subject`, newest first, as HTML.
pub async fn mails(api: &Api, email: &str, subject: &str) -> Vec<String> {
    let list = api.outside(Method::GET, "/demo/mail").send().await;
    assert_eq!(list.status, 200, "{}", list.shown());
    let mut found = Vec::new();
    for line in list.text().split("<li>").filter(|line| line.contains(&format!(" to {email} "))) {
        if line.contains(subject) {
            let path = line.split('"').nth(1).expect("a line links to its mail").to_owned();
            found.push(api.outside(Method::GET, &path).send().await.text());
        }
    }
    found
}

/// The token of the newest mail with this subject, once there are `count` of them.
pub async fn mailed_token(api: &Api, email: &str, subject: &str, count: usize) -> String {
    let newest = until(format!("{count} mails {subject:?} to {email}"), MAILED_WITHIN, async || {
        let mails = mails(api, email, subject).await;
        (mails.len() >= count).then(|| mails[0].clone())
    });
    token_in(&newest.await)
}

/// The token in the first link of a mail that has one.
pub fn token_in(mail: &str) -> String {
    let (_, rest) = mail.split_once("#token=").unwrap_or_else(|| panic!("no token: {mail}"));
    rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).collect()
}
