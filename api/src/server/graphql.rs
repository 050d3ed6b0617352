//! `/graphql`: the way of one request, from its envelope to what is answered.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql_parser::types::OperationType;

use super::accept::Media;
use super::answer::{self, Answer};
use super::live::sse;
use super::refusal::Refusal;
use super::work::{self, Work};
use super::{House, caller, envelope};
use crate::support::fault::{Code, Fault};
use crate::support::language::Language;

/// Answers a request by any method, in the media type that it asks for or `usual`.
pub(super) async fn graphql(
    request: HttpRequest,
    body: web::Payload,
    house: web::Data<House>,
    usual: Media,
) -> HttpResponse {
    let language = caller::language(&request);
    let id = crate::support::ids::random_id();
    let asked = language
        .scope(async {
            let media = Media::from_header(caller::header(&request, "accept"), usual)
                .ok_or_else(|| (Media::Json, answer::not_acceptable()))?;
            let work = read(&request, body, &house, media).await.map_err(|refusal| (media, refusal))?;
            Ok((media, work))
        })
        .await;
    let (media, told) = match asked {
        Ok((Media::Events, work)) => return sse::stream(request, house, work, language, id).await,
        Ok((media, work)) => (media, language.scope(converse(&request, work, &house, language, id)).await),
        Err((Media::Events, refusal)) if refusal.is_of_graphql() => {
            return sse::refused(&request, &house, language, id, refusal);
        }
        Err((media, refusal)) => (media, Err(refusal)),
    };
    answer::write(&request, &house, media, language, id, told)
}

/// Reads and checks a request.
async fn read(
    request: &HttpRequest,
    body: web::Payload,
    house: &web::Data<House>,
    media: Media,
) -> Result<Work, Refusal> {
    let work = Work::inspect(envelope::read(request, body, &house.settings).await?, house)?;
    if request.method() == Method::GET && work.kind() == OperationType::Mutation {
        return Err(Refusal::method(
            "POST",
            "Ändra med POST: GET läser bara.",
            "Change by POST: GET only reads.",
        ));
    }
    if work.kind() == OperationType::Subscription && media != Media::Events {
        let fault = Fault::of(Code::GraphqlValidationFailed);
        return Err(fault
            .saying(
                "Prenumerera över WebSocket (graphql-transport-ws) eller text/event-stream.",
                "Subscribe over WebSocket (graphql-transport-ws) or text/event-stream.",
            )
            .into());
    }
    Ok(work)
}

/// Has a query or mutation executed.
async fn converse(
    request: &HttpRequest,
    work: Work,
    house: &web::Data<House>,
    language: Language,
    id: uuid::Uuid,
) -> Result<Answer, Refusal> {
    let caller = caller::read(request, id, house.settings.behind_proxy)?;
    // On the runtime of the databases, not on an HTTP worker: there it goes on to its end when the client leaves.
    let running = Arc::clone(house);
    let work = async move { work::serve(&running, caller, work).await };
    let task = house.runtime.spawn(language.scope(work));
    task.await.unwrap_or_else(|cause| Err(Fault::internal(&cause.is_panic()).into()))
}
