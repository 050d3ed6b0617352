//! The control of disclosure over one unit: hide, then let the auditor, who knows nothing of how, look at everything
//! that the unit ever published.

use super::draft::DraftCell;
use super::printing;
use super::unit::{self, Shown, Which};
use crate::access::tenants::published::Publication as Stored;
use crate::domain::statistics::catalogue::Indicator;
use crate::domain::statistics::disclosure::checked;
use crate::domain::statistics::disclosure::cube::Unit;
use crate::domain::statistics::disclosure::protect::{self, Publication};
use crate::domain::statistics::disclosure::refusal::Refusal;
use crate::domain::statistics::disclosure::solver::MicroLp;

/// A unit as it would be printed.
#[derive(Debug)]
pub(super) struct Prepared {
    unit: Unit,
    publication: Publication,
}

impl Prepared {
    /// The cells of an indicator.
    pub(super) fn cells(&self, indicator: &Indicator) -> Vec<DraftCell> {
        printing::cells(indicator, &self.unit, &self.publication)
    }
}

/// Of everything that was published, what belongs to one unit: the cells of its period.
pub(super) fn of_unit(which: &Which, ever: &[Stored]) -> Vec<Stored> {
    let own = ever.iter().filter(|one| one.publication.basis == which.basis).filter_map(|one| {
        let mut own = one.clone();
        own.figures.retain(|figure| figure.period == which.period);
        own.cells.retain(|cell| cell.period == which.period);
        (!own.cells.is_empty()).then_some(own)
    });
    own.collect()
}

/// Hides what must be hidden, after what was published before, and has it audited.
pub(super) fn protect(which: &Which, shown: &[Shown], before: &[Stored]) -> Result<Prepared, Refusal> {
    let unit = unit::of(which, shown)?;
    let publication = checked::prepare(&unit, &printed(before), &MicroLp::default())?;
    Ok(Prepared { unit, publication })
}

/// Without history and audit: how much would be shown, to choose a rung by.
pub(super) fn tried(which: &Which, shown: &Shown) -> Result<Prepared, Refusal> {
    let unit = unit::of(which, std::slice::from_ref(shown))?;
    let publication = protect::protect(&unit, &Default::default(), &MicroLp::default())?;
    Ok(Prepared { unit, publication })
}

/// Audits what is stored, and what is to be stored after it.
pub(super) fn audit_stored(which: &Which, shown: &[Shown], all: &[Stored]) -> Result<(), Refusal> {
    checked::pass_printed(&unit::of(which, shown)?, &printed(all))
}

/// What was stored as it was printed, and whether it was withdrawn.
pub(super) fn printed(all: &[Stored]) -> Vec<(Publication, bool)> {
    all.iter().map(|one| (printing::read(one), one.withdrawal.is_some())).collect()
}
