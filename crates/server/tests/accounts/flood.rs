//! A flood of sign-ins, each of which costs a password's hash, leaves buyers their pace.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use admit_testkit::client::{Api, Buyer, id};
use admit_testkit::server_process::{Database, ServerProcess};
use serde_json::json;

const SETTINGS: &[(&str, &str)] = &[("ADMIT_RATE_LIMITS", "off"), ("ADMIT_PURCHASE_LIMITS", "off")];
const RESERVES: usize = 200;
/// 200 a second.
const BETWEEN_LOGINS: Duration = Duration::from_millis(5);
/// Other work on the machine may spoil a try; the rule must hold in one.
const TRIES: usize = 12;
/// Below this a slower answer is noise.
const UNNOTICED: Duration = Duration::from_millis(10);

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_sign_ins_leaves_buyers_their_pace() {
    let start = || ServerProcess::start(env!("CARGO_BIN_EXE_admit"), &Database::Embedded, SETTINGS);
    let server = tokio::task::block_in_place(start).unwrap();
    let api = Api::new(server.url()).unwrap();
    let buyer = api.guest().await;
    let event = api.event_named("Coldplay").await;
    let mut seen = Vec::new();
    for _ in 0..TRIES {
        let quiet = p99_of_reserve(&buyer, id(&event)).await;
        let flood = Flood::begin(&api);
        let flooded = p99_of_reserve(&buyer, id(&event)).await;
        let (good, busy, other) = flood.end().await;
        assert_eq!(other, 0, "a sign-in is refused as wrong or as too many, and nothing else");
        seen.push((quiet, flooded));
        if good + busy == 0 {
            // On a machine this slow no sign-in was answered meanwhile, so this try shows nothing.
            continue;
        }
        if flooded <= quiet * 2 || flooded <= UNNOTICED {
            return;
        }
    }
    panic!("p99 of `reserve`, quiet and flooded: {seen:?}");
}

async fn p99_of_reserve(buyer: &Buyer, event: &str) -> Duration {
    let mut times = Vec::with_capacity(RESERVES);
    for _ in 0..RESERVES {
        let begun = Instant::now();
        let hold = buyer.hold(event, &json!({ "best_available": { "quantity": 2 } })).await;
        times.push(begun.elapsed());
        buyer.release(&hold).await.expect(204);
    }
    times.sort_unstable();
    times[RESERVES * 99 / 100]
}

/// Sign-ins that begin at a steady pace, however long their answers take.
struct Flood {
    stop: Arc<AtomicBool>,
    counts: Arc<[AtomicUsize; 3]>,
    pacer: tokio::task::JoinHandle<()>,
}

impl Flood {
    fn begin(api: &Api) -> Flood {
        let (stop, counts) = (Arc::new(AtomicBool::new(false)), Arc::new([const { AtomicUsize::new(0) }; 3]));
        let (stopped, counted, api) = (stop.clone(), counts.clone(), api.clone());
        let pacer = tokio::spawn(async move {
            let mut tick = tokio::time::interval(BETWEEN_LOGINS);
            while !stopped.load(Ordering::Relaxed) {
                tick.tick().await;
                let (api, counted) = (api.clone(), counted.clone());
                tokio::spawn(async move {
                    let login = json!({ "email": "test@example.com", "password": "not this one" });
                    let kind = match api.post("/auth/login", &login).await.status {
                        401 => 0,
                        503 => 1,
                        _ => 2,
                    };
                    counted[kind].fetch_add(1, Ordering::Relaxed);
                });
            }
        });
        Flood { stop, counts, pacer }
    }

    /// How many were wrong, how many too many, how many something else.
    async fn end(self) -> (usize, usize, usize) {
        self.stop.store(true, Ordering::Relaxed);
        self.pacer.await.expect("no panic");
        let [wrong, busy, other] = [0, 1, 2].map(|kind| self.counts[kind].load(Ordering::Relaxed));
        (wrong, busy, other)
    }
}
