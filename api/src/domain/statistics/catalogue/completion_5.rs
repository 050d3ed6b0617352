//! UP20205: a diploma within five years.

use super::completion::within;
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = within::<5>(
    "UP20205",
    Text {
        sv: "Gymnasieelever med examen inom fem år, kommunens skolor, andel (%)",
        en: "Upper secondary pupils with a diploma within five years, municipal schools, share (%)",
    },
    None,
    &[],
);
