//! What a check of the log can find, said so that an auditor understands it.

use crate::support::language::Language;

/// Most problems that are told one by one.
const MOST: usize = 1_000;

/// Something that shows that the log was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Place in the chain.
    pub seq: i64,
    /// What is wrong there.
    pub finding: Finding,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Entries before this one are gone, and no signed end stands at the gap.
    BeginningMissing,
    /// Entries before this one are missing.
    Gap,
    /// It does not follow the entry before it.
    BrokenLink,
    /// It was changed after it was written.
    Changed,
    /// The end of the chain says something else than the last entry.
    EndDiffers,
    /// There are entries after the end of the chain.
    BeyondEnd,
    /// Its reason was changed.
    ReasonChanged,
    /// Its reason is gone though the youth has not been erased.
    ReasonMissing,
    /// There is a reason that no entry speaks of.
    ReasonAdded,
    /// The link from a subject key to a youth was changed.
    LinkChanged,
    /// A signed end here has no valid signature.
    BadSignature,
    /// A signed end stands here, but the entry is missing: the log was cut.
    SignedEntryMissing,
    /// The entry here is another than the one that was signed: the chain was made anew.
    SignedEntryDiffers,
}

impl Problem {
    /// As a sentence.
    pub fn sentence(&self, language: Language) -> String {
        let (swedish, english) = self.finding.texts();
        language.pick(format!("Post {}: {swedish}.", self.seq), format!("Entry {}: {english}.", self.seq))
    }
}

impl Finding {
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::BeginningMissing => (
                "loggens början saknas och inget signerat slut visar att den gallrats",
                "the beginning of the log is missing and no signed end shows that it was retired",
            ),
            Self::Gap => ("poster före denna saknas", "entries before this one are missing"),
            Self::BrokenLink => (
                "följer inte på posten före: något är borttaget, tillagt eller omkastat",
                "does not follow the entry before: something was removed, added or reordered",
            ),
            Self::Changed => ("ändrad efter att den skrevs", "changed after it was written"),
            Self::EndDiffers => (
                "kedjans slut stämmer inte med sista posten",
                "the end of the chain differs from the last entry",
            ),
            Self::BeyondEnd => ("poster efter kedjans slut", "entries after the end of the chain"),
            Self::ReasonChanged => ("skälet är ändrat", "its reason was changed"),
            Self::ReasonMissing => (
                "skälet saknas fast personen inte har raderats",
                "its reason is missing though the person was not erased",
            ),
            Self::ReasonAdded => ("ett skäl som ingen post nämner", "a reason that no entry speaks of"),
            Self::LinkChanged => (
                "kopplingen mellan loggnyckel och person är ändrad",
                "the link between a subject key and a person was changed",
            ),
            Self::BadSignature => {
                ("ett signerat slut har ogiltig signatur", "a signed end has no valid signature")
            }
            Self::SignedEntryMissing => {
                ("signerad men saknas: loggen är avkortad", "signed but missing: the log was cut")
            }
            Self::SignedEntryDiffers => (
                "en annan post än den som signerades: kedjan är omräknad",
                "another entry than the one that was signed: the chain was recomputed",
            ),
        }
    }
}

/// Problems found so far; a bounded list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// The first ones, in the order in which they were found.
    pub listed: Vec<Problem>,
    /// How many there are with those not listed.
    pub count: u64,
}

impl Problems {
    pub(super) fn add(&mut self, seq: i64, finding: Finding) {
        self.count += 1;
        if self.listed.len() < MOST {
            self.listed.push(Problem { seq, finding });
        }
    }

    pub(super) fn add_if(&mut self, wrong: bool, seq: i64, finding: Finding) {
        if wrong {
            self.add(seq, finding);
        }
    }
}
