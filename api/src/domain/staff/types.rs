//! Staff, assignments and the viewer in GraphQL.

use async_graphql::connection::{Connection, EmptyFields, OpaqueCursor};
use async_graphql::dataloader::DataLoader;
use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use entity::municipality::{assignment, staff};
use uuid::Uuid;

use super::rules::GrantFault;
use super::store;
use crate::access::accounts::{AccountFault, Invitation};
use crate::access::loading::RowsById;
use crate::access::{Action, Authorize};
use crate::domain::group::types::Group;
use crate::domain::municipality::types::Unit;
use crate::domain::vocabulary::{AssignmentState, Role};
use crate::support::fault::Fault;
use crate::support::page::{GlobalId, Kind};
use crate::support::scalars::Date;
use crate::support::user_error::{UserError, UserErrorCode};

/// A person who works for the municipality (personal).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Staff {
    /// Global id.
    pub id: ID,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    #[graphql(skip)]
    row_id: Uuid,
}

impl Staff {
    /// From its row.
    pub fn of(row: staff::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::Staff, municipality, row.id),
            given_name: row.given_name,
            family_name: row.family_name,
            row_id: row.id,
        }
    }
}

#[ComplexObject]
impl Staff {
    /// The person's assignments (uppdrag) at units that the viewer may read staff of, the latest first, at most 100.
    async fn assignments(&self, ctx: &Context<'_>) -> Option<Result<Vec<Assignment>, Fault>> {
        Some(assignments(ctx, self.row_id).await)
    }
}

async fn assignments(ctx: &Context<'_>, staff: Uuid) -> Result<Vec<Assignment>, Fault> {
    let grant = ctx.authorize(Action::ReadStaff)?;
    let rows = store::assignments_of(&grant, staff).await?;
    Ok(rows.into_iter().map(|row| Assignment::of(row, grant.municipality_code())).collect())
}

/// A page of staff.
pub type StaffPage =
    Connection<OpaqueCursor<String>, Staff, EmptyFields, EmptyFields, StaffConnectionName, StaffEdgeName>;

/// Name of the connection of staff.
#[derive(Debug)]
pub struct StaffConnectionName;

impl async_graphql::connection::ConnectionNameType for StaffConnectionName {
    fn type_name<T: async_graphql::OutputType>() -> String {
        "StaffConnection".to_owned()
    }
}

/// Name of its edges.
#[derive(Debug)]
pub struct StaffEdgeName;

impl async_graphql::connection::EdgeNameType for StaffEdgeName {
    fn type_name<T: async_graphql::OutputType>() -> String {
        "StaffEdge".to_owned()
    }
}

/// A role at a unit, from a day to a day (uppdrag).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Assignment {
    /// Global id.
    pub id: ID,
    /// The role.
    pub role: Role,
    /// Whether it is in force or waits for a second person.
    pub state: AssignmentState,
    /// First day.
    pub starts_on: Date,
    /// Last day; null when open.
    pub ends_on: Option<Date>,
    #[graphql(skip)]
    staff_id: Uuid,
    #[graphql(skip)]
    unit_id: Uuid,
    #[graphql(skip)]
    group_id: Option<Uuid>,
    #[graphql(skip)]
    municipality: String,
}

impl Assignment {
    /// From its row.
    pub fn of(row: assignment::Model, municipality: &str) -> Self {
        Self {
            id: GlobalId::write(Kind::Assignment, municipality, row.id),
            role: row.role.into(),
            state: row.state.into(),
            starts_on: Date(row.starts_on),
            ends_on: row.ends_on.map(Date),
            staff_id: row.staff_id,
            unit_id: row.unit_id,
            group_id: row.group_id,
            municipality: municipality.to_owned(),
        }
    }
}

#[ComplexObject]
impl Assignment {
    /// Label of the role, in the reader's language.
    async fn role_label(&self) -> &'static str {
        self.role.label()
    }

    /// Who holds it; null when the viewer may not read staff of the unit.
    async fn staff(&self, ctx: &Context<'_>) -> Option<Result<Staff, Fault>> {
        let loaded =
            ctx.data_unchecked::<DataLoader<RowsById<staff::Entity>>>().load_one(self.staff_id).await;
        loaded.map(|row| row.map(|row| Staff::of(row, &self.municipality))).transpose()
    }

    /// At which unit; it reaches everything below.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        Unit::load(ctx, self.unit_id, &self.municipality).await.transpose()
    }

    /// The group of a mentor or teacher; null for other roles.
    async fn group(&self, ctx: &Context<'_>) -> Option<Result<Group, Fault>> {
        Group::load(ctx, self.group_id?, &self.municipality).await.transpose()
    }
}

/// The one who asks.
#[derive(Debug)]
pub struct Viewer;

#[Object]
impl Viewer {
    /// The viewer as a member of staff.
    async fn staff(&self, ctx: &Context<'_>) -> Result<ViewerStaff, Fault> {
        let viewer = ctx.visit()?.signed_in()?;
        Ok(ViewerStaff {
            id: GlobalId::write(Kind::Staff, viewer.municipality_code(), viewer.staff.id),
            given_name: viewer.staff.given_name.clone(),
            family_name: viewer.staff.family_name.clone(),
        })
    }

    /// Official code of the viewer's municipality.
    async fn municipality_code(&self, ctx: &Context<'_>) -> Result<String, Fault> {
        Ok(ctx.visit()?.signed_in()?.municipality_code().to_owned())
    }

    /// The viewer's assignments (uppdrag) in force today.
    async fn assignments(&self, ctx: &Context<'_>) -> Result<Vec<Assignment>, Fault> {
        let viewer = ctx.visit()?.signed_in()?;
        let code = viewer.municipality_code();
        Ok(viewer.assignments.iter().cloned().map(|row| Assignment::of(row, code)).collect())
    }

    /// Whether the sign-in showed a second factor; what reaches persons demands one.
    async fn second_factor(&self, ctx: &Context<'_>) -> Result<bool, Fault> {
        Ok(ctx.visit()?.signed_in()?.second_factor)
    }

    /// Whether the viewer may do something, by the policy table and today's assignments. With `on`, whether that
    /// reaches this youth, unit or group; a thing out of reach answers false, as one that is not there.
    async fn can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be done.")] action: Action,
        #[graphql(desc = "A youth, unit or group; without it, whether there is anything at all.")] on: Option<
            ID,
        >,
    ) -> Result<bool, Fault> {
        store::can(ctx.visit()?, action, on.as_ref()).await
    }
}

/// The viewer's own name and id.
#[derive(SimpleObject, Debug)]
pub struct ViewerStaff {
    /// Global id.
    pub id: ID,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
}

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
    /// Address for an authenticator app (second factor); shown this once.
    pub totp_url: Option<String>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl InvitationPayload {
    /// What was opened, or why not.
    pub fn of(invited: Result<Invitation, AccountFault>, municipality: &str) -> Result<Self, Fault> {
        let refused =
            |error| Self { user_name: None, password: None, totp_url: None, user_errors: vec![error] };
        Ok(match invited {
            Ok(invitation) => Self {
                totp_url: Some(invitation.totp.otpauth_url(municipality, &invitation.user_name)?),
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
