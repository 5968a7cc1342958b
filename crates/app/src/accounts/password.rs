//! Passwords: argon2id, off the async threads and few at a time, so that a flood of sign-ins can't starve buyers.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::error::AccountError;

const PASSWORD_CHARS_MIN: usize = 8;
const PASSWORD_BYTES_MAX: usize = 256;

/// How much work a hash is, and how much of it may wait.
#[derive(Debug, Clone, Copy)]
pub struct PasswordSettings {
    pub memory_kib: u32,
    pub passes: u32,
    /// How many are hashed at once.
    pub threads: usize,
    /// How many may be hashed or wait to be.
    pub waiting_max: usize,
}

impl Default for PasswordSettings {
    /// OWASP's first choice for argon2id with one lane.
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2, threads: 1, waiting_max: 64 }
    }
}

pub struct Passwords {
    argon: Argon2<'static>,
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// Checked when there is no such account, so that the answer takes as long.
    decoy: String,
}

impl Passwords {
    pub fn new(settings: PasswordSettings) -> Result<Passwords, AccountError> {
        let params = Params::new(settings.memory_kib, settings.passes, 1, None).map_err(|_| AccountError::Hashing)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash(&argon, "a password that nobody has")?;
        Ok(Passwords {
            argon,
            running: Arc::new(Semaphore::new(settings.threads.max(1))),
            waiting: Arc::new(Semaphore::new(settings.waiting_max.max(1))),
            decoy,
        })
    }

    /// Refuses a password that is too easy to guess.
    pub fn check_strength(password: &str, address: &str) -> Result<(), AccountError> {
        let weak = |message| Err(AccountError::Invalid { field: "password", message });
        if password.chars().count() < PASSWORD_CHARS_MIN {
            return weak("must have at least 8 characters");
        }
        if password.len() > PASSWORD_BYTES_MAX {
            return weak("must have at most 256 bytes");
        }
        let first = password.chars().next();
        if password.chars().all(|c| Some(c) == first) || password.eq_ignore_ascii_case(address) {
            return weak("is too easy to guess");
        }
        Ok(())
    }

    /// The password's hash as a PHC string.
    pub async fn hash(&self, password: String) -> Result<String, AccountError> {
        let argon = self.argon.clone();
        self.run(move || hash(&argon, &password)).await?
    }

    /// Whether the password is the one that was hashed. With no hash it takes as long and says no.
    pub async fn verify(&self, password: String, hashed: Option<String>) -> Result<bool, AccountError> {
        let (argon, known) = (self.argon.clone(), hashed.is_some());
        let hashed = hashed.unwrap_or_else(|| self.decoy.clone());
        if password.len() > PASSWORD_BYTES_MAX {
            return Ok(false);
        }
        self.run(move || {
            let parsed = PasswordHash::new(&hashed).map_err(|_| AccountError::Hashing)?;
            Ok(argon.verify_password(password.as_bytes(), &parsed).is_ok() && known)
        })
        .await?
    }

    /// The work, once begun, goes on when its caller leaves, and so keeps its place and its turn until it is done.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AccountError> {
        let place = self.waiting.clone().try_acquire_owned().map_err(|_| AccountError::Busy)?;
        let turn = self.running.clone().acquire_owned().await.map_err(|_| AccountError::Busy)?;
        let working = tokio::task::spawn_blocking(move || {
            let _until_done = (place, turn);
            work()
        });
        working.await.map_err(|_| AccountError::Hashing)
    }
}

fn hash(argon: &Argon2<'_>, password: &str) -> Result<String, AccountError> {
    argon.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|_| AccountError::Hashing)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn passwords(threads: usize, waiting_max: usize) -> Arc<Passwords> {
        let settings = PasswordSettings { memory_kib: 8, passes: 1, threads, waiting_max };
        Arc::new(Passwords::new(settings).unwrap())
    }

    /// Begins work that ends when it is told to, and leaves as soon as it runs.
    async fn leave_while_it_works(passwords: &Arc<Passwords>) -> mpsc::Sender<()> {
        let (end, ends) = mpsc::channel::<()>();
        let (running, runs) = tokio::sync::oneshot::channel();
        let working = passwords.clone();
        let caller = tokio::spawn(async move {
            let work = move || (running.send(()), ends.recv());
            working.run(work).await.map(drop)
        });
        runs.await.unwrap();
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
        end
    }

    #[tokio::test]
    async fn work_whose_caller_left_keeps_its_place_until_it_is_done() {
        let passwords = passwords(2, 2);
        let ends = [leave_while_it_works(&passwords).await, leave_while_it_works(&passwords).await];
        let refused = passwords.run(|| ()).await;
        assert!(matches!(refused, Err(AccountError::Busy)), "two still work");
        drop(ends);
        while passwords.run(|| ()).await.is_err() {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn work_whose_caller_left_keeps_its_turn_until_it_is_done() {
        let passwords = passwords(1, 8);
        let end = leave_while_it_works(&passwords).await;
        assert_eq!(passwords.running.available_permits(), 0, "no second hash begins beside it");
        drop(end);
        passwords.run(|| ()).await.unwrap();
    }
}
