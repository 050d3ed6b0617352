//! The first look at a document, before the parser: one pass over its bytes that counts tokens and brackets.
//!
//! The parser descends a level for each bracket, so a document of brackets alone would overflow its stack. Text in
//! strings and comments is stepped over exactly as the parser does; what this pass cannot follow, it refuses.

use super::settings::Limits;

/// What the scan found wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// A string does not end.
    Unreadable,
    /// More tokens than allowed.
    Tokens,
    /// More brackets inside brackets than allowed.
    Nesting,
}

/// Checks the number of tokens and the nesting of brackets in `text`.
pub(super) fn scan(text: &str, limits: &Limits) -> Result<(), Unfit> {
    let bytes = text.as_bytes();
    let (mut at, mut tokens, mut open) = (0, 0_usize, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let length = match byte {
            b' ' | b',' | b'\t' | b'\n' | b'\r' => {
                at += 1;
                continue;
            }
            b'#' => {
                at += rest.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count();
                continue;
            }
            b'"' => string_length(rest).ok_or(Unfit::Unreadable)?,
            b'{' | b'[' | b'(' => {
                open += 1;
                1
            }
            b'}' | b']' | b')' => {
                open = open.saturating_sub(1);
                1
            }
            _ => word_length(rest),
        };
        at += length;
        tokens += 1;
        if open > limits.nesting {
            return Err(Unfit::Nesting);
        }
        if tokens > limits.tokens {
            return Err(Unfit::Tokens);
        }
    }
    Ok(())
}

fn word_length(rest: &[u8]) -> usize {
    rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count().max(1)
}

fn string_length(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b"\"\"\"") { block_length(rest) } else { line_length(rest) }
}

fn block_length(rest: &[u8]) -> Option<usize> {
    let mut at = 3;
    while at < rest.len() {
        if rest[at..].starts_with(b"\"\"\"") {
            return Some(at + 3);
        }
        at += if rest[at..].starts_with(b"\\\"\"\"") { 4 } else { 1 };
    }
    None
}

fn line_length(rest: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match rest.get(at)? {
            b'"' => return Some(at + 1),
            b'\n' | b'\r' => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &str) -> Result<(), Unfit> {
        scan(text, &Limits::default())
    }

    #[test]
    fn deep_brackets_are_refused_and_brackets_in_text_are_not() {
        assert_eq!(look(&"{".repeat(100_000)), Err(Unfit::Nesting));
        assert_eq!(look(&format!("{{a(b: {})}}", "[".repeat(100_000))), Err(Unfit::Nesting));
        assert_eq!(look(&format!("{{a(b: \"{}\")}} # {}", "[".repeat(100), "{".repeat(100))), Ok(()));
    }

    #[test]
    fn closing_brackets_in_text_do_not_hide_open_ones() {
        let hidden = "{a(b: \"}\") ".repeat(60);
        assert_eq!(look(&hidden), Err(Unfit::Nesting));
        assert_eq!(look(&"{a #}\n".repeat(60)), Err(Unfit::Nesting));
        assert_eq!(look(&"{a(b: \"\"\"\\\"\"\"}\"\"\") ".repeat(60)), Err(Unfit::Nesting));
    }

    #[test]
    fn open_strings_and_long_documents_are_refused() {
        assert_eq!(look("{a(b: \"x"), Err(Unfit::Unreadable));
        assert_eq!(look("{a(b: \"\"\"x\")}"), Err(Unfit::Unreadable));
        assert_eq!(look(&"a ".repeat(10_001)), Err(Unfit::Tokens));
    }

    #[test]
    fn the_parser_stands_the_deepest_document_that_is_let_through() {
        for (open, close) in [("{a", "}"), ("{...", "}")] {
            let text = format!("{}{}", open.repeat(50), close.repeat(50));
            assert_eq!(look(&text), Ok(()));
            let _ = async_graphql_parser::parse_query(&text);
        }
        let lists = format!("{{a(b:{}{})}}", "[".repeat(48), "]".repeat(48));
        assert_eq!(look(&lists), Ok(()));
        assert!(async_graphql_parser::parse_query(&lists).is_ok());
    }
}
