//! `/graphiql`: an editor for queries, served from the binary without anything from elsewhere.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

/// The version under which the files may be kept for ever; changes with them.
const VERSION: &str = "3.9.0-2";

/// Scripts and styles from here only, and none inside the page; the editor sets styles on its elements.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; \
    img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE: &str = include_str!("../../assets/graphiql/page.html");

struct File {
    name: &'static str,
    kind: &'static str,
    packed: bool,
    bytes: &'static [u8],
}

const FILES: [File; 6] = [
    script("react.min.js", include_bytes!("../../assets/graphiql/react.min.js.gz")),
    script("react-dom.min.js", include_bytes!("../../assets/graphiql/react-dom.min.js.gz")),
    script("graphiql.min.js", include_bytes!("../../assets/graphiql/graphiql.min.js.gz")),
    File {
        name: "graphiql.min.css",
        kind: "text/css; charset=utf-8",
        packed: true,
        bytes: include_bytes!("../../assets/graphiql/graphiql.min.css.gz"),
    },
    File {
        name: "page.css",
        kind: "text/css; charset=utf-8",
        packed: false,
        bytes: include_bytes!("../../assets/graphiql/page.css"),
    },
    File {
        name: "page.js",
        kind: "text/javascript; charset=utf-8",
        packed: false,
        bytes: include_bytes!("../../assets/graphiql/page.js"),
    },
];

const fn script(name: &'static str, bytes: &'static [u8]) -> File {
    File { name, kind: "text/javascript; charset=utf-8", packed: true, bytes }
}

/// The page.
pub(super) async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(PAGE.replace("VERSION", VERSION))
}

/// A file of the page.
pub(super) async fn file(request: HttpRequest, path: web::Path<(String, String)>) -> HttpResponse {
    let (version, name) = path.into_inner();
    let Some(file) = FILES.iter().find(|file| version == VERSION && file.name == name) else {
        return HttpResponse::NotFound().finish();
    };
    let tag = format!("\"{VERSION}\"");
    let known = super::caller::header(&request, "if-none-match").is_some_and(|tags| tags.contains(&tag));
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::ETAG, tag));
    if known {
        return response.finish();
    }
    if file.packed {
        response.insert_header((header::CONTENT_ENCODING, "gzip"));
    }
    response.content_type(file.kind).body(file.bytes)
}
