//! Which media type an answer is written in, by the GraphQL-over-HTTP draft.

/// A media type of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: status codes tell what happened.
    Response,
    /// `application/json`: 200 for every request that is well formed.
    Json,
    /// `text/event-stream`: what is said as it is said (graphql-sse).
    Events,
}

impl Media {
    /// As it is written in Content-Type.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Response => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::Events => "text/event-stream; charset=utf-8",
        }
    }

    /// Reads an Accept header: the dearest type that is written here, the first among equals, `usual` where all are
    /// welcome; none when nothing is.
    pub(super) fn from_header(header: Option<&str>, usual: Self) -> Option<Self> {
        let Some(header) = header.filter(|header| !header.trim().is_empty()) else { return Some(usual) };
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',').take(50) {
            let Some((weight, media)) = offer(part, usual) else { continue };
            if weight > best.map_or(0.0, |(weight, _)| weight) {
                best = Some((weight, media));
            }
        }
        best.map(|(_, media)| media)
    }
}

fn offer(part: &str, usual: Media) -> Option<(f32, Media)> {
    let mut pieces = part.split(';').map(str::trim);
    let media = match pieces.next()?.to_ascii_lowercase().as_str() {
        "application/graphql-response+json" => Media::Response,
        "application/json" | "application/*" => Media::Json,
        "text/event-stream" => Media::Events,
        "*/*" => usual,
        _ => return None,
    };
    let mut weight = 1.0;
    for piece in pieces {
        let (name, value) = piece.split_once('=')?;
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => weight = value.trim().parse().ok().filter(|weight| (0.0..=1.0).contains(weight))?,
            "charset" if !is_utf8(value) => return None,
            _ => {}
        }
    }
    Some((weight, media))
}

fn is_utf8(charset: &str) -> bool {
    charset.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
}

/// Whether a Content-Type names JSON in UTF-8.
pub(super) fn is_json(content_type: &str) -> bool {
    let mut pieces = content_type.split(';').map(str::trim);
    let named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    named
        && pieces.all(|piece| match piece.split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => is_utf8(value),
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dearest_known_type_is_taken_and_json_without_a_wish() {
        let read = |header| Media::from_header(Some(header), Media::Json);
        assert_eq!(Media::from_header(None, Media::Json), Some(Media::Json));
        assert_eq!(Media::from_header(Some("*/*"), Media::Events), Some(Media::Events));
        assert_eq!(read("text/event-stream"), Some(Media::Events));
        assert_eq!(read("*/*"), Some(Media::Json));
        assert_eq!(read("application/graphql-response+json, application/json;q=0.9"), Some(Media::Response));
        assert_eq!(
            read("application/json;q=0.5, application/graphql-response+json;q=0.4"),
            Some(Media::Json)
        );
        assert_eq!(read("application/graphql-response+json; charset=utf-8"), Some(Media::Response));
        assert_eq!(read("application/json; charset=latin1"), None);
        assert_eq!(read("text/html"), None);
        assert_eq!(read("application/json;q=0"), None);
    }

    #[test]
    fn only_json_in_utf8_is_read() {
        assert!(is_json("application/json") && is_json("Application/JSON; charset=\"UTF-8\""));
        assert!(
            !is_json("text/plain")
                && !is_json("application/json; charset=utf-16")
                && !is_json("application/jsonp")
        );
    }
}
