//! Which path leads where.

use actix_web::http::{Method, header};
use actix_web::middleware::DefaultHeaders;
use actix_web::{HttpRequest, HttpResponse, web};

use super::accept::Media;
use super::{House, answer, caller, graphiql, graphql, library, live};

/// Headers of every answer that does not set its own.
pub(super) fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("X-Frame-Options", "DENY"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"))
}

/// Lays the paths; GraphiQL only where it is open.
pub(super) fn lay(config: &mut web::ServiceConfig, graphiql_open: bool) {
    config
        .route("/graphql", web::to(ask))
        .route("/graphql/stream", web::to(ask_for_events))
        .route("/health/live", web::get().to(alive))
        .route("/health/ready", web::get().to(ready))
        .route("/metrics", web::get().to(metrics))
        .route("/.well-known/jwks.json", web::get().to(keys));
    library::lay(config);
    if graphiql_open {
        config
            .route("/graphiql", web::get().to(graphiql::page))
            .route("/graphiql/{version}/{name}", web::get().to(graphiql::file));
    }
}

async fn ask(request: HttpRequest, body: web::Payload, house: web::Data<House>) -> HttpResponse {
    if request.method() == Method::GET && upgrades(&request) {
        return live::open(&request, body, &house);
    }
    answered(request, body, house, Media::Json).await
}

async fn ask_for_events(request: HttpRequest, body: web::Payload, house: web::Data<House>) -> HttpResponse {
    answered(request, body, house, Media::Events).await
}

fn upgrades(request: &HttpRequest) -> bool {
    caller::header(request, "upgrade").is_some_and(|to| to.to_ascii_lowercase().contains("websocket"))
}

async fn answered(
    request: HttpRequest,
    body: web::Payload,
    house: web::Data<House>,
    usual: Media,
) -> HttpResponse {
    if request.method() == Method::OPTIONS
        && let Some(response) = answer::preflight(&request, &house)
    {
        return response;
    }
    let running = house.clone();
    let _running = running.metrics.begin();
    graphql::graphql(request, body, house, usual).await
}

async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(serde_json::json!({ "status": "live" }))
}

/// Asks on the runtime of the databases, where their connections live.
async fn ready(house: web::Data<House>) -> HttpResponse {
    let asked =
        tokio::time::timeout(std::time::Duration::from_secs(5), house.runtime.spawn((house.ready)())).await;
    let (mut response, status) = match asked {
        Ok(Ok(Ok(()))) => (HttpResponse::Ok(), "ready"),
        _ => (HttpResponse::ServiceUnavailable(), "unavailable"),
    };
    response.insert_header((header::CACHE_CONTROL, "no-store")).json(serde_json::json!({ "status": status }))
}

async fn metrics(house: web::Data<House>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(house.metrics.text())
}

async fn keys(house: web::Data<House>) -> HttpResponse {
    match house.runtime.spawn((house.keys)()).await {
        Ok(Ok(keys)) => {
            HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=300")).json(keys)
        }
        _ => HttpResponse::ServiceUnavailable().finish(),
    }
}
