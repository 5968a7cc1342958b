//! Many at once for the same thing, on both databases: exactly one gets it, and everybody is told the truth.

mod area;
mod seats;
mod twice;

use std::future::Future;
use std::sync::Arc;

use admit_testkit::site::Sites;
use tokio::sync::Barrier;

const TESTS: usize = area::TESTS + seats::TESTS + twice::TESTS;

/// Many guests from one address are no flood here.
const SETTINGS: &[(&str, &str)] = &[("ADMIT_RATE_LIMITS", "off")];

static SITES: Sites = Sites::new(env!("CARGO_BIN_EXE_admit"), SETTINGS, TESTS);

/// Does for each of `all` what `work` says, all of them starting together, and gives what came of it in the same order.
async fn at_once<T, Out, Work>(all: impl IntoIterator<Item = T>, work: impl Fn(T) -> Work) -> Vec<Out>
where
    Work: Future<Output = Out> + Send + 'static,
    Out: Send + 'static,
{
    let works: Vec<Work> = all.into_iter().map(work).collect();
    let start = Arc::new(Barrier::new(works.len().max(1)));
    let started = works.into_iter().map(|work| {
        let start = start.clone();
        tokio::spawn(async move {
            start.wait().await;
            work.await
        })
    });
    let mut outcomes = Vec::new();
    for task in started.collect::<Vec<_>>() {
        outcomes.push(task.await.expect("no caller panics"));
    }
    outcomes
}
