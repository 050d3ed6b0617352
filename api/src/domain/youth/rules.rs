//! Rules about persons.

use entity::vocabulary::Protection;

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 500;

/// Whether a reason says something: 10 to 500 characters.
pub fn is_reason(text: &str) -> bool {
    (10..=LONGEST_REASON).contains(&text.trim().chars().count())
}

/// Whether a person stays a bare row: protected, and no reason was given.
pub fn is_sealed(protection: Protection, reason: Option<&str>) -> bool {
    protection != Protection::None && !reason.is_some_and(is_reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_protected_person_opens_only_for_a_reason_that_says_something() {
        assert!(!is_sealed(Protection::None, None));
        assert!(is_sealed(Protection::SecrecyMarked, None));
        assert!(is_sealed(Protection::ProtectedRegistration, Some("x")));
        assert!(!is_sealed(Protection::SecrecyMarked, Some("Utvecklingssamtal i dag")));
    }
}
