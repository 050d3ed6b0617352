//! Which questionnaires can be published.

use std::collections::BTreeSet;

use entity::vocabulary::{AnswerKind, LifeDomain, QuestionnaireOrigin, Secrecy};
use serde::{Deserialize, Serialize};

/// Most questions of a questionnaire.
pub const MOST_ITEMS: usize = 100;

/// A choice of a question, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its code, of its own in the question.
    pub code: String,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
}

/// A question before it is stored.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its code, of its own in the questionnaire.
    pub code: String,
    /// Which domain of life it is about.
    pub domain: LifeDomain,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
    /// The mildest class that an answer may have.
    pub secrecy: Secrecy,
    /// How it is answered.
    pub kind: AnswerKind,
    /// What is chosen from.
    pub choices: Vec<Choice>,
}

/// What is wrong with a questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionnaireFault {
    /// A name is 1 to 100 characters.
    Name,
    /// Only what comes with the system is its own proposal.
    Origin,
    /// A questionnaire has 1 to 100 questions.
    Count,
    /// A code is 1 to 40 of A–Z, 0–9 and _.
    Code,
    /// A code stands twice.
    Twice,
    /// A question is 1 to 500 characters in both languages.
    Text,
    /// A question of a choice has 2 to 20 choices, another none.
    Choices,
}

/// Checks a questionnaire; with the place of the question where one is wrong.
pub fn check(
    name: &str,
    origin: QuestionnaireOrigin,
    items: &[Item],
) -> Result<(), (Option<usize>, QuestionnaireFault)> {
    if !is_text(name, 100) {
        return Err((None, QuestionnaireFault::Name));
    }
    if origin == QuestionnaireOrigin::Shipped {
        return Err((None, QuestionnaireFault::Origin));
    }
    if !(1..=MOST_ITEMS).contains(&items.len()) {
        return Err((None, QuestionnaireFault::Count));
    }
    let mut codes = BTreeSet::new();
    for (place, item) in items.iter().enumerate() {
        check_item(item).map_err(|fault| (Some(place), fault))?;
        if !codes.insert(&item.code) {
            return Err((Some(place), QuestionnaireFault::Twice));
        }
    }
    Ok(())
}

fn check_item(item: &Item) -> Result<(), QuestionnaireFault> {
    if !is_code(&item.code) {
        return Err(QuestionnaireFault::Code);
    }
    if !is_text(&item.sv, 500) || !is_text(&item.en, 500) {
        return Err(QuestionnaireFault::Text);
    }
    let wanted = if item.kind == AnswerKind::Choice { 2..=20 } else { 0..=0 };
    let codes: BTreeSet<_> = item.choices.iter().map(|choice| &choice.code).collect();
    let are_choices = item
        .choices
        .iter()
        .all(|choice| is_code(&choice.code) && is_text(&choice.sv, 200) && is_text(&choice.en, 200));
    if wanted.contains(&item.choices.len()) && codes.len() == item.choices.len() && are_choices {
        Ok(())
    } else {
        Err(QuestionnaireFault::Choices)
    }
}

fn is_code(text: &str) -> bool {
    let known = |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_';
    (1..=40).contains(&text.len()) && text.chars().all(known)
}

/// Whether a text says something and is no longer than `most`.
pub fn is_text(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.trim().chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(code: &str, kind: AnswerKind, choices: &[&str]) -> Item {
        let choice = |code: &&str| Choice { code: (*code).to_owned(), sv: "sv".into(), en: "en".into() };
        Item {
            code: code.to_owned(),
            domain: LifeDomain::Learning,
            sv: "Fråga".to_owned(),
            en: "Question".to_owned(),
            secrecy: Secrecy::General,
            kind,
            choices: choices.iter().map(choice).collect(),
        }
    }

    fn fault(items: &[Item]) -> Option<(Option<usize>, QuestionnaireFault)> {
        check("Namn", QuestionnaireOrigin::Municipality, items).err()
    }

    #[test]
    fn a_wrong_question_is_told_with_its_place() {
        let good = item("A", AnswerKind::Text, &[]);
        assert_eq!(fault(std::slice::from_ref(&good)), None);
        assert_eq!(fault(&[]), Some((None, QuestionnaireFault::Count)));
        assert_eq!(fault(&[good.clone(), good.clone()]), Some((Some(1), QuestionnaireFault::Twice)));
        let small = item("a", AnswerKind::Text, &[]);
        assert_eq!(fault(&[good.clone(), small]), Some((Some(1), QuestionnaireFault::Code)));
        let silent = Item { en: " ".to_owned(), ..good };
        assert_eq!(fault(&[silent]), Some((Some(0), QuestionnaireFault::Text)));
    }

    #[test]
    fn choices_belong_to_a_question_of_choice_and_to_no_other() {
        let wrong = Some((Some(0), QuestionnaireFault::Choices));
        assert_eq!(fault(&[item("A", AnswerKind::Choice, &["X", "Y"])]), None);
        assert_eq!(fault(&[item("A", AnswerKind::Choice, &["X"])]), wrong);
        assert_eq!(fault(&[item("A", AnswerKind::Choice, &["X", "X"])]), wrong);
        assert_eq!(fault(&[item("A", AnswerKind::YesNo, &["X", "Y"])]), wrong);
    }

    #[test]
    fn nobody_publishes_in_the_name_of_the_system() {
        let items = [item("A", AnswerKind::Text, &[])];
        let refused = check("Namn", QuestionnaireOrigin::Shipped, &items);
        assert_eq!(refused, Err((None, QuestionnaireFault::Origin)));
        let nameless = check(" ", QuestionnaireOrigin::Skr, &items);
        assert_eq!(nameless, Err((None, QuestionnaireFault::Name)));
    }
}
