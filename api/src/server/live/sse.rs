//! `graphql-sse`, distinct connections: one operation a request, told as events of a stream.

use std::sync::Arc;

use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Interval, MissedTickBehavior};
use uuid::Uuid;

use super::operation::{Operation, Said, signed_out};
use super::places::Place;
use super::{door, told_to_stop};
use crate::server::accept::Media;
use crate::server::reception::{Caller, SignIn};
use crate::server::refusal::Refusal;
use crate::server::work::{Work, in_time};
use crate::server::{House, answer, caller};
use crate::support::fault::Fault;
use crate::support::language::Language;

/// Answers that wait for one stream at most.
const WAITING: usize = 4;

/// Answers with a stream of what `work` says.
pub(in crate::server) async fn stream(
    request: HttpRequest,
    house: web::Data<House>,
    work: Work,
    language: Language,
    id: Uuid,
) -> HttpResponse {
    let (caller, sign_in, places) = match language.scope(admit(&request, &house, language, id)).await {
        Ok(admitted) => admitted,
        Err(refusal) => return answer::write(&request, &house, Media::Json, language, id, Err(refusal)),
    };
    let (mouth, said) = mpsc::channel(WAITING);
    let (stop, stopped) = oneshot::channel();
    let operation = Operation::new(&house, caller, work, 0, mouth);
    house.runtime.spawn(language.scope(operation.run(stopped)));
    let mut tick = tokio::time::interval(house.settings.live.tick);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let feed = Feed {
        said,
        tick,
        language,
        expires_at: sign_in.map(|sign_in| sign_in.expires_at),
        spoke: house.clock.now(),
        stopping: house.stopping.clone(),
        house: Arc::clone(&house),
        ended: false,
        _stop: stop,
        _places: places,
    };
    let events = futures::stream::unfold(feed, |mut feed| async move {
        let bytes = feed.next().await?;
        Some((Ok::<_, actix_web::Error>(bytes), feed))
    });
    head(&request, &house, language, id).streaming(events)
}

/// Answers with a stream that says only what is wrong with the document.
pub(in crate::server) fn refused(
    request: &HttpRequest,
    house: &House,
    language: Language,
    id: Uuid,
    refusal: Refusal,
) -> HttpResponse {
    house.metrics.answered(200, refusal.code.name());
    head(request, house, language, id).body(last(&refusal))
}

async fn admit(
    request: &HttpRequest,
    house: &web::Data<House>,
    language: Language,
    id: Uuid,
) -> Result<(Caller, Option<SignIn>, Vec<Place>), Refusal> {
    let caller = caller::read(request, id, house.settings.behind_proxy)?;
    let mut places = door::places(house, caller.address.map(|address| format!("address/{address}")))?;
    let (inside, who) = (Arc::clone(house), caller.clone());
    let known = async move {
        let received = in_time(&inside, inside.reception.receive(who)).await?;
        in_time(&inside, received.visit.finish()).await?;
        Ok::<_, Fault>(received.sign_in)
    };
    let known = house.runtime.spawn(language.scope(known)).await;
    let sign_in = known.unwrap_or_else(|cause| Err(Fault::internal(&cause.is_panic())))?;
    if let Some(sign_in) = &sign_in {
        let whose = format!("session/{}", sign_in.session);
        let place = house.places.take(whose, house.settings.live.of_session);
        places.push(place.ok_or_else(|| Refusal::from(Fault::throttled(30)))?);
    }
    Ok((caller, sign_in, places))
}

fn head(request: &HttpRequest, house: &House, language: Language, id: Uuid) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .content_type(Media::Events.name())
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("X-Accel-Buffering", "no"))
        .insert_header(("Content-Language", language.pick("sv", "en")))
        .insert_header(("X-Request-Id", id.to_string()));
    answer::vary(request, house, &mut response);
    response
}

/// What one stream is written from.
struct Feed {
    house: Arc<House>,
    language: Language,
    said: mpsc::Receiver<(u64, Said)>,
    tick: Interval,
    expires_at: Option<DateTime<Utc>>,
    spoke: DateTime<Utc>,
    stopping: watch::Receiver<bool>,
    ended: bool,
    _stop: oneshot::Sender<()>,
    _places: Vec<Place>,
}

impl Feed {
    /// The next bytes; none at the end. A stream that ends without `complete` was cut off: the client comes again.
    async fn next(&mut self) -> Option<Bytes> {
        if self.ended {
            return None;
        }
        loop {
            let said = tokio::select! {
                () = told_to_stop(&mut self.stopping) => return None,
                said = self.said.recv() => Some(said?.1),
                _ = self.tick.tick() => self.at_this_time(),
            };
            let now = self.house.clock.now();
            let quiet = TimeDelta::from_std(self.house.settings.live.ping_every).unwrap_or(TimeDelta::MAX);
            let bytes = match said {
                Some(Said::Next(answer)) => event("next", &answer.body()),
                Some(Said::Failed(refusal)) => {
                    self.ended = true;
                    last(&refusal)
                }
                Some(Said::Complete) => {
                    self.ended = true;
                    COMPLETE.to_owned()
                }
                None if now - self.spoke >= quiet => ":\n\n".to_owned(),
                None => continue,
            };
            self.spoke = now;
            return Some(bytes.into());
        }
    }

    /// Ends the stream when its token has.
    fn at_this_time(&self) -> Option<Said> {
        let over = self.expires_at.is_some_and(|at| at <= self.house.clock.now());
        over.then(|| Said::Failed(self.language.scope_sync(signed_out)))
    }
}

const COMPLETE: &str = "event: complete\ndata:\n\n";

#[derive(Serialize)]
struct Errors<'a> {
    errors: &'a [async_graphql::ServerError],
}

fn last(refusal: &Refusal) -> String {
    event("next", &Errors { errors: &refusal.errors }) + COMPLETE
}

fn event(name: &str, data: &impl Serialize) -> String {
    format!("event: {name}\ndata: {}\n\n", serde_json::to_string(data).unwrap_or_default())
}
