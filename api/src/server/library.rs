//! `/kolada/v3` and `/statistics`: what is published, for tools and people without an account.
//!
//! It is public unless a setting says otherwise; the buckets that limit GraphQL limit this too, by address.

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, guard, web};
use futures::future::BoxFuture;

use super::{House, caller, cost, work};
use crate::support::crypto;
use crate::support::document::{Asked, Document, Shelf};
use crate::support::fault::{Code, Fault};
use crate::support::language::Language;

/// Finds what is asked for.
pub type Library = Arc<dyn Fn(Shelf, Asked) -> BoxFuture<'static, Result<Document, Fault>> + Send + Sync>;

/// What one document costs its client, against the same bucket as GraphQL.
const COST: u64 = 100;

/// The longest address that is read, in bytes.
const LONGEST: usize = 8_000;

/// Nothing from elsewhere, no script, and the one style sheet beside the page.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

const STYLE: &str = include_str!("../../assets/statistics/page.css");

/// Lays the paths.
pub(super) fn lay(config: &mut web::ServiceConfig) {
    let read = || web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
    config
        .route("/kolada/v3", read().to(kolada))
        .route("/kolada/v3/{path:.*}", read().to(kolada))
        .route("/statistics", read().to(page))
        .route("/statistics/data.csv", read().to(table))
        .route("/statistics/chart.svg", read().to(chart))
        .route("/statistics/page.css", read().to(style));
}

async fn kolada(request: HttpRequest, house: web::Data<House>) -> HttpResponse {
    // Kolada speaks Swedish, whatever is asked for.
    serve(request, house, Shelf::Kolada, Language::Swedish).await
}

async fn table(request: HttpRequest, house: web::Data<House>) -> HttpResponse {
    let language = language(&request);
    serve(request, house, Shelf::Table, language).await
}

async fn chart(request: HttpRequest, house: web::Data<House>) -> HttpResponse {
    let language = language(&request);
    serve(request, house, Shelf::Chart, language).await
}

async fn page(request: HttpRequest, house: web::Data<House>) -> HttpResponse {
    let language = language(&request);
    serve(request, house, Shelf::Page, language).await
}

async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(STYLE)
}

/// The language that the address asks for, or else the header.
fn language(request: &HttpRequest) -> Language {
    let asked = pairs(request).into_iter().flatten().find(|(name, _)| name == "lang");
    match asked.as_ref().map(|(_, text)| text.as_str()) {
        Some("sv") => Language::Swedish,
        Some("en") => Language::English,
        _ => caller::language(request),
    }
}

async fn serve(
    request: HttpRequest,
    house: web::Data<House>,
    shelf: Shelf,
    language: Language,
) -> HttpResponse {
    let running = house.clone();
    let _running = running.metrics.begin();
    let told = language.scope(find(&request, &house, shelf, language)).await;
    language.scope_sync(|| write(&request, &house, shelf, language, told))
}

/// Reads the address and has the document found on the runtime of the databases.
async fn find(
    request: &HttpRequest,
    house: &web::Data<House>,
    shelf: Shelf,
    language: Language,
) -> Result<Document, Fault> {
    let asked = asked(request, house)?;
    let caller = caller::read(request, crate::support::ids::random_id(), house.settings.behind_proxy)?;
    let runtime = house.runtime.clone();
    let house = Arc::clone(house);
    let work = async move {
        let received = work::in_time(&house, house.reception.receive(caller)).await?;
        if !house.settings.public_statistics && received.sign_in.is_none() {
            return Err(Fault::of(Code::Unauthenticated).saying(
                "Statistiken är inte öppen här: logga in och skicka med ditt intyg (Authorization: Bearer).",
                "Statistics are not public here: sign in and send your token (Authorization: Bearer).",
            ));
        }
        let limits = &house.settings.limits;
        work::in_time(&house, cost::hold(&house.cache, &received.bucket, COST, 0, limits)).await?;
        let found = work::in_time(&house, (house.library)(shelf, asked)).await;
        work::in_time(&house, received.visit.finish()).await?;
        found
    };
    runtime.spawn(language.scope(work)).await.unwrap_or_else(|cause| Err(Fault::internal(&cause.is_panic())))
}

fn asked(request: &HttpRequest, house: &House) -> Result<Asked, Fault> {
    let too_long =
        || Fault::bad_input("Adressen är för lång: dela upp frågan.", "The address is too long: divide it.");
    if request.path().len() + request.query_string().len() > LONGEST {
        return Err(too_long());
    }
    let query = pairs(request).ok_or_else(|| {
        Fault::bad_input("Adressens fråga går inte att läsa.", "The query of the address cannot be read.")
    })?;
    let path = request.match_info().get("path").unwrap_or_default();
    Ok(Asked {
        path: path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
        query,
        address: format!("{}{}", origin(request, house), request.path()),
        graphiql: house.settings.graphiql,
    })
}

fn pairs(request: &HttpRequest) -> Option<Vec<(String, String)>> {
    web::Query::<Vec<(String, String)>>::from_query(request.query_string()).ok().map(web::Query::into_inner)
}

/// Scheme and host as the client wrote them; a proxy in front says whether it spoke TLS.
fn origin(request: &HttpRequest, house: &House) -> String {
    let forwarded = caller::header(request, "x-forwarded-proto").filter(|_| house.settings.behind_proxy);
    let scheme =
        if forwarded.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https")) { "https" } else { "http" };
    let host = caller::header(request, "host").filter(|host| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    });
    host.map_or_else(String::new, |host| format!("{scheme}://{host}"))
}

fn write(
    request: &HttpRequest,
    house: &House,
    shelf: Shelf,
    language: Language,
    told: Result<Document, Fault>,
) -> HttpResponse {
    let (status, code) = match &told {
        Ok(_) => (StatusCode::OK, "OK"),
        Err(fault) => (status(fault.code()), fault.code().name()),
    };
    house.metrics.answered(status.as_u16(), code);
    tracing::info!(?shelf, status = status.as_u16(), code, "statistics");
    let mut response = HttpResponse::build(status);
    response
        .insert_header((header::CONTENT_LANGUAGE, language.pick("sv", "en")))
        .insert_header((header::VARY, "Accept-Language, Authorization"));
    match told {
        Ok(document) => send(request, house, shelf, document, response),
        Err(fault) => refuse(&fault, shelf, response),
    }
}

fn send(
    request: &HttpRequest,
    house: &House,
    shelf: Shelf,
    document: Document,
    mut response: HttpResponseBuilder,
) -> HttpResponse {
    let open = house.settings.public_statistics && !request.headers().contains_key(header::AUTHORIZATION);
    let tag = crypto::sha256(document.body.as_bytes());
    let tag = format!("\"{}\"", data_encoding::HEXLOWER.encode(tag.get(..16).unwrap_or(&tag)));
    let keep = if open { "public, max-age=300" } else { "private, max-age=300" };
    let known = caller::header(request, "if-none-match").is_some_and(|tags| tags.contains(&tag));
    if known {
        response.status(StatusCode::NOT_MODIFIED);
    }
    response.insert_header((header::CACHE_CONTROL, keep)).insert_header((header::ETAG, tag));
    if open && shelf != Shelf::Page {
        // What is public may be read by pages of any origin, as Kolada's own API may.
        response
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"));
    }
    if shelf == Shelf::Page {
        response.insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    }
    if let Some(name) = document.name {
        response.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    }
    if known {
        return response.finish();
    }
    response.content_type(document.media).body(document.body)
}

fn refuse(fault: &Fault, shelf: Shelf, mut response: HttpResponseBuilder) -> HttpResponse {
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(seconds) = fault.retry_after() {
        response.insert_header((header::RETRY_AFTER, seconds));
    }
    if fault.code() == Code::Unauthenticated {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    let (message, code) = (fault.message(), fault.code().name());
    match shelf {
        Shelf::Kolada => response.json(serde_json::json!({ "detail": message, "code": code })),
        _ => response.content_type("text/plain; charset=utf-8").body(format!("{message} ({code})\n")),
    }
}

fn status(code: Code) -> StatusCode {
    match code {
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Throttled => StatusCode::TOO_MANY_REQUESTS,
        Code::Timeout => StatusCode::GATEWAY_TIMEOUT,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}
