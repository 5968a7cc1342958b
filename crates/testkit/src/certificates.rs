//! An authority that nobody trusts by nature, and a certificate of it for a server in a test.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::scratch_folder::ScratchFolder;

/// Files in PEM. They go away with this.
#[derive(Debug)]
pub struct Certificates {
    folder: ScratchFolder,
}

impl Certificates {
    /// For a server that is called by `name`, such as `IP:127.0.0.1` or `DNS:db.example`.
    pub fn make(name: &str) -> Result<Self> {
        let certificates = Self { folder: ScratchFolder::make("certificates", "openssl")? };
        std::fs::write(certificates.file("name"), format!("subjectAltName={name}\n"))?;
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        let authority = format!("req -x509 {key} -days 2 -subj /CN=authority -keyout ca.key -out ca.pem");
        let server = format!("req {key} -subj /CN=server -keyout server.key -out server.csr");
        let signed =
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile name -out server.pem";
        for arguments in [authority.as_str(), &server, signed] {
            let mut openssl = Command::new("openssl");
            openssl.args(arguments.split(' ')).current_dir(certificates.folder.path()).stdin(Stdio::null());
            let done = openssl.output().context("openssl is missing: install the Debian package `openssl`")?;
            ensure!(done.status.success(), "openssl: {}", String::from_utf8_lossy(&done.stderr));
        }
        Ok(certificates)
    }

    /// The authority's certificate.
    pub fn authority(&self) -> PathBuf {
        self.file("ca.pem")
    }

    /// The server's.
    pub fn certificate(&self) -> PathBuf {
        self.file("server.pem")
    }

    /// The server's key.
    pub fn key(&self) -> PathBuf {
        self.file("server.key")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
