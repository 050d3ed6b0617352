//! Minutes of lessons: what was offered, what is known of it, and the shares of absence.

/// Minutes of one or several weeks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Minutes {
    /// Valid absence.
    pub valid: i64,
    /// Invalid absence.
    pub invalid: i64,
    /// Other activity, not absence.
    pub other: i64,
    /// Reported.
    pub reported: i64,
    /// Offered.
    pub offered: i64,
}

impl Minutes {
    /// The sum of both.
    pub fn plus(self, other: Self) -> Self {
        Self {
            valid: self.valid + other.valid,
            invalid: self.invalid + other.invalid,
            other: self.other + other.other,
            reported: self.reported + other.reported,
            offered: self.offered + other.offered,
        }
    }

    /// Minutes of absence that are known.
    pub fn absent(self) -> i64 {
        self.valid + self.invalid
    }

    /// Minutes of which nobody has said whether the youth was there.
    pub fn unknown(self) -> i64 {
        (self.offered - self.reported).max(0)
    }

    /// Absence that is known: (valid + invalid) / offered, four decimals; none when nothing was offered.
    pub fn absence_share(self) -> Option<f64> {
        share(self.absent(), self.offered)
    }

    /// Absence if all that is unreported was absence: (valid + invalid + offered − reported) / offered.
    pub fn absence_share_at_most(self) -> Option<f64> {
        share(self.absent() + self.unknown(), self.offered)
    }

    /// Reported / offered.
    pub fn coverage(self) -> Option<f64> {
        share(self.reported, self.offered)
    }
}

/// A share from 0 to 1 with four decimals; none of nothing.
#[allow(clippy::cast_precision_loss, reason = "minutes of some years are far below 2^52")]
pub fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| ((part as f64 / whole as f64).min(1.0) * 10_000.0).round() / 10_000.0)
}
