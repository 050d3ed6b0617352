//! What a newcomer is shown.

use chrono::{DateTime, Utc};

use super::Demo;

/// The text: where it is, who can sign in, what to ask.
pub fn text(demo: &Demo, _now: DateTime<Utc>) -> String {
    demo.url.clone()
}
