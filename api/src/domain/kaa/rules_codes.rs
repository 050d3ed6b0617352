//! Code lists: what a code looks like, which codes the rules themselves write, and what replaces what.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::municipality::kaa_code;
use entity::vocabulary::KaaList;

/// Reason: broke off a national programme.
pub const BROKE_OFF: &str = "BROKE_OFF";
/// Reason: never began upper secondary school.
pub const NEVER_BEGAN: &str = "NEVER_BEGAN";
/// Reason: left an introductory programme.
pub const INTRODUCTORY: &str = "INTRODUCTORY";
/// Reason: not found out.
pub const UNKNOWN: &str = "UNKNOWN";
/// End: turned 20.
pub const TURNED_20: &str = "TURNED_20";
/// End: began education.
pub const BEGAN_EDUCATION: &str = "BEGAN_EDUCATION";
/// End: moved from the municipality.
pub const MOVED: &str = "MOVED";
/// Contact way: the guardian, for a youth under 18.
pub const GUARDIAN: &str = "GUARDIAN";
/// End of a measure: the duty ended.
pub const DUTY_ENDED: &str = "DUTY_ENDED";

/// Codes that the rules write or look for: they may be renamed and given an official code, and stay.
pub const KEPT: [(KaaList, &str); 9] = [
    (KaaList::Reason, BROKE_OFF),
    (KaaList::Reason, NEVER_BEGAN),
    (KaaList::Reason, INTRODUCTORY),
    (KaaList::Reason, UNKNOWN),
    (KaaList::EndReason, TURNED_20),
    (KaaList::EndReason, BEGAN_EDUCATION),
    (KaaList::EndReason, MOVED),
    (KaaList::ContactWay, GUARDIAN),
    (KaaList::MeasureEnd, DUTY_ENDED),
];

/// Most codes of one list.
pub const MOST: usize = 100;

/// What is wrong with a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListFault {
    /// None, or too many.
    Size,
    /// A code that is not 1 to 40 capitals, digits and underscores.
    Code(usize),
    /// A code twice.
    Twice(usize),
    /// A label that is not 1 to 100 characters.
    Label(usize),
    /// An official code that is not 1 to 20 letters and digits.
    Official(usize),
    /// A last day before the first.
    Period(usize),
    /// A code that is in use, or that the rules write, is left out or ended.
    Gone(String),
}

/// Codes by list and code.
#[derive(Clone, Debug, Default)]
pub struct Codes(BTreeMap<(KaaList, String), kaa_code::Model>);

impl Codes {
    /// From rows.
    pub fn new(rows: Vec<kaa_code::Model>) -> Self {
        Self(rows.into_iter().map(|row| ((row.list, row.code.clone()), row)).collect())
    }

    /// A code, whether or not it can be used today.
    pub fn get(&self, list: KaaList, code: &str) -> Option<&kaa_code::Model> {
        self.0.get(&(list, code.to_owned()))
    }

    /// Whether a code can be used on a day.
    pub fn is_valid(&self, list: KaaList, code: &str, on: NaiveDate) -> bool {
        self.get(list, code).is_some_and(|row| is_valid(row, on))
    }

    /// Codes of a list in their order.
    pub fn of(&self, list: KaaList) -> Vec<&kaa_code::Model> {
        let mut rows: Vec<_> = self.0.values().filter(|row| row.list == list).collect();
        rows.sort_by_key(|row| row.position);
        rows
    }
}

/// Whether a code can be used on a day.
pub fn is_valid(row: &kaa_code::Model, on: NaiveDate) -> bool {
    row.valid_from <= on && row.valid_to.is_none_or(|last| last >= on)
}

/// Checks a list that replaces another; `used` are the codes that rows have.
pub fn check(list: KaaList, rows: &[kaa_code::Model], used: &BTreeSet<String>) -> Result<(), ListFault> {
    if rows.is_empty() || rows.len() > MOST {
        return Err(ListFault::Size);
    }
    let mut seen = BTreeSet::new();
    for (index, row) in rows.iter().enumerate() {
        let is_code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if !(1..=40).contains(&row.code.len()) || !row.code.bytes().all(is_code) {
            return Err(ListFault::Code(index));
        }
        if !seen.insert(row.code.clone()) {
            return Err(ListFault::Twice(index));
        }
        let is_label = |text: &str| (1..=100).contains(&text.chars().count());
        if !is_label(&row.label_sv) || !is_label(&row.label_en) {
            return Err(ListFault::Label(index));
        }
        let is_official = |code: &str| {
            (1..=20).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if !row.scb_code.as_deref().is_none_or(is_official) {
            return Err(ListFault::Official(index));
        }
        if row.valid_to.is_some_and(|last| last < row.valid_from) {
            return Err(ListFault::Period(index));
        }
    }
    let kept = KEPT.iter().filter(|(of, _)| *of == list).map(|(_, code)| (*code).to_owned());
    for code in kept {
        if !rows.iter().any(|row| row.code == code && row.valid_to.is_none()) {
            return Err(ListFault::Gone(code));
        }
    }
    match used.difference(&seen).next() {
        Some(code) => Err(ListFault::Gone(code.clone())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(list: KaaList, code: &str) -> kaa_code::Model {
        kaa_code::Model {
            list,
            code: code.to_owned(),
            label_sv: "Kod".to_owned(),
            label_en: "Code".to_owned(),
            scb_code: None,
            valid_from: NaiveDate::default(),
            valid_to: None,
            position: 0,
        }
    }

    #[test]
    fn a_code_in_use_is_ended_and_does_not_vanish() {
        let list = KaaList::Measure;
        let used = BTreeSet::from(["SAILING".to_owned()]);
        let mut sailing = code(list, "SAILING");
        assert_eq!(check(list, &[code(list, "OTHER")], &used), Err(ListFault::Gone("SAILING".to_owned())));
        sailing.valid_to = Some(NaiveDate::default());
        assert_eq!(check(list, &[code(list, "OTHER"), sailing.clone()], &used), Ok(()));
        let codes = Codes::new(vec![sailing]);
        assert!(codes.is_valid(list, "SAILING", NaiveDate::default()));
        assert!(!codes.is_valid(list, "SAILING", NaiveDate::default() + chrono::Days::new(1)));
    }

    #[test]
    fn a_code_that_the_rules_write_stays() {
        let list = KaaList::MeasureEnd;
        let none = BTreeSet::new();
        assert_eq!(check(list, &[code(list, "DONE")], &none), Err(ListFault::Gone(DUTY_ENDED.to_owned())));
        assert_eq!(check(list, &[code(list, DUTY_ENDED)], &none), Ok(()));
    }

    #[test]
    fn what_would_break_a_line_of_the_file_is_no_code() {
        let list = KaaList::Measure;
        let none = BTreeSet::new();
        for text in ["", "a", "A;B", "A\nB", "Å"] {
            assert_eq!(check(list, &[code(list, text)], &none), Err(ListFault::Code(0)), "{text:?}");
        }
        let official = kaa_code::Model { scb_code: Some("1;2".to_owned()), ..code(list, "A") };
        assert_eq!(check(list, &[official], &none), Err(ListFault::Official(0)));
    }
}
