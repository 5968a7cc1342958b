//! A real SMTP server (aiosmtpd) that keeps what it is handed, can be away, and comes back on the same port.
//!
//! All of this blocks; from async code it belongs into `spawn_blocking` or `block_in_place`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, ensure};

use crate::port::free_port;

const SCRIPT: &str = include_str!("mail_server.py");
/// Debian's own, for which its packages are made.
const PYTHON: &str = "/usr/bin/python3";

static MADE: AtomicU32 = AtomicU32::new(0);

/// How the server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    Plain,
    /// TLS from the start.
    Tls,
    /// TLS before anything else is said.
    StartTls,
}

#[derive(Debug)]
pub struct MailServer {
    wire: Wire,
    port: u16,
    folder: PathBuf,
    child: Option<Child>,
}

impl MailServer {
    /// A server that is away, and the port on which it will be.
    pub fn prepare() -> Result<Self> {
        Self::prepare_with(Wire::Plain)
    }

    /// As [`MailServer::prepare`]; over TLS it has a certificate of an authority of its own, see [`MailServer::authority`].
    pub fn prepare_with(wire: Wire) -> Result<Self> {
        let is_there = Command::new(PYTHON).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        let is_there = is_there.is_ok_and(|status| status.success());
        ensure!(is_there, "aiosmtpd is missing: install the Debian package `python3-aiosmtpd`");
        let name = format!("admit-mail-server-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        if wire != Wire::Plain {
            make_certificate(&folder.with_extension("tls"))?;
        }
        Ok(Self { wire, port: free_port()?, folder, child: None })
    }

    pub fn start(&mut self) -> Result<()> {
        ensure!(self.child.is_none(), "the mail server runs already");
        let mut python = Command::new(PYTHON);
        let way = match self.wire {
            Wire::Plain => "plain",
            Wire::Tls => "tls",
            Wire::StartTls => "starttls",
        };
        python.args(["-c", SCRIPT]).arg(&self.folder).args([&self.port.to_string(), way]);
        python.arg(self.folder.with_extension("tls").join("server.pem"));
        let mut child = python.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot run python3")?;
        let mut ready = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut ready).context("no output")?;
        self.child = Some(child);
        ensure!(ready.trim() == "ready", "the mail server didn't start");
        Ok(())
    }

    pub fn kill(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        child.kill().context("cannot kill the mail server")?;
        child.wait().context("cannot wait for the mail server")?;
        Ok(())
    }

    pub fn url(&self) -> String {
        match self.wire {
            Wire::Plain => format!("smtp://127.0.0.1:{}", self.port),
            Wire::Tls => format!("smtps://127.0.0.1:{}", self.port),
            Wire::StartTls => format!("smtp://127.0.0.1:{}?tls=required", self.port),
        }
    }

    /// The certificate of the authority that signed the server's: whoever trusts it takes the server for what it is.
    pub fn authority(&self) -> PathBuf {
        self.folder.with_extension("tls").join("authority.pem")
    }

    /// All that it was handed so far, as it came.
    pub fn mails(&self) -> Result<Vec<Vec<u8>>> {
        let mut mails = Vec::new();
        for file in std::fs::read_dir(self.folder.join("new")).into_iter().flatten() {
            let path = file.context("cannot read the mails")?.path();
            mails.push(std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
        }
        Ok(mails)
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // What can't be ended ends with the test process, and what can't be removed lies in the system's folder for such things.
        let _ = self.kill();
        let _ = std::fs::remove_dir_all(&self.folder);
        let _ = std::fs::remove_dir_all(self.folder.with_extension("tls"));
    }
}

/// Makes an authority, and a key and certificate of 127.0.0.1 that it signed.
fn make_certificate(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    const NEW: &str = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2";
    openssl(folder, &format!("{NEW} -keyout authority.key -out authority.pem -subj /CN=authority"))?;
    let own = "-keyout server.key -out server.crt -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1";
    let signed = "-CA authority.pem -CAkey authority.key -addext basicConstraints=critical,CA:FALSE";
    openssl(folder, &format!("{NEW} {own} {signed}"))?;
    let read = |name: &str| std::fs::read(folder.join(name)).with_context(|| format!("openssl made no {name}"));
    std::fs::write(folder.join("server.pem"), [read("server.key")?, read("server.crt")?].concat())?;
    Ok(())
}

fn openssl(folder: &Path, arguments: &str) -> Result<()> {
    let mut openssl = Command::new("openssl");
    let output = openssl.current_dir(folder).args(arguments.split(' ')).output().context("openssl can't be run")?;
    ensure!(output.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
