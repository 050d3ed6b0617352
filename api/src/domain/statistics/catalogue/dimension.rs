//! Dimensions that figures are broken down by: each a closed list of categories, the last of which takes what is not known.

use super::Text;

/// A dimension (indelning).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Legal sex (kön).
    Sex,
    /// School year (årskurs).
    SchoolYear,
    /// Age in the activity duty (ålder).
    Age,
    /// Kind of upper secondary programme (programtyp).
    Programme,
    /// Method: the national category of a measure's type (insatstyp).
    Method,
    /// Level of a measure (nivå).
    Level,
    /// Why the activity duty ended (avslutsorsak).
    EndReason,
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

/// A breakdown as it is written: codes in the declared order, comma between; empty for the total.
pub fn breakdown(dimensions: impl Iterator<Item = Dimension>) -> String {
    dimensions.map(Dimension::code).collect::<Vec<_>>().join(",")
}

/// A coordinate as it is written: `sex=K,year=9`; empty for the total.
pub fn coordinate(place: &[(Dimension, &'static str)]) -> String {
    let pairs = place.iter().map(|(dimension, category)| format!("{}={category}", dimension.code()));
    pairs.collect::<Vec<_>>().join(",")
}

impl Dimension {
    /// Its code, as coordinates have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sex => "sex",
            Self::SchoolYear => "year",
            Self::Age => "age",
            Self::Programme => "programme",
            Self::Method => "method",
            Self::Level => "level",
            Self::EndReason => "reason",
        }
    }

    /// Its name.
    pub fn name(self) -> Text {
        match self {
            Self::Sex => Text { sv: "kön", en: "sex" },
            Self::SchoolYear => Text { sv: "årskurs", en: "school year" },
            Self::Age => Text { sv: "ålder", en: "age" },
            Self::Programme => Text { sv: "programtyp", en: "kind of programme" },
            Self::Method => Text { sv: "insatstyp", en: "type of measure" },
            Self::Level => Text { sv: "nivå", en: "level" },
            Self::EndReason => Text { sv: "avslutsorsak", en: "reason for leaving" },
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
        const AGE: &[Category] = &[
            category("-17", "högst 17 år", "17 or younger"),
            category("18-", "minst 18 år", "18 or older"),
            UNKNOWN,
        ];
        const PROGRAMME: &[Category] = &[
            category("HP", "högskoleförberedande program", "higher education preparatory programmes"),
            category("YP", "yrkesprogram", "vocational programmes"),
            category("IM", "introduktionsprogram", "introductory programmes"),
            UNKNOWN,
        ];
        const METHOD: &[Category] = &[
            category("IM", "studier på introduktionsprogram", "studies on an introductory programme"),
            category("SYV", "studie- och yrkesvägledning", "study and career guidance"),
            category("OTHER", "annan åtgärd", "other measure"),
            UNKNOWN,
        ];
        const LEVEL: &[Category] = &[
            category("PROMOTE", "främjande", "promoting"),
            category("PREVENT", "förebyggande", "preventive"),
            category("REMEDY", "åtgärdande", "remedial"),
            UNKNOWN,
        ];
        const END_REASON: &[Category] = &[
            category("BEGAN_EDUCATION", "påbörjat utbildning", "began education"),
            category("COMPLETED_EDUCATION", "fullföljt utbildning", "completed education"),
            category("TURNED_20", "fyllt 20 år", "turned 20"),
            category("MOVED", "flyttat från kommunen", "moved from the municipality"),
            category("NOT_COVERED", "omfattades inte", "was not covered"),
            UNKNOWN,
        ];
        match self {
            Self::Sex => SEX,
            Self::SchoolYear => YEAR,
            Self::Age => AGE,
            Self::Programme => PROGRAMME,
            Self::Method => METHOD,
            Self::Level => LEVEL,
            Self::EndReason => END_REASON,
        }
    }

    /// The category of a code; what is not in the list is unknown.
    pub fn category(self, code: Option<&str>) -> &'static str {
        let known = self.categories().iter().find(|category| Some(category.code) == code);
        known.map_or(UNKNOWN.code, |category| category.code)
    }
}
