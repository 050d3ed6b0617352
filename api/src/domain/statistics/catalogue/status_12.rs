//! UP60112: in study or work twelve months after the case was closed.

use entity::vocabulary::FollowUpKind::After12Months;

use super::status::{after, leaves};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = after(
    "UP60112",
    Text {
        sv: "Personer i studier eller arbete tolv månader efter avslutat ärende i skolan, andel (%)",
        en: "People in study or work twelve months after their case at school was closed, share (%)",
    },
    |reach, period| leaves(reach, period, After12Months),
);
