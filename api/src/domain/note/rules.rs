//! Which notes can be written, and on which track.

use std::collections::BTreeSet;

use entity::vocabulary::Track;

/// Longest note, in characters.
pub const LONGEST: usize = 20_000;

/// Why a note cannot be written or changed. Never holds what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteFault {
    /// It is empty or too long.
    Body,
    /// No role of the writer writes the class where it reaches the youth.
    Class,
    /// No role of the writer works on the track where it reaches the youth.
    Track,
    /// There are several tracks, and nothing says which.
    WhichTrack,
    /// The case is on another track.
    CaseTrack,
    /// The case is closed.
    CaseClosed,
    /// Only its writer changes it.
    NotWriter,
    /// It was changed meanwhile.
    Changed,
}

/// Checks what a note says.
pub fn check_body(text: &str) -> Result<&str, NoteFault> {
    let text = text.trim();
    if (1..=LONGEST).contains(&text.chars().count()) { Ok(text) } else { Err(NoteFault::Body) }
}

/// The track of a note for which none was said: the one that the writer's roles work on; of the two of school the one of
/// the youth's enrolments today. Between businesses that keep secrecy from each other nothing is guessed.
pub fn default_track(works_on: &BTreeSet<Track>, forms_today: &[String]) -> Result<Track, NoteFault> {
    let only = |tracks: BTreeSet<Track>| if tracks.len() == 1 { tracks.first().copied() } else { None };
    if works_on.is_empty() {
        return Err(NoteFault::Class);
    }
    if let Some(track) = only(works_on.clone()) {
        return Ok(track);
    }
    if works_on.iter().any(|track| !matches!(track, Track::Compulsory | Track::UpperSecondary)) {
        return Err(NoteFault::WhichTrack);
    }
    only(forms_today.iter().filter_map(|form| Track::of_school(form)).collect()).ok_or(NoteFault::WhichTrack)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Track; 4] = [Track::Compulsory, Track::UpperSecondary, Track::Kaa, Track::YoungAdult];

    fn school() -> BTreeSet<Track> {
        BTreeSet::from([Track::Compulsory, Track::UpperSecondary])
    }

    fn forms(forms: &[&str]) -> Vec<String> {
        forms.iter().map(|form| (*form).to_owned()).collect()
    }

    #[test]
    fn school_follows_todays_enrolment() {
        assert_eq!(default_track(&school(), &forms(&["GR"])), Ok(Track::Compulsory));
        assert_eq!(default_track(&school(), &forms(&["GYAN", "GY"])), Ok(Track::UpperSecondary));
        assert_eq!(default_track(&school(), &forms(&["GR", "GY"])), Err(NoteFault::WhichTrack));
        assert_eq!(default_track(&school(), &forms(&["VUXGR"])), Err(NoteFault::WhichTrack));
        assert_eq!(default_track(&school(), &[]), Err(NoteFault::WhichTrack));
    }

    #[test]
    fn a_note_says_something_and_not_too_much() {
        assert_eq!(check_body("  Samtal. "), Ok("Samtal."));
        assert_eq!(check_body(" \n "), Err(NoteFault::Body));
        assert!(check_body(&"å".repeat(LONGEST)).is_ok());
        assert_eq!(check_body(&"å".repeat(LONGEST + 1)), Err(NoteFault::Body));
    }

    proptest! {
        #[test]
        fn a_default_is_always_a_track_that_the_writer_works_on_and_never_a_choice_between_businesses(
            which in proptest::collection::btree_set(0_usize..4, 0..4),
            enrolled in proptest::collection::vec(
                proptest::sample::select(vec!["GR", "GRS", "GY", "FKLASS", "VUXGY"]), 0..3,
            ),
        ) {
            let works_on: BTreeSet<Track> = which.into_iter().map(|at| ALL[at]).collect();
            match default_track(&works_on, &forms(&enrolled)) {
                Ok(track) => {
                    prop_assert!(works_on.contains(&track));
                    prop_assert!(works_on.len() == 1 || works_on == school());
                }
                Err(fault) => prop_assert_eq!(fault == NoteFault::Class, works_on.is_empty()),
            }
        }
    }
}
