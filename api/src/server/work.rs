//! One piece of work: a document that was measured, and its execution as one caller.

use std::panic::AssertUnwindSafe;

use async_graphql::{Request, Response, Value, Variables};
use async_graphql_parser::types::{ExecutableDocument, OperationType};
use futures::{FutureExt, StreamExt};

use super::answer::Answer;
use super::envelope::Envelope;
use super::guard::{self, Measure};
use super::reception::Caller;
use super::refusal::Refusal;
use super::{House, cost, scan, shape};
use crate::support::events::Turn;
use crate::support::fault::{Code, Fault};

/// A document that may be executed, with its values.
#[derive(Clone)]
pub(super) struct Work {
    document: ExecutableDocument,
    operation: Option<String>,
    variables: Variables,
    measure: Measure,
}

impl Work {
    /// Parses and measures a document; nothing else walks it before.
    pub(super) fn inspect(envelope: Envelope, house: &House) -> Result<Self, Refusal> {
        let limits = &house.settings.limits;
        let Envelope { query, operation, variables } = envelope;
        scan::scan(&query, limits)?;
        let document =
            async_graphql_parser::parse_query(&query).map_err(|cause| shape::of_parsing(&cause))?;
        let measure = guard::measure(&document, operation.as_deref(), &variables, &house.outline, limits)?;
        let work = Self { document, operation, variables, measure };
        work.permitted(house)?;
        Ok(work)
    }

    /// Query, mutation or subscription.
    pub(super) fn kind(&self) -> OperationType {
        self.measure.kind
    }

    fn permitted(&self, house: &House) -> Result<(), Refusal> {
        let fault = || Fault::of(Code::GraphqlValidationFailed);
        if self.measure.introspects && !house.settings.introspection {
            return Err(fault()
                .saying(
                    "Schemat lämnas inte ut här: läs schema.graphql.",
                    "Introspection is off here: read schema.graphql.",
                )
                .into());
        }
        if self.kind() == OperationType::Subscription && self.measure.roots != 1 {
            return Err(fault()
                .saying("En prenumeration har ett enda rotfält.", "A subscription has one root field alone.")
                .into());
        }
        Ok(())
    }
}

/// Answers a query or a mutation.
pub(super) async fn serve(house: &House, caller: Caller, work: Work) -> Result<Answer, Refusal> {
    let answer = attend(house, caller, work, None).await?;
    answer.ok_or_else(|| Fault::internal(&"no answer to a query").into())
}

/// Receives the caller, pays, executes, and has the visit written down before anything leaves. A subscription is
/// executed for one `turn`, at which there may be nothing to say.
pub(super) async fn attend(
    house: &House,
    caller: Caller,
    work: Work,
    turn: Option<Turn>,
) -> Result<Option<Answer>, Refusal> {
    let limits = &house.settings.limits;
    let mut received = in_time(house, house.reception.receive(caller)).await?;
    let Work { document, operation, variables, measure } = work;
    let writes = if measure.kind == OperationType::Mutation { measure.roots } else { 0 };
    let requested = cost::requested(measure.cost, writes);
    let held = in_time(house, cost::hold(&house.cache, &received.bucket, requested, writes, limits)).await?;
    let mut request = Request::new(String::new()).variables(variables);
    request.operation_name = operation;
    let once = turn.is_none();
    if let Some(turn) = turn {
        received.data.insert(turn);
    }
    request.data = received.data;
    request.set_parsed_query(document);
    let outcome = execute(house, request, once).await;
    let written = in_time(house, received.visit.finish()).await;
    let data = outcome.as_ref().ok().and_then(Option::as_ref).map_or(&Value::Null, |response| &response.data);
    let cost = held.settle(&house.cache, data, limits).await;
    written?;
    outcome?.map(|response| answered(response, cost)).transpose()
}

/// Does `work` as long as a request may take.
pub(super) async fn in_time<T>(
    house: &House,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    tokio::time::timeout(house.settings.deadline, work)
        .await
        .unwrap_or_else(|_| Err(Fault::of(Code::Timeout)))
}

async fn execute(house: &House, request: Request, once: bool) -> Result<Option<Response>, Fault> {
    let work = async {
        if once {
            Some(house.engine.execute(request).await)
        } else {
            house.engine.execute_stream(request).next().await
        }
    };
    match tokio::time::timeout(house.settings.deadline, AssertUnwindSafe(work).catch_unwind()).await {
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
