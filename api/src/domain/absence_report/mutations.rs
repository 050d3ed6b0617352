//! Root fields: recordAbsenceReport, importAbsenceReports, handleAbsenceReport.

use async_graphql::{Context, Object};
use entity::municipality::absence_report;
use entity::vocabulary::{ReportArrival, ReportState};
use uuid::Uuid;

use super::rules::{Report, ReportFault};
use super::types::AbsenceReport;
use super::types_input::{
    AbsenceReportPayload, HandleAbsenceReportInput, ImportAbsenceReportsInput, ImportAbsenceReportsPayload,
    RecordAbsenceReportInput,
};
use super::{importing, store};
use crate::access::{Action, Authorize, Grant};
use crate::support::batch::Batch;
use crate::support::fault::Fault;
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};
use crate::support::user_error::UserError;
use crate::support::words;

/// Mutations of absence reports.
#[derive(Debug, Default)]
pub struct AbsenceReportMutations;

#[Object]
impl AbsenceReportMutations {
    /// Records a report of absence (registrerar anmälan) that came by letter or call; the sender may be a school outside
    /// the system.
    async fn record_absence_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report.")] input: RecordAbsenceReportInput,
    ) -> Option<Result<AbsenceReportPayload, Fault>> {
        Some(record(ctx, input).await)
    }

    /// Records reports of absence from a file. The same file again adds nothing. A row that cannot be used is refused
    /// with its index.
    async fn import_absence_reports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: ImportAbsenceReportsInput,
    ) -> Option<Result<ImportAbsenceReportsPayload, Fault>> {
        Some(import(ctx, input).await)
    }

    /// Says that a report was dealt with (hanterar anmälan), and how.
    async fn handle_absence_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report.")] input: HandleAbsenceReportInput,
    ) -> Option<Result<AbsenceReportPayload, Fault>> {
        Some(handle(ctx, input).await)
    }
}

async fn record(ctx: &Context<'_>, input: RecordAbsenceReportInput) -> Result<AbsenceReportPayload, Fault> {
    let grant = ctx.authorize(Action::RecordAbsenceReports)?;
    let report = match input.written().check(grant.reach().today) {
        Ok(report) => report,
        Err(fault) => return Ok(AbsenceReportPayload { report: None, user_errors: vec![fault.into()] }),
    };
    let id = ids::new_id(grant.clock().now());
    let mut rows = store::add(&grant, ReportArrival::Letter, vec![(id, report)]).await?;
    told(ctx, &grant, rows.pop(), None).await
}

/// A row of a file with its id.
type Row = (Uuid, Report);

async fn import(
    ctx: &Context<'_>,
    input: ImportAbsenceReportsInput,
) -> Result<ImportAbsenceReportsPayload, Fault> {
    let grant = ctx.authorize(Action::RecordAbsenceReports)?;
    let rows = match importing::rows(&input.csv) {
        Ok(rows) => rows,
        Err(error) => {
            let user_errors = vec![error];
            return Ok(ImportAbsenceReportsPayload { recorded: 0, unchanged: 0, refused: 0, user_errors });
        }
    };
    let mut batch: Batch<Row> = match Batch::of(rows.len()) {
        Ok(batch) => batch,
        Err(refused) => return Ok(refused.into()),
    };
    let today = grant.reach().today;
    let read = batch.read(rows, |row| {
        let report = importing::read(row, today)?;
        Ok((store::id_of_row(&grant, &report), report))
    });
    let stored = store::stored(&grant, read.iter().map(|(_, row)| row.0).collect()).await?;
    for (index, row) in read {
        let before = stored.contains(&row.0).then(|| row.clone());
        batch.take(index, row.0, row, before.as_ref());
    }
    let (rows, outcome) = batch.settle(input.on_error);
    store::add(&grant, ReportArrival::Csv, rows).await?;
    Ok(outcome.into())
}

async fn handle(ctx: &Context<'_>, input: HandleAbsenceReportInput) -> Result<AbsenceReportPayload, Fault> {
    let grant = ctx.authorize(Action::RecordAbsenceReports)?;
    let id = GlobalId::local(&input.report, Kind::AbsenceReport, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    let handling = match check(&row, &input) {
        Ok(handling) => handling,
        Err(error) => return told(ctx, &grant, Some(row), Some(error)).await,
    };
    let is_first = store::handle(&grant, row, &handling).await?;
    let now = store::find(&grant, id).await?;
    told(ctx, &grant, Some(now), (!is_first).then(UserError::conflict)).await
}

fn check(row: &absence_report::Model, input: &HandleAbsenceReportInput) -> Result<String, UserError> {
    if row.version != input.version {
        return Err(UserError::conflict());
    }
    if row.state == ReportState::Handled {
        return Err(ReportFault::Handled.into());
    }
    words::required("input.handling", &input.handling)
}

async fn told(
    ctx: &Context<'_>,
    grant: &Grant,
    row: Option<absence_report::Model>,
    error: Option<UserError>,
) -> Result<AbsenceReportPayload, Fault> {
    let told = AbsenceReport::of(ctx, grant, row.into_iter().collect()).await?.into_iter().next();
    Ok(AbsenceReportPayload {
        report: told.map(|(_, report)| report),
        user_errors: error.into_iter().collect(),
    })
}
