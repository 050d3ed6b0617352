//! Root fields: figures, statisticsGrounds.

use async_graphql::{Context, ID, Object};

use super::catalogue::{self, Dimension, Indicator, Period};
use super::types_figures::UnitFigures;
use super::types_ground::StatisticsGround;
use super::{grounds, store_ground, store_snapshot as store};
use crate::access::{Action, Authorize};
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Queries of statistics inside the municipality.
#[derive(Debug, Default)]
pub struct FigureQueries;

#[Object]
impl FigureQueries {
    /// An indicator over the municipality's own data (nyckeltal inom kommunen), at a unit with everything below it, from
    /// the weekly snapshot: for those who may see no person. What could single somebody out is hidden.
    async fn figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the indicator, such as `UP10120`.")] indicator: String,
        #[graphql(desc = "Period, as `2024/25`, `2025HT`, `2025H2` or `2025-10`.")] period: String,
        #[graphql(desc = "The unit; for those who see the municipality as a whole, the one at the top.")]
        unit: ID,
        #[graphql(
            desc = "Codes of dimensions: none, one, or all that the indicator declares. Other breakdowns are refused.",
            default
        )]
        breakdown: Vec<String>,
    ) -> Option<Result<UnitFigures, Fault>> {
        Some(figures(ctx, &indicator, &period, &unit, &breakdown).await)
    }

    /// The legal grounds on which figures of a purpose are made (rättslig grund för statistik), the latest first, at most
    /// 100: for those who record them, prepare publications or approve them.
    async fn statistics_grounds(&self, ctx: &Context<'_>) -> Option<Result<Vec<StatisticsGround>, Fault>> {
        Some(grounds::all(ctx).await)
    }
}

async fn figures(
    ctx: &Context<'_>,
    code: &str,
    period: &str,
    unit: &ID,
    breakdown: &[String],
) -> Result<UnitFigures, Fault> {
    let grant = ctx.authorize(Action::ReadFigures)?;
    let unit = GlobalId::local(unit, Kind::Unit, grant.municipality_code())?;
    let indicator = indicator_of(code)?;
    let period = period_of(indicator, period)?;
    let breakdown = declared(indicator, breakdown)?;
    if let Some(purpose) = indicator.purpose
        && !store_ground::standing(&grant).await?.contains(&purpose)
    {
        return Err(Fault::of(Code::GroundNeeded));
    }
    let key = (indicator.code.to_owned(), period.text());
    let text = catalogue::breakdown(breakdown.iter().copied());
    let rows = store::of_unit(&grant, key, unit, &text).await?;
    let dimensions = breakdown.iter().map(|dimension| dimension.code()).collect();
    match UnitFigures::of(indicator, dimensions, &rows) {
        Some(figures) => Ok(figures),
        None if store::is_reached(&grant, unit).await? => Err(Fault::of(Code::NoData)),
        None => Err(Fault::of(Code::NotFound)),
    }
}

/// The indicator of a code, if it is shown inside the municipality.
fn indicator_of(code: &str) -> Result<&'static Indicator, Fault> {
    let indicator = catalogue::find(code).ok_or_else(|| {
        Fault::bad_input(
            "Nyckeltalet finns inte: koden är UP och fem siffror.",
            "There is no such indicator: its code is UP and five digits.",
        )
    })?;
    if indicator.group_only {
        return Err(Fault::of(Code::NotDeclared).saying(
            "Nyckeltalet visas bara för alla kommuner tillsammans.",
            "The indicator is shown only for all municipalities together.",
        ));
    }
    Ok(indicator)
}

fn period_of(indicator: &Indicator, text: &str) -> Result<Period, Fault> {
    Period::read(text).filter(|period| period.kind == indicator.period).ok_or_else(|| {
        Fault::bad_input(
            "Perioden passar inte nyckeltalet: läsår skrivs 2024/25, termin 2025HT, halvår 2025H2, månad 2025-10.",
            "The period does not fit the indicator: a school year is written 2024/25, a term 2025HT, a half-year 2025H2, \
             a month 2025-10.",
        )
    })
}

/// The declared breakdown of these dimensions, whatever their order.
fn declared(indicator: &Indicator, codes: &[String]) -> Result<Vec<Dimension>, Fault> {
    let is_these = |dimensions: &Vec<Dimension>| {
        dimensions.len() == codes.len()
            && dimensions.iter().all(|dimension| codes.iter().any(|code| code == dimension.code()))
    };
    indicator.breakdowns().into_iter().find(is_these).ok_or_else(|| Fault::of(Code::NotDeclared))
}
