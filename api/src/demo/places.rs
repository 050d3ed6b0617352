//! The municipalities of the demonstration. Three are known to have taken part; the others stand in for those that
//! are not known, are marked as demonstration wherever the list is shown, and say nothing about the real ones.

/// The municipality that is fed from the sample of a school register.
pub(super) const SAMPLE: &str = "0483";

/// A municipality of the demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Official code.
    pub(super) code: &'static str,
    /// Youths of one school year.
    pub(super) cohort: usize,
    /// Whether it is known to have taken part in the programme.
    pub(super) takes_part: bool,
}

const fn known(code: &'static str, cohort: usize) -> Place {
    Place { code, cohort, takes_part: true }
}

const fn stand_in(code: &'static str, cohort: usize) -> Place {
    Place { code, cohort, takes_part: false }
}

/// All of them. The sample's has the sample's pupils, whatever the size of its school years.
pub(super) const PLACES: [Place; 25] = [
    known(SAMPLE, 400),
    known("0513", 110),
    known("1481", 800),
    stand_in("0428", 90),
    stand_in("0482", 170),
    stand_in("0486", 430),
    stand_in("0561", 120),
    stand_in("0562", 230),
    stand_in("0563", 75),
    stand_in("0582", 160),
    stand_in("0584", 70),
    stand_in("0617", 110),
    stand_in("0665", 170),
    stand_in("0686", 190),
    stand_in("0760", 95),
    stand_in("0862", 95),
    stand_in("1081", 310),
    stand_in("1256", 170),
    stand_in("1315", 110),
    stand_in("1427", 70),
    stand_in("1472", 115),
    stand_in("1498", 130),
    stand_in("1785", 150),
    stand_in("2082", 120),
    stand_in("2462", 70),
];

/// An invented organisation number of the municipality's school authority.
pub(super) fn authority_number(code: &str) -> String {
    // The sample has its own, which its enrolments name.
    if code == SAMPLE { "5500000001".to_owned() } else { format!("55{code}0000") }
}

/// An invented organisation number of an authority outside the municipality.
pub(super) fn other_authority_number(code: &str) -> String {
    format!("55{code}9999")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::access::tenants::official;

    #[test]
    fn there_are_25_of_the_official_list_and_three_are_known_to_take_part() {
        let codes: BTreeSet<_> = PLACES.iter().map(|place| place.code).collect();
        assert_eq!(codes.len(), 25);
        assert!(codes.iter().all(|code| official::find(code).is_ok()));
        let known: Vec<_> = PLACES.iter().filter(|place| place.takes_part).map(|place| place.code).collect();
        assert_eq!(known, ["0483", "0513", "1481"]);
    }
}
