//! UP70103: people whose absence fell after the measure began, share (%).

use sea_orm::sea_query::{Expr, ExprTrait};

use super::effect::{Of, of_absence, people};
use super::population::share_of;
use super::{Indicator, Shape, Text};

pub(super) const INDICATOR: Indicator = of_absence(Of {
    code: "UP70103",
    title: Text {
        sv: "Personer vars frånvaro minskat efter insatsens början, andel (%)",
        en: "People whose absence fell after the measure began, share (%)",
    },
    numerator: Text {
        sv: "personer med lägre frånvaro efter än före",
        en: "people with less absence after than before",
    },
    shape: Shape::Share,
    leaves: |reach, period| {
        let known = Expr::col("before").is_not_null().and(Expr::col("after").is_not_null());
        let fell = Expr::col("after").lt(Expr::col("before"));
        share_of(people(reach, period), &["method"], known, fell)
    },
});
