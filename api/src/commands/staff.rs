//! `up2 staff`: the first people of a municipality, who then grant the others through the API, and SKR's own staff.

use clap::Subcommand;
use entity::municipality::{assignment, staff, unit, unit_closure};
use entity::reach::Within;
use entity::text::sort_name;
use entity::vocabulary::{AssignmentState, Role, UnitKind};
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::settings::{DataOptions, Parts};
use super::{Failure, output};
use crate::access::accounts::{self, AccountFault, Invitation};
use crate::access::password::Passwords;
use crate::access::{Grant, Job, skr};
use crate::support::clock::Clock;
use crate::support::fault::Fault;
use crate::support::ids;

/// What to do with staff.
#[derive(Subcommand, Debug)]
pub(super) enum StaffCommand {
    /// Add a person with a role over the whole municipality, or at SKR, and print, once, what they sign in with.
    Invite {
        /// Municipality code, or SKR (on PostgreSQL with the owner's address).
        #[arg(long, value_name = "CODE")]
        municipality: String,
        /// Given name.
        #[arg(long)]
        given_name: String,
        /// Family name.
        #[arg(long)]
        family_name: String,
        /// User name.
        #[arg(long)]
        user: String,
        /// Role, such as ADMINISTRATOR, DIRECTOR or AUDITOR; not one that needs a group. At SKR SKR_PROCESS_SUPPORT or
        /// SKR_ANALYST.
        #[arg(long)]
        role: String,
        #[command(flatten)]
        data: DataOptions,
    },
}

/// Runs `up2 staff`.
pub(super) async fn run(command: StaffCommand) -> Result<(), Failure> {
    let StaffCommand::Invite { municipality, given_name, family_name, user, role, data } = command;
    let role = Role::try_from_value(&role.to_uppercase()).ok();
    if municipality == skr::CODE {
        let role = role.filter(|role| skr::ROLES.contains(role)).ok_or_else(|| {
            Failure("give one of SKR's roles: SKR_PROCESS_SUPPORT or SKR_ANALYST".to_owned())
        })?;
        let person =
            skr::Person { given_name: &given_name, family_name: &family_name, user_name: &user, role };
        return invite_to_skr(person, &data).await;
    }
    let role = role
        .filter(|role| !matches!(role, Role::Mentor | Role::Teacher) && !skr::ROLES.contains(role))
        .ok_or_else(|| {
            Failure("give a role of the municipality that needs no group, such as ADMINISTRATOR".to_owned())
        })?;
    let parts = Parts::open(data.config()?, Clock::system()).await?;
    let grant = parts.access.job(Job::CommandLine, &municipality).await?;
    let person = add(&grant, &given_name, &family_name).await?;
    let invited = accounts::invite(&grant, parts.desk.passwords(), person.id, &user).await?;
    let invitation = invited.map_err(not_invited)?;
    assign(
        &grant,
        &parts.access.tenants().registry().municipality(&municipality).await?.name,
        person.id,
        role,
    )
    .await?;
    say(&municipality, &invitation)?;
    parts.finish().await;
    Ok(())
}

async fn invite_to_skr(person: skr::Person<'_>, data: &DataOptions) -> Result<(), Failure> {
    let invited = skr::invite(&data.config()?, &Passwords::new()?, person, Clock::system().now()).await?;
    say(skr::CODE, &invited.map_err(not_invited)?)
}

fn not_invited(fault: AccountFault) -> Failure {
    match fault {
        AccountFault::UserName => Failure("a user name is 3 to 100 letters, digits and . _ - @".to_owned()),
        AccountFault::Taken => Failure("the user name is taken: choose another".to_owned()),
    }
}

fn say(municipality: &str, invitation: &Invitation) -> Result<(), Failure> {
    output::say(&format!(
        "municipality: {municipality}\nuser: {}\npassword: {}",
        invitation.user_name, invitation.password
    ));
    let url = invitation.totp.otpauth_url(municipality, &invitation.user_name)?;
    output::say(&format!("second factor: {url}"));
    Ok(())
}

async fn add(grant: &Grant, given: &str, family: &str) -> Result<staff::Model, Fault> {
    let now = grant.clock().now();
    let row = staff::Model {
        id: ids::new_id(now),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        sort_name: sort_name(given, family),
        source_id: None,
        source_ref: None,
        removed_at: None,
        created_at: now,
    };
    let tx = grant.begin().await?;
    staff::Entity::insert(staff::ActiveModel::from(row.clone())).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(row)
}

async fn assign(grant: &Grant, municipality: &str, staff_id: uuid::Uuid, role: Role) -> Result<(), Fault> {
    let unit_id = ensure_top(grant, municipality).await?;
    let now = grant.clock().now();
    let row = assignment::Model {
        id: ids::new_id(now),
        staff_id,
        role,
        unit_id,
        group_id: None,
        starts_on: grant.reach().today,
        ends_on: None,
        state: AssignmentState::Active,
        granted_by: None,
        approved_by: None,
        source_id: None,
        source_ref: None,
        created_at: now,
    };
    let tx = grant.begin().await?;
    assignment::Entity::insert(assignment::ActiveModel::from(row)).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// The unit at the top of the tree that is the municipality itself; made when there is none.
async fn ensure_top(grant: &Grant, name: &str) -> Result<uuid::Uuid, Fault> {
    let top = unit::Entity::within(grant.reach())
        .filter(unit::Column::ParentId.is_null())
        .filter(unit::Column::SourceId.is_null())
        .order_by_asc(unit::Column::Id);
    if let Some(top) = grant.one(top).await? {
        return Ok(top.id);
    }
    let now = grant.clock().now();
    let id = ids::new_id(now);
    let row = unit::Model {
        id,
        parent_id: None,
        kind: UnitKind::Authority,
        name: name.to_owned(),
        school_unit_code: None,
        authority_number: None,
        source_id: None,
        source_ref: None,
        created_at: now,
    };
    let itself = unit_closure::Model { ancestor_id: id, unit_id: id, depth: 0 };
    let tx = grant.begin().await?;
    unit::Entity::insert(unit::ActiveModel::from(row)).exec_without_returning(&tx).await?;
    unit_closure::Entity::insert(unit_closure::ActiveModel::from(itself)).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(id)
}
