//! What a reader chose: an indicator of the catalogue, periods and municipalities.

use std::collections::BTreeMap;

use entity::registry::published_cell;

use crate::access::tenants::RegistryDb;
use crate::access::tenants::official;
use crate::access::tenants::published::{Figure, Wanted};
use crate::domain::statistics::catalogue::{self, Indicator, Period};
use crate::support::document::Asked;
use crate::support::fault::{Code, Fault};

/// Most municipalities or periods that one address names.
const MOST: usize = 400;

/// Names of municipalities by code.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// Those that take part.
    pub(super) async fn read(registry: &RegistryDb) -> Result<Self, Fault> {
        Ok(Self(registry.names().await?))
    }

    /// The name of a code; that of the official list where it no longer takes part.
    pub(super) fn of(&self, code: &str) -> String {
        let official = || official::find(code).ok().map(|official| official.name);
        self.0.get(code).cloned().or_else(official).unwrap_or_else(|| code.to_owned())
    }
}

/// The indicator of a code.
pub(super) fn indicator(code: &str) -> Result<&'static Indicator, Fault> {
    catalogue::find(code).filter(|indicator| !indicator.group_only).ok_or_else(|| {
        Fault::bad_input(
            "Nyckeltalet finns inte: koderna står på /statistics.",
            "There is no such indicator: the codes are on /statistics.",
        )
    })
}

/// The figures of an indicator that the reader asked for, of the breakdown, or of all; `NOT_FOUND` says which
/// municipality or period has none.
pub(super) async fn figures(
    registry: &RegistryDb,
    asked: &Asked,
    indicators: &[&'static Indicator],
    breakdown: Option<&str>,
) -> Result<Vec<Figure>, Fault> {
    let (periods, municipalities) = (asked.all("period"), asked.all("municipality"));
    if periods.len().max(municipalities.len()) > MOST {
        return Err(Fault::of(Code::LimitExceeded));
    }
    let wanted = Wanted {
        indicators: indicators.iter().map(|indicator| indicator.code.to_owned()).collect(),
        municipalities,
        periods,
        breakdown: breakdown.map(str::to_owned),
    };
    let figures = registry.published(&wanted).await?;
    let nothing = || Fault::of(Code::NotFound);
    let has_published =
        |code: &String| figures.iter().any(|figure| figure.publication.municipality_code == *code);
    if !wanted.municipalities.iter().all(has_published) {
        return Err(nothing().saying(
            "En av kommunerna har inte publicerat detta.",
            "One of the municipalities has not published this.",
        ));
    }
    let has_data = |period: &String| figures.iter().any(|figure| figure.figure.period == *period);
    if figures.is_empty() || !wanted.periods.iter().all(has_data) {
        return Err(
            nothing().saying("Inget är publicerat för perioden.", "Nothing is published for the period.")
        );
    }
    Ok(figures)
}

/// The cell of a figure's total.
pub(super) fn total(figure: &Figure) -> Option<&published_cell::Model> {
    figure.cells.iter().find(|cell| cell.breakdown.is_empty() && cell.coordinate.is_empty())
}

/// Periods, the earliest first; each once.
pub(super) fn in_order<'a>(periods: impl Iterator<Item = &'a str>) -> Vec<String> {
    let key = |text: &str| {
        let last = text.split_once('–').map_or(text, |(_, last)| last);
        // A pool comes before the last of its periods.
        (Period::read(last).map(|period| period.ends_on), last.len() == text.len(), text.to_owned())
    };
    let sorted: BTreeMap<_, _> = periods.map(|text| (key(text), text.to_owned())).collect();
    sorted.into_values().collect()
}
