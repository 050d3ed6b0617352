//! UP10115: pupils absent from at least 15 % of the time.

use super::absence::over;
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = over::<15>(
    "UP10115",
    Text {
        sv: "Elever med minst 15 procents frånvaro under läsåret, kommunens skolor, andel (%)",
        en: "Pupils absent from at least 15 per cent of the school year, municipal schools, share (%)",
    },
    Some("UP10110"),
);
