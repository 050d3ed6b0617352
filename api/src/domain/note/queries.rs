//! Root field: notes; and a note by its global id.

use async_graphql::{Context, ID, Object};

use super::store::{self, Filter};
use super::types::{Note, NotePage, NoteTotals, check_youth};
use super::types_input::NoteFilter;
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries about notes.
#[derive(Debug, Default)]
pub struct NoteQueries;

#[Object]
impl NoteQueries {
    /// The notes (anteckningar) about a youth that the viewer may read, the newest first. Of a person with protected data
    /// a reason is asked for: the header `Up2-Reason`.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn notes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The youth's global id.")] youth: ID,
        #[graphql(desc = "Narrows the list.")] filter: Option<NoteFilter>,
        #[graphql(desc = "How many, 1 to 100, from the newest.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the oldest.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<NotePage, Fault>> {
        Some(notes(ctx, &youth, filter.unwrap_or_default(), Page::of(first, after, last, before)).await)
    }
}

async fn notes(
    ctx: &Context<'_>,
    youth: &ID,
    filter: NoteFilter,
    page: Result<Page, Fault>,
) -> Result<NotePage, Fault> {
    let (page, grant) = (page?, ctx.authorize(Action::ReadNotes)?);
    let code = grant.municipality_code();
    let youth = GlobalId::local(youth, Kind::Youth, code)?;
    let case = filter.case.map(|id| GlobalId::local(&id, Kind::Case, code)).transpose()?;
    check_youth(ctx, &grant, youth).await?;
    let (secrecy, track) = (filter.secrecy.map(Into::into), filter.track.map(Into::into));
    let filter = Filter { youth, secrecy, track, case };
    let rows = store::page(&grant, &filter, page).await?;
    let rows = rows.into_iter().map(|row| Ok((row.id, Note::of(row, &grant)?)));
    let rows = rows.collect::<Result<Vec<_>, Fault>>()?;
    Ok(page.connect(rows, NoteTotals { grant, filter }, |row| row.0, |row| row.1))
}

/// The note with this global id; of a person with protected data a reason is asked for.
pub async fn note(ctx: &Context<'_>, id: &ID) -> Result<Note, Fault> {
    let grant = ctx.authorize(Action::ReadNotes)?;
    let id = GlobalId::local(id, Kind::Note, grant.municipality_code())?;
    let note = Note::load(ctx, id).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    check_youth(ctx, &grant, note.youth_id()).await?;
    Ok(note)
}
