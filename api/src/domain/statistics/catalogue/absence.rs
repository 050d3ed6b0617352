//! What the indicators of absence share: youths by the share of offered lessons that they were absent from.

use entity::reach::Reach;
use entity::vocabulary::UnitBasis;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};

use super::population::{in_school, mean_of, share_of};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

const SOURCE: Text = Text {
    sv: "Egen definition; trösklarna är vanliga, ingen är fastställd i lag.",
    en: "Own definition; the thresholds are customary, none is set by law.",
};

/// Youths absent from at least so many percent of the lessons of a school year.
pub(super) const fn over<const PERCENT: i32>(
    code: &'static str,
    title: Text,
    part_of: Option<&'static str>,
) -> Indicator {
    Indicator {
        code,
        version: 1,
        title,
        definition: Text {
            sv: "Andel elever i kommunens egna förskoleklasser, grundskolor och gymnasieskolor vars frånvaro under läsåret, giltig och ogiltig, är minst så många procent av erbjuden tid. Tid som inte är rapporterad räknas som närvaro.",
            en: "Share of pupils in the municipality's own preschool classes, compulsory and upper secondary schools whose absence in the school year, valid and invalid, is at least so many percent of the time offered. Time not reported counts as presence.",
        },
        numerator: Text { sv: "elever med så hög frånvaro", en: "pupils with so much absence" },
        denominator: Text {
            sv: "elever med erbjuden tid under läsåret",
            en: "pupils with time offered in the school year",
        },
        basis: UnitBasis::Authority,
        period: PeriodKind::SchoolYear,
        shape: Shape::Share,
        dimensions: &[Dimension::Sex, Dimension::SchoolYear],
        floor: 5,
        sensitive: true,
        group_only: false,
        part_of,
        same_people_as: None,
        matures_after: 0,
        purpose: None,
        reads: &["term_record", "youth"],
        source: SOURCE,
        not_applicable: &[],
        leaves: leaves::<PERCENT>,
    }
}

fn leaves<const PERCENT: i32>(reach: &Reach, period: &Period) -> SelectStatement {
    let absent = Expr::col("valid").add(Expr::col("invalid")).mul(100).gte(Expr::col("offered").mul(PERCENT));
    share_of(in_school(reach, period), &["sex", "year"], Expr::col("offered").gt(0), absent)
}

/// The mean share of the time that pupils were absent, of one kind of absence.
pub(super) const fn mean(
    code: &'static str,
    title: Text,
    absence: Text,
    leaves: fn(&Reach, &Period) -> SelectStatement,
) -> Indicator {
    Indicator {
        code,
        version: 1,
        title,
        definition: Text {
            sv: "Medelvärdet av elevernas frånvaro i procent av erbjuden tid under läsåret, vid kommunens egna förskoleklasser, grundskolor och gymnasieskolor. Varje elevs andel avrundas till hela procent. Tid som inte är rapporterad räknas som närvaro.",
            en: "The mean of the pupils' absence in per cent of the time offered in the school year, in the municipality's own preschool classes, compulsory and upper secondary schools. Each pupil's share is rounded to whole per cent. Time not reported counts as presence.",
        },
        numerator: absence,
        denominator: Text {
            sv: "elever med erbjuden tid under läsåret",
            en: "pupils with time offered in the school year",
        },
        basis: UnitBasis::Authority,
        period: PeriodKind::SchoolYear,
        shape: Shape::Mean(Text { sv: "procent", en: "per cent" }),
        dimensions: &[Dimension::Sex, Dimension::SchoolYear],
        floor: 5,
        sensitive: true,
        group_only: false,
        part_of: None,
        same_people_as: Some("UP10110"),
        matures_after: 0,
        purpose: None,
        reads: &["term_record", "youth"],
        source: SOURCE,
        not_applicable: &[],
        leaves,
    }
}

/// The smallest cells of the mean of a column of minutes, in whole percent of those offered.
pub(super) fn mean_leaves(reach: &Reach, period: &Period, minutes: &'static str) -> SelectStatement {
    let percent = format!("CASE WHEN offered > 0 THEN (100 * {minutes} + offered / 2) / offered END");
    mean_of(in_school(reach, period), &["sex", "year"], percent)
}
