//! The server: HTTP, jobs, settings and the payment gateway, put together around the use cases.

pub mod http;
