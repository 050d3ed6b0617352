//! UP30201: days from signal to mapping, cases of school, mean.

use super::lead_time::{Step, days, leaves};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = days(
    "UP30201",
    Text {
        sv: "Dagar från signal till kartläggning, skolans ärenden, medelvärde",
        en: "Days from signal to mapping, cases of school, mean",
    },
    Text {
        sv: "dagar från den första signalen till att en kartläggning började",
        en: "days from the first signal until a mapping began",
    },
    &["mapping", "signal", "youth", "youth_case"],
    |reach, period| leaves(reach, period, None, Step::Mapping),
);
