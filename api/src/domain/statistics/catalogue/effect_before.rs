//! UP70101: absence before the measure, mean (%).

use super::effect::{Of, of_absence, people};
use super::population::mean_of;
use super::{Indicator, Shape, Text};

pub(super) const INDICATOR: Indicator = of_absence(Of {
    code: "UP70101",
    title: Text {
        sv: "Frånvaro före insatsen, medelvärde (%)", en: "Absence before the measure, mean (%)"
    },
    numerator: Text { sv: "frånvaro under fyra veckor före", en: "absence in the four weeks before" },
    shape: Shape::Mean(Text { sv: "procent", en: "per cent" }),
    leaves: |reach, period| {
        mean_of(people(reach, period), &["method"], "CASE WHEN after IS NOT NULL THEN before END".to_owned())
    },
});
