//! Everything that was ever published, as one file that an outside auditor can read.

use std::collections::BTreeMap;

use entity::vocabulary::UnitBasis;

use super::control;
use super::decide::declared;
use super::unit::{self, Which};
use crate::access::tenants::RegistryDb;
use crate::access::tenants::published::Publication as Stored;
use crate::domain::statistics::disclosure::cube::Dimension;
use crate::domain::statistics::disclosure::export::{self, Export, UnitExport};
use crate::support::fault::Fault;

/// All publications of all municipalities, what was withdrawn too, in the format that `disclosure/export.rs` documents.
pub async fn everything(registry: &RegistryDb) -> Result<Export, Fault> {
    let mut dimensions = BTreeMap::new();
    let mut units = Vec::new();
    for municipality in registry.municipalities().await? {
        let ever = registry.ever_published(&municipality.code, None).await?;
        for which in which(&municipality.code, &ever) {
            let of_unit = control::of_unit(&which, &ever);
            units.push(exported(&which, &of_unit, &mut dimensions)?);
        }
    }
    let dimensions: Vec<Dimension> = dimensions.into_values().collect();
    Ok(export::export(&dimensions, units, Vec::new()))
}

/// The units that have cells: by basis and period, pools among them.
fn which(municipality: &str, ever: &[Stored]) -> Vec<Which> {
    let mut pairs: Vec<(UnitBasis, String)> = ever
        .iter()
        .flat_map(|one| one.figures.iter().map(|figure| (one.publication.basis, figure.period.clone())))
        .collect();
    pairs.sort();
    pairs.dedup();
    let which = |(basis, period)| Which { municipality: municipality.to_owned(), period, basis, floor: None };
    pairs.into_iter().map(which).collect()
}

fn exported(
    which: &Which,
    of_unit: &[Stored],
    dimensions: &mut BTreeMap<String, Dimension>,
) -> Result<UnitExport, Fault> {
    let unit = unit::of(which, &declared(of_unit)).map_err(|cause| Fault::internal(&cause))?;
    dimensions.extend(unit.dimensions.iter().map(|dimension| (dimension.code.clone(), dimension.clone())));
    Ok(export::unit(&unit, &control::printed(of_unit)))
}
