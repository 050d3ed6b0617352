//! How many a rule would have caught in the past year: counted in the database, so that no person leaves it.

use chrono::{Days, NaiveDate};
use entity::municipality::attendance;
use entity::reach::Reach;
use entity::vocabulary::SignalMeasure;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use uuid::Uuid;

use super::rules::{WHOLE, looks_back_to};
use super::rules_preview::{STEP, STEPS};
use super::store_figures::{by_week, of_unit};
use crate::access::Grant;
use crate::support::fault::Fault;

/// Weeks of the past year.
const YEAR: u64 = 52;

/// What is looked at: a measure over so many weeks with lessons, in the year that ended before this Monday.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// A measure of absence.
    pub measure: SignalMeasure,
    /// How many weeks with lessons a window has.
    pub weeks: i16,
    /// Only youths enrolled today at this unit or below it.
    pub unit: Option<Uuid>,
    /// The present Monday.
    pub monday: NaiveDate,
}

impl Look {
    /// First and last day of the year looked at.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        (self.monday - Days::new(7 * YEAR), self.monday - Days::new(1))
    }
}

/// How many youths within reach had their highest share in each step of five points, from 0 % up.
pub async fn bands(grant: &Grant, look: Look) -> Result<Vec<i64>, Fault> {
    let mut bands = vec![0; usize::try_from(STEPS + 1).unwrap_or_default()];
    for (band, youths) in grant.figures::<(i64, i64)>(&counted(grant.reach(), look)).await? {
        let at = usize::try_from(band.clamp(0, STEPS)).unwrap_or_default();
        if let Some(place) = bands.get_mut(at) {
            *place += youths;
        }
    }
    Ok(bands)
}

fn counted(reach: &Reach, look: Look) -> SelectStatement {
    let big = |name: &'static str| Expr::col(name).cast_as("bigint");
    let (first, last) = look.days();
    let from = looks_back_to(look.weeks, first);
    let mut weeks = by_week(reach, from, last);
    if let Some(unit) = look.unit {
        weeks.and_where(attendance::Column::YouthId.in_subquery(of_unit(reach, unit)));
    }
    // Over each week with the weeks with lessons before it. In words, since sea-query 1.0.2 writes the bound of a frame
    // so that PostgreSQL cannot read it.
    let before = look.weeks - 1;
    let over = |what: &str| {
        Expr::cust(format!(
            "SUM({what}) OVER (PARTITION BY youth_id ORDER BY week ROWS BETWEEN {before} PRECEDING AND CURRENT ROW)"
        ))
    };
    let absent = if look.measure == SignalMeasure::InvalidAbsence { "invalid" } else { "valid + invalid" };
    let rolled = Query::select()
        .column("youth_id")
        .column("week")
        .expr_as(over(absent), "absent")
        .expr_as(over("offered"), "lessons")
        .from_subquery(weeks, "weeks")
        .take();
    let share = big("absent").mul(WHOLE).div(big("lessons"));
    let highest = Query::select()
        .column("youth_id")
        .expr_as(Func::max(share), "share")
        .from_subquery(rolled, "rolled")
        .and_where(Expr::col("week").gte(first))
        .group_by_columns(["youth_id"])
        .take();
    let banded =
        Query::select().expr_as(big("share").div(STEP), "band").from_subquery(highest, "highest").take();
    Query::select()
        .column("band")
        .expr(Func::count(Expr::col("band")))
        .from_subquery(banded, "banded")
        .group_by_columns(["band"])
        .take()
}
