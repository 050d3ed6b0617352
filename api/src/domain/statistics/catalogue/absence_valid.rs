//! UP10101: mean valid absence.

use super::absence::{mean, mean_leaves};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = mean(
    "UP10101",
    Text {
        sv: "Giltig frånvaro under läsåret, kommunens skolor, medelvärde (%)",
        en: "Valid absence in the school year, municipal schools, mean (%)",
    },
    Text { sv: "giltig frånvaro", en: "valid absence" },
    |reach, period| mean_leaves(reach, period, "valid"),
);
