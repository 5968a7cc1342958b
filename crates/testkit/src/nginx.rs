//! A private nginx before some nodes, as balancer, with the configuration that `deploy/nginx` has. Debian's program, on a port of
//! 127.0.0.1.
//!
//! All of this blocks; from async code it belongs into `spawn_blocking` or `block_in_place`. A machine without nginx is an error,
//! never a reason to skip a test.

use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::poll::until_blocking;
use crate::scratch_folder::{First, ScratchFolder};

/// What is deployed. It is compiled in, so that whoever changes it has the tests run anew.
const DEPLOYED: &str = include_str!("../../../deploy/nginx/admit.conf");
const DEPLOYED_NODES: &str = include_str!("../../../deploy/nginx/nodes.conf");
const PROGRAM: &str = "nginx";
/// Where Debian has it, which isn't on everybody's `PATH`.
const DEBIAN: &str = "/usr/sbin/nginx";
const START_MAX: Duration = Duration::from_secs(30);
const STOP_MAX: Duration = Duration::from_secs(10);
/// What is of the deployment's own place in it: where it listens, and the paths that it writes to.
const LISTEN: &str = "listen 8080 ";
const ERRORS: &str = "/dev/stderr";
const REQUESTS: &str = "/dev/stdout";
const WRITES: &str = "/tmp/nginx";

/// A running balancer. Dropping it ends it.
#[derive(Debug)]
pub struct ScratchNginx {
    port: u16,
    child: Child,
    folder: ScratchFolder,
}

impl ScratchNginx {
    /// Listens on this port for the nodes at these addresses, such as `127.0.0.1:3001`.
    pub fn start(port: u16, nodes: &[&str]) -> Result<Self> {
        // Its workers end with their master, which tells them to if it is asked; a killed one leaves them behind.
        let folder = ScratchFolder::make_with("nginx", PROGRAM, First::Ask)?;
        write_configuration(folder.path(), port, nodes)?;
        let mut nginx = command(folder.path());
        nginx.args(["-g", "daemon off;"]);
        // A process group of its own, so that Ctrl-C on the terminal ends the tests, and the watchdog the balancer.
        nginx.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = nginx.spawn().context("nginx is missing: install the Debian package `nginx`")?;
        let mut server = Self { port, child, folder };
        server.wait_until_it_listens()?;
        Ok(server)
    }

    /// Scheme and authority.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder in which everything of it lies, and in which its processes run.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn wait_until_it_listens(&mut self) -> Result<()> {
        let mut ended = None;
        let listens = until_blocking(START_MAX, || {
            ended = self.child.try_wait().transpose();
            let is_there = || TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok();
            (ended.is_some() || is_there()).then_some(())
        });
        let errors = || std::fs::read_to_string(self.folder.path().join("errors.log")).unwrap_or_default();
        if let Some(status) = ended {
            bail!("nginx ended at its start with {:?}:\n{}", status.context("cannot look after nginx")?, errors());
        }
        listens.with_context(|| format!("nginx wasn't ready after {START_MAX:?}:\n{}", errors()))
    }
}

/// Whether nginx takes the configuration for these nodes; what it says against it is the error.
pub fn try_configuration(port: u16, nodes: &[&str]) -> Result<()> {
    let folder = ScratchFolder::make_with("nginx", PROGRAM, First::Ask)?;
    write_configuration(folder.path(), port, nodes)?;
    let said = command(folder.path()).arg("-t").stdin(Stdio::null()).output();
    let said = said.context("nginx is missing: install the Debian package `nginx`")?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    Ok(())
}

/// Runs in the folder, by which its workers are found, whose command lines don't name it.
fn command(folder: &Path) -> Command {
    let program = if Path::new(DEBIAN).is_file() { DEBIAN } else { PROGRAM };
    let mut nginx = Command::new(program);
    nginx.current_dir(folder).arg("-p").arg(folder);
    nginx.arg("-e").arg(folder.join("errors.log")).arg("-c").arg(folder.join("nginx.conf"));
    nginx
}

fn write_configuration(folder: &Path, port: u16, nodes: &[&str]) -> Result<()> {
    std::fs::write(folder.join("nginx.conf"), configuration(DEPLOYED, folder, port)?)
        .context("cannot write nginx.conf")?;
    std::fs::write(folder.join("nodes.conf"), nodes_of(DEPLOYED_NODES, nodes)?).context("cannot write nodes.conf")
}

/// The deployed configuration, listening on this port of 127.0.0.1 and writing to this folder alone.
fn configuration(deployed: &str, folder: &Path, port: u16) -> Result<String> {
    let folder = folder.to_str().context("the folder's name isn't text")?;
    let own = [
        (LISTEN, format!("listen 127.0.0.1:{port} ")),
        (ERRORS, format!("{folder}/errors.log")),
        (REQUESTS, format!("{folder}/requests.log")),
        (WRITES, format!("{folder}/nginx")),
    ];
    own.iter().try_fold(deployed.to_owned(), |text, (theirs, ours)| {
        ensure!(text.contains(theirs), "deploy/nginx/admit.conf has no `{theirs}` any more");
        Ok(text.replace(theirs, ours))
    })
}

/// These nodes, each as the deployed ones are.
fn nodes_of(deployed: &str, nodes: &[&str]) -> Result<String> {
    let line = deployed.lines().find_map(|line| line.strip_prefix("server "));
    let (_, how) = line.and_then(|line| line.split_once(' ')).context("deploy/nginx/nodes.conf names no node")?;
    Ok(nodes.iter().map(|node| format!("server {node} {how}\n")).collect())
}

impl Drop for ScratchNginx {
    fn drop(&mut self) {
        // The shell's own `kill`: the program of that name is in a package that small machines do without.
        let id = self.child.id().to_string();
        let asked = Command::new("sh").args(["-c", "kill -s TERM \"$0\"", &id]).stderr(Stdio::null()).status();
        let ends = asked.is_ok_and(|status| status.success())
            && until_blocking(STOP_MAX, || self.child.try_wait().transpose()).is_some();
        if !ends {
            // The watchdog ends its workers.
            let _ = self.child.kill().and_then(|()| self.child.wait());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deployed_becomes_a_configuration_of_this_machine() {
        let text = configuration(DEPLOYED, Path::new("/scratch/x"), 4_000).unwrap();
        assert!(text.contains("listen 127.0.0.1:4000 ") && text.contains("/scratch/x/nginx-live"), "{text}");
        assert!(!text.contains("/tmp/") && !text.contains("/dev/"), "{text}");
        let nodes = nodes_of(DEPLOYED_NODES, &["127.0.0.1:1", "127.0.0.1:2"]).unwrap();
        assert_eq!(nodes.lines().count(), 2);
        assert!(nodes.starts_with("server 127.0.0.1:1 max_fails="), "{nodes}");
    }

    #[test]
    fn a_place_that_is_not_found_any_more_is_an_error() {
        let altered = DEPLOYED.replace(LISTEN, "listen 80 ");
        assert!(configuration(&altered, Path::new("/scratch/x"), 4_000).is_err());
    }

    #[test]
    fn nginx_takes_it() {
        try_configuration(4_000, &["127.0.0.1:4001", "127.0.0.1:4002"]).unwrap();
    }
}
