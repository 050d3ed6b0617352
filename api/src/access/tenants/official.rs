//! The official list of Sweden's municipalities (Statistics Sweden's codes).

use crate::support::fault::Fault;

const LIST: &str = include_str!("../../../data/municipalities.csv");

/// A municipality as the official list names it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct Official {
    /// Code of four digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of the county, two digits.
    pub county_code: String,
    /// Name of the county.
    pub county_name: String,
}

/// All of them, by code.
pub fn all() -> impl Iterator<Item = Official> {
    csv::Reader::from_reader(LIST.as_bytes()).into_deserialize().filter_map(Result::ok)
}

/// The municipality with this code.
pub fn find(code: &str) -> Result<Official, Fault> {
    all().find(|official| official.code == code).ok_or_else(|| {
        Fault::bad_input(
            "Kommunkoden finns inte i den officiella listan: ange fyra siffror, till exempel 0483.",
            "The municipality code is not in the official list: give four digits, for example 0483.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_all_290_and_names_those_known_to_take_part() {
        assert_eq!(all().count(), 290);
        for (code, name) in [("0483", "Katrineholm"), ("0513", "Kinda"), ("1481", "Mölndal")] {
            assert!(find(code).is_ok_and(|official| official.name == name));
        }
        assert!(find("9999").is_err());
    }
}
