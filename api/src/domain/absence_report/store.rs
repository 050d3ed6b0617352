//! Reads and writes of absence reports. Each write is logged before it is made.

use std::collections::{BTreeSet, HashMap};

use entity::municipality::{absence_report, youth};
use entity::reach::Within;
use entity::vocabulary::{Protection, ReportArrival, ReportState};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Select};
use uuid::Uuid;

use super::rules::Report;
use crate::access::Grant;
use crate::support::batch::ROWS_A_STATEMENT;
use crate::support::fault::{Code, Fault};
use crate::support::ids;
use crate::support::page::Page;

/// One report.
pub async fn find(grant: &Grant, id: Uuid) -> Result<absence_report::Model, Fault> {
    let row = absence_report::Entity::within(grant.reach()).filter(absence_report::Column::Id.eq(id));
    grant.one(row).await?.ok_or_else(|| Fault::of(Code::NotFound))
}

/// A page of reports, the latest first.
pub async fn page(
    grant: &Grant,
    state: Option<ReportState>,
    page: Page,
) -> Result<Vec<absence_report::Model>, Fault> {
    let reachable = absence_report::Entity::within(grant.reach());
    let (on, id) = (absence_report::Column::ArrivedOn, absence_report::Column::Id);
    grant.all(page.cut(chosen(grant, state), reachable, on, id, true)).await
}

/// How many a list has.
pub async fn count(grant: &Grant, state: Option<ReportState>) -> Result<u64, Fault> {
    grant.count(chosen(grant, state)).await
}

fn chosen(grant: &Grant, state: Option<ReportState>) -> Select<absence_report::Entity> {
    let rows = absence_report::Entity::within(grant.reach());
    match state {
        Some(state) => rows.filter(absence_report::Column::State.eq(state)),
        None => rows,
    }
}

/// The id of a row of a file: the same for the same row, so that a file can be read twice, and telling nothing without
/// the municipality's key.
pub fn id_of_row(grant: &Grant, report: &Report) -> Uuid {
    let days = [Some(report.starts_on), report.ends_on, Some(report.arrived_on)];
    let days = days.map(|day| day.map(|day| day.to_string()).unwrap_or_default());
    let number = report.civic_number.as_ref().map(|number| number.canonical()).unwrap_or_default();
    let parts = [number, &report.name, report.sender.as_deref().unwrap_or_default(), &report.content];
    let parts: Vec<&[u8]> =
        parts.into_iter().chain(days.iter().map(String::as_str)).map(str::as_bytes).collect();
    let hash = data_encoding::HEXLOWER.encode(&grant.keys().civic.mac(&parts));
    ids::of_source(Uuid::nil(), "absence report", &hash)
}

/// Which of these reports are stored, as far as they are seen.
pub async fn stored(grant: &Grant, ids: Vec<Uuid>) -> Result<BTreeSet<Uuid>, Fault> {
    let rows = absence_report::Entity::within(grant.reach()).filter(absence_report::Column::Id.is_in(ids));
    Ok(grant.all(rows).await?.into_iter().map(|row| row.id).collect())
}

/// Adds reports, linked to the youths with these numbers whom the writer sees. Others stay unlinked: that a person is
/// known here and protected is not told by what becomes of a report. One that is there already stays.
pub async fn add(
    grant: &Grant,
    how: ReportArrival,
    reports: Vec<(Uuid, Report)>,
) -> Result<Vec<absence_report::Model>, Fault> {
    let hash = |report: &Report| {
        report.civic_number.as_ref().map(|number| grant.keys().civic.mac(&[number.canonical().as_bytes()]))
    };
    let known = known(grant, reports.iter().filter_map(|(_, report)| hash(report)).collect()).await?;
    let rows: Vec<_> = reports
        .into_iter()
        .map(|(id, report)| {
            let hash = hash(&report);
            let youth = hash.as_ref().and_then(|hash| known.get(hash)).copied();
            row(grant, how, id, youth, hash, report)
        })
        .collect();
    grant.touch(rows.iter().map(|row| row.youth_id.unwrap_or(row.id)))?;
    grant.log_now().await?;
    let tx = grant.begin().await?;
    for some in rows.chunks(ROWS_A_STATEMENT) {
        absence_report::Entity::insert_many(some.iter().cloned().map(IntoActiveModel::into_active_model))
            .on_conflict(OnConflict::column(absence_report::Column::Id).do_nothing().to_owned())
            .exec_without_returning(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(rows)
}

async fn known(grant: &Grant, hashes: Vec<Vec<u8>>) -> Result<HashMap<Vec<u8>, Uuid>, Fault> {
    if hashes.is_empty() {
        return Ok(HashMap::new());
    }
    let youths = youth::Entity::within(grant.reach())
        .filter(youth::Column::CivicHash.is_in(hashes))
        .filter(youth::Column::RemovedAt.is_null());
    Ok(grant.all(youths).await?.into_iter().filter_map(|row| Some((row.civic_hash?, row.id))).collect())
}

fn row(
    grant: &Grant,
    how: ReportArrival,
    id: Uuid,
    youth_id: Option<Uuid>,
    civic_hash: Option<Vec<u8>>,
    report: Report,
) -> absence_report::Model {
    let seal = |place: &str, text: &str| grant.keys().columns.seal(place, text.as_bytes());
    let number = report.civic_number.as_ref();
    absence_report::Model {
        id,
        youth_id,
        civic_hash,
        civic_number: number.map(|number| seal("absence_report.civic_number", number.canonical())),
        name: seal("absence_report.name", &report.name),
        content: seal("absence_report.content", &report.content),
        sender: report.sender.as_ref().map(|sender| seal("absence_report.sender", sender)),
        from_municipality: None,
        protection: if report.protected { Protection::SecrecyMarked } else { Protection::None },
        starts_on: report.starts_on,
        ends_on: report.ends_on,
        arrived_how: how,
        arrived_on: report.arrived_on,
        state: ReportState::New,
        recorded_by: grant.staff_id(),
        handled_by: None,
        handled_at: None,
        handling: None,
        version: 1,
    }
}

/// Marks a report as dealt with. Whether it was as it had been read.
#[allow(clippy::disallowed_methods, reason = "one row, found within reach by the same grant")]
pub async fn handle(grant: &Grant, row: absence_report::Model, handling: &str) -> Result<bool, Fault> {
    grant.touch([row.youth_id.unwrap_or(row.id)])?;
    grant.log_now().await?;
    let (id, before) = (row.id, row.version);
    let after = absence_report::Model {
        state: ReportState::Handled,
        handled_by: grant.staff_id(),
        handled_at: Some(grant.clock().now()),
        handling: Some(grant.keys().columns.seal("absence_report.handling", handling.as_bytes())),
        version: row.version + 1,
        ..row
    };
    let tx = grant.begin().await?;
    let written = absence_report::Entity::update_many()
        .set(after.into_active_model().reset_all())
        .filter(absence_report::Column::Id.eq(id))
        .filter(absence_report::Column::Version.eq(before))
        .filter(absence_report::Column::State.eq(ReportState::New))
        .exec(&tx)
        .await?;
    if written.rows_affected != 1 {
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}
