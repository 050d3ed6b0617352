//! Root fields: writeNote, reviseNote, annotateNote.

use std::collections::BTreeSet;

use async_graphql::{Context, ID, Object};
use entity::municipality::note;
use entity::vocabulary::{Secrecy, Track};
use sea_orm::Iterable;
use uuid::Uuid;

use super::rules::{self, NoteFault};
use super::store;
use super::types::{Note, check_youth};
use super::types_input::{AnnotateNoteInput, NotePayload, ReviseNoteInput, WriteNoteInput};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::UserError;

/// Mutations of notes.
#[derive(Debug, Default)]
pub struct NoteMutations;

#[Object]
impl NoteMutations {
    /// Writes a note (anteckning) about a youth, in a secrecy class and on a track of the viewer's.
    async fn write_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The note.")] input: WriteNoteInput,
    ) -> Option<Result<NotePayload, Fault>> {
        Some(write(ctx, input).await)
    }

    /// Writes another version of a note; only its writer does, and every version stays.
    async fn revise_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The version.")] input: ReviseNoteInput,
    ) -> Option<Result<NotePayload, Fault>> {
        Some(revise(ctx, input).await)
    }

    /// Puts what the youth says of a note beside it, on the youth's request (rättelse). The note stays as it is. Whoever
    /// reads the note may take it down, and whoever reads the note reads it.
    async fn annotate_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the youth says.")] input: AnnotateNoteInput,
    ) -> Option<Result<NotePayload, Fault>> {
        Some(annotate(ctx, input).await)
    }
}

async fn write(ctx: &Context<'_>, input: WriteNoteInput) -> Result<NotePayload, Fault> {
    let grant = ctx.authorize(Action::WriteNotes)?;
    let by = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let youth = GlobalId::local(&input.youth, Kind::Youth, grant.municipality_code())?;
    check_youth(ctx, &grant, youth).await?;
    let text = match rules::check_body(&input.body) {
        Ok(text) => text,
        Err(fault) => return Ok(NotePayload::refused(fault)),
    };
    let secrecy = Secrecy::from(input.secrecy);
    let (case_id, track) = match place(&grant, youth, &input).await? {
        Ok(place) => place,
        Err(error) => return Ok(NotePayload::refused(error)),
    };
    if !grant.writes(youth, secrecy, track).await? {
        let works = !grant.roles_on(youth, track).await?.is_empty();
        return Ok(NotePayload::refused(if works { NoteFault::Class } else { NoteFault::Track }));
    }
    let now = grant.clock().now();
    let row = note::Model {
        id: ids::new_id(now),
        youth_id: youth,
        case_id,
        track,
        secrecy,
        author_id: by,
        body: grant.keys().columns.seal(store::BODY, text.as_bytes()),
        version: 1,
        created_at: now,
        changed_at: now,
    };
    store::add(&grant, row.clone(), text).await?;
    Ok(NotePayload::done(Note::of(row, &grant)?))
}

/// The case and the track of a new note, or what to mend.
async fn place(
    grant: &Grant,
    youth: Uuid,
    input: &WriteNoteInput,
) -> Result<Result<(Option<Uuid>, Track), UserError>, Fault> {
    let track = input.track.map(Track::from);
    let Some(case) = &input.case else {
        let track = match track {
            Some(track) => Ok(track),
            None => default_track(grant, youth, input.secrecy.into()).await?,
        };
        return Ok(track.map(|track| (None, track)).map_err(UserError::from));
    };
    let id = match GlobalId::of_row(case, Kind::Case, grant.municipality_code(), "input.case") {
        Ok(id) => id,
        Err(error) => return Ok(Err(error)),
    };
    Ok(match store::case(grant, youth, id).await? {
        None => Err(UserError::not_found("input.case")),
        Some(case) if case.closed_at.is_some() => Err(NoteFault::CaseClosed.into()),
        Some(case) if track.is_some_and(|track| track != case.track) => Err(NoteFault::CaseTrack.into()),
        Some(case) => Ok((Some(case.id), case.track)),
    })
}

async fn default_track(
    grant: &Grant,
    youth: Uuid,
    secrecy: Secrecy,
) -> Result<Result<Track, NoteFault>, Fault> {
    let mut works_on = BTreeSet::new();
    for track in Track::iter() {
        if grant.writes(youth, secrecy, track).await? {
            works_on.insert(track);
        }
    }
    Ok(rules::default_track(&works_on, &store::forms_today(grant, youth).await?))
}

/// A note that the grant reads, of a youth who is opened.
async fn opened(ctx: &Context<'_>, grant: &Grant, id: &ID) -> Result<note::Model, Fault> {
    let id = GlobalId::local(id, Kind::Note, grant.municipality_code())?;
    let row = store::find(grant, id).await?;
    check_youth(ctx, grant, row.youth_id).await?;
    Ok(row)
}

async fn revise(ctx: &Context<'_>, input: ReviseNoteInput) -> Result<NotePayload, Fault> {
    let grant = ctx.authorize(Action::WriteNotes)?;
    let row = opened(ctx, &grant, &input.note).await?;
    if grant.staff_id() != Some(row.author_id) || !grant.writes(row.youth_id, row.secrecy, row.track).await? {
        return Ok(NotePayload::refused(NoteFault::NotWriter));
    }
    let text = match rules::check_body(&input.body) {
        Ok(text) => text,
        Err(fault) => return Ok(NotePayload::refused(fault)),
    };
    let is_done = row.version == input.version && store::revise(&grant, &row, text).await?;
    let note = Note::of(store::find(&grant, row.id).await?, &grant)?;
    Ok(if is_done { NotePayload::done(note) } else { NotePayload::changed(note) })
}

async fn annotate(ctx: &Context<'_>, input: AnnotateNoteInput) -> Result<NotePayload, Fault> {
    let grant = ctx.authorize(Action::WriteNotes)?;
    let by = grant.staff_id().ok_or_else(|| Fault::of(Code::Forbidden))?;
    let row = opened(ctx, &grant, &input.note).await?;
    let text = match rules::check_body(&input.body) {
        Ok(text) => text,
        Err(fault) => return Ok(NotePayload::refused(fault)),
    };
    store::remark(&grant, &row, by, text).await?;
    Ok(NotePayload::done(Note::of(row, &grant)?))
}
