//! What is sent and answered when something is shared.

use async_graphql::{ID, InputObject, SimpleObject};

use super::rules::SharingFault;
use super::types::SecrecyShare;
use crate::domain::vocabulary::Role;
use crate::domain::vocabulary_process::Ground;
use crate::support::user_error::{UserError, UserErrorCode};

/// What is shared, with whom, and on what ground.
#[derive(InputObject)]
pub struct ShareClassifiedInput {
    /// What is shared: a note that the viewer has written.
    pub object: ID,
    /// The member of staff who may read it, where a role of theirs reaches the youth; or `toRole`.
    pub to_staff: Option<ID>,
    /// The role that may read it, where it reaches the youth; or `toStaff`. Never of social services.
    pub to_role: Option<Role>,
    /// On what ground.
    pub ground: Ground,
    /// The consent to sharing information (SHARE_INFORMATION), about the same youth and in force, when that is the
    /// ground.
    pub consent: Option<ID>,
    /// Why, and on a ground of law by which provision (lagrum): 10 to 2,000 characters; kept encrypted.
    #[graphql(secret)]
    pub reason: String,
}

/// Which share is taken back.
#[derive(InputObject, Debug)]
pub struct EndShareInput {
    /// The share, one that the viewer has made.
    pub share: ID,
}

/// Answer to a change of shares.
#[derive(SimpleObject, Debug)]
pub struct SharePayload {
    /// The share as it is now; null when not done.
    pub share: Option<SecrecyShare>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl SharePayload {
    /// The share as it is now.
    pub fn done(share: SecrecyShare) -> Self {
        Self { share: Some(share), user_errors: Vec::new() }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { share: None, user_errors: vec![error.into()] }
    }
}

impl From<SharingFault> for UserError {
    fn from(fault: SharingFault) -> Self {
        let (field, code, swedish, english) = match fault {
            SharingFault::NotWriter => (
                "input.object",
                UserErrorCode::NotPermitted,
                "Bara den som skrev delar vidare: be hen.",
                "Only its writer shares it: ask them.",
            ),
            SharingFault::NotSharer => (
                "input.share",
                UserErrorCode::NotPermitted,
                "Bara den som delade tar tillbaka: be hen.",
                "Only who shared it takes it back: ask them.",
            ),
            SharingFault::Receiver => (
                "input.toStaff",
                UserErrorCode::Invalid,
                "Ange en mottagare: antingen toStaff eller toRole.",
                "Give one receiver: either toStaff or toRole.",
            ),
            SharingFault::ToSelf => (
                "input.toStaff",
                UserErrorCode::Invalid,
                "Du läser det redan: ange någon annan.",
                "You read it already: name somebody else.",
            ),
            SharingFault::RoleRefused => (
                "input.toRole",
                UserErrorCode::NotPermitted,
                "Uppgifter om socialtjänst delas bara med namngivna personer: ange toStaff.",
                "What concerns social services is shared with named persons alone: give toStaff.",
            ),
            SharingFault::RoleReadsNone => (
                "input.toRole",
                UserErrorCode::Invalid,
                "Rollen läser inga anteckningar, så delningen skulle inte öppna något.",
                "The role reads no notes, so that sharing would open nothing.",
            ),
            SharingFault::Reason => (
                "input.reason",
                UserErrorCode::OutOfRange,
                "Skriv skälet, och vid lagrum vilket: 10 till 2 000 tecken.",
                "Write why, and on a ground of law by which provision: 10 to 2,000 characters.",
            ),
            SharingFault::ConsentNeeded => (
                "input.consent",
                UserErrorCode::GroundNeeded,
                "Ange medgivandet som delningen vilar på.",
                "Give the consent that the sharing rests on.",
            ),
            SharingFault::ConsentBesideLaw => (
                "input.consent",
                UserErrorCode::Invalid,
                "Vid lagrum anges inget medgivande: välj en av grunderna.",
                "On a ground of law no consent is given: choose one of the grounds.",
            ),
            SharingFault::ConsentPurpose => (
                "input.consent",
                UserErrorCode::GroundNeeded,
                "Medgivandet gäller något annat än att dela uppgifter.",
                "The consent permits something else than sharing information.",
            ),
            SharingFault::ConsentOver => (
                "input.consent",
                UserErrorCode::GroundNeeded,
                "Medgivandet gäller inte i dag: det är återkallat, har löpt ut eller har inte börjat.",
                "The consent is not in force today: it was withdrawn, has ended or has not begun.",
            ),
            SharingFault::Taken => (
                "input.toStaff",
                UserErrorCode::Taken,
                "Det är redan delat så, på samma grund.",
                "It is shared so already, on the same ground.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
