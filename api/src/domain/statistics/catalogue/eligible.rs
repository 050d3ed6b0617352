//! UP20100: eligibility for vocational programmes (behörighet) at the end of year 9, in the authority's own schools. That
//! of all who are registered in the municipality is Kolada's N15428, and is quoted, not recomputed.

use entity::municipality::{term_record, youth};
use entity::reach::{Reach, Within};
use entity::vocabulary::UnitBasis;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, QueryTrait};

use super::population::{sex, share_of};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

pub(super) const INDICATOR: Indicator = Indicator {
    code: "UP20100",
    version: 1,
    title: Text {
        sv: "Elever i åk 9 som är behöriga till yrkesprogram, kommunens skolor, andel (%)",
        en: "Pupils in year 9 eligible for vocational programmes, municipal schools, share (%)",
    },
    definition: Text {
        sv: "Andel elever i årskurs 9 i kommunens egna grundskolor som vid vårterminens slut har minst E i svenska eller svenska som andraspråk, engelska, matematik och fem ämnen till. Den som har betyg eller streck i färre än åtta ämnen är inte bedömd.",
        en: "Share of pupils in year 9 of the municipality's own compulsory schools who at the end of the spring term have at least E in Swedish or Swedish as a second language, English, mathematics and five more subjects. Who has a grade or a dash in fewer than eight subjects is not judged.",
    },
    numerator: Text { sv: "behöriga elever", en: "eligible pupils" },
    denominator: Text { sv: "bedömda elever i årskurs 9", en: "pupils of year 9 who were judged" },
    basis: UnitBasis::Authority,
    period: PeriodKind::SchoolYear,
    shape: Shape::Share,
    dimensions: &[Dimension::Sex],
    floor: 5,
    sensitive: true,
    group_only: false,
    part_of: None,
    same_people_as: None,
    matures_after: 0,
    purpose: None,
    reads: &["term_record", "youth"],
    source: Text {
        sv: "Skollagen 16 kap. 30 §; egen uträkning ur betygen. För hela kommunen: Kolada N15428.",
        en: "Education Act 16:30; own calculation from the grades. For the whole municipality: Kolada N15428.",
    },
    not_applicable: &[],
    leaves,
};

fn leaves(reach: &Reach, period: &Period) -> SelectStatement {
    use term_record::Column;
    let spring = format!("{}VT", period.year());
    let mut people = term_record::Entity::within(reach)
        .filter(Column::Term.eq(spring))
        .filter(Column::SchoolType.is_in(["GR", "SAM", "SP"]))
        .filter(Column::SchoolYear.eq(9))
        .into_query();
    people
        .clear_selects()
        .column((term_record::Entity, Column::UnitId))
        .expr_as(sex(), "sex")
        .column((term_record::Entity, Column::Eligible))
        .left_join(
            youth::Entity,
            Expr::col((term_record::Entity, Column::YouthId)).equals((youth::Entity, youth::Column::Id)),
        );
    share_of(people, &["sex"], Expr::col("eligible").is_not_null(), Expr::col("eligible").eq(true))
}
