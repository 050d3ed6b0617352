//! The work list in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, Enum, Object, SimpleObject};
use entity::municipality::duty_clock;
use futures::future::try_join_all;
use uuid::Uuid;

use super::loaders::LackingCases;
use super::store_work;
use super::types::Case;
use super::types_clock::DutyClock;
use crate::access::{Action, Authorize, Grant};
use crate::domain::vocabulary_case::DutyKind;
use crate::domain::youth::types::Youth;
use crate::support::fault::Fault;
use crate::support::language::Language;
use crate::support::page::Page;
use crate::support::scalars::Date;

/// Why something stands in a work list.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkReason {
    /// The viewer owes it, or is responsible for the case (min uppgift).
    Mine,
    /// The viewer's role owes it (min rolls uppgift).
    OfMyRole,
    /// Nobody responsible has the case in hand: assign it (saknar ansvarig).
    NoResponsible,
    /// It is late, and was told up the chain (försenat).
    Late,
}

impl WorkReason {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Mine => ("Min uppgift", "Mine"),
            Self::OfMyRole => ("Min rolls uppgift", "Of my role"),
            Self::NoResponsible => ("Saknar ansvarig", "Nobody responsible"),
            Self::Late => ("Försenat", "Late"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Something to be done (arbetsuppgift): a duty clock that runs, with whom it is about.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct WorkItem {
    /// What is to be done.
    pub kind: DutyKind,
    /// The last day on which it is in time.
    pub due_on: Date,
    /// Whether that day has passed.
    pub is_overdue: bool,
    /// Why it stands in the viewer's list.
    pub why: WorkReason,
    /// Its clock.
    pub clock: DutyClock,
    /// Whom it is about; null when out of reach by now.
    pub youth: Option<Youth>,
    /// The case; null outside one.
    pub case: Option<Case>,
}

#[ComplexObject]
impl WorkItem {
    /// Label of what is to be done, in the reader's language.
    async fn kind_label(&self) -> &'static str {
        self.kind.label()
    }

    /// Label of the reason, in the reader's language.
    async fn why_label(&self) -> &'static str {
        self.why.label()
    }
}

impl WorkItem {
    async fn of(ctx: &Context<'_>, grant: &Grant, row: duty_clock::Model) -> Result<(Uuid, Self), Fault> {
        let case = match row.case_id {
            Some(id) => Case::load(ctx, id).await?,
            None => None,
        };
        let lacking = match row.case_id {
            Some(id) => ctx.data_unchecked::<DataLoader<LackingCases>>().load_one(id).await? == Some(true),
            None => false,
        };
        let id = row.id;
        let clock = DutyClock::of(ctx, row).await?;
        let item = Self {
            kind: clock.kind,
            due_on: clock.due_on,
            is_overdue: clock.is_overdue,
            why: why(grant, &clock.row, case.as_ref(), lacking),
            youth: clock.youth.clone(),
            clock,
            case,
        };
        Ok((id, item))
    }
}

fn why(grant: &Grant, clock: &duty_clock::Model, case: Option<&Case>, lacking: bool) -> WorkReason {
    let me = grant.staff_id();
    let owner = clock.owner_id.or_else(|| case.and_then(|case| case.row.responsible_id));
    let mut roles = grant.reach().sights.iter().filter_map(|sight| sight.role);
    if owner.is_some() && owner == me {
        WorkReason::Mine
    } else if clock.owner_id.is_none() && clock.owner_role.is_some_and(|owes| roles.any(|role| role == owes))
    {
        WorkReason::OfMyRole
    } else if lacking {
        WorkReason::NoResponsible
    } else {
        WorkReason::Late
    }
}

/// What a work list says besides its page.
#[derive(Clone, Debug)]
pub struct WorkTotals {
    grant: Grant,
}

#[Object]
impl WorkTotals {
    /// How much the whole list has; counted only when asked for.
    async fn total_count(&self) -> Option<Result<u64, Fault>> {
        Some(store_work::count(&self.grant).await)
    }
}

/// A page of a work list.
pub type WorkList = Connection<OpaqueCursor<String>, WorkItem, WorkTotals, EmptyFields>;

/// The viewer's work, what is due first at the start.
pub async fn work_list(ctx: &Context<'_>, page: Result<Page, Fault>) -> Result<WorkList, Fault> {
    let (page, grant) = (page?, ctx.authorize(Action::ReadCases)?);
    let rows = store_work::page(&grant, page).await?;
    let items = try_join_all(rows.into_iter().map(|row| WorkItem::of(ctx, &grant, row))).await?;
    Ok(page.connect(items, WorkTotals { grant }, |item| item.0, |item| item.1))
}
