//! Passwords: hashed slowly (argon2id), a few at a time, and checked with the same work whether the user exists.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::support::crypto::random_bytes;
use crate::support::fault::Fault;

/// Memory of one hash in KiB: 19 MiB.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Longest wait for a turn before a sign-in is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);
const SHORTEST: usize = 12;
const LONGEST: usize = 128;
/// Fewest different characters in a password.
const FEWEST_SIGNS: usize = 5;
/// 32 signs that cannot be mistaken for one another, so that a byte picks one without favour.
const READABLE: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Hashes and checks passwords; one an instance, cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    dummy: Arc<str>,
}

impl Passwords {
    /// With two hashes at a time for each core. Makes the hash that unknown users are checked against.
    pub fn new() -> Result<Self, Fault> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let dummy = hash_now(&generate())?.into();
        Ok(Self { turns: Arc::new(Semaphore::new(2 * cores)), dummy })
    }

    /// The hash to store, in PHC form.
    pub async fn hash(&self, password: String) -> Result<String, Fault> {
        self.in_turn(move || hash_now(&password)).await?
    }

    /// Whether the password belongs to the stored hash. Without one (no such user) it takes as long, and is false.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, Fault> {
        let known = stored.is_some();
        let hash = stored.unwrap_or_else(|| self.dummy.to_string());
        let matches = self.in_turn(move || verify_now(&password, &hash)).await??;
        Ok(matches && known)
    }

    /// Runs `work` off the threads that answer requests. It keeps its turn to the end, even if the client has left.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let turn = self.turn().await?;
        let run = move || {
            let _turn = turn;
            work()
        };
        tokio::task::spawn_blocking(run).await.map_err(|cause| Fault::internal(&cause))
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, Fault> {
        match tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await {
            Ok(turn) => turn.map_err(|cause| Fault::internal(&cause)),
            Err(_) => Err(Fault::throttled(PATIENCE.as_secs())),
        }
    }
}

fn argon() -> Result<Argon2<'static>, Fault> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|cause| Fault::internal(&cause))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String, Fault> {
    let salt: [u8; 16] = random_bytes();
    let hash: PasswordHash = argon()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|cause| Fault::internal(&cause))?;
    Ok(hash.to_string())
}

fn verify_now(password: &str, stored: &str) -> Result<bool, Fault> {
    let hash =
        PasswordHash::new(stored).map_err(|_| Fault::internal(&"a stored password hash cannot be read"))?;
    Ok(argon()?.verify_password(password.as_bytes(), &hash).is_ok())
}

/// Why a new password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than 12 characters.
    TooShort,
    /// More than 128 characters.
    TooLong,
    /// Holds the user name.
    HoldsUserName,
    /// Among the first that anybody would try.
    Common,
}

impl From<Weakness> for Fault {
    fn from(weakness: Weakness) -> Self {
        let (swedish, english) = match weakness {
            Weakness::TooShort => {
                ("Välj ett lösenord med minst 12 tecken.", "Choose a password of at least 12 characters.")
            }
            Weakness::TooLong => {
                ("Välj ett lösenord med högst 128 tecken.", "Choose a password of at most 128 characters.")
            }
            Weakness::HoldsUserName => {
                ("Välj ett lösenord utan användarnamnet.", "Choose a password without the user name.")
            }
            Weakness::Common => (
                "Lösenordet är för lätt att gissa: välj ett annat.",
                "The password is too easy to guess: choose another.",
            ),
        };
        Self::bad_input(swedish, english)
    }
}

/// Whether a new password may be taken: long enough, not the user name, and not one of the most common.
pub fn check_new(password: &str, user_name: &str) -> Result<(), Weakness> {
    let folded = password.to_lowercase();
    let user_name = user_name.to_lowercase();
    match password.chars().count() {
        ..SHORTEST => Err(Weakness::TooShort),
        length if length > LONGEST => Err(Weakness::TooLong),
        _ if user_name.len() > 3 && folded.contains(&user_name) => Err(Weakness::HoldsUserName),
        _ if is_common(&folded) => Err(Weakness::Common),
        _ => Ok(()),
    }
}

/// Common ones are often made long enough by digits and signs around them, so those do not count.
fn is_common(folded: &str) -> bool {
    let signs: std::collections::HashSet<char> = folded.chars().collect();
    let core = folded.trim_matches(|sign: char| !sign.is_alphabetic());
    signs.len() < FEWEST_SIGNS
        || core.is_empty()
        || include_str!("common_passwords.txt").lines().any(|common| common == core || common == folded)
}

/// A random password that can be read aloud: five groups of four signs, 100 bits.
pub fn generate() -> String {
    let signs = random_bytes::<20>().map(|byte| char::from(READABLE[usize::from(byte % 32)]));
    let groups: Vec<String> = signs.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_and_no_other() -> Result<(), Fault> {
        let passwords = Passwords::new()?;
        let hash = passwords.hash("correct horse battery".into()).await?;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("correct horse battery".into(), Some(hash.clone())).await?);
        assert!(!passwords.verify("correct horse batter".into(), Some(hash)).await?);
        Ok(())
    }

    #[tokio::test]
    async fn an_unknown_user_is_refused_whatever_the_password() -> Result<(), Fault> {
        let passwords = Passwords::new()?;
        assert!(!passwords.verify(generate(), None).await?);
        let hash = passwords.dummy.to_string();
        assert!(PasswordHash::new(&hash).is_ok(), "the same work is done");
        Ok(())
    }

    #[test]
    fn weak_passwords_are_named_for_what_they_are() {
        let long = "ab1 ".repeat(40);
        for (password, weakness) in [
            ("short", Weakness::TooShort),
            (long.as_str(), Weakness::TooLong),
            ("my-Mentor1-is-here", Weakness::HoldsUserName),
            ("aaaaaaaabbbb", Weakness::Common),
            ("Password2025!", Weakness::Common),
            ("Sommaren-2025!", Weakness::Common),
            ("123456789012", Weakness::Common),
            ("Qwertyuiop123", Weakness::Common),
        ] {
            assert_eq!(check_new(password, "mentor1"), Err(weakness), "{password}");
        }
    }

    #[test]
    fn a_generated_password_is_taken_and_never_the_same() {
        assert_eq!(check_new(&generate(), "mentor1"), Ok(()));
        assert_eq!(generate().len(), 24);
        assert_ne!(generate(), generate());
    }
}
