//! UP10120: pupils absent from at least 20 % of the time.

use super::absence::over;
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = over::<20>(
    "UP10120",
    Text {
        sv: "Elever med minst 20 procents frånvaro under läsåret, kommunens skolor, andel (%)",
        en: "Pupils absent from at least 20 per cent of the school year, municipal schools, share (%)",
    },
    Some("UP10115"),
);
