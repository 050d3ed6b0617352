//! What the headers of a request say about its sender.

use std::net::IpAddr;

use actix_web::HttpRequest;
use uuid::Uuid;

use super::reception::Caller;
use crate::support::fault::{Code, Fault};
use crate::support::language::Language;

/// The longest reason that is read, in bytes.
const LONGEST_REASON: usize = 2_000;

/// A header as text.
pub(super) fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

/// The language that the sender asks for.
pub(super) fn language(request: &HttpRequest) -> Language {
    Language::from_header(header(request, "accept-language").unwrap_or_default())
}

/// Reads who sends `request`.
pub(super) fn read(request: &HttpRequest, id: Uuid, behind_proxy: bool) -> Result<Caller, Fault> {
    Ok(Caller {
        token: token(request)?,
        reason: reason(request)?,
        address: address(request, behind_proxy),
        request: id,
    })
}

fn token(request: &HttpRequest) -> Result<Option<String>, Fault> {
    if !request.headers().contains_key("authorization") {
        return Ok(None);
    }
    let text = header(request, "authorization").ok_or_else(|| Fault::of(Code::Unauthenticated))?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim().to_owned())),
        _ => Err(Fault::of(Code::Unauthenticated)),
    }
}

fn reason(request: &HttpRequest) -> Result<Option<String>, Fault> {
    let Some(value) = request.headers().get("up2-reason") else { return Ok(None) };
    let text = Some(value.as_bytes()).filter(|bytes| bytes.len() <= LONGEST_REASON).and_then(decode);
    text.map(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty())).ok_or_else(|| {
        Fault::bad_input(
            "Skriv rubriken Up2-Reason som procentkodad UTF-8, högst 2 000 byte.",
            "Write the header Up2-Reason as percent-encoded UTF-8, at most 2,000 bytes.",
        )
    })
}

/// Decodes percent signs that two hexadecimal digits follow; any other stands for itself.
fn decode(bytes: &[u8]) -> Option<String> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).filter(|_| byte == b'%');
        match digits.and_then(|digits| data_encoding::HEXLOWER_PERMISSIVE.decode(digits).ok()) {
            Some(code) => {
                decoded.extend(code);
                at += 3;
            }
            None => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).ok().filter(|text| !text.chars().any(char::is_control))
}

/// The address that a request came from.
pub(super) fn address(request: &HttpRequest, behind_proxy: bool) -> Option<IpAddr> {
    let forwarded = || header(request, "x-forwarded-for")?.rsplit(',').next()?.trim().parse().ok();
    let direct = request.peer_addr().map(|address| address.ip());
    if behind_proxy { forwarded().or(direct) } else { direct }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_decoded_and_a_stray_percent_sign_stands() {
        assert_eq!(decode(b"Or%C3%b6 100 % och %zz").as_deref(), Some("Or\u{f6} 100 % och %zz"));
        assert_eq!(decode("åtgärd".as_bytes()).as_deref(), Some("åtgärd"));
        assert_eq!(decode(b"%ff"), None);
        assert_eq!(decode(b"a%0Ab"), None);
    }
}
