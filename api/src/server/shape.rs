//! Gives every error a code of the closed list, and takes out of the library's own messages what they repeat of the
//! query's values.

use async_graphql::{PathSegment, ServerError};

use crate::support::fault::{Code, Fault};

/// How much of a library's message is passed on.
const LONGEST: usize = 300;

/// An error of execution. What a resolver refused has its code; the rest are values that do not fit, or ours.
pub(super) fn of_execution(error: ServerError) -> ServerError {
    if has_code(&error) {
        return error;
    }
    let fault = if error.message.starts_with("Failed to parse") || error.message.starts_with("Variable ") {
        Fault::of(Code::BadUserInput)
    } else {
        // The message may hold anything, so only the fields on the path are logged.
        Fault::internal(&fields(&error.path))
    };
    dress(error, &fault)
}

/// An error of validation, with its code.
pub(super) fn of_validation(error: ServerError) -> (ServerError, Code) {
    let of_value = error.message.starts_with("Invalid value")
        || error.message.starts_with("Invalid default value")
        || (error.message.starts_with("Variable ") && error.message.ends_with("is not defined."));
    let code = if of_value { Code::BadUserInput } else { Code::GraphqlValidationFailed };
    let detail = harmless(&error.message);
    let fault = match code {
        Code::BadUserInput => Fault::bad_input(
            format!("Ett värde passar inte: {detail}"),
            format!("A value does not fit: {detail}"),
        ),
        _ => Fault::of(code).saying(
            format!("Frågan stämmer inte med schemat: {detail}"),
            format!("The query does not fit the schema: {detail}"),
        ),
    };
    (dress(error, &fault), code)
}

/// A document that cannot be parsed: where, but not what stands there.
pub(super) fn of_parsing(cause: &async_graphql_parser::Error) -> Fault {
    let fault = Fault::of(Code::GraphqlParseFailed);
    match cause.positions().next() {
        Some(at) => fault.saying(
            format!("Frågan går inte att läsa som GraphQL: rad {}, kolumn {}.", at.line, at.column),
            format!("The query cannot be parsed as GraphQL: line {}, column {}.", at.line, at.column),
        ),
        None => fault,
    }
}

fn has_code(error: &ServerError) -> bool {
    error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some())
}

fn dress(error: ServerError, fault: &Fault) -> ServerError {
    let told = fault.to_error();
    ServerError { message: told.message, source: None, extensions: told.extensions, ..error }
}

/// The library's message without suggestions and without the value that was sent.
fn harmless(message: &str) -> String {
    let cut =
        ["Did you mean", " does not contain the value"].iter().filter_map(|mark| message.find(mark)).min();
    let end = message.floor_char_boundary(cut.unwrap_or(message.len()).min(LONGEST));
    message[..end].trim().to_owned()
}

fn fields(path: &[PathSegment]) -> String {
    let names = path.iter().filter_map(|segment| match segment {
        PathSegment::Field(name) => Some(name.as_str()),
        PathSegment::Index(_) => None,
    });
    format!("an error without a code at {}", names.collect::<Vec<_>>().join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_loses_suggestions_values_and_length() {
        assert_eq!(
            harmless("Unknown field \"a\" on type \"B\". Did you mean \"c\"?"),
            "Unknown field \"a\" on type \"B\"."
        );
        assert!(!harmless("enumeration type \"T\" does not contain the value \"secret\"").contains("secret"));
        assert!(harmless(&"å".repeat(500)).len() <= LONGEST);
    }

    #[test]
    fn every_error_gets_a_code_and_no_foreign_text() {
        let error = of_execution(ServerError::new("password is hunter2", None));
        assert!(has_code(&error) && !error.message.contains("hunter2"));
        let (error, code) = of_validation(ServerError::new("Unknown field \"a\" on type \"B\".", None));
        assert!(has_code(&error) && code == Code::GraphqlValidationFailed);
    }
}
