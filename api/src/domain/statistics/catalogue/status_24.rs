//! UP60124: in study or work twenty-four months after the case was closed.

use entity::vocabulary::FollowUpKind::After24Months;

use super::status::{after, leaves};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = after(
    "UP60124",
    Text {
        sv: "Personer i studier eller arbete tjugofyra månader efter avslutat ärende i skolan, andel (%)",
        en: "People in study or work twenty-four months after their case at school was closed, share (%)",
    },
    |reach, period| leaves(reach, period, After24Months),
);
