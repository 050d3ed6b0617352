//! Reads a GraphQL request out of an HTTP one: from a JSON body, or from the query string of a GET.

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, web};
use async_graphql::Variables;
use futures::StreamExt;
use serde_json::Value;

use super::accept;
use super::refusal::Refusal;
use super::settings::Settings;

/// A GraphQL request.
pub(super) struct Envelope {
    /// The document.
    pub(super) query: String,
    /// Which of its operations to run.
    pub(super) operation: Option<String>,
    /// Values for its variables.
    pub(super) variables: Variables,
}

/// Reads the request by its method.
pub(super) async fn read(
    request: &HttpRequest,
    body: web::Payload,
    settings: &Settings,
) -> Result<Envelope, Refusal> {
    match *request.method() {
        Method::POST => from_body(request, body, settings).await,
        Method::GET => from_query(request.query_string()),
        _ => Err(Refusal::method("GET, POST", "Fråga med POST eller GET.", "Ask by POST or GET.")),
    }
}

async fn from_body(
    request: &HttpRequest,
    body: web::Payload,
    settings: &Settings,
) -> Result<Envelope, Refusal> {
    let head = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    if !head(header::CONTENT_TYPE).is_some_and(accept::is_json) {
        return Err(Refusal::malformed(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Skicka frågan som application/json i UTF-8.",
            "Send the request as application/json in UTF-8.",
        ));
    }
    if head(header::CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err(Refusal::malformed(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Skicka begäran okomprimerad.",
            "Send the request uncompressed.",
        ));
    }
    let limit = settings.limits.body_bytes;
    if head(header::CONTENT_LENGTH)
        .and_then(|length| length.parse::<u64>().ok())
        .is_some_and(|length| length > limit as u64)
    {
        return Err(Refusal::too_large(limit));
    }
    let bytes = tokio::time::timeout(settings.body_deadline, gather(body, limit)).await.map_err(|_| {
        Refusal::malformed(
            StatusCode::REQUEST_TIMEOUT,
            "Begäran kom inte fram i tid.",
            "The request did not arrive in time.",
        )
    })??;
    let value = serde_json::from_slice(&bytes).map_err(|_| not_json())?;
    open(value)
}

async fn gather(mut body: web::Payload, limit: usize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| not_json())?;
        if bytes.len() + chunk.len() > limit {
            return Err(Refusal::too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn from_query(text: &str) -> Result<Envelope, Refusal> {
    let pairs =
        web::Query::<Vec<(String, String)>>::from_query(text).map_err(|_| bad("query string"))?.into_inner();
    let mut fields = serde_json::Map::new();
    for (name, text) in pairs {
        let value = match name.as_str() {
            "variables" | "extensions" if text.is_empty() => Value::Null,
            "variables" | "extensions" => serde_json::from_str(&text).map_err(|_| bad(&name))?,
            _ => Value::String(text),
        };
        if fields.insert(name.clone(), value).is_some()
            && matches!(name.as_str(), "query" | "variables" | "operationName")
        {
            return Err(bad(&name));
        }
    }
    open(Value::Object(fields))
}

/// Reads a request that came as JSON.
pub(super) fn open(value: Value) -> Result<Envelope, Refusal> {
    let Value::Object(mut fields) = value else {
        return Err(Refusal::malformed(
            StatusCode::BAD_REQUEST,
            "Skicka en fråga i taget, som ett JSON-objekt.",
            "Send one request at a time, as a JSON object.",
        ));
    };
    let Some(Value::String(query)) = fields.remove("query") else { return Err(bad("query")) };
    let operation = match fields.remove("operationName") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => return Err(bad("operationName")),
    };
    let variables = match fields.remove("variables") {
        None | Some(Value::Null) => Variables::default(),
        Some(value @ Value::Object(_)) => Variables::from_json(value),
        Some(_) => return Err(bad("variables")),
    };
    match fields.remove("extensions") {
        None | Some(Value::Null | Value::Object(_)) => Ok(Envelope { query, operation, variables }),
        Some(_) => Err(bad("extensions")),
    }
}

fn not_json() -> Refusal {
    Refusal::malformed(
        StatusCode::BAD_REQUEST,
        "Begäran är inte giltig JSON i UTF-8.",
        "The request is not valid JSON in UTF-8.",
    )
}

/// Only names of our own are passed here; the client's text is never repeated.
fn bad(name: &str) -> Refusal {
    Refusal::malformed(
        StatusCode::BAD_REQUEST,
        &format!("Fältet {name} saknas eller har fel typ."),
        &format!("The field {name} is missing or has the wrong type."),
    )
}
