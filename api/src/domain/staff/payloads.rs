//! Inputs and payloads of changes of staff.

use async_graphql::{ID, InputObject, SimpleObject};

use super::rules::GrantFault;
use super::types::{Assignment, Staff};
use crate::access::accounts::{AccountFault, ConfirmFault, Invitation};
use crate::access::totp::TotpSecret;
use crate::domain::vocabulary::Role;
use crate::support::fault::Fault;
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// A person to be added to the staff.
#[derive(InputObject, Debug)]
pub struct AddStaffInput {
    /// Given name, 1 to 100 characters.
    pub given_name: String,
    /// Family name, 1 to 100 characters.
    pub family_name: String,
}

/// Answer to `addStaff`.
#[derive(SimpleObject, Debug)]
pub struct StaffPayload {
    /// The person; null when not added.
    pub staff: Option<Staff>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// A member of staff who is to be able to sign in.
#[derive(InputObject, Debug)]
pub struct InviteStaffInput {
    /// The person.
    pub staff: ID,
    /// User name, 3 to 100 letters, digits and . _ - @; case does not matter.
    pub user_name: String,
}

/// Answer to `inviteStaff`: shown once, and to be handed over in person.
#[derive(SimpleObject, Debug)]
pub struct InvitationPayload {
    /// User name to sign in with; null when not invited.
    pub user_name: Option<String>,
    /// Password to sign in with; shown this once.
    pub password: Option<String>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl InvitationPayload {
    /// What was opened, or why not.
    pub fn of(invited: Result<Invitation, AccountFault>) -> Self {
        let refused = |error| Self { user_name: None, password: None, user_errors: vec![error] };
        match invited {
            Ok(invitation) => Self {
                user_name: Some(invitation.user_name),
                password: Some(invitation.password),
                user_errors: Vec::new(),
            },
            Err(AccountFault::UserName) => refused(UserError::new(
                "input.userName",
                UserErrorCode::Invalid,
                "Ett användarnamn är 3 till 100 bokstäver, siffror och . _ - @.",
                "A user name is 3 to 100 letters, digits and . _ - @.",
            )),
            Err(AccountFault::Taken) => refused(UserError::new(
                "input.userName",
                UserErrorCode::Taken,
                "Användarnamnet är upptaget, eller så har personen redan ett konto.",
                "The user name is taken, or the person has an account already.",
            )),
        }
    }
}

/// An invitation that a second person confirms.
#[derive(InputObject, Debug)]
pub struct ConfirmInvitationInput {
    /// The person invited.
    pub staff: ID,
}

/// Answer to `confirmInvitation`: shown once, and to be handed over in person.
#[derive(SimpleObject, Debug)]
pub struct ConfirmInvitationPayload {
    /// Address for an authenticator app (second factor); null when not confirmed.
    pub totp_url: Option<String>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl ConfirmInvitationPayload {
    /// What was confirmed, or why not.
    pub fn of(
        confirmed: Result<(String, TotpSecret), ConfirmFault>,
        municipality: &str,
    ) -> Result<Self, Fault> {
        let refused = |error| Self { totp_url: None, user_errors: vec![error] };
        Ok(match confirmed {
            Ok((user, totp)) => {
                Self { totp_url: Some(totp.otpauth_url(municipality, &user)?), user_errors: Vec::new() }
            }
            Err(ConfirmFault::NotWaiting) => refused(UserError::new(
                "input.staff",
                UserErrorCode::Invalid,
                "Ingen inbjudan väntar på bekräftelse för personen.",
                "No invitation of this person waits to be confirmed.",
            )),
            Err(ConfirmFault::OwnDeed) => refused(UserError::new(
                "input.staff",
                UserErrorCode::OwnDeed,
                "Den som bekräftar ska vara någon annan än den som bjöd in och den som är inbjuden.",
                "Who confirms must be another than who invited and who is invited.",
            )),
        })
    }
}

/// An assignment to be granted.
#[derive(InputObject, Debug)]
pub struct GrantAssignmentInput {
    /// Who is to hold it.
    pub staff: ID,
    /// The role.
    pub role: Role,
    /// At which unit.
    pub unit: ID,
    /// The group, for MENTOR and TEACHER.
    pub group: Option<ID>,
    /// First day; today when left out.
    pub starts_on: Option<Date>,
    /// Last day; open when left out.
    pub ends_on: Option<Date>,
}

/// The answer of the second person.
#[derive(InputObject, Debug)]
pub struct AnswerAssignmentInput {
    /// The assignment that waits.
    pub assignment: ID,
    /// Whether it is approved; otherwise it is refused.
    pub approve: bool,
}

/// The end of an assignment.
#[derive(InputObject, Debug)]
pub struct EndAssignmentInput {
    /// The assignment.
    pub assignment: ID,
    /// Last day; yesterday when left out, so that it ends at once. Never later than the end that it has.
    pub ends_on: Option<Date>,
}

/// Answer to a change of an assignment.
#[derive(SimpleObject, Debug)]
pub struct AssignmentPayload {
    /// The assignment; null when not changed.
    pub assignment: Option<Assignment>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl AssignmentPayload {
    /// The assignment as it is now.
    pub fn done(assignment: Assignment) -> Self {
        Self { assignment: Some(assignment), user_errors: Vec::new() }
    }

    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { assignment: None, user_errors: vec![error.into()] }
    }
}

impl From<GrantFault> for UserError {
    fn from(fault: GrantFault) -> Self {
        match fault {
            GrantFault::ToSelf => Self::new(
                "input.staff",
                UserErrorCode::GrantedToSelf,
                "Ingen ger sig själv ett uppdrag: be en kollega.",
                "Nobody grants a role to themselves: ask a colleague.",
            ),
            GrantFault::ByOwnHand => Self::new(
                "input.assignment",
                UserErrorCode::GrantedToSelf,
                "Den andra personen ska vara någon annan än den som gav uppdraget och den som får det.",
                "The second person must be another than who granted it and who receives it.",
            ),
            GrantFault::NotByThisRole => Self::new(
                "input.role",
                UserErrorCode::NotGrantable,
                "Dina uppdrag ger dig inte rätt att ge den här rollen.",
                "Your assignments do not let you grant this role.",
            ),
            GrantFault::GroupMissing => Self::new(
                "input.group",
                UserErrorCode::Invalid,
                "Ange gruppen: en mentor och en lärare har uppdrag i en grupp.",
                "Give the group: a mentor and a teacher have their assignment in a group.",
            ),
            GrantFault::GroupTooMuch => Self::new(
                "input.group",
                UserErrorCode::Invalid,
                "Bara mentor och lärare har en grupp.",
                "Only a mentor and a teacher have a group.",
            ),
            GrantFault::EndsBeforeStart => Self::new(
                "input.endsOn",
                UserErrorCode::EndsBeforeStart,
                "Sista dagen ligger före den första: ändra en av dem.",
                "The last day is before the first: change one of them.",
            ),
            GrantFault::EndsLater => Self::new(
                "input.endsOn",
                UserErrorCode::OutOfRange,
                "Uppdraget slutar redan tidigare: ge ett nytt uppdrag i stället.",
                "The assignment already ends earlier: grant a new one instead.",
            ),
            GrantFault::NotWaiting => Self::new(
                "input.assignment",
                UserErrorCode::Invalid,
                "Uppdraget väntar inte på godkännande.",
                "The assignment does not wait for approval.",
            ),
        }
    }
}
