//! UP40100: youths of the activity duty who were contacted, share (%).

use super::kaa::{Of, contacted, of_covered, of_the_duty};
use super::{Dimension, Indicator, Text};

pub(super) const INDICATOR: Indicator = of_the_duty(Of {
    code: "UP40100",
    title: Text {
        sv: "Ungdomar i aktivitetsansvaret som kontaktats, andel (%)",
        en: "Youths of the activity duty who were contacted, share (%)",
    },
    definition: Text {
        sv: "Andel av dem som någon dag under halvåret omfattats av aktivitetsansvaret som nåtts av minst en kontakt under halvåret.",
        en: "Of those covered by the activity duty some day of the half-year, the share reached by at least one contact in it.",
    },
    numerator: Text { sv: "ungdomar som nåtts", en: "youths who were reached" },
    denominator: Text {
        sv: "ungdomar som omfattats av aktivitetsansvaret",
        en: "youths covered by the activity duty",
    },
    dimensions: &[Dimension::Sex, Dimension::Age],
    same_people_as: None,
    reads: &["kaa_contact", "kaa_entry", "unit", "youth"],
    leaves: |reach, period| of_covered(reach, period, contacted(reach, period)),
});
