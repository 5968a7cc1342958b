//! Runs jobs until they are told to stop: each after a pause with jitter, and never twice at once.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::shutdown::Stop;

type Run = Box<dyn Fn() -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>;

pub struct Job {
    name: &'static str,
    /// The pause between two runs, which varies by a tenth, so that nodes that start together don't work in step.
    every: Duration,
    run: Run,
}

impl Job {
    pub fn new<F>(name: &'static str, every: Duration, run: impl Fn() -> F + Send + Sync + 'static) -> Job
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        Job { name, every, run: Box::new(move || run().boxed()) }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} every {:?}", self.name, self.every)
    }
}

/// Jobs under way.
pub struct Running(JoinSet<()>);

pub fn start(jobs: Vec<Job>, stop: &Stop) -> Running {
    let mut running = JoinSet::new();
    for job in jobs {
        running.spawn(repeat(job, stop.clone()));
    }
    Running(running)
}

impl Running {
    /// Waits until all have ended, which they do when they are told to stop. Those that take longer than `within` are cut off.
    pub async fn ended(mut self, within: Duration) {
        let all = async { while self.0.join_next().await.is_some() {} };
        if timeout(within, all).await.is_err() {
            tracing::warn!("some jobs did not end in time and were cut off");
            self.0.shutdown().await;
        }
    }
}

async fn repeat(job: Job, mut stop: Stop) {
    let mut was_well = true;
    while !stop.is_given() {
        let begun = Instant::now();
        let outcome = AssertUnwindSafe((job.run)()).catch_unwind().await;
        metrics::histogram!("admit_job_seconds", "job" => job.name).record(begun.elapsed());
        let is_well = matches!(outcome, Ok(Ok(())));
        let word = if is_well { "done" } else { "failed" };
        metrics::counter!("admit_job_runs_total", "job" => job.name, "outcome" => word).increment(1);
        tell(job.name, outcome, was_well);
        was_well = is_well;
        tokio::select! {
            () = sleep(jittered(job.every)) => {}
            () = stop.given() => {}
        }
    }
}

/// A job that fails again and again, such as while the database is away, says so once.
fn tell(job: &str, outcome: std::thread::Result<anyhow::Result<()>>, was_well: bool) {
    match outcome {
        Ok(Ok(())) if was_well => {}
        Ok(Ok(())) => tracing::info!(job, "a job is well again"),
        Ok(Err(error)) if was_well => tracing::warn!(job, error = format!("{error:#}"), "a job failed"),
        Ok(Err(error)) => tracing::debug!(job, error = format!("{error:#}"), "a job failed again"),
        Err(_) => tracing::error!(job, "a job ran into a defect"),
    }
}

fn jittered(pause: Duration) -> Duration {
    let mut bytes = [0; 2];
    // Without randomness it is as good without jitter.
    let _ = getrandom::fill(&mut bytes);
    let tenth = pause / 10;
    pause - tenth + tenth * 2 * u32::from(u16::from_le_bytes(bytes)) / u32::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::sync::Semaphore;

    use super::*;
    use crate::shutdown;

    const SOON: Duration = Duration::from_millis(1);

    #[tokio::test]
    async fn a_job_runs_again_after_an_error_and_after_a_panic() {
        let (stopper, stop) = shutdown::stop();
        let (runs, many) = (Arc::new(AtomicU32::new(0)), Arc::new(Semaphore::new(0)));
        let (counted, seen) = (runs.clone(), many.clone());
        let job = Job::new("test", SOON, move || {
            let (run, seen) = (counted.fetch_add(1, Ordering::SeqCst), seen.clone());
            async move {
                seen.add_permits(1);
                match run {
                    0 => anyhow::bail!("the first fails"),
                    1 => panic!("the second panics"),
                    _ => Ok(()),
                }
            }
        });
        let running = start(vec![job], &stop);
        let _five = many.acquire_many(5).await.unwrap();
        stopper.stop();
        running.ended(Duration::from_secs(10)).await;
    }

    #[tokio::test]
    async fn a_run_is_never_begun_while_another_is_under_way_and_is_finished_when_told_to_stop() {
        let (stopper, stop) = shutdown::stop();
        let (begun, go) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let ended = Arc::new(AtomicU32::new(0));
        let parts = (begun.clone(), go.clone(), ended.clone());
        let job = Job::new("test", SOON, move || {
            let (begun, go, ended) = parts.clone();
            async move {
                begun.add_permits(1);
                go.acquire().await?.forget();
                ended.fetch_add(1, Ordering::SeqCst);
                Ok(())
            }
        });
        let running = start(vec![job], &stop);
        begun.acquire().await.unwrap().forget();
        stopper.stop();
        tokio::task::yield_now().await;
        assert_eq!((begun.available_permits(), ended.load(Ordering::SeqCst)), (0, 0));
        go.add_permits(1);
        running.ended(Duration::from_secs(10)).await;
        assert_eq!((begun.available_permits(), ended.load(Ordering::SeqCst)), (0, 1));
    }

    #[tokio::test]
    async fn a_job_that_hangs_is_cut_off() {
        let (stopper, stop) = shutdown::stop();
        let running = start(vec![Job::new("test", SOON, std::future::pending)], &stop);
        stopper.stop();
        running.ended(Duration::from_millis(10)).await;
    }

    #[test]
    fn jitter_is_a_tenth_either_way() {
        for _ in 0..1_000 {
            let pause = jittered(Duration::from_secs(1));
            assert!((900..=1_100).contains(&pause.as_millis()), "{pause:?}");
        }
    }
}
