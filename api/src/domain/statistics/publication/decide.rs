//! Publishing what another person prepared: as it stands, audited once more, all of it or nothing.

use std::sync::Arc;

use entity::municipality::statistics_draft;
use entity::registry::{publication, withdrawal};
use entity::vocabulary::DraftState;
use uuid::Uuid;

use super::control;
use super::draft::Draft;
use super::prepare::{next_edition, on_a_thread_of_its_own};
use super::rules::StatisticsFault;
use super::store::{self, Decision};
use super::unit::{Shown, Which};
use crate::access::Grant;
use crate::access::tenants::RegistryDb;
use crate::access::tenants::published::Publication as Stored;
use crate::domain::statistics::catalogue;
use crate::domain::statistics::disclosure::refusal::Refusal;
use crate::support::fault::{Code, Fault};

/// Publishes a draft. One that was cut off after it was stored is found by its id, and finished.
pub async fn publish(
    grant: &Grant,
    registry: &RegistryDb,
    row: &statistics_draft::Model,
    by: Uuid,
) -> Result<Result<(), StatisticsFault>, Fault> {
    grant.log_about_nobody().await?;
    let prepared = store::opened(grant, row)?;
    let ever = registry.ever_published(grant.municipality_code(), Some(row.basis)).await?;
    if !ever.iter().any(|one| one.publication.id == row.id) {
        let which = which(grant, row);
        if next_edition(&which, &ever) != prepared.edition {
            return Ok(Err(StatisticsFault::Conflict));
        }
        let whole = whole(grant, row, &prepared);
        let audited = Arc::new((which, whole, ever));
        let checked = on_a_thread_of_its_own({
            let audited = audited.clone();
            move || audit(&audited.0, &audited.1, &audited.2)
        });
        if let Err(refusal) = checked.await? {
            return refused(grant, row, by, refusal).await;
        }
        if !registry.publish(&audited.1).await? {
            return Ok(Err(StatisticsFault::Conflict));
        }
    }
    let decision = Decision { state: DraftState::Published, by, refusal: None, publication: Some(row.id) };
    store::decide(grant, row, decision).await?;
    Ok(Ok(()))
}

/// A draft that the auditor does not pass is refused, and says so.
async fn refused(
    grant: &Grant,
    row: &statistics_draft::Model,
    by: Uuid,
    refusal: Refusal,
) -> Result<Result<(), StatisticsFault>, Fault> {
    let why = Some(refusal.code().to_owned());
    store::decide(grant, row, Decision { state: DraftState::Refused, by, refusal: why, publication: None })
        .await?;
    Ok(Err(StatisticsFault::Refused(refusal)))
}

/// Withdraws a publication from readers; that it was known is not forgotten.
pub async fn withdraw(
    grant: &Grant,
    registry: &RegistryDb,
    id: Uuid,
    reason: &str,
) -> Result<Result<(), StatisticsFault>, Fault> {
    let own = registry.publication(id).await?;
    if own.municipality_code != grant.municipality_code() {
        return Err(Fault::of(Code::NotFound));
    }
    grant.log_about_nobody().await?;
    let row = withdrawal::Model { publication_id: id, reason: reason.to_owned(), at: grant.clock().now() };
    Ok(if registry.withdraw(row).await? { Ok(()) } else { Err(StatisticsFault::Withdrawn) })
}

fn which(grant: &Grant, row: &statistics_draft::Model) -> Which {
    Which {
        municipality: grant.municipality_code().to_owned(),
        period: row.period.clone(),
        basis: row.basis,
        floor: None,
    }
}

fn whole(grant: &Grant, row: &statistics_draft::Model, prepared: &Draft) -> Stored {
    let publication = publication::Model {
        id: row.id,
        municipality_code: grant.municipality_code().to_owned(),
        period: row.period.clone(),
        basis: row.basis,
        edition: prepared.edition,
        floor: row.floor,
        as_of: row.as_of,
        published_at: grant.clock().now(),
    };
    let (figures, cells) = prepared.rows(&publication);
    Stored { publication, figures, cells, withdrawal: None }
}

/// Audits each unit that the publication has cells of: the period, and the pool.
fn audit(which: &Which, whole: &Stored, ever: &[Stored]) -> Result<(), Refusal> {
    let mut all = ever.to_vec();
    all.push(whole.clone());
    let mut periods: Vec<_> = whole.figures.iter().map(|figure| figure.period.clone()).collect();
    periods.sort();
    periods.dedup();
    for period in periods {
        let which = Which { period, ..which.clone() };
        let of_unit = control::of_unit(&which, &all);
        control::audit_stored(&which, &declared(&of_unit), &of_unit)?;
    }
    Ok(())
}

/// What a unit has published, without figures: the auditor looks at what was printed alone.
pub(super) fn declared(of_unit: &[Stored]) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for figure in of_unit.iter().flat_map(|one| &one.figures) {
        if let Some(indicator) = catalogue::find(&figure.indicator)
            && !shown.iter().any(|other| other.indicator.code == indicator.code)
        {
            shown.push(Shown::new(indicator, figure.rung, Vec::new()));
        }
    }
    shown
}
