//! UP50200: people who completed their measure, cases of school, share (%).

use entity::municipality::measure::Column::EndedOn;
use entity::vocabulary::MeasureState::{Completed, Discontinued};
use sea_orm::sea_query::{Expr, ExprTrait};

use super::measures::{Of, of_latest, of_measures};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = of_measures(Of {
    code: "UP50200",
    title: Text {
        sv: "Personer som genomfört sin insats, skolans ärenden, andel (%)",
        en: "People who completed their measure, cases of school, share (%)",
    },
    definition: Text {
        sv: "Av dem vars insats slutade under läsåret, andelen vars insats genomfördes och inte avbröts. Varje person räknas en gång, med den insats som slutade senast.",
        en: "Of those whose measure ended in the school year, the share whose measure was carried through and not broken off. Each person counts once, by the measure that ended last.",
    },
    numerator: Text {
        sv: "personer vars insats genomfördes",
        en: "people whose measure was carried through",
    },
    denominator: Text { sv: "personer vars insats slutade", en: "people whose measure ended" },
    leaves: |reach, period| {
        let known = Expr::val(1).eq(1);
        let has = Expr::col("state").eq(Completed);
        of_latest(reach, (EndedOn, period.starts_on, period.ends_on), &[Completed, Discontinued], known, has)
    },
});
