//! A session ends everywhere.

use std::time::{Duration, Instant};

use admit_testkit::poll::until;
use serde_json::json;

use crate::{Site, at};

/// A second is promised; this is for machines that have other work to do.
const WITHIN: Duration = Duration::from_secs(15);

pub(crate) async fn who_signs_out_at_one_node_is_signed_out_at_all(site: &Site) {
    let mut slowest = Duration::ZERO;
    for api in &site.apis {
        let (leaver, stayer) = (api.guest().await, api.guest().await);
        for other in &site.apis {
            at(&leaver, other).get("/auth/me").await.expect(200);
        }
        leaver.post("/auth/logout", &json!({})).await.expect(204);
        let begun = Instant::now();
        assert_eq!(leaver.get("/auth/me").await.status, 401, "the session lives where it was ended");
        for other in &site.apis {
            let leaver = at(&leaver, other);
            until("the session is over", WITHIN, async || (leaver.get("/auth/me").await.status == 401).then_some(()))
                .await;
            at(&stayer, other).get("/auth/me").await.expect(200);
        }
        slowest = slowest.max(begun.elapsed());
    }
    eprintln!("a session was over everywhere after {slowest:?} at most");
}
