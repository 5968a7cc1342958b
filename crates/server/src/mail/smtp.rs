//! Handing mails to a server that takes them further.

use std::time::Duration;

use admit_app::ports::mailer::{MailError, Mailer, Message};
use anyhow::{Context, Result};
use async_trait::async_trait;
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::letter::Letters;

/// For each step of the conversation. Shorter than the time for which a mail is taken to be sent.
const STEP_WITHIN: Duration = Duration::from_secs(10);
const CONNECTIONS_MAX: u32 = 4;

pub(super) struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    letters: Letters,
}

impl SmtpMailer {
    /// Connects only when there is something to send, so a server that is away keeps nobody from starting.
    pub(super) fn new(url: &str, letters: Letters) -> Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).context("smtp_url can't be used")?;
        let transport =
            transport.timeout(Some(STEP_WITHIN)).pool_config(PoolConfig::new().max_size(CONNECTIONS_MAX)).build();
        Ok(Self { transport, letters })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, message: &Message) -> Result<(), MailError> {
        let letter = self.letters.letter(message)?;
        match self.transport.send(letter).await {
            Ok(_) => Ok(()),
            Err(error) if is_about_this_mail(&error) => Err(MailError::Refused(error.into())),
            Err(error) => Err(MailError::Away(error.into())),
        }
    }
}

/// Of the final refusals only those of mailbox and content are this mail's; others, such as of our name and password, are
/// mended by the operator, and until then no mail may be lost.
fn is_about_this_mail(error: &Error) -> bool {
    error.is_permanent() && error.status().is_some_and(|code| (550..=554).contains(&u16::from(code)))
}
