//! A mail as it goes over the wire: headers, plain text, HTML, and the tickets' pictures.

use std::time::{Duration, UNIX_EPOCH};

use admit_app::ports::mailer::{Content, MailError, Message};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::parts::{Parts, link_parts, order_parts};
use super::qr_picture::qr_png;

/// Makes letters of messages.
pub(super) struct Letters {
    from: Mailbox,
    public_url: String,
}

impl Letters {
    pub(super) fn new(from: Mailbox, public_url: String) -> Self {
        Self { from, public_url }
    }

    /// A refused message names an address that can't be written to.
    pub(super) fn letter(&self, message: &Message) -> Result<lettre::Message, MailError> {
        let address = message.address.parse().map_err(refused)?;
        let parts = match &message.content {
            Content::Link { purpose, token, expires_at } => link_parts(*purpose, token, *expires_at, &self.public_url),
            Content::Order(order) => order_parts(order, &self.public_url),
        };
        let written_at = u64::try_from(message.written_at.as_millis()).unwrap_or(0);
        let written_at = UNIX_EPOCH + Duration::from_millis(written_at);
        let mut letter = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(message.name.clone()), address))
            .subject(parts.subject.clone())
            .date(written_at)
            .message_id(Some(format!("<{}@{}>", message.id, self.from.email.domain())))
            .multipart(body(parts)?)
            .map_err(refused)?;
        // Answering machines leave such mail alone (RFC 3834).
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        letter.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        Ok(letter)
    }
}

fn body(parts: Parts) -> Result<MultiPart, MailError> {
    let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(parts.text);
    let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(parts.html);
    let body = MultiPart::alternative().singlepart(text);
    if parts.codes.is_empty() {
        return Ok(body.singlepart(html));
    }
    let mut related = MultiPart::related().singlepart(html);
    let png = ContentType::parse("image/png").map_err(refused)?;
    for (name, code) in parts.codes {
        let picture = qr_png(&code).map_err(|error| MailError::Refused(error.into()))?;
        related = related.singlepart(Attachment::new_inline(name).body(picture, png.clone()));
    }
    Ok(body.multipart(related))
}

fn refused(error: impl std::error::Error + Send + Sync + 'static) -> MailError {
    MailError::Refused(error.into())
}
