//! Who is eligible for vocational programmes (behörig till yrkesprogram): skollagen 16 kap. 30 §.

/// Fewer graded subjects than this say nothing: then grades are lacking, or some are not known here.
const LEAST: usize = 8;
/// Subjects beside the three.
const OTHERS: usize = 5;

/// The subjects that everybody needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needed {
    Swedish,
    English,
    Maths,
}

/// Whether a pupil is eligible by the grades of the last term, each a subject's code and its grade: a pass (E or better) in
/// Swedish or Swedish as a second language, English, mathematics and five more subjects. Null when not to be judged.
pub fn eligible<'a>(grades: impl Iterator<Item = (&'a str, &'a str)>) -> Option<bool> {
    let (mut graded, mut passed, mut others) = (0, Vec::new(), 0);
    for (subject, grade) in grades {
        graded += 1;
        if !matches!(grade, "A" | "B" | "C" | "D" | "E") {
            continue;
        }
        match needed(subject) {
            Some(needed) if !passed.contains(&needed) => passed.push(needed),
            Some(_) => {}
            None => others += 1,
        }
    }
    (graded >= LEAST).then_some(passed.len() == 3 && others >= OTHERS)
}

/// Of the codes of the curriculum of 2022 (`GRGRMAT01`), and the shorter ones before it.
fn needed(subject: &str) -> Option<Needed> {
    let code = subject.to_uppercase();
    let code =
        code.strip_prefix("GRGR").unwrap_or(&code).trim_end_matches(|last: char| last.is_ascii_digit());
    match code {
        "SV" | "SVE" | "SVA" => Some(Needed::Swedish),
        "EN" | "ENG" => Some(Needed::English),
        "MA" | "MAT" => Some(Needed::Maths),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const THREE: [&str; 3] = ["SVE", "ENG", "MAT"];
    const MORE: [&str; 7] = ["BI", "FY", "KE", "HI", "GE", "IDH", "MU"];

    fn judged(grades: &[(&str, &str)]) -> Option<bool> {
        eligible(grades.iter().copied())
    }

    #[test]
    fn five_subjects_beside_the_three_are_needed_and_four_are_not_enough() {
        let three = THREE.map(|subject| (subject, "E"));
        let five: Vec<_> = three.into_iter().chain(MORE[..5].iter().map(|subject| (*subject, "C"))).collect();
        assert_eq!(judged(&five), Some(true));
        let mut four = five.clone();
        four[7].1 = "F";
        assert_eq!(judged(&four), Some(false));
        let mut without_maths = five.clone();
        without_maths[2].1 = "-";
        without_maths.push(("MU", "A"));
        assert_eq!(judged(&without_maths), Some(false));
        assert_eq!(judged(&five[..7]), None);
    }

    #[test]
    fn swedish_as_a_second_language_counts_and_the_codes_of_2022_are_read() {
        let codes = ["GRGRSVA01", "GRGRENG01", "GRGRMAT01", "BI", "FY", "KE", "HI", "GE"];
        assert_eq!(judged(&codes.map(|code| (code, "E"))), Some(true));
        let both = ["SV", "SVA", "EN", "BI", "FY", "KE", "HI", "GE"];
        assert_eq!(judged(&both.map(|code| (code, "A"))), Some(false));
    }

    proptest! {
        #[test]
        fn one_more_pass_never_takes_eligibility_away(
            grades in prop::collection::vec(prop::sample::select(vec!["A", "C", "E", "F", "-"]), 10),
            raised in 0_usize..10,
        ) {
            let subjects: Vec<_> = THREE.into_iter().chain(MORE).collect();
            let before: Vec<_> = subjects.iter().copied().zip(grades).collect();
            let mut after = before.clone();
            after[raised].1 = "E";
            prop_assert!(judged(&before) != Some(true) || judged(&after) == Some(true));
        }
    }
}
