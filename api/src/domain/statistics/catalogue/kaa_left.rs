//! UP40300: youths who left the activity duty and had been in a measure, share (%).

use super::kaa::{Of, ever_in_measure, of_the_duty, of_those_who_left};
use super::{Dimension, Indicator, Text};

pub(super) const INDICATOR: Indicator = of_the_duty(Of {
    code: "UP40300",
    title: Text {
        sv: "Ungdomar som lämnat aktivitetsansvaret och deltagit i en åtgärd, andel (%)",
        en: "Youths who left the activity duty and had been in a measure, share (%)",
    },
    definition: Text {
        sv: "Av dem som avregistrerats under halvåret, efter orsak, andelen som deltagit i minst en åtgärd. Antalet avregistrerade efter orsak är nämnaren.",
        en: "Of those who left the register in the half-year, by reason, the share who had taken part in at least one measure. How many left by each reason is the denominator.",
    },
    numerator: Text {
        sv: "ungdomar som deltagit i en åtgärd", en: "youths who had taken part in a measure"
    },
    denominator: Text { sv: "ungdomar som avregistrerats", en: "youths who left the register" },
    dimensions: &[Dimension::Sex, Dimension::EndReason],
    same_people_as: None,
    reads: &["kaa_entry", "kaa_measure", "unit", "youth"],
    leaves: |reach, period| of_those_who_left(reach, period, ever_in_measure(reach, period)),
});
