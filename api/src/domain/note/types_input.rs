//! What is sent and answered when a note is written, revised or annotated.

use async_graphql::{ID, InputObject, SimpleObject};

use super::rules::NoteFault;
use super::types::Note;
use crate::domain::vocabulary_process::{Secrecy, Track};
use crate::support::user_error::{UserError, UserErrorCode};

/// What a list of notes is narrowed to; what is left out does not limit.
#[derive(InputObject, Debug, Default)]
pub struct NoteFilter {
    /// Of this secrecy class.
    pub secrecy: Option<Secrecy>,
    /// Of this case (ärende).
    pub case: Option<ID>,
    /// Of this track (spår).
    pub track: Option<Track>,
}

/// A new note.
#[derive(InputObject)]
pub struct WriteNoteInput {
    /// Whom it is about.
    pub youth: ID,
    /// The open case that it belongs to; none when left out.
    pub case: Option<ID>,
    /// The track, one that a role of the viewer's works on. Left out it is that of the case, or the one that the
    /// viewer's roles work on; of the two of school the one of the youth's enrolment today.
    pub track: Option<Track>,
    /// The secrecy class, one that a role of the viewer's writes; it cannot be changed later.
    pub secrecy: Secrecy,
    /// What it says, 1 to 20,000 characters; kept encrypted.
    #[graphql(secret)]
    pub body: String,
}

/// Another version of a note.
#[derive(InputObject)]
pub struct ReviseNoteInput {
    /// The note, one that the viewer has written.
    pub note: ID,
    /// The version that was read: if another was written meanwhile, nothing is changed (CONFLICT).
    pub version: i32,
    /// What it says from now on, 1 to 20,000 characters; kept encrypted. The versions before stay.
    #[graphql(secret)]
    pub body: String,
}

/// The youth's own view of a note.
#[derive(InputObject)]
pub struct AnnotateNoteInput {
    /// The note.
    pub note: ID,
    /// What the youth says of it, 1 to 20,000 characters; kept encrypted.
    #[graphql(secret)]
    pub body: String,
}

/// Answer to a change of notes.
#[derive(SimpleObject, Debug)]
pub struct NotePayload {
    /// The note as it is now, also when somebody else changed it meanwhile; null when not done for another cause.
    pub note: Option<Note>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl NotePayload {
    /// The note as it is now.
    pub fn done(note: Note) -> Self {
        Self { note: Some(note), user_errors: Vec::new() }
    }

    /// Somebody else changed it meanwhile: how it is now.
    pub fn changed(note: Note) -> Self {
        Self { note: Some(note), user_errors: vec![NoteFault::Changed.into()] }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { note: None, user_errors: vec![error.into()] }
    }
}

impl From<NoteFault> for UserError {
    fn from(fault: NoteFault) -> Self {
        let (field, code, swedish, english) = match fault {
            NoteFault::Body => (
                "input.body",
                UserErrorCode::OutOfRange,
                "Skriv 1 till 20 000 tecken.",
                "Write 1 to 20,000 characters.",
            ),
            NoteFault::Class => (
                "input.secrecy",
                UserErrorCode::NotPermitted,
                "Inget av dina uppdrag skriver i den sekretessklassen om den unge.",
                "None of your assignments writes in that secrecy class about the youth.",
            ),
            NoteFault::Track => (
                "input.track",
                UserErrorCode::NotPermitted,
                "Inget av dina uppdrag arbetar med den unge på det spåret.",
                "None of your assignments works with the youth on that track.",
            ),
            NoteFault::WhichTrack => (
                "input.track",
                UserErrorCode::ConditionNotMet,
                "Ange spåret: det följer varken av dina uppdrag eller av den unges inskrivning i dag.",
                "Give the track: neither your assignments nor the youth's enrolment today tells which.",
            ),
            NoteFault::CaseTrack => (
                "input.track",
                UserErrorCode::Invalid,
                "Ärendet är på ett annat spår: utelämna spåret, eller ärendet.",
                "The case is on another track: leave out the track, or the case.",
            ),
            NoteFault::CaseClosed => (
                "input.case",
                UserErrorCode::Closed,
                "Ärendet är avslutat: skriv utan ärende, eller öppna det igen.",
                "The case is closed: write without it, or reopen it.",
            ),
            NoteFault::NotWriter => (
                "input.note",
                UserErrorCode::NotPermitted,
                "Bara den som skrev ändrar: skriv en egen anteckning bredvid.",
                "Only its writer changes it: write a note of your own beside it.",
            ),
            NoteFault::Changed => (
                "input.version",
                UserErrorCode::Conflict,
                "Anteckningen ändrades under tiden: läs den som den är nu och skicka igen med dess version.",
                "The note was changed meanwhile: read it as it is now, and send again with its version.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
