//! Writes answers: body, status, headers, one line in the log and the figures.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use async_graphql::{ServerError, Value};
use serde::Serialize;
use uuid::Uuid;

use super::accept::Media;
use super::refusal::Refusal;
use super::{House, caller};
use crate::support::language::Language;

/// What was executed: data, perhaps null, and the errors beside it.
#[derive(Debug)]
pub(super) struct Answer {
    /// The data; null when a field that must not be null failed.
    pub(super) data: Value,
    /// Errors of single fields.
    pub(super) errors: Vec<ServerError>,
    /// For `extensions.cost`.
    pub(super) cost: Value,
}

impl Answer {
    /// As it is written.
    pub(super) fn body(&self) -> Body<'_> {
        let extensions = Some(Extensions { cost: &self.cost });
        Body { errors: &self.errors, data: Some(&self.data), extensions }
    }
}

/// The body of an answer.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Extensions<'a>>,
}

#[derive(Serialize)]
struct Extensions<'a> {
    cost: &'a Value,
}

/// The refusal of a request that accepts nothing that is written here.
pub(super) fn not_acceptable() -> Refusal {
    Refusal::malformed(
        StatusCode::NOT_ACCEPTABLE,
        "Svar ges som application/graphql-response+json, application/json eller text/event-stream.",
        "Answers are written as application/graphql-response+json, application/json or text/event-stream.",
    )
}

/// Writes what was told in answer to `request`.
pub(super) fn write(
    request: &HttpRequest,
    house: &House,
    media: Media,
    language: Language,
    id: Uuid,
    told: Result<Answer, Refusal>,
) -> HttpResponse {
    let status = told.as_ref().map_or_else(|refusal| refusal.status(media), |_| StatusCode::OK);
    let mut response = HttpResponse::build(status);
    response
        .content_type(media.name())
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("Content-Language", language.pick("sv", "en")))
        .insert_header(("X-Request-Id", id.to_string()));
    vary(request, house, &mut response);
    let body = match &told {
        Ok(answer) => answer.body(),
        Err(refusal) => {
            refused(refusal, status, &mut response);
            Body { errors: &refusal.errors, data: None, extensions: None }
        }
    };
    let code = told.as_ref().err().map_or("OK", |refusal| refusal.code.name());
    house.metrics.answered(status.as_u16(), code);
    tracing::info!(request = %id, status = status.as_u16(), code, "graphql");
    response.body(serde_json::to_vec(&body).unwrap_or_default())
}

fn refused(refusal: &Refusal, status: StatusCode, response: &mut HttpResponseBuilder) {
    if let Some(allow) = refusal.allow {
        response.insert_header((header::ALLOW, allow));
    }
    if let Some(seconds) = refusal.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    // What is left of these bodies is not worth reading.
    if matches!(status, StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT) {
        response.force_close();
    }
}

/// Names what the answer depends on, and lets pages of listed origins read it.
pub(super) fn vary(request: &HttpRequest, house: &House, response: &mut HttpResponseBuilder) {
    response.insert_header((header::VARY, "Accept, Accept-Language, Authorization, Origin"));
    if let Some(origin) = listed(request, house) {
        response.insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, origin)).insert_header((
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            "Content-Language, Retry-After, X-Request-Id",
        ));
    }
}

fn listed<'a>(request: &'a HttpRequest, house: &House) -> Option<&'a str> {
    caller::header(request, "origin")
        .filter(|origin| house.settings.origins.iter().any(|listed| listed == origin))
}

/// Answers a browser that asks whether a page of another origin may ask.
pub(super) fn preflight(request: &HttpRequest, house: &House) -> Option<HttpResponse> {
    let origin = listed(request, house)?;
    let mut response = HttpResponse::NoContent();
    response
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, origin))
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"))
        .insert_header((
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "Accept, Accept-Language, Authorization, Content-Type, Up2-Reason",
        ))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, 600))
        .insert_header((header::VARY, "Origin"));
    Some(response.finish())
}
