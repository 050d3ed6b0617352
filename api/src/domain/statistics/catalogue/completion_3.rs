//! UP20203: a diploma within three years.

use super::completion::within;
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = within::<3>(
    "UP20203",
    Text {
        sv: "Gymnasieelever med examen inom tre år, kommunens skolor, andel (%)",
        en: "Upper secondary pupils with a diploma within three years, municipal schools, share (%)",
    },
    Some("UP20204"),
    &["programme=IM"],
);
