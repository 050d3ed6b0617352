//! Publications as they stand in the registry, arranged there directly: what stands behind them is tested elsewhere.

use api::access::tenants::published::Publication;
use api::support::ids;
use chrono::{DateTime, NaiveDate, Utc};
use entity::registry::{publication, published_cell, published_figure, withdrawal};
use entity::vocabulary::{CellState, Rung, UnitBasis};
use uuid::Uuid;

use crate::world::World;

/// A cell as a test says it: breakdown, coordinate, numerator and denominator; none of a hidden one.
pub type Cell<'a> = (&'a str, &'a str, Option<(i64, i64)>);

/// Publishes one figure of a municipality now, as its edition of the period, and says under which id.
#[track_caller]
pub fn publish(
    world: &World,
    (municipality, indicator, period): (&str, &str, &str),
    edition: i32,
    cells: &[Cell<'_>],
) -> Uuid {
    publish_at(world, (municipality, indicator, period), edition, world.clock.now(), cells)
}

/// The same at another time.
#[track_caller]
pub fn publish_at(
    world: &World,
    (municipality, indicator, period): (&str, &str, &str),
    edition: i32,
    at: DateTime<Utc>,
    cells: &[Cell<'_>],
) -> Uuid {
    let id = ids::new_id(world.clock.now());
    let whole = Publication {
        publication: publication::Model {
            id,
            municipality_code: municipality.to_owned(),
            // One unit a figure, so that tests need not think of each other's editions.
            period: format!("{indicator} {period}"),
            basis: UnitBasis::Authority,
            edition,
            floor: 5,
            as_of: NaiveDate::from_ymd_opt(2025, 8, 1).expect("a day"),
            published_at: at,
        },
        figures: vec![published_figure::Model {
            publication_id: id,
            indicator: indicator.to_owned(),
            period: period.to_owned(),
            definition_version: 1,
            rung: if period.contains('–') { Rung::Pool } else { Rung::OneDimension },
            coverage: 97,
            input_hash: "0f".to_owned(),
        }],
        cells: cells.iter().map(|cell| row(id, indicator, period, cell)).collect(),
        withdrawal: None,
    };
    let stored = world.wait(world.parts.access.tenants().registry().publish(&whole));
    assert!(stored.expect("a publication is stored"), "another has this edition");
    id
}

#[allow(clippy::cast_precision_loss, reason = "small numbers")]
fn row(
    publication_id: Uuid,
    indicator: &str,
    period: &str,
    (breakdown, coordinate, shown): &Cell<'_>,
) -> published_cell::Model {
    published_cell::Model {
        publication_id,
        indicator: indicator.to_owned(),
        period: period.to_owned(),
        breakdown: (*breakdown).to_owned(),
        coordinate: (*coordinate).to_owned(),
        state: if shown.is_some() { CellState::Value } else { CellState::Suppressed },
        n: shown.map(|(n, _)| n),
        total: shown.map(|(_, total)| total),
        sum: None,
        value: shown.map(|(n, total)| (100.0 * n as f64 / total as f64).round()),
        not_revised: false,
    }
}

/// Withdraws a publication now.
#[track_caller]
pub fn withdraw(world: &World, publication_id: Uuid) {
    let row =
        withdrawal::Model { publication_id, reason: "fel i underlaget".to_owned(), at: world.clock.now() };
    let gone = world.wait(world.parts.access.tenants().registry().withdraw(row));
    assert!(gone.expect("a publication is withdrawn"), "it was withdrawn before");
}
