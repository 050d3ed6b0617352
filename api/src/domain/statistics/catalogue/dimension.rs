//! Dimensions that figures are broken down by: each a closed list of categories, the last of which takes what is not known.

use super::Text;

/// A dimension (indelning).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Legal sex (kön).
    Sex,
    /// School year (årskurs).
    SchoolYear,
}

/// One category of a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: Text,
}

const fn category(code: &'static str, sv: &'static str, en: &'static str) -> Category {
    Category { code, name: Text { sv, en } }
}

const UNKNOWN: Category = category("X", "okänt", "unknown");

impl Dimension {
    /// Its code, as coordinates have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sex => "sex",
            Self::SchoolYear => "year",
        }
    }

    /// Its name.
    pub fn name(self) -> Text {
        match self {
            Self::Sex => Text { sv: "kön", en: "sex" },
            Self::SchoolYear => Text { sv: "årskurs", en: "school year" },
        }
    }

    /// Its categories.
    pub fn categories(self) -> &'static [Category] {
        const SEX: &[Category] = &[category("K", "kvinnor", "women"), category("M", "män", "men"), UNKNOWN];
        const YEAR: &[Category] = &[
            category("1-6", "årskurs 1–6", "years 1–6"),
            category("7", "årskurs 7", "year 7"),
            category("8", "årskurs 8", "year 8"),
            category("9", "årskurs 9", "year 9"),
            category("GY1", "gymnasiet år 1", "upper secondary year 1"),
            category("GY2", "gymnasiet år 2", "upper secondary year 2"),
            category("GY3", "gymnasiet år 3", "upper secondary year 3"),
            UNKNOWN,
        ];
        match self {
            Self::Sex => SEX,
            Self::SchoolYear => YEAR,
        }
    }

    /// The category of a code; what is not in the list is unknown.
    pub fn category(self, code: Option<&str>) -> &'static str {
        let known = self.categories().iter().find(|category| Some(category.code) == code);
        known.map_or(UNKNOWN.code, |category| category.code)
    }
}
