//! UP50300: people for whom the measure made it better, cases of school, share (%).

use entity::municipality::measure::Column::EndedOn;
use entity::vocabulary::GradedChange;
use entity::vocabulary::MeasureState::Completed;
use sea_orm::sea_query::{Expr, ExprTrait};

use super::measures::{Of, of_latest, of_measures};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = of_measures(Of {
    code: "UP50300",
    title: Text {
        sv: "Personer för vilka insatsen gjort det bättre, skolans ärenden, andel (%)",
        en: "People for whom the measure made it better, cases of school, share (%)",
    },
    definition: Text {
        sv: "Av dem vars insats genomförts under läsåret och bedömts, andelen för vilka det blev bättre eller mycket bättre. Varje person räknas en gång, med den insats som slutade senast; den vars insats inte bedömts har ingen uppgift.",
        en: "Of those whose measure was carried through in the school year and judged, the share for whom it became better or much better. Each person counts once, by the measure that ended last; whose measure was not judged has no data.",
    },
    numerator: Text { sv: "personer för vilka det blev bättre", en: "people for whom it became better" },
    denominator: Text {
        sv: "personer vars insats genomförts och bedömts",
        en: "people whose measure was carried through and judged",
    },
    leaves: |reach, period| {
        let known = Expr::col("outcome").is_not_null().and(Expr::col("outcome").ne(GradedChange::NotKnown));
        let has = Expr::col("outcome").is_in([GradedChange::Better, GradedChange::MuchBetter]);
        of_latest(reach, (EndedOn, period.starts_on, period.ends_on), &[Completed], known, has)
    },
});
