//! `/demo/mail`: the mails of a demo, which has no server to hand them to. Plain HTML that needs no script.

use std::sync::Arc;

use admit_domain::id::MailId;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mail_parser::{MessageParser, MimeHeaders};
use tokio::task::spawn_blocking;

use crate::markup::escaped;

use super::folder::MailFolder;

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
const SHOWN_MAX: usize = 100;
const STYLE: &str = "\
:root{color-scheme:light dark;font-family:system-ui,sans-serif;line-height:1.5}\
body{max-width:48rem;margin:0 auto;padding:2rem}\
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}\
img{background:#fff;margin:.5rem}\
li{margin:.4rem 0}";

pub(crate) fn mail_page(folder: Arc<MailFolder>) -> Router {
    Router::new().route("/demo/mail", get(list)).route("/demo/mail/{mail}", get(show)).with_state(folder)
}

async fn list(State(folder): State<Arc<MailFolder>>) -> Response {
    let read = spawn_blocking(move || {
        let ids = folder.newest(SHOWN_MAX)?;
        Ok(ids.into_iter().filter_map(|id| Some((id, folder.read(id).ok()??))).collect::<Vec<_>>())
    });
    let Ok(mails) = read.await.unwrap_or_else(|error| Err(std::io::Error::other(error))) else { return unreadable() };
    let lines: String = mails.iter().map(|(id, bytes)| line(*id, bytes)).collect();
    let body = if lines.is_empty() { "<p>None yet.</p>".to_owned() } else { format!("<ul>{lines}</ul>") };
    page(StatusCode::OK, "Mails of this demo", &body)
}

fn line(id: MailId, bytes: &[u8]) -> String {
    let Some(mail) = MessageParser::default().parse(bytes) else { return String::new() };
    let subject = escaped(mail.subject().unwrap_or("(no subject)"));
    let to = mail.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default();
    let date = mail.date().map(ToString::to_string).unwrap_or_default();
    format!("<li><a href=\"/demo/mail/{id}\">{subject}</a> to {} <small>{}</small></li>", escaped(to), escaped(&date))
}

async fn show(State(folder): State<Arc<MailFolder>>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<MailId>() else { return unknown() };
    match spawn_blocking(move || folder.read(id)).await {
        Ok(Ok(Some(bytes))) => shown(&bytes),
        Ok(Ok(None)) => unknown(),
        Ok(Err(_)) | Err(_) => unreadable(),
    }
}

fn shown(bytes: &[u8]) -> Response {
    let Some(mail) = MessageParser::default().parse(bytes) else { return unreadable() };
    let text = mail.body_text(0).unwrap_or_default();
    let mut body = format!("<pre>{}</pre>", linked(&text));
    for picture in mail.attachments().filter(|part| part.is_content_type("image", "png")) {
        body.push_str(&format!("<img alt=\"\" src=\"data:image/png;base64,{}\">", STANDARD.encode(picture.contents())));
    }
    body.push_str("<p><a href=\"/demo/mail\">All mails</a></p>");
    page(StatusCode::OK, mail.subject().unwrap_or("(no subject)"), &body)
}

/// Nothing of `text` is markup but the links to where it names a page.
fn linked(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let url = word.trim_end();
        if url.starts_with("http://") || url.starts_with("https://") {
            let (url, after) = (escaped(url), escaped(&word[url.len()..]));
            html.push_str(&format!("<a href=\"{url}\">{url}</a>{after}"));
        } else {
            html.push_str(&escaped(word));
        }
    }
    html
}

fn unknown() -> Response {
    page(StatusCode::NOT_FOUND, "No such mail", "<p>There is none, or not any more.</p>")
}

fn unreadable() -> Response {
    page(StatusCode::SERVICE_UNAVAILABLE, "The mails can't be read", "<p>Please try again in a moment.</p>")
}

/// `body` is HTML already.
fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title><style>{STYLE}</style>\
         </head><body><main><h1>{title}</h1>{body}</main></body></html>",
        title = escaped(title),
    );
    let headers = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, Html(html)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_markup_but_its_links_lead_somewhere() {
        assert_eq!(
            linked("<b>\nhttps://a.example/?x=1&y=\"2\" \"end\""),
            "&lt;b&gt;\n<a href=\"https://a.example/?x=1&amp;y=&quot;2&quot;\">https://a.example/?x=1&amp;y=&quot;2&quot;</a> &quot;end&quot;"
        );
    }
}
