//! Published figures, put where readers look for them.

use api::access::tenants::published::Publication;
use api::domain::statistics::catalogue;
use api::support::ids;
use chrono::NaiveDate;
use entity::registry::{publication, published_cell, published_figure};
use entity::vocabulary::{CellState, Rung};
use uuid::Uuid;

use crate::world::World;

/// What a cell says.
#[derive(Clone, Copy, Debug)]
pub enum Says {
    /// Numerator and denominator of a share.
    Share(i64, i64),
    /// Nothing.
    Hidden,
    /// That nothing was reported.
    Missing,
    /// That it cannot exist.
    NotApplicable,
}

/// Publishes one figure of a municipality, whether it takes part or not: its cells by coordinate, the breakdown of each being
/// what its coordinate says. False when that edition is there already.
pub fn publish(
    world: &World,
    (municipality, indicator, period, edition): (&str, &str, &str, i32),
    cells: &[(&str, Says)],
) -> bool {
    let whole = publication(world, (municipality, indicator, period, edition), cells);
    world.wait(world.parts.access.tenants().registry().publish(&whole)).expect("it is stored")
}

/// Hides a municipality's publications of a period from readers.
pub fn withdraw(world: &World, municipality: &str, period: &str) {
    let registry = world.parts.access.tenants().registry();
    world.wait(async {
        let all = registry.ever_published(municipality, None).await.expect("publications");
        for whole in all.into_iter().filter(|whole| whole.publication.period == period) {
            let row = entity::registry::withdrawal::Model {
                publication_id: whole.publication.id,
                reason: "Fel underlag".to_owned(),
                at: world.clock.now(),
            };
            registry.withdraw(row).await.expect("it is withdrawn");
        }
    });
}

fn publication(
    world: &World,
    (municipality, indicator, period, edition): (&str, &str, &str, i32),
    cells: &[(&str, Says)],
) -> Publication {
    let declared = catalogue::find(indicator).expect("an indicator of the catalogue");
    let id = ids::random_id();
    let rung = match () {
        () if period.contains('–') => Rung::Pool,
        () if cells.iter().all(|(coordinate, _)| coordinate.is_empty()) => Rung::Total,
        () => Rung::Full,
    };
    Publication {
        publication: publication::Model {
            id,
            municipality_code: municipality.to_owned(),
            period: period.to_owned(),
            basis: declared.basis,
            edition,
            floor: 5,
            as_of: NaiveDate::from_ymd_opt(2025, 11, 1).expect("a day"),
            published_at: world.clock.now(),
        },
        figures: vec![published_figure::Model {
            publication_id: id,
            indicator: indicator.to_owned(),
            period: period.to_owned(),
            definition_version: declared.version,
            rung,
            coverage: 97,
            input_hash: "5a5a".to_owned(),
        }],
        cells: cells
            .iter()
            .map(|(coordinate, says)| cell(id, indicator, period, coordinate, *says))
            .collect(),
        withdrawal: None,
    }
}

fn cell(id: Uuid, indicator: &str, period: &str, coordinate: &str, says: Says) -> published_cell::Model {
    let dimensions: Vec<_> =
        coordinate.split(',').filter_map(|part| part.split_once('=')).map(|(name, _)| name).collect();
    let (state, share) = match says {
        Says::Share(n, total) => (CellState::Value, Some((n, total))),
        Says::Hidden => (CellState::Suppressed, None),
        Says::Missing => (CellState::Missing, None),
        Says::NotApplicable => (CellState::NotApplicable, None),
    };
    published_cell::Model {
        publication_id: id,
        indicator: indicator.to_owned(),
        period: period.to_owned(),
        breakdown: dimensions.join(","),
        coordinate: coordinate.to_owned(),
        state,
        n: share.map(|(n, _)| n),
        total: share.map(|(_, total)| total),
        sum: None,
        #[allow(clippy::cast_precision_loss, reason = "small counts")]
        value: share.map(|(n, total)| (100.0 * n as f64 / total as f64).round()),
        not_revised: false,
    }
}
