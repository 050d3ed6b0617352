//! UP70102: absence after the measure began, mean (%).

use super::effect::{Of, of_absence, people};
use super::population::mean_of;
use super::{Indicator, Shape, Text};

pub(super) const INDICATOR: Indicator = of_absence(Of {
    code: "UP70102",
    title: Text {
        sv: "Frånvaro efter insatsens början, medelvärde (%)",
        en: "Absence after the measure began, mean (%)",
    },
    numerator: Text { sv: "frånvaro under fyra veckor efter", en: "absence in the four weeks after" },
    shape: Shape::Mean(Text { sv: "procent", en: "per cent" }),
    leaves: |reach, period| {
        mean_of(people(reach, period), &["method"], "CASE WHEN before IS NOT NULL THEN after END".to_owned())
    },
});
