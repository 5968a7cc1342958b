//! Mails handed to a real SMTP server, which may be away, as may be the node that hands them over.

use std::collections::HashSet;
use std::time::Duration;

use admit_testkit::client::{Api, Buyer, id, new_guest};
use admit_testkit::mail_server::{MailServer, Wire};
use admit_testkit::mailbox::token_in;
use admit_testkit::poll::until;
use admit_testkit::server_process::ServerProcess;
use admit_testkit::site::Profile;
use mail_parser::{Message, MessageParser, MimeHeaders};
use serde_json::json;
use tokio::task::block_in_place;

/// Longer than a mail is lent to a node that was killed while it sent it.
const SENT_WITHIN: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
async fn mails_arrive_whoever_was_away_on_sqlite() {
    mails_arrive(Profile::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_arrive_whoever_was_away_on_postgres() {
    mails_arrive(Profile::Cluster).await;
}

async fn mails_arrive(profile: Profile) {
    let mut mailer = block_in_place(MailServer::prepare).unwrap();
    let url = mailer.url();
    let settings = [("ADMIT_SMTP_URL", url.as_str()), ("ADMIT_MAIL_FROM", "Tickets <tickets@shop.example>")];
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &profile.fresh()?, &settings);
    let mut server = block_in_place(start).unwrap();
    let api = Api::new(server.url()).unwrap();
    assert_eq!(api.outside(reqwest::Method::GET, "/demo/mail").send().await.status, 404, "mails go elsewhere");

    let account = json!({ "email": new_guest()["email"], "name": "Käthe \"K\" O'Hara", "password": "first password" });
    let owner = Buyer::from_session(&api, &api.post("/auth/register", &account).await.expect(201));
    let paid = buy(&api).await;
    // Nobody takes mails yet; a try or two come to nothing.
    until("a mail could not be sent", Duration::from_secs(30), async || server.logged("a mail will be tried again"))
        .await;
    block_in_place(|| mailer.start()).unwrap();
    let verification = arrived(&mailer, &owner.email).await;
    let verification = MessageParser::default().parse(&verification).unwrap();
    has_proper_headers(&verification, "Confirm your address");
    assert_eq!(verification.to().unwrap().first().unwrap().name(), account["name"].as_str());
    let token = token_in(&verification.body_text(0).unwrap());
    assert_eq!(token_in(&verification.body_html(0).unwrap()), token);
    api.post("/auth/verify", &json!({ "token": token, "password": "second password" })).await.expect(200);
    let confirmation = arrived(&mailer, &paid.0.email).await;
    tells_of_order(&MessageParser::default().parse(&confirmation).unwrap(), &paid).await;

    // Both are gone for a while, and neither ends in good order.
    block_in_place(|| mailer.kill()).unwrap();
    let late = buy(&api).await;
    block_in_place(|| {
        server.kill().unwrap();
        mailer.start().unwrap();
        server.start_again().unwrap();
    });
    let confirmation = arrived(&mailer, &late.0.email).await;
    tells_of_order(&MessageParser::default().parse(&confirmation).unwrap(), &late).await;
    let mails = block_in_place(|| mailer.mails()).unwrap();
    let ids: HashSet<String> = mails.iter().map(|mail| message_id(mail)).collect();
    assert_eq!(ids.len(), 3, "one sent twice has one id");
    block_in_place(|| server.stop_and_check()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_go_over_tls_to_a_server_that_is_what_it_says() {
    for wire in [Wire::Tls, Wire::StartTls] {
        let mut mailer = block_in_place(|| MailServer::prepare_with(wire)).unwrap();
        block_in_place(|| mailer.start()).unwrap();
        let (url, authority) = (mailer.url(), mailer.authority());
        let settings = [
            ("ADMIT_SMTP_URL", url.as_str()),
            ("ADMIT_MAIL_FROM", "Tickets <tickets@shop.example>"),
            ("SSL_CERT_FILE", authority.to_str().unwrap()),
        ];
        let start = |settings: &[(&str, &str)]| {
            ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &Profile::Embedded.fresh()?, settings)
        };
        // Who doesn't know the authority takes the server for somebody else, and tells it nothing.
        let wary = block_in_place(|| start(&settings[..2])).unwrap();
        buy(&Api::new(wary.url()).unwrap()).await;
        let refused = async || wary.logged("a mail will be tried again");
        until("the mail isn't handed over", Duration::from_secs(60), refused).await;
        assert!(block_in_place(|| mailer.mails()).unwrap().is_empty(), "{wire:?}");
        drop(wary);

        let server = block_in_place(|| start(&settings)).unwrap();
        let api = Api::new(server.url()).unwrap();
        let paid = buy(&api).await;
        let confirmation = arrived(&mailer, &paid.0.email).await;
        tells_of_order(&MessageParser::default().parse(&confirmation).unwrap(), &paid).await;
    }
}

async fn buy(api: &Api) -> (Buyer, serde_json::Value) {
    let buyer = api.guest().await;
    let event = api.event_named("Paper Lanterns").await;
    let hold = buyer.hold(id(&event), &json!({ "best_available": { "quantity": 2 } })).await;
    let order = buyer.pay(&hold).await;
    (buyer, order)
}

async fn arrived(mailer: &MailServer, email: &str) -> Vec<u8> {
    let is_to = |mail: &[u8]| {
        let mail = MessageParser::default().parse(mail)?;
        let to = mail.to()?.first()?.address()?.to_owned();
        (to == email).then_some(())
    };
    until(format!("a mail to {email}"), SENT_WITHIN, async || {
        let mails = block_in_place(|| mailer.mails()).unwrap();
        mails.into_iter().find(|mail| is_to(mail).is_some())
    })
    .await
}

fn message_id(mail: &[u8]) -> String {
    MessageParser::default().parse(mail).unwrap().message_id().unwrap().to_owned()
}

fn has_proper_headers(mail: &Message<'_>, subject: &str) {
    assert!(mail.subject().unwrap().contains(subject), "{:?}", mail.subject());
    let from = mail.from().unwrap().first().unwrap();
    assert_eq!((from.name(), from.address()), (Some("Tickets"), Some("tickets@shop.example")));
    let message_id = mail.message_id().unwrap();
    assert!(message_id.starts_with("mail_") && message_id.ends_with("@shop.example"), "{message_id}");
    assert_eq!(mail.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert!(mail.date().is_some());
}

async fn tells_of_order(mail: &Message<'_>, (buyer, order): &(Buyer, serde_json::Value)) {
    has_proper_headers(mail, "Your tickets for");
    let (text, html) = (mail.body_text(0).unwrap(), mail.body_html(0).unwrap());
    for body in [&text, &html] {
        assert!(body.contains(&format!("/orders/{}", id(order))), "{body}");
    }
    let tickets = buyer.tickets().await;
    for ticket in &tickets {
        assert!(text.contains(ticket["code"].as_str().unwrap()), "{text}");
        assert!(html.contains(&format!("/tickets/{}", id(ticket))), "{html}");
    }
    let pictures: Vec<_> = mail.attachments().filter(|part| part.is_content_type("image", "png")).collect();
    assert_eq!((pictures.len(), tickets.len()), (2, 2));
    for picture in pictures {
        let shown = format!("cid:{}", picture.content_id().unwrap());
        assert!(html.contains(&shown), "{shown}: {html}");
        png::Decoder::new(std::io::Cursor::new(picture.contents())).read_info().unwrap();
    }
}
