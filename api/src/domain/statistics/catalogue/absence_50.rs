//! UP10150: pupils absent from at least 50 % of the time.

use super::absence::over;
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = over::<50>(
    "UP10150",
    Text {
        sv: "Elever med minst 50 procents frånvaro under läsåret, kommunens skolor, andel (%)",
        en: "Pupils absent from at least 50 per cent of the school year, municipal schools, share (%)",
    },
    Some("UP10130"),
);
