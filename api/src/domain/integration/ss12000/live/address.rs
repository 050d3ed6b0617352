//! Which addresses a token and a client secret may be sent to.

use std::net::IpAddr;

use ureq::http::Uri;

/// Why an address may not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// It cannot be read.
    Malformed,
    /// It is not https, and not this machine.
    NotEncrypted,
    /// It holds a user name or password.
    Credentials,
}

impl std::fmt::Display for AddressError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the address cannot be read; write it as https://host/path",
            Self::NotEncrypted => "the address must begin with https://, unless it is on this machine",
            Self::Credentials => "the address must not hold a user name or password",
        })
    }
}

impl std::error::Error for AddressError {}

/// Checks an address and takes the slash off its end.
pub(super) fn check(address: &str) -> Result<String, AddressError> {
    let address = address.trim().trim_end_matches('/');
    let uri: Uri = address.parse().map_err(|_| AddressError::Malformed)?;
    let authority = uri.authority().ok_or(AddressError::Malformed)?;
    if authority.as_str().contains('@') {
        return Err(AddressError::Credentials);
    }
    match uri.scheme_str() {
        Some("https") => Ok(address.to_owned()),
        Some("http") if is_this_machine(authority.host()) => Ok(address.to_owned()),
        Some("http") => Err(AddressError::NotEncrypted),
        _ => Err(AddressError::Malformed),
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_travels_only_encrypted_or_inside_this_machine() {
        assert_eq!(check("https://sis.example/v2/"), Ok("https://sis.example/v2".to_owned()));
        assert!(check("http://localhost:8000").is_ok());
        assert!(check("http://127.0.0.1:8000/").is_ok());
        assert!(check("http://[::1]:8000/").is_ok());
        assert_eq!(check("http://sis.example"), Err(AddressError::NotEncrypted));
        assert_eq!(check("http://127.0.0.1.example"), Err(AddressError::NotEncrypted));
        assert_eq!(check("https://me:secret@sis.example"), Err(AddressError::Credentials));
        assert_eq!(check("http://localhost@sis.example"), Err(AddressError::Credentials));
        assert_eq!(check("ftp://sis.example"), Err(AddressError::Malformed));
        assert_eq!(check("sis"), Err(AddressError::Malformed));
    }
}
