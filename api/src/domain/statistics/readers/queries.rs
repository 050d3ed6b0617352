//! Root fields: indicators, statistics, benchmark, methodEffects. They answer without a sign-in, unless the setting
//! `public_statistics` is off.

use std::collections::BTreeSet;

use async_graphql::{Context, Object};

use super::super::catalogue;
use super::rules::{self, MOST_PERIODS};
use super::rules_compare::{Shown, band, median, rank, rounded};
use super::store::{self, Asked, Found, Measured};
use super::types::{Cell, Figure, FigurePublication, MunicipalityName};
use super::types_benchmark::{
    Benchmark, GroupFigure, QuartileBand, SimilarGroup, SimilarService, TrendPoint,
};
use super::types_effects::{MethodEffect, shown};
use super::types_indicator::Indicator;
use crate::access::Authorize;
use crate::access::tenants::{RegistryDb, official};
use crate::support::fault::Fault;

/// Queries about what is published.
#[derive(Debug, Default)]
pub struct StatisticsQueries;

#[Object]
impl StatisticsQueries {
    /// The catalogue of indicators (nyckeltalskatalog), and after it the official series that are quoted here. Answers
    /// without a sign-in.
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these codes, at most 100; without it all.")] codes: Option<Vec<String>>,
    ) -> Option<Result<Vec<Indicator>, Fault>> {
        Some(indicators(ctx, codes).await)
    }

    /// Published figures of an indicator, by municipality and time. A municipality that has not published a period stands
    /// there and says so. Where one municipality alone is asked for and has published nothing of it, or where nobody has
    /// published any of the periods asked for, the answer is NOT_FOUND. At most 20 periods, and at most 2,000
    /// municipalities times periods. Answers without a sign-in.
    async fn statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the indicator, or id of an official series.")] indicator: String,
        #[graphql(
            desc = "Which periods, written as the indicator's `periodKind` says; without it the latest 20 that are published."
        )]
        periods: Option<Vec<String>>,
        #[graphql(desc = "Codes of municipalities; without it all that take part.")] municipalities: Option<
            Vec<String>,
        >,
        #[graphql(
            desc = "One of the indicator's declared breakdowns, such as `sex`; without it the total.",
            default
        )]
        breakdown: String,
    ) -> Option<Result<Vec<Figure>, Fault>> {
        let periods = periods.map(rules::distinct).unwrap_or_default();
        let municipalities = municipalities.map(rules::distinct).unwrap_or_default();
        Some(statistics(ctx, &indicator, Asked { municipalities, periods, breakdown }).await)
    }

    /// How a municipality's figure stands among others: rank, quarter, distance to the median of all and of similar
    /// municipalities, and its own earlier periods; worked out from shown cells alone. NOT_FOUND where it has not
    /// published the period. Answers without a sign-in.
    async fn benchmark(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the indicator, or id of an official series.")] indicator: String,
        #[graphql(desc = "Which period, written as the indicator's `periodKind` says.")] period: String,
        #[graphql(desc = "Code of the municipality.")] municipality: String,
        #[graphql(
            desc = "In which service municipalities are similar.",
            default_with = "SimilarService::CompulsorySchool"
        )]
        similar_in: SimilarService,
    ) -> Option<Result<Benchmark, Fault>> {
        Some(benchmark(ctx, &indicator, &period, &municipality, similar_in).await)
    }

    /// What became of those with whom each method was used, in the municipalities that contribute together: by period and
    /// method, with an interval. Never by municipality: at least four contribute, none with more than half, and without
    /// any one of them it is still a group that may be shown. Answers without a sign-in.
    async fn method_effects(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Which periods, written as the indicators' `periodKind` says, at most 20; without it all. An indicator of \
                    another kind of period has nothing of them."
        )]
        periods: Option<Vec<String>>,
    ) -> Option<Result<Vec<MethodEffect>, Fault>> {
        Some(method_effects(ctx, periods.map(rules::distinct).unwrap_or_default()).await)
    }
}

async fn indicators(ctx: &Context<'_>, codes: Option<Vec<String>>) -> Result<Vec<Indicator>, Fault> {
    let registry = ctx.visit()?.published()?;
    let own = catalogue::ALL.iter().map(Indicator::from);
    let quoted = registry.official_series().await?.into_iter().map(Indicator::from);
    let all: Vec<_> = own.chain(quoted).collect();
    let Some(codes) = codes.map(rules::distinct) else { return Ok(all) };
    if codes.len() > 100 {
        return Err(Fault::bad_input("Ange högst 100 koder åt gången.", "Give at most 100 codes at a time."));
    }
    let known: BTreeSet<_> = all.iter().map(|indicator| indicator.code.as_str()).collect();
    if codes.iter().any(|code| !known.contains(code.as_str())) {
        return Err(rules::unknown_indicator());
    }
    Ok(all.into_iter().filter(|indicator| codes.contains(&indicator.code)).collect())
}

/// What has this code and is shown by municipality.
async fn by_municipality(registry: &RegistryDb, code: &str) -> Result<Measured, Fault> {
    match store::measured(registry, code).await? {
        Measured::Own(indicator) if indicator.group_only => Err(rules::group_only()),
        measured => Ok(measured),
    }
}

/// Codes of those that take part, and of those that have published without taking part any longer.
async fn taking_part(registry: &RegistryDb, found: &[Found]) -> Result<BTreeSet<String>, Fault> {
    let here = registry.municipalities().await?.into_iter().map(|row| row.code);
    Ok(here.chain(found.iter().map(|figure| figure.municipality.clone())).collect())
}

async fn statistics(ctx: &Context<'_>, indicator: &str, asked: Asked) -> Result<Vec<Figure>, Fault> {
    let registry = ctx.visit()?.published()?;
    let measured = by_municipality(registry, indicator).await?;
    rules::check_breakdown(&asked.breakdown, &measured.breakdowns())?;
    asked.periods.iter().try_for_each(|period| measured.check_period(period))?;
    rules::check_size(asked.municipalities.len(), asked.periods.len())?;
    let official: BTreeSet<_> = official::all().map(|official| official.code).collect();
    if let Some(unknown) = asked.municipalities.iter().find(|code| !official.contains(*code)) {
        official::find(unknown)?;
    }
    let found = measured.figures(registry, &asked).await?;
    if found.is_empty() && asked.municipalities.len() == 1 {
        return Err(rules::not_published());
    }
    if found.is_empty() && !asked.periods.is_empty() {
        return Err(rules::no_data());
    }
    let whose = match &asked.municipalities[..] {
        [] => taking_part(registry, &found).await?,
        named => named.iter().cloned().collect(),
    };
    let periods = if asked.periods.is_empty() { latest(&found) } else { asked.periods };
    rules::check_size(whose.len(), periods.len())?;
    Ok(filled(whose, &periods, found, &asked.breakdown, &measured))
}

/// The latest periods of figures, the earliest first.
fn latest(found: &[Found]) -> Vec<String> {
    let periods: BTreeSet<_> =
        found.iter().map(|figure| (rules::days(&figure.period), figure.period.clone())).collect();
    let passed_over = periods.len().saturating_sub(MOST_PERIODS);
    periods.into_iter().skip(passed_over).map(|(_, period)| period).collect()
}

/// A figure for each municipality and period, published or not.
fn filled(
    whose: BTreeSet<String>,
    periods: &[String],
    found: Vec<Found>,
    breakdown: &str,
    measured: &Measured,
) -> Vec<Figure> {
    let mut found: std::collections::BTreeMap<_, _> = found
        .into_iter()
        .map(|figure| ((figure.municipality.clone(), figure.period.clone()), figure))
        .collect();
    let mut figures = Vec::with_capacity(whose.len() * periods.len());
    for municipality in MunicipalityName::all(whose) {
        for period in periods {
            let published = found.remove(&(municipality.code.clone(), period.clone()));
            figures.push(match published {
                Some(figure) => Figure::of(municipality.clone(), figure, breakdown, measured.dimensions()),
                None => Figure::not_published(municipality.clone(), period, breakdown),
            });
        }
    }
    figures
}

async fn benchmark(
    ctx: &Context<'_>,
    indicator: &str,
    period: &str,
    municipality: &str,
    similar_in: SimilarService,
) -> Result<Benchmark, Fault> {
    let registry = ctx.visit()?.published()?;
    let measured = by_municipality(registry, indicator).await?;
    measured.check_period(period)?;
    let name = official::find(municipality)?;
    let of_period = Asked { periods: vec![period.to_owned()], ..Asked::default() };
    let found = measured.figures(registry, &of_period).await?;
    if found.is_empty() {
        return Err(rules::no_data());
    }
    let own = found.iter().find(|figure| figure.municipality == municipality).cloned();
    let own = own.ok_or_else(rules::not_published)?;
    let cell = own.cells.first().cloned().ok_or_else(rules::not_published)?;
    let all: Vec<_> = found.iter().filter_map(Found::value).collect();
    let (value, better) = (own.value(), measured.better());
    let quarter = value.and_then(|value| band(value, &all, better)).map(QuartileBand::from);
    let part = taking_part(registry, &found).await?;
    let group = GroupFigure::together(&totals(&found, |_| true), part.len());
    let similar = similar(registry, municipality, similar_in, measured.year(period), &found).await?;
    let to_similar = similar.as_ref().and_then(|(_, median)| *median);
    Ok(Benchmark {
        period: period.to_owned(),
        municipality: MunicipalityName { code: name.code, name: name.name },
        cell: Cell::of(cell, measured.dimensions()),
        publication: own.about.map(FigurePublication::from),
        rank: value.and_then(|value| i32::try_from(rank(value, &all, better)).ok()),
        band: quarter,
        band_label: quarter.map(|quarter| quarter.label().to_owned()),
        distance_to_median: value.zip(median(&all)).map(|(value, median)| rounded(value - median)),
        distance_to_similar: value.zip(to_similar).map(|(value, median)| rounded(value - median)),
        group,
        similar: similar.map(|(similar, _)| similar),
        trend: trend(registry, &measured, municipality, period).await?,
        indicator: measured.into(),
    })
}

/// The shown totals of some municipalities.
fn totals(found: &[Found], of: impl Fn(&str) -> bool) -> Vec<Shown> {
    let theirs = found.iter().filter(|figure| of(&figure.municipality));
    theirs.filter_map(|figure| figure.cells.first().and_then(shown)).collect()
}

/// Similar municipalities in a service, together, and the median of their values: by the latest list that is no later than
/// the figures, or the earliest there is.
async fn similar(
    registry: &RegistryDb,
    municipality: &str,
    service: SimilarService,
    year: i32,
    found: &[Found],
) -> Result<Option<(SimilarGroup, Option<f64>)>, Fault> {
    let mut rows = registry.similar_to(municipality).await?;
    rows.retain(|row| row.service == service.code());
    let no_later = rows.iter().map(|row| row.year).filter(|other| *other <= year).max();
    let Some(year) = no_later.or_else(|| rows.iter().map(|row| row.year).min()) else { return Ok(None) };
    rows.retain(|row| row.year == year);
    let codes: BTreeSet<_> = rows.iter().map(|row| row.similar_code.clone()).collect();
    let theirs = totals(found, |code| codes.contains(code));
    let values: Vec<_> = theirs.iter().map(|cell| cell.value).collect();
    let group = GroupFigure::together(&theirs, codes.len());
    let source = rows.first().map(|row| row.source.clone()).unwrap_or_default();
    let municipalities = MunicipalityName::all(codes);
    Ok(Some((SimilarGroup { year, source, municipalities, group }, median(&values))))
}

/// A municipality's own periods before one.
async fn trend(
    registry: &RegistryDb,
    measured: &Measured,
    municipality: &str,
    period: &str,
) -> Result<Vec<TrendPoint>, Fault> {
    let own = Asked { municipalities: vec![municipality.to_owned()], ..Asked::default() };
    let mut found = measured.figures(registry, &own).await?;
    // In the order of time: what stands before the period is before it. A pool is compared with pools.
    let at = found.iter().position(|figure| figure.period == period).unwrap_or_default();
    found.truncate(at);
    let is_pool = |text: &str| text.contains('–');
    found.retain(|figure| is_pool(&figure.period) == is_pool(period));
    let passed_over = found.len().saturating_sub(MOST_PERIODS);
    let mut before = None;
    let points = found.into_iter().skip(passed_over).filter_map(|figure| {
        let (value, earlier) = (figure.value(), before);
        before = value;
        let cell = figure.cells.into_iter().next()?;
        Some(TrendPoint {
            period: figure.period,
            cell: Cell::of(cell, measured.dimensions()),
            definition_version: figure.about.map(|about| about.definition_version),
            change: value.zip(earlier).map(|(value, earlier)| rounded(value - earlier)),
        })
    });
    Ok(points.collect())
}

async fn method_effects(ctx: &Context<'_>, periods: Vec<String>) -> Result<Vec<MethodEffect>, Fault> {
    let registry = ctx.visit()?.published()?;
    rules::check_size(0, periods.len())?;
    periods.iter().try_for_each(|period| rules::check_any_period(period))?;
    let mut effects = Vec::new();
    // One question for each indicator of the kind, of which the catalogue has a few.
    for indicator in catalogue::ALL.iter().filter(|indicator| indicator.group_only) {
        let by_method = rules::breakdowns(indicator).into_iter().find(|breakdown| breakdown == "method");
        let Some(breakdown) = by_method else { continue };
        let asked = Asked { municipalities: Vec::new(), periods: periods.clone(), breakdown };
        let found = Measured::Own(indicator).figures(registry, &asked).await?;
        effects.extend(MethodEffect::all(indicator, found));
    }
    Ok(effects)
}
