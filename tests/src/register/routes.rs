//! The register's paths: `POST /token`, lists, one document by id, removals.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::documents::instant;
use super::faults::{Fault, Refusal, cut, refusal, too_many};
use super::{CLIENT_ID, CLIENT_SECRET, Dialect, Inner, State};

type Answer = Result<HttpResponse, Refusal>;

pub(super) fn configure(service: &mut web::ServiceConfig) {
    service
        .route("/token", web::post().to(token))
        .route("/deletedEntities", web::get().to(removals))
        .route("/{resource}", web::get().to(list))
        .route("/{resource}/{id}", web::get().to(one));
}

async fn token(state: web::Data<State>, form: web::Form<HashMap<String, String>>) -> HttpResponse {
    either(new_token(&state, &form))
}

fn new_token(state: &State, form: &HashMap<String, String>) -> Answer {
    let given = |name: &str| form.get(name).map(String::as_str);
    if given("grant_type") != Some("client_credentials") {
        return Err(refusal(400, "unsupported_grant_type", "only client_credentials"));
    }
    if (given("client_id"), given("client_secret")) != (Some(CLIENT_ID), Some(CLIENT_SECRET)) {
        return Err(refusal(401, "invalid_client", "unknown client"));
    }
    let mut inner = state.lock();
    inner.requests.push("/token".to_owned());
    let token = format!("token-{}", inner.requests.len());
    inner.tokens.push(token.clone());
    Ok(HttpResponse::Ok().json(json!({ "access_token": token, "token_type": "bearer", "expires_in": 3600 })))
}

async fn list(state: web::Data<State>, request: HttpRequest, resource: web::Path<String>) -> HttpResponse {
    either(answer(&state, &request, |inner, asked| {
        let after = asked.instant("meta.modified.after")?;
        let documents = inner.documents.list(state.dialect, &resource, after);
        let mut documents = documents.ok_or_else(|| refusal(404, "not_found", "no such resource"))?;
        if *resource == "aggregatedAttendance" {
            documents.retain(|sums| asked.has_days_of(sums));
        }
        Ok(inner.pages.first(documents, asked.limit()?))
    }))
}

async fn removals(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    either(answer(&state, &request, |inner, asked| {
        let after = asked.instant("after")?;
        let kinds = asked.all("entities");
        if state.dialect == Dialect::C {
            let removed = inner.documents.removed_as_list(after, &kinds);
            return Ok(inner.pages.first(removed, asked.limit()?));
        }
        Ok(json!({ "data": inner.documents.removed_by_kind(after, &kinds), "pageToken": null }))
    }))
}

async fn one(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> HttpResponse {
    let (resource, id) = path.into_inner();
    either(answer(&state, &request, |inner, _| {
        inner.documents.one(&resource, &id).ok_or_else(|| refusal(404, "not_found", "no such document"))
    }))
}

/// Checks the token, meets what was ordered, follows a page token, else asks `first` for the first page.
fn answer(
    state: &State,
    request: &HttpRequest,
    first: impl FnOnce(&mut Inner, &Asked) -> Result<Value, Refusal>,
) -> Answer {
    let mut inner = state.lock();
    inner.requests.push(request.uri().to_string());
    let fault = inner.faults.next();
    match fault {
        Some(Fault::Unauthorized) => inner.tokens.clear(),
        Some(Fault::TooMany { retry_after }) => return Err(too_many(retry_after)),
        Some(Fault::Unavailable) => return Err(refusal(503, "unavailable", "the answer is too big")),
        Some(Fault::Garbage) => {
            return Ok(HttpResponse::Ok().content_type("application/json").body("{\"data\": ["));
        }
        Some(Fault::Cut | Fault::PageLoop) | None => {}
    }
    check_token(&inner, request)?;
    let asked = Asked::of(request)?;
    let page = match asked.first("pageToken") {
        Some(token) => next_page(state.dialect, &mut inner, &asked, token)?,
        None => first(&mut inner, &asked)?,
    };
    Ok(match fault {
        Some(Fault::Cut) => cut(page.to_string()),
        Some(Fault::PageLoop) => HttpResponse::Ok().json(inner.pages.looped(&page)),
        _ => HttpResponse::Ok().json(page),
    })
}

fn check_token(inner: &Inner, request: &HttpRequest) -> Result<(), Refusal> {
    let header = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let token = header.and_then(|value| value.strip_prefix("Bearer "));
    match token {
        Some(token) if inner.tokens.iter().any(|known| known == token) => Ok(()),
        _ => Err(refusal(401, "unauthorized", "no token, or one that is not known")),
    }
}

fn next_page(dialect: Dialect, inner: &mut Inner, asked: &Asked, token: &str) -> Result<Value, Refusal> {
    let alone = asked.0.iter().all(|(name, _)| name == "pageToken" || name == "limit");
    if dialect == Dialect::A && !alone {
        return Err(refusal(400, "invalid_filter", "pageToken goes with limit alone"));
    }
    inner.pages.next(token, asked.limit()?).ok_or_else(|| refusal(400, "invalid_filter", "no such pageToken"))
}

/// The parameters of a question, which may be repeated.
struct Asked(Vec<(String, String)>);

impl Asked {
    fn of(request: &HttpRequest) -> Result<Self, Refusal> {
        web::Query::<Vec<(String, String)>>::from_query(request.query_string())
            .map(|pairs| Self(pairs.into_inner()))
            .map_err(|_| refusal(400, "invalid_filter", "the query cannot be read"))
    }

    fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(given, _)| given == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether sums lie within the days asked for; days are written so that their text sorts as they do.
    fn has_days_of(&self, sums: &Value) -> bool {
        let day = |name: &str| sums[name].as_str().unwrap_or_default().to_owned();
        self.first("startDate").is_none_or(|first| day("startDate").as_str() >= first)
            && self.first("endDate").is_none_or(|last| day("endDate").as_str() <= last)
    }

    fn limit(&self) -> Result<Option<usize>, Refusal> {
        let Some(text) = self.first("limit") else { return Ok(None) };
        match text.parse() {
            Ok(limit @ 1..) => Ok(Some(limit)),
            _ => Err(refusal(400, "invalid_filter", "limit is at least 1")),
        }
    }

    fn instant(&self, name: &str) -> Result<Option<DateTime<Utc>>, Refusal> {
        let Some(text) = self.first(name) else { return Ok(None) };
        instant(text).map(Some).ok_or_else(|| refusal(400, "invalid_filter", "not a time"))
    }
}

fn either(answer: Answer) -> HttpResponse {
    answer.unwrap_or_else(HttpResponse::from)
}
