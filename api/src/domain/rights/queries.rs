//! Root fields: subjectExtract, erasures, erasureDryRun, legalHolds, retentionRules, retentionDryRun, processFigures.

use async_graphql::connection::EmptyFields;
use async_graphql::{Context, ID, Object};

use super::figures::{self, SchoolYear};
use super::tables::{self, Person};
use super::types::{Erasure, ErasureDryRun, ErasurePage, LegalHold, RecordCount};
use super::types_extract::{ProcessFigure, SubjectExtract};
use super::types_retention::RetentionRule;
use super::{extract, rules, store, store_retention};
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};

/// Queries about the rights of youths.
#[derive(Debug, Default)]
pub struct RightsQueries;

#[Object]
impl RightsQueries {
    /// Everything that is kept about one person and who has read it (registerutdrag), for the person who asked for it.
    /// Made by the data protection officer (dataskyddsombud), and logged. Of a protected person a reason is asked for
    /// (`REASON_REQUIRED`); too large an extract is refused (`LIMIT_EXCEEDED`), never cut.
    async fn subject_extract(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The youth's global id.")] youth: ID,
        #[graphql(desc = "Why, 10 to 500 characters; kept in the access log.")] reason: Option<String>,
    ) -> Option<Result<SubjectExtract, Fault>> {
        Some(subject_extract(ctx, &youth, reason.as_deref()).await)
    }

    /// Erasures (raderingar, gallringar) that were proposed, the latest first.
    async fn erasures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<ErasurePage, Fault>> {
        Some(erasures(ctx, Page::of(first, after, last, before)).await)
    }

    /// What an erasure of one person would take, as counts.
    async fn erasure_dry_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The youth's global id.")] youth: ID,
        #[graphql(
            desc = "Why a protected person is looked up, 10 to 500 characters; kept in the access log."
        )]
        reason: Option<String>,
    ) -> Option<Result<ErasureDryRun, Fault>> {
        Some(erasure_dry_run(ctx, &youth, reason.as_deref()).await)
    }

    /// The legal holds (spärrar mot radering) of one person, the latest first, at most 100.
    async fn legal_holds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The youth's global id.")] youth: ID,
        #[graphql(
            desc = "Why a protected person is looked up, 10 to 500 characters; kept in the access log."
        )]
        reason: Option<String>,
    ) -> Option<Result<Vec<LegalHold>, Fault>> {
        Some(legal_holds(ctx, &youth, reason.as_deref()).await)
    }

    /// How long each type of record is kept (gallringsfrister).
    async fn retention_rules(&self, ctx: &Context<'_>) -> Option<Result<Vec<RetentionRule>, Fault>> {
        Some(retention_rules(ctx).await)
    }

    /// What would go today by the active rules (gallring), as counts; persons under a legal hold are left out.
    async fn retention_dry_run(&self, ctx: &Context<'_>) -> Option<Result<Vec<RecordCount>, Fault>> {
        Some(retention_dry_run(ctx).await)
    }

    /// What the process has done in a school year (läsår), counted over the whole municipality. Small counts are not
    /// shown.
    async fn process_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school year, such as 2025/26.")] school_year: String,
    ) -> Option<Result<Vec<ProcessFigure>, Fault>> {
        Some(process_figures(ctx, &school_year).await)
    }
}

/// A reason of the argument or of the header, checked.
fn checked<'a>(ctx: &'a Context<'_>, reason: Option<&'a str>) -> Result<Option<&'a str>, Fault> {
    let Some(reason) = reason.or(ctx.visit()?.reason()) else { return Ok(None) };
    rules::reason(reason).map(Some).map_err(|_| {
        Fault::bad_input("Ange ett skäl på 10 till 500 tecken.", "Give a reason of 10 to 500 characters.")
    })
}

async fn subject_extract(
    ctx: &Context<'_>,
    youth: &ID,
    reason: Option<&str>,
) -> Result<SubjectExtract, Fault> {
    let grant = ctx.authorize(Action::ExtractSubject)?;
    let code = grant.municipality_code();
    let reason = checked(ctx, reason)?;
    let subject = grant.subject(GlobalId::local(youth, Kind::Youth, code)?, reason).await?;
    let extract = extract::make(&grant, &subject).await?;
    SubjectExtract::of(youth.clone(), code, &extract)
}

async fn erasures(ctx: &Context<'_>, page: Result<Page, Fault>) -> Result<ErasurePage, Fault> {
    let grant = ctx.authorize(Action::ApproveErasure)?;
    let page = page?;
    let rows = Erasure::of(&grant, store::page(&grant, page).await?).await?;
    Ok(page.connect(rows, EmptyFields, |row| row.row_id, |row| row))
}

/// The erasure with this global id.
pub async fn erasure(ctx: &Context<'_>, id: &ID) -> Result<Erasure, Fault> {
    let grant = ctx.authorize(Action::ApproveErasure)?;
    let row = store::find(&grant, GlobalId::local(id, Kind::Erasure, grant.municipality_code())?).await?;
    Erasure::of(&grant, vec![row]).await?.pop().ok_or_else(|| Fault::of(Code::NotFound))
}

/// The legal hold with this global id.
pub async fn legal_hold(ctx: &Context<'_>, id: &ID) -> Result<LegalHold, Fault> {
    let grant = ctx.authorize(Action::ProposeErasure)?;
    let row = store::hold(&grant, GlobalId::local(id, Kind::LegalHold, grant.municipality_code())?).await?;
    LegalHold::of(&grant, vec![row]).await?.pop().ok_or_else(|| Fault::of(Code::NotFound))
}

async fn erasure_dry_run(
    ctx: &Context<'_>,
    youth: &ID,
    reason: Option<&str>,
) -> Result<ErasureDryRun, Fault> {
    let grant = ctx.authorize(Action::ProposeErasure)?;
    let id = GlobalId::local(youth, Kind::Youth, grant.municipality_code())?;
    let subject = grant.subject(id, checked(ctx, reason)?).await?;
    let counts = store::counts(&grant, &Person::from(&subject)).await?;
    Ok(ErasureDryRun {
        records: RecordCount::list(&counts),
        is_held: store::is_held(&grant, id).await?,
        comes_back: subject.source_id.is_some() && subject.removed_at.is_none(),
    })
}

async fn legal_holds(ctx: &Context<'_>, youth: &ID, reason: Option<&str>) -> Result<Vec<LegalHold>, Fault> {
    let grant = ctx.authorize(Action::ProposeErasure)?;
    let id = GlobalId::local(youth, Kind::Youth, grant.municipality_code())?;
    grant.subject(id, checked(ctx, reason)?).await?;
    LegalHold::of(&grant, store::holds(&grant, id).await?).await
}

async fn retention_rules(ctx: &Context<'_>) -> Result<Vec<RetentionRule>, Fault> {
    let grant = ctx.authorize(Action::ManageRetention)?;
    let rules = store_retention::rules(&grant).await?;
    let of = |table: &tables::Table| {
        RetentionRule::of(table, rules.iter().find(|rule| rule.record_type == table.name))
    };
    Ok(tables::all().iter().filter_map(of).collect())
}

async fn retention_dry_run(ctx: &Context<'_>) -> Result<Vec<RecordCount>, Fault> {
    let grant = ctx.authorize(Action::ManageRetention)?;
    let due = rules::due(&store_retention::rules(&grant).await?, grant.reach().today);
    Ok(RecordCount::list(&store_retention::dry_run(&grant, &due).await?))
}

async fn process_figures(ctx: &Context<'_>, school_year: &str) -> Result<Vec<ProcessFigure>, Fault> {
    let grant = ctx.authorize(Action::ReadProcessFigures)?;
    let year = SchoolYear::read(school_year)
        .ok_or_else(|| Fault::bad_input("Skriv läsåret som 2025/26.", "Write the school year as 2025/26."))?;
    let mut told = Vec::new();
    for figure in figures::all() {
        let counts = figures::shown(&grant, &figure, year).await?;
        told.extend(counts.into_iter().map(|(label, n)| ProcessFigure::of(&figure, label, n)));
    }
    Ok(told)
}
