//! `/auth`.

use axum::http::StatusCode;
use serde_json::json;

use super::operation::{Operation, get, post};
use crate::http::auth::{GuestBody, LoginBody, RefreshBody, RegisterBody, ShownAccount, ShownSession};
use crate::http::codes::Code;
use crate::http::proofs::{ForgotBody, ResetBody, VerifyBody};

pub(super) fn all() -> Vec<Operation> {
    vec![
        post("/auth/register", "register", "Makes an account with a password")
            .about("Signs in, and mails a link that proves the address.")
            .takes::<RegisterBody>(
                json!({ "email": "ada@example.com", "password": "a long good password", "name": "Ada" }),
            )
            .gives::<ShownSession>(StatusCode::CREATED, "The session, also as cookies.")
            .fails(&[Code::EmailTaken]),
        post("/auth/guest", "be_guest", "Makes an account without a password")
            .about("Every call makes a new one: an address grants nothing and opens nothing that exists.")
            .takes::<GuestBody>(json!({ "email": "ada@example.com", "name": "Ada" }))
            .gives::<ShownSession>(StatusCode::CREATED, "The session, also as cookies."),
        post("/auth/login", "sign_in", "Signs in with address and password")
            .about("Unknown addresses are answered as wrong passwords are, and as slowly.")
            .takes::<LoginBody>(json!({ "email": "ada@example.com", "password": "a long good password" }))
            .gives::<ShownSession>(StatusCode::OK, "The session, also as cookies.")
            .fails(&[Code::BadCredentials]),
        post("/auth/refresh", "refresh_session", "Renews a session's tokens")
            .about("Both are new afterwards. A refresh token that is used twice ends its whole session.")
            .takes::<RefreshBody>(json!({ "refresh_token": "…" }))
            .example("from_the_cookie", json!({}))
            .gives::<ShownSession>(StatusCode::OK, "The session, also as cookies.")
            .fails(&[Code::BadToken, Code::TokenReused, Code::ForbiddenOrigin]),
        post("/auth/logout", "sign_out", "Ends the session everywhere")
            .about("Its tokens and sockets are dead on every node within a second.")
            .signed_in()
            .takes_nothing()
            .gives_nothing(StatusCode::NO_CONTENT, "It has ended."),
        get("/auth/me", "me", "Who is signed in").signed_in().gives::<ShownAccount>(StatusCode::OK, "The account."),
        post("/auth/verify", "verify_address", "Proves an address by a mailed link's token")
            .about("Ends earlier sessions, then merges what guests of that address bought.")
            .takes::<VerifyBody>(json!({ "token": "…" }))
            .example("with_a_new_password", json!({ "token": "…", "password": "a long good password" }))
            .gives::<ShownSession>(StatusCode::OK, "The session, also as cookies.")
            .fails(&[Code::LinkExpired, Code::PasswordRequired]),
        post("/auth/verify/resend", "resend_verification", "Mails the link that proves the address again")
            .signed_in()
            .takes_nothing()
            .gives_nothing(StatusCode::ACCEPTED, "It is mailed unless the address is proven.")
            .fails(&[Code::GuestAccount]),
        post("/auth/password/forgot", "forgot_password", "Mails a link that sets a new password")
            .about("The same answer whether the address has an account or not.")
            .takes::<ForgotBody>(json!({ "email": "ada@example.com" }))
            .gives_nothing(StatusCode::ACCEPTED, "It is mailed if there is such an account."),
        post("/auth/password/reset", "reset_password", "Sets a new password by a mailed link's token")
            .takes::<ResetBody>(json!({ "token": "…", "password": "a long good password" }))
            .gives::<ShownSession>(StatusCode::OK, "The session, also as cookies.")
            .fails(&[Code::LinkExpired]),
    ]
}
