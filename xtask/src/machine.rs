//! Makes a fresh Debian machine able to build and test: finds what is missing and installs it by name.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{cargo, on_path, run, succeeds};
use crate::say::say;
use crate::workspace;

/// Something that the checks need, and the packages that bring it.
struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    is_there: fn() -> bool,
}

const POSTGRES: Need = Need { what: "PostgreSQL's programs", packages: &["postgresql"], is_there: has_postgres };
const REDIS: Need = Need { what: "redis-server", packages: &["redis-server"], is_there: || on_path("redis-server") };
const NGINX: Need = Need { what: "nginx", packages: &["nginx"], is_there: has_nginx };

const NEEDS: [Need; 14] = [
    Need { what: "a C compiler", packages: &["gcc", "libc6-dev"], is_there: || on_path("cc") },
    // librdkafka brings C++ bindings, which are built beside it.
    Need { what: "a C++ compiler", packages: &["g++"], is_there: || on_path("c++") },
    Need { what: "make", packages: &["make"], is_there: || on_path("make") },
    POSTGRES,
    REDIS,
    NGINX,
    Need { what: "zbarimg", packages: &["zbar-tools"], is_there: || on_path("zbarimg") },
    Need { what: "rsvg-convert", packages: &["librsvg2-bin"], is_there: || on_path("rsvg-convert") },
    Need { what: "an SMTP server for the tests (aiosmtpd)", packages: &["python3-aiosmtpd"], is_there: has_aiosmtpd },
    Need { what: "Node 20.19 or newer with npm", packages: &["nodejs", "npm"], is_there: has_node },
    Need { what: "Chromium", packages: &["chromium"], is_there: || on_path("chromium") },
    Need { what: "promtool", packages: &["prometheus"], is_there: || on_path("promtool") },
    Need { what: "openssl", packages: &["openssl"], is_there: || on_path("openssl") },
    Need { what: "Python with venv", packages: &["python3", "python3-venv"], is_there: has_python },
];

/// Installs what is missing. On a machine that has everything it touches nothing, not even the network.
pub(crate) fn prepare() -> Result<()> {
    install_missing(&NEEDS)?;
    make_checkers()?;
    add_component("rustfmt", "fmt")?;
    add_component("clippy", "clippy")
}

/// What runs beside the nodes of a cluster.
pub(crate) fn prepare_for_a_cluster() -> Result<()> {
    install_missing(&[POSTGRES, REDIS, NGINX])
}

fn install_missing(needs: &[Need]) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !(need.is_there)()).collect();
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

fn install(missing: &[&Need]) -> Result<()> {
    let whats: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    let (whats, names) = (whats.join(", "), packages.join(" "));
    if !on_path("apt-get") {
        bail!("{whats} not found and there is no apt-get here: install what Debian calls {names}, then try again");
    }
    say(format!("installing {names}"));
    run(apt_get()?.arg("update"))?;
    run(apt_get()?.args(["install", "--yes", "--no-install-recommends"]).args(&packages))?;
    match missing.iter().find(|need| !(need.is_there)()) {
        Some(need) => bail!("{} still not found after installing {}", need.what, need.packages.join(" ")),
        None => Ok(()),
    }
}

fn apt_get() -> Result<Command> {
    let mut command = if is_root()? { Command::new("env") } else { Command::new("sudo") };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
    Ok(command)
}

fn is_root() -> Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let own_process = std::fs::metadata("/proc/self").context("cannot read /proc/self")?;
    Ok(own_process.uid() == 0)
}

/// Debian keeps the server's programs off the `PATH`, in one folder per major version.
fn has_postgres() -> bool {
    let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") else {
        return false;
    };
    versions.flatten().any(|version| version.path().join("bin/initdb").is_file())
}

/// Debian has it where not everybody's `PATH` leads.
fn has_nginx() -> bool {
    on_path("nginx") || std::path::Path::new("/usr/sbin/nginx").is_file()
}

fn has_node() -> bool {
    let version = "const [major, minor] = process.versions.node.split('.').map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)";
    on_path("npm") && succeeds(Command::new("node").args(["-e", version]))
}

fn has_python() -> bool {
    succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"]))
}

/// Libraries that others wrote, by which the tests check what Admit writes. They stay out of the system's own Python.
const CHECKERS: [&str; 3] = ["icalendar>=6,<7", "pyjwt[crypto]>=2.10,<3", "schemathesis>=4.32,<4.33"];
/// `independent.rs` and `fuzz.rs` of the server's tests look here.
const CHECKERS_FOLDER: &str = "target/checkers";

fn make_checkers() -> Result<()> {
    let folder = workspace::root().join(CHECKERS_FOLDER);
    let python = folder.join("bin/python");
    let are_there =
        || succeeds(Command::new(&python).args(["-c", "import icalendar, jwt, cryptography, schemathesis"]));
    if are_there() {
        return Ok(());
    }
    say(format!("installing {} in {CHECKERS_FOLDER}", CHECKERS.join(", ")));
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(CHECKERS))?;
    if !are_there() {
        bail!("{} can't be used after installing them in {CHECKERS_FOLDER}", CHECKERS.join(", "));
    }
    Ok(())
}

/// For Debian's own Python, whatever other one is on the `PATH`.
fn has_aiosmtpd() -> bool {
    succeeds(Command::new("/usr/bin/python3").args(["-c", "import aiosmtpd"]))
}

/// A toolchain installed with rustup's minimal profile lacks these two.
fn add_component(component: &str, subcommand: &str) -> Result<()> {
    if succeeds(cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    if !on_path("rustup") {
        bail!("`cargo {subcommand}` not found: install the component {component} of this Rust toolchain");
    }
    run(Command::new("rustup").args(["component", "add", component]))
}
