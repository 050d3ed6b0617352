//! What the indicators of the municipal activity duty (KAA) share. They stay off until the municipality has recorded the
//! legal ground on which figures are made from the register.

use entity::municipality::{kaa_contact, kaa_entry, kaa_measure, youth};
use entity::reach::{Reach, Within};
use entity::vocabulary::{StatisticsPurpose, UnitBasis};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryTrait};

use super::population::{age, latest_of, sex, share_of};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

/// What differs between them.
pub(super) struct Of {
    pub(super) code: &'static str,
    pub(super) title: Text,
    pub(super) definition: Text,
    pub(super) numerator: Text,
    pub(super) denominator: Text,
    pub(super) dimensions: &'static [Dimension],
    pub(super) same_people_as: Option<&'static str>,
    pub(super) reads: &'static [&'static str],
    pub(super) leaves: fn(&Reach, &Period) -> SelectStatement,
}

/// An indicator of the activity duty.
pub(super) const fn of_the_duty(of: Of) -> Indicator {
    Indicator {
        code: of.code,
        version: 1,
        title: of.title,
        definition: of.definition,
        numerator: of.numerator,
        denominator: of.denominator,
        basis: UnitBasis::HomeMunicipality,
        period: PeriodKind::HalfYear,
        shape: Shape::Share,
        dimensions: of.dimensions,
        floor: 10,
        sensitive: true,
        group_only: false,
        part_of: None,
        same_people_as: of.same_people_as,
        matures_after: 0,
        purpose: Some(StatisticsPurpose::Kaa),
        reads: of.reads,
        source: Text {
            sv: "Begreppen i Skolverkets statistik över aktivitetsansvaret, på egna uppgifter.",
            en: "The terms of the National Agency for Education's statistics of the activity duty, on own data.",
        },
        not_applicable: &[],
        leaves: of.leaves,
    }
}

/// The smallest cells of a share of those who were in the register some day of the period.
pub(super) fn of_covered(reach: &Reach, period: &Period, has: SelectStatement) -> SelectStatement {
    let ended = kaa_entry::Column::EndedOn;
    let still = Condition::any().add(ended.is_null()).add(ended.gte(period.starts_on));
    of_entries(reach, period, still, has, &["sex", "age"])
}

/// The smallest cells of a share of those who left the register in the period, by reason.
pub(super) fn of_those_who_left(reach: &Reach, period: &Period, has: SelectStatement) -> SelectStatement {
    let left = Condition::all().add(kaa_entry::Column::EndedOn.between(period.starts_on, period.ends_on));
    of_entries(reach, period, left, has, &["sex", "reason"])
}

/// Each person once, by the latest entry that began in the period or before it.
fn of_entries(
    reach: &Reach,
    period: &Period,
    which: Condition,
    has: SelectStatement,
    dimensions: &[&'static str],
) -> SelectStatement {
    use kaa_entry::Column;
    let youth_id = || Expr::col((kaa_entry::Entity, Column::YouthId));
    let mut entries = kaa_entry::Entity::within(reach)
        .filter(Column::RegisteredOn.lte(period.ends_on))
        .filter(which)
        .into_query();
    entries
        .clear_selects()
        .expr_as(unit(), "unit_id")
        .expr_as(sex(), "sex")
        .expr_as(age(period.ends_on), "age")
        .expr_as(Expr::col((kaa_entry::Entity, Column::EndReason)), "reason")
        .expr_as(Expr::case(youth_id().in_subquery(has), 1).finally(0), "has")
        .expr_as(
            Expr::cust(
                "ROW_NUMBER() OVER (PARTITION BY kaa_entry.youth_id \
                 ORDER BY kaa_entry.registered_on DESC, kaa_entry.id)",
            ),
            "place",
        )
        .left_join(youth::Entity, youth_id().equals((youth::Entity, youth::Column::Id)));
    share_of(latest_of(entries), dimensions, Expr::val(1).eq(1), Expr::col("has").eq(1))
}

/// Youths who were reached by a contact in the period.
pub(super) fn contacted(reach: &Reach, period: &Period) -> SelectStatement {
    use kaa_contact::Column;
    let mut reached = kaa_contact::Entity::within(reach)
        .filter(Column::Reached.eq(true))
        .filter(Column::ContactedOn.between(period.starts_on, period.ends_on))
        .into_query();
    reached.clear_selects().column((kaa_contact::Entity, Column::YouthId));
    reached
}

/// Youths who were in a measure on some day of the period.
pub(super) fn in_measure(reach: &Reach, period: &Period) -> SelectStatement {
    use kaa_measure::Column;
    let mut taking_part = kaa_measure::Entity::within(reach)
        .filter(Column::StartsOn.lte(period.ends_on))
        .filter(Condition::any().add(Column::EndsOn.is_null()).add(Column::EndsOn.gte(period.starts_on)))
        .into_query();
    taking_part.clear_selects().column((kaa_measure::Entity, Column::YouthId));
    taking_part
}

/// Youths who have ever been in a measure before the period ended.
pub(super) fn ever_in_measure(reach: &Reach, period: &Period) -> SelectStatement {
    use kaa_measure::Column;
    let mut took_part =
        kaa_measure::Entity::within(reach).filter(Column::StartsOn.lte(period.ends_on)).into_query();
    took_part.clear_selects().column((kaa_measure::Entity, Column::YouthId));
    took_part
}

/// The register belongs to no school: its figures stand at the unit of the activity duty, or at the top.
fn unit() -> Expr {
    let first =
        "CASE WHEN kind = 'KAA_UNIT' THEN 0 WHEN kind = 'AUTHORITY' AND parent_id IS NULL THEN 1 ELSE 2 END";
    let of = Query::select()
        .column("id")
        .from("unit")
        .order_by_expr(Expr::cust(first), sea_orm::Order::Asc)
        .order_by("id", sea_orm::Order::Asc)
        .limit(1)
        .take();
    Expr::SubQuery(None, Box::new(of.into()))
}
