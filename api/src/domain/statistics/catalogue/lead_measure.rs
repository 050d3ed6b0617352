//! UP30202: days from mapping to measure, cases of school, mean.

use super::lead_time::{Step, days, leaves};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = days(
    "UP30202",
    Text {
        sv: "Dagar från kartläggning till insats, skolans ärenden, medelvärde",
        en: "Days from mapping to measure, cases of school, mean",
    },
    Text {
        sv: "dagar från att kartläggningen började till att en insats började",
        en: "days from the beginning of the mapping until a measure began",
    },
    &["mapping", "measure", "youth", "youth_case"],
    |reach, period| leaves(reach, period, Some(Step::Mapping), Step::Measure),
);
