//! What people write in words: trimmed, and neither empty nor endless.

use super::user_error::{UserError, UserErrorCode};

/// Longest text, in characters.
pub const LONGEST: usize = 4_000;

/// A text of 1 to [`LONGEST`] characters.
pub fn required(field: &str, text: &str) -> Result<String, UserError> {
    let text = text.trim();
    if (1..=LONGEST).contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    Err(UserError::new(
        field,
        UserErrorCode::OutOfRange,
        "Skriv 1 till 4 000 tecken.",
        "Write 1 to 4,000 characters.",
    ))
}

/// The same where nothing need be said; what is blank is nothing.
pub fn optional(field: &str, text: Option<&str>) -> Result<Option<String>, UserError> {
    text.filter(|text| !text.trim().is_empty()).map(|text| required(field, text)).transpose()
}

/// A reason of 10 to 500 characters, trimmed; none when it is shorter or longer.
pub fn reason(text: &str) -> Option<&str> {
    let text = text.trim();
    (10..=500).contains(&text.chars().count()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_something_and_is_bounded() {
        assert!(required("input.reason", " \n").is_err());
        assert_eq!(required("input.reason", " a ").ok().as_deref(), Some("a"));
        assert!(required("input.reason", &"å".repeat(LONGEST)).is_ok());
        assert!(required("input.reason", &"å".repeat(LONGEST + 1)).is_err());
        assert!(optional("input.reason", Some("  ")).is_ok_and(|text| text.is_none()));
    }
}
