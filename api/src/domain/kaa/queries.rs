//! Root fields: kaaRegister, kaaToClarify, kaaCodes, kaaHalfYearFile, kaaCounts.

use async_graphql::{Context, ID, Object};
use entity::municipality::{kaa_entry, youth};
use futures::future::try_join_all;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::loaders::reader_of_codes;
use super::rules::{self, Coverage, Missing};
use super::rules_file::{self, Period};
use super::store::Known;
use super::types::{KaaEntry, KaaMeasure};
use super::types_codes::{KaaCode, KaaList};
use super::types_file::{KaaCounts, KaaHalfYearFile};
use super::types_register::{KaaRegister, KaaRegisterFilter, KaaRegisterTotals, KaaToClarify};
use super::{store, store_codes, store_file};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind, Page};

/// Most youths that the list to clarify tells at a time.
const MOST_TO_CLARIFY: usize = 100;
/// Youths read at a time for it.
const CHUNK: u64 = 100;

/// Queries about the register.
#[derive(Debug, Default)]
pub struct KaaQueries;

#[Object]
impl KaaQueries {
    /// The register of the municipal activity duty (KAA-registret), the oldest registration first. Persons with protected
    /// data are in it only for those who are appointed, and only with a reason: the header `Up2-Reason`.
    async fn kaa_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<KaaRegisterFilter>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<KaaRegister, Fault>> {
        Some(register(ctx, filter.unwrap_or_default(), Page::of(first, after, last, before)).await)
    }

    /// Youths of whom nobody can tell whether the duty covers them, since something is not known (att utreda): at most
    /// 100 at a time; clarified ones make room for others.
    async fn kaa_to_clarify(&self, ctx: &Context<'_>) -> Option<Result<Vec<KaaToClarify>, Fault>> {
        Some(to_clarify(ctx).await)
    }

    /// A code list of the register (kodlista), in its order.
    async fn kaa_codes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which list.")] list: KaaList,
        #[graphql(desc = "Only codes that can be used today.", default = false)] active: bool,
    ) -> Option<Result<Vec<KaaCode>, Fault>> {
        Some(codes(ctx, list, active).await)
    }

    /// Makes the half-year file for SCB (halvårsfil). Each person in it is noted in the access log. No copy is kept; a
    /// second file of the same half-year replaces the earlier one.
    async fn kaa_half_year_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year, from 2015.")] year: i32,
        #[graphql(desc = "The half: 1 from January to June, 2 from July to December.")] half: i32,
    ) -> Option<Result<KaaHalfYearFile, Fault>> {
        Some(file(ctx, year, half).await)
    }

    /// Counts of a half-year, without names.
    async fn kaa_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year, from 2015.")] year: i32,
        #[graphql(desc = "The half: 1 from January to June, 2 from July to December.")] half: i32,
    ) -> Option<Result<KaaCounts, Fault>> {
        Some(counts(ctx, year, half).await)
    }
}

async fn register(
    ctx: &Context<'_>,
    filter: KaaRegisterFilter,
    page: Result<Page, Fault>,
) -> Result<KaaRegister, Fault> {
    let (page, grant) = (page?, ctx.authorize(Action::ReadKaa)?);
    let filter = filter.read(ctx.visit()?.reason().is_some());
    let rows = store::page(&grant, &filter, page).await?;
    let code = grant.municipality_code().to_owned();
    let listed = rows.into_iter().map(|row| KaaEntry::listed(ctx, row, &code));
    let entries: Vec<_> = try_join_all(listed).await?.into_iter().flatten().collect();
    let totals = KaaRegisterTotals { grant, filter };
    Ok(page.connect(entries, totals, KaaEntry::row_id, |entry| entry))
}

async fn to_clarify(ctx: &Context<'_>) -> Result<Vec<KaaToClarify>, Fault> {
    let grant = ctx.authorize(Action::RegisterKaa)?;
    let reason = ctx.visit()?.reason();
    let (mut found, mut after) = (Vec::new(), Uuid::nil());
    while found.len() < MOST_TO_CLARIFY {
        let chunk = store::to_clarify(&grant).filter(youth::Column::Id.gt(after)).limit(CHUNK);
        let people = grant.all(chunk).await?;
        let Some(last) = people.last() else { break };
        after = last.id;
        let known = store::with_enrolments(&grant, people).await?;
        let earlier = store::entries(&grant, known.values()).await?;
        for (id, known) in known {
            let before = earlier.get(&id).map_or(&[][..], Vec::as_slice);
            if let Some(missing) = missing(&grant, &known, before) {
                found.push((known.youth, missing));
            }
        }
    }
    found.sort_by(|(one, _), (other, _)| one.sort_name.cmp(&other.sort_name));
    found.truncate(MOST_TO_CLARIFY);
    let shown = |(person, missing)| KaaToClarify::of(person, &grant, reason, missing);
    Ok(found.into_iter().map(shown).collect())
}

/// What is missing of somebody who is not in the register, also not by another register's row.
fn missing(grant: &Grant, known: &Known, earlier: &[kaa_entry::Model]) -> Option<Missing> {
    if earlier.iter().any(|row| row.ended_on.is_none()) {
        return None;
    }
    let (today, own) = (grant.reach().today, grant.municipality_code());
    match rules::covers_again(&known.facts(), earlier.last(), own, today) {
        Coverage::Unclear(missing) => Some(missing),
        Coverage::Covered(_) | Coverage::Not(_) => None,
    }
}

async fn codes(ctx: &Context<'_>, list: KaaList, active: bool) -> Result<Vec<KaaCode>, Fault> {
    let grant = reader_of_codes(ctx.visit()?)?;
    let today = grant.reach().today;
    let all = store_codes::all(&grant).await?;
    let rows = all.of(list.into()).into_iter().map(|row| KaaCode::of(row, today));
    Ok(rows.filter(|code| code.active || !active).collect())
}

async fn file(ctx: &Context<'_>, year: i32, half: i32) -> Result<KaaHalfYearFile, Fault> {
    let grant = ctx.authorize(Action::ExportKaa)?;
    let period = begun(&grant, year, half)?;
    let (records, people) = store_file::records(&grant, period).await?;
    let by_hand = store_file::by_hand(&grant, period).await?;
    let codes = store_codes::all(&grant).await?;
    let made = rules_file::make(&records, period, &codes, grant.municipality_code(), grant.reach().today);
    Ok(KaaHalfYearFile::of(&grant, made, &people, &codes, (year, half), by_hand))
}

async fn counts(ctx: &Context<'_>, year: i32, half: i32) -> Result<KaaCounts, Fault> {
    let grant = ctx.authorize(Action::ExportKaa)?;
    let period = begun(&grant, year, half)?;
    let codes = store_codes::all(&grant).await?;
    let counts = store_file::counts(&grant, period, &codes).await?;
    Ok(KaaCounts::of(counts, &codes, grant.reach().today))
}

/// A half-year that has begun.
fn begun(grant: &Grant, year: i32, half: i32) -> Result<Period, Fault> {
    let period = Period::of(year, half).filter(|period| period.first <= grant.reach().today);
    period.ok_or_else(|| {
        Fault::bad_input(
            "Ange ett halvår som har börjat: ett år från 2015, och 1 eller 2.",
            "Give a half-year that has begun: a year from 2015, and 1 or 2.",
        )
    })
}

/// The entry with this global id.
pub async fn entry(ctx: &Context<'_>, id: &ID) -> Result<KaaEntry, Fault> {
    let grant = ctx.authorize(Action::ReadKaa)?;
    let code = grant.municipality_code();
    let row = store::entry(&grant, GlobalId::local(id, Kind::KaaEntry, code)?).await?;
    KaaEntry::opened(ctx, row, code).await
}

/// The measure with this global id.
pub async fn measure(ctx: &Context<'_>, id: &ID) -> Result<KaaMeasure, Fault> {
    let grant = ctx.authorize(Action::ReadKaa)?;
    let code = grant.municipality_code();
    let row = store::measure(&grant, GlobalId::local(id, Kind::KaaMeasure, code)?).await?;
    KaaMeasure::opened(ctx, row, code).await
}
