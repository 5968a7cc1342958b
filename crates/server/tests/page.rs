//! The page for buyers, or where it would be if it had been built: under each of its addresses, and nowhere else.

use std::path::Path;

use admit_testkit::client::{Answer, Api, id};
use admit_testkit::server_process::{Database, ServerProcess};
use reqwest::Method;
use serde_json::json;

const WEB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web");

struct Page {
    _server: ServerProcess,
    api: Api,
    is_built: bool,
}

impl Page {
    async fn start() -> Page {
        let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &Database::Embedded, &[]);
        let server = tokio::task::block_in_place(start).unwrap();
        let api = Api::new(server.url()).unwrap();
        let is_built = api.outside(Method::GET, "/").send().await.status == 200;
        Page { _server: server, api, is_built }
    }

    /// As a browser asks for a page.
    async fn visit(&self, path: &str) -> Answer {
        self.api.outside(Method::GET, path).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8").send().await
    }

    /// The page, or what says how to build it.
    fn is_page(&self, answer: &Answer) {
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{}", answer.shown());
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self'; style-src 'self'") && !policy.contains("unsafe"), "{policy}");
        let (status, text) = if self.is_built { (200, "id=\"root\"") } else { (404, "cargo xtask web") };
        assert_eq!(answer.status, status, "{}", answer.shown());
        assert!(answer.text().contains(text), "{}", answer.shown());
    }
}

/// Every address that the page's own router knows.
fn screens() -> Vec<String> {
    let router = std::fs::read_to_string(Path::new(WEB).join("src/app/router.tsx")).unwrap();
    let paths = router.split("path: \"").skip(1).filter_map(|rest| rest.split('"').next());
    paths
        .map(|path| {
            path.split('/').map(|part| if part.starts_with('$') { "x" } else { part }).collect::<Vec<_>>().join("/")
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_has_its_address_and_nothing_else_has() {
    let page = Page::start().await;
    let event = id(&page.api.event_named("Hamlet").await).to_owned();
    let screens = screens();
    assert!(screens.len() > 10, "{screens:?}");
    for screen in &screens {
        let path = screen.replace("/events/x", &format!("/events/{event}"));
        page.is_page(&page.visit(&path).await);
    }
    // What makes previews of links says that it takes anything.
    page.is_page(&page.api.outside(Method::GET, &format!("/events/{event}")).send().await);
    for path in ["/api/v1/nothing", "/api", "/assets/nothing.js", "/docs/nothing", "/.well-known/nothing"] {
        page.visit(path).await.problem(404, "not_found");
    }
    for path in ["/nothing", "/.env", "/index.html", "/wp-login.php"] {
        page.api.outside(Method::GET, path).send().await.problem(404, "not_found");
        page.api.outside(Method::POST, path).header("accept", "text/html").send().await.problem(404, "not_found");
        let visited = page.visit(path).await;
        assert_eq!(visited.status, 404, "{}", visited.shown());
        assert_eq!(visited.text().contains("id=\"root\""), page.is_built, "{}", visited.shown());
    }
    page.api.outside(Method::POST, "/basket").json(&json!({})).send().await.problem(405, "method_not_allowed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_page_loads_is_there_for_good_and_no_script_is_in_it() {
    let page = Page::start().await;
    if !page.is_built {
        let built = Path::new(WEB).join("dist/index.html");
        assert!(!built.exists(), "{} is built and isn't in the program", built.display());
        return;
    }
    let index = page.visit("/").await;
    let html = index.text();
    assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains("<script>"), "{html}");
    assert!(
        !index.header("etag").is_empty() && index.header("cache-control").contains("no-cache"),
        "{}",
        index.shown()
    );
    let again = page.api.outside(Method::GET, "/").header("if-none-match", index.header("etag")).send().await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let loaded = ["src=\"/", "href=\"/"].iter().flat_map(|start| html.split(start).skip(1));
    let loaded: Vec<_> = loaded.map(|rest| format!("/{}", rest.split('"').next().unwrap())).collect();
    assert!(
        loaded.iter().any(|path| path.ends_with(".js")) && loaded.iter().any(|path| path.ends_with(".css")),
        "{loaded:?}"
    );
    for path in loaded.iter().filter(|path| path.len() > 1) {
        let plain = page.api.outside(Method::GET, path).send().await;
        assert_eq!(plain.status, 200, "{path}");
        let is_fingerprinted = path.starts_with("/assets/");
        assert_eq!(
            plain.header("cache-control").contains("immutable"),
            is_fingerprinted,
            "{}",
            plain.header("cache-control")
        );
        // A script of a few lines isn't worth it.
        if path.ends_with(".js") && plain.body.len() > 4 << 10 {
            let coded = page.api.outside(Method::GET, path).header("accept-encoding", "br, gzip").send().await;
            assert_eq!(coded.header("content-encoding"), "br", "{path}");
            assert!(coded.body.len() < plain.body.len() / 2, "{path}: {} of {}", coded.body.len(), plain.body.len());
        }
    }
    let worker = page.api.outside(Method::GET, "/sw.js").send().await;
    assert!(worker.header("content-security-policy").contains("connect-src 'self'"), "{:?}", worker.headers);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_to_an_event_shows_what_it_is() {
    let page = Page::start().await;
    let event = page.api.event_named("Hamlet").await;
    let answer = page.api.outside(Method::GET, &format!("/events/{}", id(&event))).send().await;
    page.is_page(&answer);
    let nothing = page.visit("/events/evt_00000000000000000000000001").await;
    assert_eq!(nothing.status, 404);
    if !page.is_built {
        return;
    }
    let html = answer.text();
    let name = event["name"].as_str().unwrap();
    assert!(html.contains(&format!("<title>{name} · Admit</title>")), "{html}");
    for part in ["og:title", "og:description", "og:url", event["venue"]["name"].as_str().unwrap(), id(&event)] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert_eq!(html.matches("name=\"description\"").count(), 1, "{html}");
}
