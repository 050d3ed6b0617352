//! The closed words of SS 12000 and what they are here. Compared without regard to case.

use entity::vocabulary::{GroupKind, GuardianRelation, Protection, Sex, UnitKind};

/// A word's meaning here, and whether the word is one of the standard's.
pub(super) struct Meaning<T> {
    pub(super) value: T,
    pub(super) known: bool,
}

fn meaning<T>(value: T) -> Meaning<T> {
    Meaning { value, known: true }
}

fn unknown<T>(value: T) -> Meaning<T> {
    Meaning { value, known: false }
}

fn lower(word: &str) -> String {
    word.trim().to_lowercase()
}

pub(super) fn unit_kind(word: &str) -> Meaning<UnitKind> {
    match lower(word).as_str() {
        "huvudman" => meaning(UnitKind::Authority),
        "förvaltning" => meaning(UnitKind::Administration),
        "verksamhetsområde" | "stadsdel" | "rektorsområde" => meaning(UnitKind::Area),
        "skola" => meaning(UnitKind::School),
        "skolenhet" => meaning(UnitKind::SchoolUnit),
        "övrigt" | "varumärke" | "bolag" => meaning(UnitKind::Other),
        _ => unknown(UnitKind::Other),
    }
}

/// A word that is not known counts as a marking: the careful side.
pub(super) fn protection(word: &str) -> Meaning<Protection> {
    match lower(word).as_str() {
        "ingen" => meaning(Protection::None),
        "sekretessmarkering" => meaning(Protection::SecrecyMarked),
        "skyddad folkbokföring" => meaning(Protection::ProtectedRegistration),
        _ => unknown(Protection::SecrecyMarked),
    }
}

pub(super) fn sex(word: &str) -> Meaning<Option<Sex>> {
    match lower(word).as_str() {
        "kvinna" => meaning(Some(Sex::Female)),
        "man" => meaning(Some(Sex::Male)),
        "okänt" => meaning(None),
        _ => unknown(None),
    }
}

pub(super) fn relation(word: &str) -> Meaning<GuardianRelation> {
    match lower(word).as_str() {
        "vårdnadshavare" => meaning(GuardianRelation::Guardian),
        "annan ansvarig" => meaning(GuardianRelation::OtherResponsible),
        "annan behörig" => meaning(GuardianRelation::OtherAuthorized),
        "god man" => meaning(GuardianRelation::Trustee),
        "förälder" => meaning(GuardianRelation::Parent),
        _ => unknown(GuardianRelation::Unknown),
    }
}

pub(super) fn group_kind(word: &str) -> Meaning<GroupKind> {
    match lower(word).as_str() {
        "klass" => meaning(GroupKind::Class),
        "mentor" => meaning(GroupKind::Mentor),
        "undervisning" => meaning(GroupKind::Teaching),
        "provgrupp" | "schema" | "avdelning" | "personalgrupp" | "övrigt" => meaning(GroupKind::Other),
        _ => unknown(GroupKind::Other),
    }
}

/// Whether attendance is reported for this kind of activity; a missing word counts as lessons.
pub(super) fn has_attendance(activity_type: Option<&str>) -> bool {
    activity_type.is_none_or(|word| matches!(lower(word).as_str(), "undervisning" | "elevaktivitet"))
}

pub(super) fn is_known_activity(activity_type: Option<&str>) -> bool {
    activity_type.is_none_or(|word| {
        let words = ["undervisning", "elevaktivitet", "provaktivitet", "läraraktivitet", "övrigt"];
        words.contains(&lower(word).as_str())
    })
}

/// The school forms of the three dialects.
pub(super) fn is_known_school_type(word: &str) -> bool {
    const KNOWN: &[&str] = &[
        "FS", "FSK", "FKLASS", "FTH", "OPPFTH", "GR", "GRS", "SP", "SAM", "GY", "GYS", "KOMVUX", "SARVUX",
        "SFI", "KU", "YH", "FHS", "STF", "KKU", "HS", "ABU", "AU", "TR", "VUX", "VUXSFI", "VUXGR", "VUXGY",
        "VUXSARGR", "VUXSARTR", "VUXSARGY", "SARVUXGR", "SARVUXGY", "SUV",
    ];
    KNOWN.contains(&word)
}

/// A text of a person or thing, without control characters and not endless.
pub(super) fn clean(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(200).collect()
}
