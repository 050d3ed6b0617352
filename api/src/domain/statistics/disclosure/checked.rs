//! The one way to a publication: protected, then audited by code that knows nothing of how. What the audit does not pass
//! is refused, and nothing has been stored.

use super::audit::{self, AuditFault, Report};
use super::cube::Unit;
use super::export;
use super::history::History;
use super::protect::{Publication, protect};
use super::refusal::Refusal;
use super::solver::Solver;

/// A draft of the next publication of a unit. `earlier` is everything that was ever published of it, oldest first, `true`
/// where withdrawn.
pub fn prepare(
    unit: &Unit,
    earlier: &[(Publication, bool)],
    solver: &dyn Solver,
) -> Result<Publication, Refusal> {
    let history = History { issues: earlier.iter().map(|(publication, _)| publication.marks()).collect() };
    let publication = protect(unit, &history, solver)?;
    pass(unit, earlier, &publication)?;
    Ok(publication)
}

/// Passes a publication, or refuses it. Asked again when it is approved, for what is stored is what was read.
pub fn pass(unit: &Unit, earlier: &[(Publication, bool)], publication: &Publication) -> Result<(), Refusal> {
    let mut all = earlier.to_vec();
    all.push((publication.clone(), false));
    let exact = unit
        .entries
        .iter()
        .map(|(place, entry)| ((place.measure.clone(), place.coordinates.clone()), entry.amount()))
        .collect();
    passed(audit::audit_before_storing(&exported(unit, &all)?, &exact))
}

/// Passes what was printed, the oldest first, or refuses it: without the exact figures, as an outsider looks at it.
pub fn pass_printed(unit: &Unit, all: &[(Publication, bool)]) -> Result<(), Refusal> {
    passed(audit::audit(&exported(unit, all)?))
}

fn exported(unit: &Unit, all: &[(Publication, bool)]) -> Result<String, Refusal> {
    let file = export::export(&unit.dimensions, vec![export::unit(unit, all)], Vec::new());
    serde_json::to_string(&file).map_err(|error| Refusal::Solver(error.to_string()))
}

fn passed(report: Result<Report, AuditFault>) -> Result<(), Refusal> {
    match report {
        Ok(report) if report.violations.is_empty() => Ok(()),
        Ok(report) => Err(Refusal::AuditFailed(report.violations.len())),
        Err(AuditFault::TimeOut) => Err(Refusal::TimeOut),
        Err(AuditFault::Unreadable) => Err(Refusal::AuditFailed(0)),
    }
}
