//! UP20204: a diploma within four years.

use super::completion::within;
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = within::<4>(
    "UP20204",
    Text {
        sv: "Gymnasieelever med examen inom fyra år, kommunens skolor, andel (%)",
        en: "Upper secondary pupils with a diploma within four years, municipal schools, share (%)",
    },
    Some("UP20205"),
    &[],
);
