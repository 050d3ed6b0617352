//! UP60106: in study or work six months after the case was closed.

use entity::vocabulary::FollowUpKind::After6Months;

use super::status::{after, leaves};
use super::{Indicator, Text};

pub(super) const INDICATOR: Indicator = after(
    "UP60106",
    Text {
        sv: "Personer i studier eller arbete sex månader efter avslutat ärende i skolan, andel (%)",
        en: "People in study or work six months after their case at school was closed, share (%)",
    },
    |reach, period| leaves(reach, period, After6Months),
);
