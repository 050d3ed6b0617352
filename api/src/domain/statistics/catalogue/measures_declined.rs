//! UP50100: people who declined their measure, cases of school, share (%).

use entity::municipality::measure::Column::OfferedOn;
use entity::vocabulary::MeasureState::{Accepted, Active, Completed, Declined, Discontinued, Offered};
use sea_orm::sea_query::{Expr, ExprTrait};

use super::measures::{Of, of_latest, of_measures};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = of_measures(Of {
    code: "UP50100",
    title: Text {
        sv: "Personer som avböjt sin insats, skolans ärenden, andel (%)",
        en: "People who declined their measure, cases of school, share (%)",
    },
    definition: Text {
        sv: "Av dem som erbjudits en insats under läsåret och svarat, andelen som avböjt. Varje person räknas en gång, med den senast erbjudna insatsen; den som inte svarat har ingen uppgift.",
        en: "Of those who were offered a measure in the school year and answered, the share who declined. Each person counts once, by the measure offered last; who has not answered has no data.",
    },
    numerator: Text { sv: "personer som avböjt", en: "people who declined" },
    denominator: Text { sv: "personer som svarat på ett erbjudande", en: "people who answered an offer" },
    leaves: |reach, period| {
        let known = Expr::col("state").ne(Offered);
        let has = Expr::col("state").eq(Declined);
        of_latest(
            reach,
            (OfferedOn, period.starts_on, period.ends_on),
            &[Offered, Accepted, Declined, Active, Completed, Discontinued],
            known,
            has,
        )
    },
});
