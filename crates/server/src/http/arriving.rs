//! Bodies while they arrive: how slowly they may, and the time for an answer, which begins once they are here.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use futures_util::TryStreamExt;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::codes::Code;
use super::problem::{Answer, Problem};

/// How long a body may pause: whoever sends slower holds a connection that others need.
const PAUSE_MAX: Duration = Duration::from_secs(10);
/// How long a body may take to arrive, however small it is.
const ARRIVES_WITHIN: Duration = Duration::from_secs(10);
/// Each of so many bytes gives it a second more: a stadium's plan takes its time on a slow line.
const BYTES_A_SECOND_MIN: u64 = 32 << 10;
/// Longer than anything that is waited for on the way to an answer: a desk, the payment provider, a connection. What takes longer
/// hangs, as a database does whose machine froze.
const ANSWER_WITHIN: Duration = Duration::from_secs(11);
/// How much sooner it is seen that a body doesn't come than that an answer hangs. The next wait for an answer ends no sooner.
const MARGIN: Duration = Duration::from_secs(1);
const _: () = assert!(PAUSE_MAX.as_secs() + MARGIN.as_secs() <= ANSWER_WITHIN.as_secs());

/// When a request's answer must be there. Shared between what reads the body and what waits for the answer.
#[derive(Debug, Clone)]
pub(super) struct AnswerClock(Arc<Mutex<Instant>>);

impl AnswerClock {
    pub(super) fn start() -> AnswerClock {
        AnswerClock(Arc::new(Mutex::new(Instant::now() + ANSWER_WITHIN)))
    }

    /// What `answering` comes to. `None`: it hangs.
    pub(super) async fn within<T>(&self, answering: impl Future<Output = T>) -> Option<T> {
        let mut answering = pin!(answering);
        loop {
            let due = *self.due();
            tokio::select! {
                biased;
                answer = &mut answering => return Some(answer),
                () = sleep_until(due) => if *self.due() <= due {
                    return None;
                },
            }
        }
    }

    fn put_off(&self, due: Instant) {
        *self.due() = due;
    }

    fn due(&self) -> MutexGuard<'_, Instant> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What has come of a body.
#[derive(Debug, Clone, Copy)]
struct Arrived {
    bytes: u64,
    last: Instant,
}

/// The request's body, whole. One that doesn't come in time is the client's doing, and no answer is late for it.
pub(super) async fn read_whole(request: Request) -> Answer<Bytes> {
    if request.body().is_end_stream() {
        return Ok(Bytes::new());
    }
    let clock = request.extensions().get::<AnswerClock>().cloned();
    let begun = Instant::now();
    let arrived = Arc::new(Mutex::new(Arrived { bytes: 0, last: begun }));
    let mut reading = pin!(Bytes::from_request(counted(request, arrived.clone()), &()));
    loop {
        let due = *arrived.lock().unwrap_or_else(PoisonError::into_inner);
        let due = due.must_go_on_by(begun);
        if let Some(clock) = &clock {
            clock.put_off(due + MARGIN);
        }
        match timeout_at(due, &mut reading).await {
            Ok(read) => {
                if let Some(clock) = &clock {
                    clock.put_off(Instant::now() + ANSWER_WITHIN);
                }
                return read.map_err(|rejection| problem_of(&rejection));
            }
            Err(_) => {
                let arrived = *arrived.lock().unwrap_or_else(PoisonError::into_inner);
                if arrived.must_go_on_by(begun) <= due {
                    return Err(Problem::new(Code::BodyTooSlow));
                }
            }
        }
    }
}

/// The request with a body that counts itself.
fn counted(request: Request, arrived: Arc<Mutex<Arrived>>) -> Request {
    request.map(|body| {
        Body::from_stream(body.into_data_stream().inspect_ok(move |chunk| {
            let mut arrived = arrived.lock().unwrap_or_else(PoisonError::into_inner);
            *arrived = Arrived { bytes: arrived.bytes + chunk.len() as u64, last: Instant::now() };
        }))
    })
}

impl Arrived {
    /// Until when more of it must come.
    fn must_go_on_by(&self, begun: Instant) -> Instant {
        let for_its_size = Duration::from_secs(self.bytes / BYTES_A_SECOND_MIN);
        (begun + ARRIVES_WITHIN + for_its_size).min(self.last + PAUSE_MAX)
    }
}

fn problem_of(rejection: &BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::BodyTooLarge),
        _ => Problem::new(Code::BadRequest),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use tokio::time::sleep;

    use super::*;

    /// A body that comes in so many chunks, each after a pause.
    fn dribble(chunks: u32, bytes: usize, pause: Duration) -> Request {
        let chunks = stream::unfold(0, move |sent| async move {
            sleep(pause).await;
            (sent < chunks).then(|| (Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; bytes])), sent + 1))
        });
        Request::new(Body::from_stream(chunks))
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_comes_byte_by_byte_is_too_slow_long_before_it_is_whole() {
        let begun = Instant::now();
        let problem = read_whole(dribble(1_000, 1, Duration::from_secs(1))).await.unwrap_err();
        assert_eq!(problem.code(), Code::BodyTooSlow);
        assert!(begun.elapsed() < ARRIVES_WITHIN + Duration::from_secs(1), "{:?}", begun.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_body_may_take_its_time_and_no_answer_is_late_for_it() {
        let mut request = dribble(40, 40 << 10, Duration::from_secs(1));
        let clock = AnswerClock::start();
        request.extensions_mut().insert(clock.clone());
        let answer = clock.within(async {
            let bytes = read_whole(request).await.unwrap();
            sleep(ANSWER_WITHIN - Duration::from_millis(1)).await;
            bytes.len()
        });
        assert_eq!(answer.await, Some(40 * (40 << 10)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_coming_is_too_slow_however_much_came() {
        let begun = Instant::now();
        let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 1 << 20]))]);
        let body = Body::from_stream(futures_util::StreamExt::chain(first, stream::pending()));
        assert_eq!(read_whole(Request::new(body)).await.unwrap_err().code(), Code::BodyTooSlow);
        assert!(begun.elapsed() < PAUSE_MAX + Duration::from_secs(1), "{:?}", begun.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_hangs_is_waited_for_no_longer_than_said() {
        let begun = Instant::now();
        assert_eq!(AnswerClock::start().within(std::future::pending::<()>()).await, None);
        assert_eq!(begun.elapsed(), ANSWER_WITHIN);
    }
}
