//! Which answers can be given, and in which secrecy class.

use entity::vocabulary::{AnswerKind, Secrecy};

use super::rules::{Choice, is_text};

/// Longest answer in words.
const LONGEST: usize = 4_000;

/// Why an answer is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFault {
    /// Nobody has said anything.
    Empty,
    /// Words are 1 to 4,000 characters.
    Text,
    /// A number of 1 to 5 is asked for.
    Scale,
    /// YES or NO is asked for.
    YesNo,
    /// The choice is none of those given.
    Choice,
    /// The class is milder than that of the question.
    Milder,
    /// The writer's roles do not write the class.
    NotPermitted,
    /// The question stands twice in what was sent.
    Twice,
    /// Somebody changed the answer meanwhile.
    Conflict,
}

/// Checks what is answered, and what the youth says, against the question.
pub fn check(
    kind: AnswerKind,
    choices: &[Choice],
    value: Option<&str>,
    own_voice: Option<&str>,
) -> Result<(), AnswerFault> {
    if value.is_none() && own_voice.is_none() {
        return Err(AnswerFault::Empty);
    }
    if own_voice.is_some_and(|words| !is_text(words, LONGEST)) {
        return Err(AnswerFault::Text);
    }
    let Some(value) = value else { return Ok(()) };
    let (fits, fault) = match kind {
        AnswerKind::Text => (is_text(value, LONGEST), AnswerFault::Text),
        AnswerKind::Scale15 => (matches!(value, "1" | "2" | "3" | "4" | "5"), AnswerFault::Scale),
        AnswerKind::YesNo => (matches!(value, "YES" | "NO"), AnswerFault::YesNo),
        AnswerKind::Choice => (choices.iter().any(|choice| choice.code == value), AnswerFault::Choice),
    };
    if fits { Ok(()) } else { Err(fault) }
}

/// Whether an answer of class `answer` to a question of class `item` is at least as closed as asked for. The classes
/// are no ladder: what belongs to one of the closed classes belongs to no other. The class KAA is closed to school.
pub fn may_have_class(item: Secrecy, answer: Secrecy) -> bool {
    use Secrecy::{General, StudentSupport};
    match (item, answer) {
        (item, answer) if item == answer => true,
        (General, _) => true,
        (StudentSupport, answer) => answer != General,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn an_answer_is_never_milder_than_its_question() {
        use Secrecy::{General, Kaa, StudentHealthMedical, StudentHealthPsychosocial, StudentSupport};
        for class in Secrecy::iter() {
            assert!(may_have_class(General, class) && may_have_class(class, class));
            assert!(class == General || !may_have_class(class, General), "{class:?}");
        }
        assert!(may_have_class(StudentSupport, StudentHealthPsychosocial));
        assert!(!may_have_class(StudentHealthPsychosocial, StudentSupport));
        assert!(!may_have_class(StudentHealthMedical, StudentHealthPsychosocial));
        assert!(!may_have_class(StudentHealthMedical, Kaa));
    }

    #[test]
    fn stricter_than_stricter_is_stricter() {
        let classes: Vec<_> = Secrecy::iter().collect();
        for (a, b, c) in classes.iter().flat_map(|a| {
            let pairs = classes.iter().flat_map(|b| classes.iter().map(move |c| (b, c)));
            pairs.map(move |(b, c)| (*a, *b, *c))
        }) {
            assert!(!(may_have_class(a, b) && may_have_class(b, c)) || may_have_class(a, c));
        }
    }

    proptest! {
        #[test]
        fn a_scale_takes_one_to_five_and_nothing_else(value in "\\PC{0,3}") {
            let taken = check(AnswerKind::Scale15, &[], Some(&value), None).is_ok();
            prop_assert_eq!(taken, value.len() == 1 && "12345".contains(&value));
        }
    }

    #[test]
    fn the_youth_may_be_the_only_one_who_says_something() {
        assert_eq!(check(AnswerKind::YesNo, &[], None, Some("Jag vill")), Ok(()));
        assert_eq!(check(AnswerKind::YesNo, &[], None, None), Err(AnswerFault::Empty));
        assert_eq!(check(AnswerKind::YesNo, &[], Some("JA"), None), Err(AnswerFault::YesNo));
        assert_eq!(check(AnswerKind::Text, &[], Some(" "), None), Err(AnswerFault::Text));
        assert_eq!(check(AnswerKind::Choice, &[], Some("X"), None), Err(AnswerFault::Choice));
    }
}
