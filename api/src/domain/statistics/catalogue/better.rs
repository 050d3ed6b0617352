//! Which way an indicator is better, for those who compare. It stands here for the whole catalogue, so that it is seen at one
//! glance that nothing is called good or bad by chance.

use super::Indicator;

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// A higher value.
    Higher,
    /// A lower value.
    Lower,
    /// Neither: the value says nothing of how well it goes.
    Neither,
}

impl Indicator {
    /// Which way it is better.
    pub fn better(&self) -> Better {
        if self.code == "UP70103" {
            // People whose absence fell.
            return Better::Higher;
        }
        match self.code.get(..5).unwrap_or_default() {
            // Absence, drop-out, unattended signals, lead times, absence before and after a measure.
            "UP101" | "UP203" | "UP301" | "UP302" | "UP701" => Better::Lower,
            // Eligibility, completion, contacted and in measure, measures completed and helpful, status, completion after.
            "UP201" | "UP202" | "UP401" | "UP402" | "UP502" | "UP503" | "UP601" | "UP702" => Better::Higher,
            _ => Better::Neither,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_absence_is_better() {
        let absence = super::super::ALL.iter().filter(|indicator| indicator.code.starts_with("UP101"));
        assert!(absence.map(Indicator::better).all(|better| better == Better::Lower));
    }
}
