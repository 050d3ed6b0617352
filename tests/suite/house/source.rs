//! Reads the tree: files, code without comments and texts, the paths that a file names.

use std::path::{Path, PathBuf};

type Tokens<'a> = std::iter::Peekable<std::vec::IntoIter<&'a str>>;

/// One file of code.
pub(super) struct Source {
    /// Path from the root of the tree, with `/`.
    pub(super) path: String,
    /// As written.
    pub(super) text: String,
    /// Without comments and without what stands in quotes.
    pub(super) code: String,
}

/// The root of the tree.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files of Rust below a folder.
pub(super) fn sources(folder: &str) -> Vec<Source> {
    let files = files(folder).into_iter().filter(|path| path.ends_with(".rs"));
    files.map(|path| Source::new(&path, read(&path))).collect()
}

/// All files below a folder, without what git, cargo and a demonstration keep; sorted.
pub(super) fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(&root().join(folder), folder, &mut found);
    found.sort();
    found
}

/// The text of a file; empty when it is not text.
pub(super) fn read(path: &str) -> String {
    String::from_utf8(std::fs::read(root().join(path)).unwrap()).unwrap_or_default()
}

fn walk(folder: &Path, name: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap_or_else(|cause| panic!("{name}: {cause}")) {
        let entry = entry.unwrap();
        let own = entry.file_name().into_string().unwrap();
        let path = if name.is_empty() { own.clone() } else { format!("{name}/{own}") };
        match entry.file_type().unwrap() {
            kind if kind.is_dir() && !matches!(&*path, ".git" | "target" | "data" | "demo") => {
                walk(&entry.path(), &path, found)
            }
            kind if kind.is_file() && own != ".git" => found.push(path),
            _ => {}
        }
    }
}

impl Source {
    pub(super) fn new(path: &str, text: String) -> Self {
        Self { path: path.to_owned(), code: code_of(&text), text }
    }

    /// Every path that the code names from `crate::` or `super::` on, written from the root of the crate, with its
    /// groups spread out: `use crate::{a::b, c};` names `a::b` and `c`.
    pub(super) fn names(&self) -> Vec<Vec<String>> {
        let mut names = Vec::new();
        for word in ["crate", "super"] {
            for at in places(&self.code, word) {
                let tail = &self.code[at..];
                // A `super` behind another belongs to the path that the first one begins.
                if !self.code[..at].trim_end().ends_with("::")
                    && tail[word.len()..].trim_start().starts_with("::")
                {
                    let from = self.module(at);
                    spread(&mut tokens(tail), &from, &mut names);
                }
            }
        }
        names
    }

    /// The path of the module that a place in the code belongs to. A module within the file counts when it is open to
    /// the end, as `mod tests` is.
    fn module(&self, at: usize) -> Vec<String> {
        let within = self.path.split_once("/src/").map_or("", |(_, path)| path).trim_end_matches(".rs");
        let mut module: Vec<String> = within.split('/').map(str::to_owned).collect();
        module.retain(|name| !matches!(&**name, "mod" | "lib" | "main" | ""));
        let before = self.code[..at].lines();
        module.extend(
            before
                .filter(|line| line.starts_with("mod ") && line.ends_with('{'))
                .map(|_| "within".to_owned()),
        );
        module
    }

    /// Whether the code names a crate whose name begins so, as in `redis::Client`.
    pub(super) fn names_crate(&self, start: &str) -> bool {
        self.code.match_indices(start).any(|(at, _)| {
            let end = self.code[at..]
                .find(|letter: char| !is_of_word(letter))
                .map_or(self.code.len(), |end| at + end);
            begins_word(&self.code, at) && self.code[end..].starts_with("::")
        })
    }
}

/// Where a word stands alone.
fn places(code: &str, word: &str) -> Vec<usize> {
    let whole = |at: usize| begins_word(code, at) && !code[at + word.len()..].starts_with(is_of_word);
    code.match_indices(word).map(|(at, _)| at).filter(|at| whole(*at)).collect()
}

fn begins_word(code: &str, at: usize) -> bool {
    !code[..at].ends_with(is_of_word)
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The words and signs of one path, up to where it cannot go on.
fn tokens(code: &str) -> Tokens<'_> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            _ if is_of_word(first) => rest.find(|letter| !is_of_word(letter)).unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            '{' | '}' | ',' | '*' => 1,
            _ => break,
        };
        tokens.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    tokens.into_iter().peekable()
}

/// Follows a path: words joined by `::`, at its end a word, `*` or a group of paths.
fn spread(tokens: &mut Tokens, from: &[String], names: &mut Vec<Vec<String>>) {
    let mut path = from.to_vec();
    while let Some(token) = tokens.next() {
        match token {
            "{" => return spread_group(tokens, &path, names),
            "crate" => path.clear(),
            "super" => drop(path.pop()),
            "self" | "*" => {}
            word => path.push(word.to_owned()),
        }
        if tokens.next_if_eq(&"::").is_none() {
            break;
        }
    }
    names.push(path);
}

/// Follows each path of a group, up to its end. What `as` calls a path is passed over.
fn spread_group(tokens: &mut Tokens, from: &[String], names: &mut Vec<Vec<String>>) {
    while tokens.peek().is_some_and(|token| *token != "}") {
        spread(tokens, from, names);
        while tokens.next_if(|token| !matches!(*token, "," | "}")).is_some() {}
        tokens.next_if_eq(&",");
    }
    tokens.next();
}

/// The code without comments and without what stands in quotes; lines stay where they are.
fn code_of(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let passed = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => quoted(rest),
            'r' if !code.ends_with(is_of_word) => raw_quoted(rest),
            '\'' => letter(rest),
            _ => 0,
        };
        if passed == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.extend(rest[..passed].chars().filter(|letter| *letter == '\n'));
            code.push(' ');
            rest = &rest[passed..];
        }
    }
    code
}

/// How long a text in quotes is.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest[1..].find(|letter| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |end| end + 2)
}

/// How long a text as in `r#"…"#` is; 0 when there is none.
fn raw_quoted(rest: &str) -> usize {
    let marks = rest[1..].len() - rest[1..].trim_start_matches('#').len();
    if !rest[1 + marks..].starts_with('"') {
        return 0;
    }
    let close = format!("\"{}", "#".repeat(marks));
    rest[marks + 2..].find(&close).map_or(rest.len(), |end| marks + 2 + end + close.len())
}

/// How long a letter as in `'a'` is; 0 for a lifetime.
fn letter(rest: &str) -> usize {
    let inner = &rest[1..];
    if let Some(escaped) = inner.strip_prefix('\\') {
        return escaped[1..].find('\'').map_or(0, |end| end + 4);
    }
    let mut letters = inner.chars();
    match (letters.next(), letters.next()) {
        (Some(one), Some('\'')) => 2 + one.len_utf8(),
        _ => 0,
    }
}

#[test]
fn comments_and_texts_are_no_code() {
    let text = "a // b\n\"c\\\"d\" e /* f */ r#\"g\"h\"# 'i' '\\n' &'j k";
    assert_eq!(code_of(text).split_whitespace().collect::<Vec<_>>(), ["a", "e", "&'j", "k"]);
}

#[test]
fn paths_are_found_in_groups_and_through_super() {
    let text =
        "use crate::{a::{b, c as d}, e::*};\nfn f() { super::super::g::h(); }\nmod tests {\n use super::*;";
    let names = Source::new("api/src/domain/youth/store.rs", text.to_owned()).names();
    let names: Vec<String> = names.iter().map(|name| name.join("::")).collect();
    assert_eq!(names, ["a::b", "a::c", "e", "domain::g::h", "domain::youth::store"]);
}
