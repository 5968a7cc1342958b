//! Sending what is due: at least once, with pauses that grow, for a day.

use std::time::Duration;

use futures_util::{FutureExt, StreamExt, stream};
use metrics::counter;

use crate::app::App;
use crate::checkout::error::CheckoutError;
use crate::ports::mailer::{MailError, Mailer};
use crate::ports::mails::DueMail;

/// How often to send what is due. With what one round sends it bounds the pace, so that a sale's confirmations don't slow
/// down the sale.
pub const MAILS_EVERY: Duration = Duration::from_millis(250);
const AT_ONCE: usize = 4;
/// Longer than one try may take. A mail whose node died while it was sent is sent again after it.
const LEASE: Duration = Duration::from_secs(60);
const RETRY_FIRST: Duration = Duration::from_secs(2);
const RETRY_MAX: Duration = Duration::from_secs(30 * 60);
const TRIED_FOR: Duration = Duration::from_secs(24 * 3_600);

impl App {
    /// At most `limit` of them.
    pub async fn send_due_mails(&self, mailer: &dyn Mailer, limit: u32) -> Result<(), CheckoutError> {
        let now = self.store.now().await?;
        let due = self.store.take_due_mails(now, now + LEASE, limit).await?;
        let sent: Vec<_> =
            stream::iter(due).map(|mail| self.send(mailer, mail).boxed()).buffered(AT_ONCE).collect().await;
        sent.into_iter().collect()
    }

    async fn send(&self, mailer: &dyn Mailer, mail: DueMail) -> Result<(), CheckoutError> {
        let Some(message) = self.compose(&mail).await? else {
            return Ok(self.store.mail_done(mail.id).await?);
        };
        let error = match mailer.send(&message).await {
            Ok(()) => {
                counter!("admit_mails_total", "outcome" => "sent").increment(1);
                return Ok(self.store.mail_done(mail.id).await?);
            }
            Err(error) => error,
        };
        let now = self.store.now().await?;
        if matches!(error, MailError::Refused(_)) || now.since(mail.created_at) >= TRIED_FOR {
            counter!("admit_mails_total", "outcome" => "given_up").increment(1);
            tracing::error!(mail = %mail.id, error = &error as &dyn std::error::Error, "a mail is given up");
            return Ok(self.store.mail_done(mail.id).await?);
        }
        counter!("admit_mails_total", "outcome" => "failed").increment(1);
        tracing::warn!(mail = %mail.id, error = &error as &dyn std::error::Error, "a mail will be tried again");
        let pause = RETRY_FIRST.saturating_mul(1 << mail.attempts.min(16)).min(RETRY_MAX);
        Ok(self.store.put_off_mail(mail.id, &why(&error), now + pause).await?)
    }
}

fn why(error: &MailError) -> String {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    cause.chars().filter(|letter| *letter != '\0').take(500).collect()
}
