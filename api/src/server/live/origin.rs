//! Which pages may open a WebSocket. Browsers let any page try, and say whose it is; programs say nothing.

use actix_web::HttpRequest;

use crate::server::{House, caller};

/// Whether the sender is no page, a page of this server's own, or one of a listed origin.
pub(super) fn is_welcome(request: &HttpRequest, house: &House) -> bool {
    if !request.headers().contains_key("origin") {
        return true;
    }
    let Some(origin) = caller::header(request, "origin") else { return false };
    house.settings.origins.iter().any(|listed| listed == origin)
        || caller::header(request, "host").is_some_and(|host| is_own(origin, host))
}

fn is_own(origin: &str, host: &str) -> bool {
    origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_host_and_port_is_ones_own() {
        assert!(is_own("https://up2.example", "up2.example") && is_own("http://a:8080", "A:8080"));
        for (origin, host) in [("null", "null"), ("http://a", "a:8080"), ("https://b.a", "a")] {
            assert!(!is_own(origin, host), "{origin}");
        }
    }
}
