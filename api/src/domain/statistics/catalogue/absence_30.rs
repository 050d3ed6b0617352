//! UP10130: pupils absent from at least 30 % of the time.

use super::absence::over;
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = over::<30>(
    "UP10130",
    Text {
        sv: "Elever med minst 30 procents frånvaro under läsåret, kommunens skolor, andel (%)",
        en: "Pupils absent from at least 30 per cent of the school year, municipal schools, share (%)",
    },
    Some("UP10120"),
);
