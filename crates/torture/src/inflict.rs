//! Carries one fault out: begins it, waits, and mends what it broke.

use std::thread::sleep;
use std::time::{Duration, Instant};

use admit_testkit::proxy::{Behaviour, Cut, Proxy, Request, When};
use anyhow::{Result, ensure};

use crate::fault::{Fault, Server, Trouble};
use crate::ground::{Ground, Node};
use crate::plan::Step;

const STOPS_WITHIN: Duration = Duration::from_secs(60);
/// How slow a way is, and brokers are.
const SLOW: Duration = Duration::from_millis(150);
const JITTER: Duration = Duration::from_millis(100);
const BETWEEN_RESETS: Duration = Duration::from_millis(400);
/// The word that ends a transaction, as it goes over the wire: nothing longer that begins so.
const COMMIT: &[u8] = b"COMMIT\0";
/// How many commits a second are cut.
const CUTS_PER_S: u32 = 3;

/// Returns once it is mended, with what can be said of it.
pub(crate) fn inflict(ground: &Ground, step: &Step) -> Result<String> {
    let node = &ground.nodes[step.node];
    match step.fault {
        Fault::NodeKilled => {
            node.process().kill()?;
            sleep(step.lasts);
            started_again(node)
        }
        Fault::NodeFrozen => {
            node.process().pause()?;
            sleep(step.lasts);
            node.process().resume()?;
            said("")
        }
        Fault::NodeRestarted => {
            let status = {
                let mut process = node.process();
                process.terminate()?;
                process.wait(STOPS_WITHIN)?
            };
            ensure!(status.success(), "told to stop, node {} ended with {status}", step.node);
            started_again(node)
        }
        Fault::NodeClock => {
            node.clock.set(step.jump_s)?;
            sleep(step.lasts);
            node.clock.set(0)?;
            said(format!("by {:+} s and back", step.jump_s))
        }
        Fault::PostgresKilled | Fault::PostgresFrozen | Fault::PostgresFull => of_postgres(ground, step),
        Fault::RedisKilled => {
            ground.redis().kill()?;
            sleep(step.lasts);
            ground.redis().start_again()?;
            said("")
        }
        Fault::RedisFrozen => {
            ground.redis().pause()?;
            sleep(step.lasts);
            ground.redis().resume()?;
            said("")
        }
        Fault::BrokersAway => {
            ground.broker.go_away()?;
            sleep(step.lasts);
            ground.broker.come_back()?;
            said("")
        }
        Fault::BrokersSlow => {
            ground.broker.answer_after(SLOW * 2)?;
            sleep(step.lasts);
            ground.broker.answer_after(Duration::ZERO)?;
            said("")
        }
        Fault::Way(server, trouble) => {
            let way = match server {
                Server::Postgres => &node.to_postgres,
                Server::Redis => &node.to_redis,
            };
            said(on_the_way(way, trouble, step.lasts))
        }
    }
}

fn of_postgres(ground: &Ground, step: &Step) -> Result<String> {
    let mut postgres = ground.postgres();
    match step.fault {
        Fault::PostgresKilled => {
            postgres.stop_hard()?;
            sleep(step.lasts);
            postgres.start_again()?;
        }
        Fault::PostgresFrozen => {
            postgres.pause()?;
            sleep(step.lasts);
            postgres.resume()?;
        }
        _ => {
            postgres.fill_disk()?;
            sleep(step.lasts);
            postgres.free_disk()?;
        }
    }
    said("")
}

fn on_the_way(way: &Proxy, trouble: Trouble, lasts: Duration) -> String {
    let during = |behaviour: Behaviour| {
        way.set(behaviour);
        sleep(lasts);
        way.set(Behaviour::Pass);
        String::new()
    };
    match trouble {
        Trouble::Slow => during(Behaviour::Delay { by: SLOW, jitter: JITTER }),
        Trouble::Stalled => during(Behaviour::Stall),
        Trouble::Swallowed => during(Behaviour::Swallow),
        Trouble::Refused => {
            // Nobody would notice while the connections that there are go on.
            way.set(Behaviour::Refuse);
            let ended = way.reset();
            sleep(lasts);
            way.set(Behaviour::Pass);
            format!("{ended} connections ended")
        }
        Trouble::Reset => {
            let (start, mut ended) = (Instant::now(), 0);
            while start.elapsed() < lasts {
                ended += way.reset();
                sleep(BETWEEN_RESETS.min(lasts));
            }
            format!("{ended} connections ended")
        }
        Trouble::AnswerLost => cut(way, Request::Passed, lasts),
        Trouble::CommitLost => cut(way, Request::Lost, lasts),
    }
}

fn cut(way: &Proxy, request: Request, lasts: Duration) -> String {
    let (start, before) = (Instant::now(), way.cut_so_far());
    while start.elapsed() < lasts {
        way.cut(Cut { when: When::Seen(COMMIT), request }, 1);
        sleep(Duration::from_secs(1) / CUTS_PER_S);
    }
    way.spare();
    format!("{} commits cut", way.cut_so_far() - before)
}

fn started_again(node: &Node) -> Result<String> {
    let start = Instant::now();
    node.start_again()?;
    said(format!("started again within {:.1} s", start.elapsed().as_secs_f64()))
}

fn said(what: impl Into<String>) -> Result<String> {
    Ok(what.into())
}
