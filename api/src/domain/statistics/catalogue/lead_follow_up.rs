//! UP30203: days from measure to follow-up, cases of school, mean.

use super::lead_time::{Step, days, leaves};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = days(
    "UP30203",
    Text {
        sv: "Dagar från insats till uppföljning, skolans ärenden, medelvärde",
        en: "Days from measure to follow-up, cases of school, mean",
    },
    Text {
        sv: "dagar från att den första insatsen började till den första uppföljningen",
        en: "days from the beginning of the first measure to the first follow-up",
    },
    &["follow_up", "measure", "youth", "youth_case"],
    |reach, period| leaves(reach, period, Some(Step::Measure), Step::FollowUp),
);
