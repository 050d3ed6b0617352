//! UP40200: youths of the activity duty in at least one measure, share (%).

use super::kaa::{Of, in_measure, of_covered, of_the_duty};
use super::{Dimension, Indicator, Text};

pub(super) const INDICATOR: Indicator = of_the_duty(Of {
    code: "UP40200",
    title: Text {
        sv: "Ungdomar i aktivitetsansvaret med minst en åtgärd, andel (%)",
        en: "Youths of the activity duty in at least one measure, share (%)",
    },
    definition: Text {
        sv: "Andel av dem som någon dag under halvåret omfattats av aktivitetsansvaret som deltagit i minst en åtgärd någon dag under halvåret.",
        en: "Of those covered by the activity duty some day of the half-year, the share who took part in at least one measure some day of it.",
    },
    numerator: Text { sv: "ungdomar i åtgärd", en: "youths in a measure" },
    denominator: Text {
        sv: "ungdomar som omfattats av aktivitetsansvaret",
        en: "youths covered by the activity duty",
    },
    dimensions: &[Dimension::Sex, Dimension::Age],
    same_people_as: Some("UP40100"),
    reads: &["kaa_entry", "kaa_measure", "unit", "youth"],
    leaves: |reach, period| of_covered(reach, period, in_measure(reach, period)),
});
