//! TLS to PostgreSQL, where its address asks for it. Whoever asks gets the certificate and the name in it verified, always: encrypting
//! to whoever answers keeps out only those who don't try.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::db::DbError;

/// Trusts the authorities in `authorities`, PEM, and nobody else; without them those that the system trusts.
pub(super) fn connector(authorities: Option<&[u8]>) -> Result<MakeRustlsConnect, DbError> {
    let mut trusted = RootCertStore::empty();
    match authorities {
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                trusted.add(certificate.map_err(DbError::refused)?).map_err(DbError::refused)?;
            }
        }
        // One that can't be read is one that isn't trusted.
        None => drop(trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
    }
    if trusted.is_empty() {
        return Err(DbError::refused("there is no authority to verify the database's certificate by"));
    }
    let config = ClientConfig::builder().with_root_certificates(trusted).with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
