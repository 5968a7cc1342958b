//! One connection through a proxy, from its client's coming to its end.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::Behaviour;
use super::cutting::{Request, Tail};
use super::link::Link;

const CHUNK_BYTES: usize = 16 << 10;
/// For so long a server may go on with a request whose client was cut off.
const FINISHES_WITHIN: Duration = Duration::from_secs(30);

/// How a connection ends before both sides have said all that they had to say.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Reset,
    /// The client is reset; what it said last goes on to the server.
    CutOff,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Towards {
    Server,
    Client,
}

/// Counts the connection for as long as it lives.
struct Counted(Arc<Link>);

impl Counted {
    fn new(link: Arc<Link>) -> Counted {
        link.open.fetch_add(1, Ordering::SeqCst);
        Counted(link)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}

pub(super) async fn carry(mut client: TcpStream, link: Arc<Link>) {
    let counted = Counted::new(link.clone());
    let resets = link.resets.subscribe();
    // Whether something of what came is gone.
    let lost = watch::Sender::new(false);
    let mut server = None;
    let ended = tokio::select! {
        ended = both_ways(&mut client, &mut server, &link, &lost) => ended,
        () = broken(&link, resets, &lost) => Err(End::Reset),
    };
    let Err(end) = ended else { return };
    // What fails here has ended already.
    let _ = client.set_zero_linger();
    drop(client);
    drop(counted);
    let Some(mut server) = server else { return };
    if end == End::CutOff {
        finish(&mut server).await;
    } else {
        let _ = server.set_zero_linger();
    }
}

/// Returns when the connection is to be reset whatever it carries.
async fn broken(link: &Link, mut resets: watch::Receiver<u64>, lost: &watch::Sender<bool>) {
    let mut losses = lost.subscribe();
    let hole = async {
        // Neither sender goes before this ends.
        let _ = losses.wait_for(|lost| *lost).await;
        link.until(|behaviour| *behaviour != Behaviour::Swallow).await;
    };
    tokio::select! {
        () = hole => {}
        _ = resets.changed() => {}
    }
}

/// `Ok`: both sides have closed.
async fn both_ways(
    client: &mut TcpStream,
    server: &mut Option<TcpStream>,
    link: &Link,
    lost: &watch::Sender<bool>,
) -> Result<(), End> {
    if link.is() == Behaviour::Swallow {
        // Nobody is told of this connection, so it never carries anything.
        lost.send_replace(true);
        std::future::pending::<()>().await;
    }
    link.until(|behaviour| *behaviour != Behaviour::Stall).await;
    let reached = TcpStream::connect(link.server).await.map_err(reset)?;
    let server = server.insert(reached);
    client.set_nodelay(true).and_then(|()| server.set_nodelay(true)).map_err(reset)?;
    let (from_client, to_client) = client.split();
    let (from_server, to_server) = server.split();
    let up = pump(from_client, to_server, Towards::Server, link, lost);
    let down = pump(from_server, to_client, Towards::Client, link, lost);
    tokio::try_join!(up, down).map(|((), ())| ())
}

async fn pump(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    towards: Towards,
    link: &Link,
    lost: &watch::Sender<bool>,
) -> Result<(), End> {
    let (mut buffer, mut tail) = (vec![0; CHUNK_BYTES], Tail::default());
    loop {
        let count = from.read(&mut buffer).await.map_err(reset)?;
        let bytes = &buffer[..count];
        if !may_go_on(link).await {
            // The end of a connection is lost as well.
            lost.send_replace(true);
            if count == 0 {
                std::future::pending::<()>().await;
            }
            continue;
        }
        if count == 0 {
            // Fails if the other side is gone, which its own direction says.
            let _ = to.shutdown().await;
            return Ok(());
        }
        let cut = if towards == Towards::Server { link.cuts.look(&mut tail, bytes) } else { None };
        if cut == Some(Request::Lost) {
            return Err(End::Reset);
        }
        to.write_all(bytes).await.map_err(reset)?;
        if cut == Some(Request::Passed) {
            return Err(End::CutOff);
        }
    }
}

/// Waits as long as the way wants it, and says whether what was read may go on its way.
async fn may_go_on(link: &Link) -> bool {
    if let Behaviour::Delay { by, jitter } = link.is() {
        sleep(link.delay(by, jitter)).await;
    }
    link.until(|behaviour| *behaviour != Behaviour::Stall).await;
    link.is() != Behaviour::Swallow
}

/// Lets the server do what it was told, and hears it out.
async fn finish(server: &mut TcpStream) {
    let mut rest = [0; 1024];
    let heard_out = async {
        server.shutdown().await?;
        while server.read(&mut rest).await? > 0 {}
        io::Result::Ok(())
    };
    // A server that hangs is let go.
    let _ = timeout(FINISHES_WITHIN, heard_out).await;
}

fn reset(_: io::Error) -> End {
    End::Reset
}
