//! What mails say, as plain text and as HTML.

use admit_app::ports::links::Purpose;
use admit_app::ports::mailer::{MailedPlace, OrderContent};
use admit_app::ports::mails::OrderMail;
use admit_domain::time::Timestamp;
use jiff::tz::TimeZone;

use crate::markup::{escaped, money_text};

pub(super) struct Parts {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
    /// Content ids of pictures that the HTML shows, with the code that each is of.
    pub(super) codes: Vec<(String, String)>,
}

const STYLE: &str = "font-family:system-ui,sans-serif;line-height:1.5;max-width:36rem;margin:0 auto;padding:1.5rem";
const BUTTON: &str =
    "display:inline-block;padding:.7rem 1.2rem;border-radius:.5rem;background:#1d4ed8;color:#fff;text-decoration:none";

/// The token stands after the `#`, which browsers send to nobody, so no log and no other site ever has it.
pub(super) fn link_parts(purpose: Purpose, token: &str, expires_at: Timestamp, public_url: &str) -> Parts {
    let (subject, asks, does, path, otherwise) = match purpose {
        Purpose::Verify => (
            "Confirm your address",
            "Please confirm that this address is yours. You will choose a new password; orders made as a guest with this \
             address become your account's.",
            "Confirm this address",
            "verify",
            "If you didn't make an account, leave this mail alone.",
        ),
        Purpose::Reset => (
            "Choose a new password",
            "Somebody asked for a new password for your account. Choosing one signs every device out.",
            "Choose a new password",
            "reset-password",
            "If that wasn't you, leave this mail alone: your password stays as it is.",
        ),
    };
    let url = format!("{public_url}/{path}#token={token}");
    let until = format!("The link works once, until {}.", when(expires_at, "UTC"));
    Parts {
        subject: subject.to_owned(),
        text: format!("{asks}\n\n{does}:\n{url}\n\n{until}\n{otherwise}\n"),
        html: page(
            subject,
            &format!(
                "<p>{}</p><p><a href=\"{}\" style=\"{BUTTON}\">{}</a></p><p>{}<br>{}</p>",
                escaped(asks),
                escaped(&url),
                escaped(does),
                escaped(&until),
                escaped(otherwise),
            ),
        ),
        codes: Vec::new(),
    }
}

pub(super) fn order_parts(order: &OrderContent, public_url: &str) -> Parts {
    let event = one_line(&order.event_name);
    let (subject, says) = match order.kind {
        OrderMail::Confirmed => (format!("Your tickets for {event}"), "Your order is paid. Here are your tickets."),
        OrderMail::Cancelled => {
            (format!("Cancelled: {event}"), "Your order is cancelled and its tickets aren't valid any more.")
        }
        OrderMail::PaidTooLate => (
            format!("Your payment for {event} goes back"),
            "Your payment came after your places had gone to somebody else, so you get it back. You have no tickets.",
        ),
    };
    let order_url = format!("{public_url}/orders/{}", order.order);
    let facts = facts(order);
    let mut text = format!("{says}\n\n");
    let mut html = format!("<p>{}</p><p>", escaped(says));
    for fact in &facts {
        text.push_str(&format!("{fact}\n"));
        html.push_str(&format!("{}<br>", escaped(fact)));
    }
    html.push_str("</p>");
    let mut codes = Vec::new();
    for (number, place) in order.places.iter().enumerate() {
        add_place(place, number, public_url, (&mut text, &mut html), &mut codes);
    }
    text.push_str(&format!("\nYour order: {order_url}\n"));
    let button = escaped(&order_url);
    html.push_str(&format!("<p><a href=\"{button}\" style=\"{BUTTON}\">Your order</a></p>"));
    Parts { html: page(&subject, &html), subject, text, codes }
}

fn facts(order: &OrderContent) -> Vec<String> {
    let mut facts = vec![
        one_line(&order.event_name),
        format!("{}, {}", when(order.starts_at, &order.time_zone), order.venue),
        format!("Order {}", order.order),
        format!("Total {} (fees {})", money_text(order.total), money_text(order.fees)),
    ];
    if let Some(refund) = order.refund {
        facts.push(format!("Paid back {}", money_text(refund)));
    }
    facts
}

fn add_place(
    place: &MailedPlace,
    number: usize,
    public_url: &str,
    (text, html): (&mut String, &mut String),
    codes: &mut Vec<(String, String)>,
) {
    let line = format!("{} · {} · {}", place.place, place.tier, money_text(place.price));
    text.push_str(&format!("\n{line}\n"));
    html.push_str(&format!("<p><strong>{}</strong>", escaped(&line)));
    if let Some((ticket, code)) = &place.ticket {
        let url = format!("{public_url}/tickets/{ticket}");
        let name = format!("ticket-{}@admit", number + 1);
        text.push_str(&format!("Ticket: {url}\nCode: {code}\n"));
        html.push_str(&format!(
            "<br><a href=\"{}\">{ticket}</a><br><img src=\"cid:{name}\" alt=\"QR code of {ticket}\">",
            escaped(&url),
        ));
        codes.push((name, code.clone()));
    }
    html.push_str("</p>");
}

/// At the venue's own clock.
fn when(at: Timestamp, time_zone: &str) -> String {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let at = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(jiff::Timestamp::MAX).to_zoned(zone);
    at.strftime("%A, %-d %B %Y, %H:%M %Z").to_string()
}

/// A subject has no line breaks, whatever an event is named.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `body` is HTML already.
fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body style=\"{STYLE}\"><h1 style=\"font-size:1.3rem\">{title}</h1>{body}</body></html>",
        title = escaped(title),
    )
}
