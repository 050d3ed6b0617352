//! UP10110: pupils absent from at least 10 % of the time.

use super::absence::over;
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = over::<10>(
    "UP10110",
    Text {
        sv: "Elever med minst 10 procents frånvaro under läsåret, kommunens skolor, andel (%)",
        en: "Pupils absent from at least 10 per cent of the school year, municipal schools, share (%)",
    },
    None,
);
