//! Which language a reader wants: Swedish, unless they ask for English.

use std::future::Future;

tokio::task_local! {
    static LANGUAGE: Language;
}

/// A language that errors and labels are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Swedish, the default.
    #[default]
    Swedish,
    /// English.
    English,
}

impl Language {
    /// Reads an Accept-Language header: the language with the highest weight among those known here.
    pub fn from_header(header: &str) -> Self {
        let mut best = (0.0_f32, Self::Swedish);
        for part in header.split(',').take(20) {
            let mut pieces = part.trim().split(';');
            let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
            let language = match tag.split('-').next() {
                Some("en") => Self::English,
                Some("sv" | "*") => Self::Swedish,
                _ => continue,
            };
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }

    /// The language of the request being answered; Swedish outside one.
    pub fn current() -> Self {
        LANGUAGE.try_with(|language| *language).unwrap_or_default()
    }

    /// Runs `future` with this language as the current one.
    pub async fn scope<F: Future>(self, future: F) -> F::Output {
        LANGUAGE.scope(self, future).await
    }

    /// Does `work` with this language as the current one.
    pub fn scope_sync<T>(self, work: impl FnOnce() -> T) -> T {
        LANGUAGE.sync_scope(self, work)
    }

    /// The text in this language.
    pub fn pick<T>(self, swedish: T, english: T) -> T {
        match self {
            Self::Swedish => swedish,
            Self::English => english,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_weight_decides_and_swedish_is_the_default() {
        assert_eq!(Language::from_header("en-GB,en;q=0.9"), Language::English);
        assert_eq!(Language::from_header("sv;q=0.5, en;q=0.8"), Language::English);
        assert_eq!(Language::from_header("de, fr;q=0.3"), Language::Swedish);
        assert_eq!(Language::from_header("en;q=0"), Language::Swedish);
        assert_eq!(Language::from_header(""), Language::Swedish);
    }
}
