//! The broker, in a thread of its own, which it may not leave; it also reads whatever arrives, as it arrives.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use admit_testkit::broker::ScratchBroker;
use anyhow::{Context, Result};

use crate::told::Told;

const PARTITIONS: i32 = 4;

pub(crate) struct Broker {
    address: String,
    /// Taken when dropped, which ends the thread.
    orders: Option<Sender<Order>>,
    arrived: Arc<Mutex<Vec<Told>>>,
    thread: Option<JoinHandle<()>>,
}

enum Order {
    GoAway,
    ComeBack,
    AnswerAfter(Duration),
}

impl Broker {
    /// Whatever arrives is written into the file `messages` as well, a line each.
    pub(crate) fn start(messages: &Path) -> Result<Broker> {
        let file = File::create(messages).context("cannot keep what arrives")?;
        let ((orders, to_do), (greet, greeting)) = (channel(), channel());
        let arrived = Arc::<Mutex<Vec<Told>>>::default();
        let heard = arrived.clone();
        let thread = std::thread::spawn(move || match ScratchBroker::start(PARTITIONS) {
            Ok(broker) => {
                // Whoever starts it waits for this.
                let _ = greet.send(Ok(broker.address()));
                live(&broker, &to_do, &heard, file);
            }
            Err(error) => drop(greet.send(Err(error))),
        });
        let address = greeting.recv().context("the broker's thread ended")??;
        Ok(Broker { address, orders: Some(orders), arrived, thread: Some(thread) })
    }

    /// Host and port of each of its brokers, with commas between.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn go_away(&self) -> Result<()> {
        self.order(Order::GoAway)
    }

    pub(crate) fn come_back(&self) -> Result<()> {
        self.order(Order::ComeBack)
    }

    /// Every answer takes so much longer from now on.
    pub(crate) fn answer_after(&self, delay: Duration) -> Result<()> {
        self.order(Order::AnswerAfter(delay))
    }

    /// Everything that arrived so far, of each topic and event in order.
    pub(crate) fn arrived(&self) -> MutexGuard<'_, Vec<Told>> {
        self.arrived.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn order(&self, order: Order) -> Result<()> {
        let orders = self.orders.as_ref().context("the broker lives until it is dropped")?;
        orders.send(order).ok().context("the broker's thread ended")
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.orders = None;
        // What it panicked of was shown then.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn live(broker: &ScratchBroker, orders: &Receiver<Order>, arrived: &Mutex<Vec<Told>>, file: File) {
    let (mut file, begun) = (BufWriter::new(file), Instant::now());
    loop {
        match orders.try_recv() {
            Ok(Order::GoAway) => broker.go_away(),
            Ok(Order::ComeBack) => broker.come_back(),
            Ok(Order::AnswerAfter(delay)) => broker.answer_after(delay),
            // Takes a moment when there is nothing.
            Err(TryRecvError::Empty) => {
                let news = broker.news();
                for message in &news {
                    // Evidence, which a full disk may cost.
                    let _ = writeln!(file, "{}", message.json);
                }
                let _ = file.flush();
                let came = begun.elapsed();
                let news = news.iter().map(|message| Told { came, ..Told::read(&message.json) });
                arrived.lock().unwrap_or_else(PoisonError::into_inner).extend(news);
            }
            Err(TryRecvError::Disconnected) => return,
        }
    }
}
