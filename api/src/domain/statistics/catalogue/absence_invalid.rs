//! UP10102: mean invalid absence.

use super::absence::{mean, mean_leaves};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = mean(
    "UP10102",
    Text {
        sv: "Ogiltig frånvaro under läsåret, kommunens skolor, medelvärde (%)",
        en: "Invalid absence in the school year, municipal schools, mean (%)",
    },
    Text { sv: "ogiltig frånvaro", en: "invalid absence" },
    |reach, period| mean_leaves(reach, period, "invalid"),
);
