//! `/graphql`: the way of one request, from its envelope to what is answered.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::{Request, Response, Value};
use async_graphql_parser::types::{ExecutableDocument, OperationType};
use futures::FutureExt;

use super::accept::Media;
use super::answer::{self, Answer};
use super::envelope::{self, Envelope};
use super::guard::{self, Measure};
use super::reception::Caller;
use super::refusal::Refusal;
use super::{House, caller, cost, scan, shape};
use crate::support::fault::{Code, Fault};
use crate::support::language::Language;

/// Answers a request for `/graphql` by any method.
pub(super) async fn graphql(
    request: HttpRequest,
    body: web::Payload,
    house: web::Data<House>,
) -> HttpResponse {
    let language = Language::from_header(caller::header(&request, "accept-language").unwrap_or_default());
    let id = crate::support::ids::random_id();
    let (media, told) = language
        .scope(async {
            match Media::from_header(caller::header(&request, "accept")) {
                Some(media) => (media, converse(&request, body, &house, language, id).await),
                None => (Media::Json, Err(answer::not_acceptable())),
            }
        })
        .await;
    answer::write(&request, &house, media, language, id, told)
}

/// Reads and checks a request, then has it executed.
async fn converse(
    request: &HttpRequest,
    body: web::Payload,
    house: &web::Data<House>,
    language: Language,
    id: uuid::Uuid,
) -> Result<Answer, Refusal> {
    let envelope = envelope::read(request, body, &house.settings).await?;
    let (document, measure) = inspect(&envelope, house)?;
    if request.method() == actix_web::http::Method::GET && measure.kind != OperationType::Query {
        return Err(Refusal::method(
            "POST",
            "Ändra med POST: GET läser bara.",
            "Change by POST: GET only reads.",
        ));
    }
    permitted(&measure, house)?;
    let caller = caller::read(request, id, house.settings.behind_proxy)?;
    // On the runtime of the databases, not on an HTTP worker: there it goes on to its end when the client leaves.
    let work = serve(Arc::clone(house), caller, envelope, document, measure);
    let task = house.runtime.spawn(language.scope(work));
    task.await.unwrap_or_else(|cause| Err(Fault::internal(&cause.is_panic()).into()))
}

/// Parses and measures a document; nothing else walks it before.
fn inspect(envelope: &Envelope, house: &House) -> Result<(ExecutableDocument, Measure), Refusal> {
    let limits = &house.settings.limits;
    scan::scan(&envelope.query, limits)?;
    let document =
        async_graphql_parser::parse_query(&envelope.query).map_err(|cause| shape::of_parsing(&cause))?;
    let measure = guard::measure(
        &document,
        envelope.operation.as_deref(),
        &envelope.variables,
        &house.outline,
        limits,
    )?;
    Ok((document, measure))
}

fn permitted(measure: &Measure, house: &House) -> Result<(), Refusal> {
    if measure.introspects && !house.settings.introspection {
        let fault = Fault::of(Code::GraphqlValidationFailed);
        return Err(fault
            .saying(
                "Schemat lämnas inte ut här: läs schema.graphql.",
                "Introspection is off here: read schema.graphql.",
            )
            .into());
    }
    if measure.kind == OperationType::Subscription {
        let fault = Fault::of(Code::GraphqlValidationFailed);
        return Err(fault
            .saying("Prenumerationer går inte över denna väg.", "Subscriptions are not served on this path.")
            .into());
    }
    Ok(())
}

/// Receives the caller, pays, executes, and has the visit written down before anything leaves.
async fn serve(
    house: Arc<House>,
    caller: Caller,
    envelope: Envelope,
    document: ExecutableDocument,
    measure: Measure,
) -> Result<Answer, Refusal> {
    let limits = &house.settings.limits;
    let received = in_time(&house, house.reception.receive(caller)).await?;
    let writes = if measure.kind == OperationType::Mutation { measure.roots } else { 0 };
    let requested = cost::requested(measure.cost, writes);
    let held = in_time(&house, cost::hold(&house.cache, &received.bucket, requested, writes, limits)).await?;
    let mut request = Request::new(String::new()).variables(envelope.variables);
    request.operation_name = envelope.operation;
    request.data = received.data;
    request.set_parsed_query(document);
    let outcome = execute(&house, request).await;
    let written = in_time(&house, received.visit.finish()).await;
    let cost = held
        .settle(&house.cache, outcome.as_ref().map_or(&Value::Null, |response| &response.data), limits)
        .await;
    written?;
    answered(outcome?, cost)
}

async fn in_time<T>(house: &House, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    tokio::time::timeout(house.settings.deadline, work)
        .await
        .unwrap_or_else(|_| Err(Fault::of(Code::Timeout)))
}

async fn execute(house: &House, request: Request) -> Result<Response, Fault> {
    let work = AssertUnwindSafe(house.engine.execute(request)).catch_unwind();
    match tokio::time::timeout(house.settings.deadline, work).await {
        Ok(Ok(response)) => Ok(response),
        // The panic's own text may hold anything; the hook of the process has written where it was.
        Ok(Err(_)) => Err(Fault::internal(&"a resolver panicked")),
        Err(_) => Err(Fault::of(Code::Timeout)),
    }
}

/// Tells an answer from a refusal: errors without a path and no data were found before execution.
fn answered(response: Response, cost: Value) -> Result<Answer, Refusal> {
    let refused = response.data == Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.is_empty());
    if refused {
        let (errors, codes): (Vec<_>, Vec<_>) =
            response.errors.into_iter().take(20).map(shape::of_validation).unzip();
        let code = codes.first().copied().unwrap_or(Code::GraphqlValidationFailed);
        return Err(Refusal::invalid(errors, code));
    }
    let errors = response.errors.into_iter().map(shape::of_execution).collect();
    Ok(Answer { data: response.data, errors, cost })
}
