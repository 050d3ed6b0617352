//! Indicators and official series in GraphQL.

use async_graphql::{Enum, SimpleObject};
use chrono::{DateTime, Utc};
use entity::registry::official_series;

use super::super::catalogue::{self, Dimension as Declared, Shape};
use super::rules;
use super::store::Measured;
use crate::domain::vocabulary_statistics::UnitBasis;

/// Where an indicator comes from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndicatorOrigin {
    /// The catalogue here: worked out from the municipalities' own data, published after the control of disclosure.
    Catalogue,
    /// An official series, quoted with its own metadata and not worked out here.
    Official,
}

/// What an indicator's values are.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndicatorShape {
    /// A share in percent (andel).
    Share,
    /// A mean (medelvärde).
    Mean,
    /// What the title of the official series says.
    AsTitled,
}

/// Which periods an indicator has, and how they are written.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndicatorPeriod {
    /// School year (läsår), July to June, as `2024/25`.
    SchoolYear,
    /// Term (termin), as `2025VT` and `2025HT`.
    Term,
    /// Half-year (halvår), as `2025H1` and `2025H2`.
    HalfYear,
    /// Month (månad), as `2025-10`.
    Month,
    /// Calendar year (kalenderår), as `2024`: of official series.
    Year,
}

impl From<catalogue::PeriodKind> for IndicatorPeriod {
    fn from(kind: catalogue::PeriodKind) -> Self {
        match kind {
            catalogue::PeriodKind::SchoolYear => Self::SchoolYear,
            catalogue::PeriodKind::Term => Self::Term,
            catalogue::PeriodKind::HalfYear => Self::HalfYear,
            catalogue::PeriodKind::Month => Self::Month,
        }
    }
}

/// Which way an indicator is better.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "catalogue::Better")]
pub enum Better {
    /// A higher value (högre).
    Higher,
    /// A lower value (lägre).
    Lower,
    /// Neither, or the source does not say: values are compared, and none is called good.
    Neither,
}

/// An indicator (nyckeltal): of the catalogue, or an official series that is quoted.
#[derive(SimpleObject, Clone, Debug)]
pub struct Indicator {
    /// Its code, such as `UP10120`; of an official series its id at the source, such as `N15428`.
    pub code: String,
    /// Where it comes from.
    pub origin: IndicatorOrigin,
    /// Title, in the reader's language; of an official series as its source says it.
    pub title: String,
    /// Definition in words; of an official series the description that its source gives.
    pub definition: String,
    /// Version of the definition, from 1; null for an official series.
    pub version: Option<i32>,
    /// Who is counted above the line; of a mean, what is averaged. Null for an official series.
    pub numerator: Option<String>,
    /// Who is counted below the line. Null for an official series.
    pub denominator: Option<String>,
    /// Which youths it counts; null for an official series, whose title says it.
    pub basis: Option<UnitBasis>,
    /// Label of the basis, in the reader's language.
    pub basis_label: Option<String>,
    /// Which periods it has, and how they are written.
    pub period_kind: IndicatorPeriod,
    /// What its values are.
    pub shape: IndicatorShape,
    /// Unit of a mean, in the reader's language; null where it is percent or where the title says it.
    pub unit: Option<String>,
    /// Which way is better.
    pub better: Better,
    /// What its figures are broken down by.
    pub dimensions: Vec<IndicatorDimension>,
    /// The declared breakdowns (uppdelningar): codes of dimensions with commas between; the empty one is the total. There
    /// are no others.
    pub breakdowns: Vec<String>,
    /// Fewer people than so many are never shown; null for an official series.
    pub floor: Option<i32>,
    /// Whether it is shown only for several municipalities together: then ask for `methodEffects`.
    pub group_only: bool,
    /// Code of the indicator that its numerator is a part of; null where there is none.
    pub part_of: Option<String>,
    /// Where the definition comes from; of an official series the line that it is to be quoted with, `Källa: Kolada`.
    pub source: String,
    /// When the official series was read from its source; null for one of the catalogue.
    pub imported_at: Option<DateTime<Utc>>,
}

/// What figures are broken down by (indelning).
#[derive(SimpleObject, Clone, Debug)]
pub struct IndicatorDimension {
    /// Its code, as breakdowns and coordinates have it.
    pub code: String,
    /// Its name, in the reader's language.
    pub name: String,
    /// Its categories. What is not known is one of its own, so that they add up to the total.
    pub categories: Vec<IndicatorCategory>,
}

/// A category of a dimension.
#[derive(SimpleObject, Clone, Debug)]
pub struct IndicatorCategory {
    /// Its code, as coordinates have it.
    pub code: String,
    /// Its name, in the reader's language.
    pub name: String,
}

impl From<Declared> for IndicatorDimension {
    fn from(dimension: Declared) -> Self {
        let categories = dimension.categories().iter().map(|category| IndicatorCategory {
            code: category.code.to_owned(),
            name: category.name.pick().to_owned(),
        });
        Self {
            code: dimension.code().to_owned(),
            name: dimension.name().pick().to_owned(),
            categories: categories.collect(),
        }
    }
}

impl From<&catalogue::Indicator> for Indicator {
    fn from(of: &catalogue::Indicator) -> Self {
        let basis = UnitBasis::from(of.basis);
        let (shape, unit) = match of.shape {
            Shape::Share => (IndicatorShape::Share, None),
            Shape::Mean(unit) => (IndicatorShape::Mean, Some(unit.pick().to_owned())),
        };
        Self {
            code: of.code.to_owned(),
            origin: IndicatorOrigin::Catalogue,
            title: of.title.pick().to_owned(),
            definition: of.definition.pick().to_owned(),
            version: Some(of.version),
            numerator: Some(of.numerator.pick().to_owned()),
            denominator: Some(of.denominator.pick().to_owned()),
            basis: Some(basis),
            basis_label: Some(basis.label().to_owned()),
            period_kind: of.period.into(),
            shape,
            unit,
            better: of.better().into(),
            dimensions: of.dimensions.iter().copied().map(IndicatorDimension::from).collect(),
            breakdowns: rules::breakdowns(of),
            floor: i32::try_from(of.floor).ok(),
            group_only: of.group_only,
            part_of: of.part_of.map(str::to_owned),
            source: of.source.pick().to_owned(),
            imported_at: None,
        }
    }
}

impl From<official_series::Model> for Indicator {
    fn from(series: official_series::Model) -> Self {
        let measured = Measured::Quoted(series.clone());
        Self {
            code: series.id,
            origin: IndicatorOrigin::Official,
            title: series.title,
            definition: series.description,
            version: None,
            numerator: None,
            denominator: None,
            basis: None,
            basis_label: None,
            period_kind: IndicatorPeriod::Year,
            shape: IndicatorShape::AsTitled,
            unit: None,
            better: measured.better().into(),
            dimensions: measured.dimensions().iter().copied().map(IndicatorDimension::from).collect(),
            breakdowns: measured.breakdowns(),
            floor: None,
            group_only: false,
            part_of: None,
            source: series.source,
            imported_at: Some(series.imported_at),
        }
    }
}

impl From<Measured> for Indicator {
    fn from(measured: Measured) -> Self {
        match measured {
            Measured::Own(indicator) => indicator.into(),
            Measured::Quoted(series) => series.into(),
        }
    }
}
