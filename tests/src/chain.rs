//! A small governance chain in a municipality of a test's own: two schools, a few youths, one person for each role.
//!
//! Long because each table of the chain has its row spelt out here, in the order in which they are written.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use api::access::sign_in::Credentials;
use api::access::{Grant, Job, accounts};
use api::support::ids;
use api::support::page::{GlobalId, Kind};
use chrono::{Days, NaiveDate};
use entity::municipality::{
    assignment, attendance, enrolment, group_membership, guardian, school_result, staff, student_group, unit,
    unit_closure, youth,
};
use entity::text::sort_name;
use entity::vocabulary::{AssignmentState, GroupKind, GuardianRelation, Protection, Role, UnitKind};
use sea_orm::{ActiveEnum, EntityTrait};
use uuid::Uuid;

use crate::client::{Account, Client};
use crate::world::World;

/// The municipality's own organisation number.
pub const OWN_NUMBER: &str = "2120000001";
/// Another authority's.
pub const OTHER_NUMBER: &str = "5500000009";
/// A civic number of the series that the Tax Agency publishes for tests; [`Chain`]'s youth `Alma` has it.
pub const CIVIC_NUMBER: &str = "201202012389";

/// The chain.
///
/// School one has class 7A (Alma, Bo, Cleo, Dag, and the protected Eja) with mentor and principal, teaching groups MA7
/// (Alma, Bo) with the teacher and SV7 (Alma, Bo, Cleo). School two has class 8B (Frej, Gun). Hugo is registered here
/// and studies under another authority.
#[derive(Debug)]
pub struct Chain<'w> {
    world: &'w World,
    /// Code of the municipality.
    pub code: String,
    ids: HashMap<&'static str, Uuid>,
    clients: Mutex<HashMap<String, (Client, Account)>>,
}

/// Units: name, kind, the unit above.
const UNITS: [(&str, UnitKind, Option<&str>); 9] = [
    ("huvudman", UnitKind::Authority, None),
    ("nämnd", UnitKind::Board, Some("huvudman")),
    ("förvaltning", UnitKind::Administration, Some("nämnd")),
    ("verksamhet", UnitKind::Area, Some("förvaltning")),
    ("skola 1", UnitKind::School, Some("verksamhet")),
    ("enhet 1", UnitKind::SchoolUnit, Some("skola 1")),
    ("skola 2", UnitKind::School, Some("verksamhet")),
    ("enhet 2", UnitKind::SchoolUnit, Some("skola 2")),
    ("annan huvudmans enhet", UnitKind::SchoolUnit, None),
];

/// Youths: name, unit, protection.
const YOUTHS: [(&str, &str, Protection); 8] = [
    ("Alma", "enhet 1", Protection::None),
    ("Bo", "enhet 1", Protection::None),
    ("Cleo", "enhet 1", Protection::None),
    ("Dag", "enhet 1", Protection::None),
    ("Eja", "enhet 1", Protection::SecrecyMarked),
    ("Frej", "enhet 2", Protection::None),
    ("Gun", "enhet 2", Protection::None),
    ("Hugo", "annan huvudmans enhet", Protection::None),
];

/// Groups: name, kind, unit, members.
const GROUPS: [(&str, GroupKind, &str, &[&str]); 4] = [
    ("7A", GroupKind::Class, "enhet 1", &["Alma", "Bo", "Cleo", "Dag", "Eja"]),
    ("MA7", GroupKind::Teaching, "enhet 1", &["Alma", "Bo", "Eja"]),
    ("SV7", GroupKind::Teaching, "enhet 1", &["Alma", "Bo", "Cleo"]),
    ("8B", GroupKind::Class, "enhet 2", &["Frej", "Gun"]),
];

/// Where each role of the chain is held.
const ROLES: [(Role, &str, Option<&str>); 20] = [
    (Role::BoardMember, "nämnd", None),
    (Role::Director, "förvaltning", None),
    (Role::AreaManager, "verksamhet", None),
    (Role::Principal, "skola 1", None),
    (Role::StudentHealth, "skola 1", None),
    (Role::SchoolNurse, "skola 1", None),
    (Role::Mentor, "enhet 1", Some("7A")),
    (Role::Teacher, "enhet 1", Some("MA7")),
    (Role::CareerCounsellor, "skola 1", None),
    (Role::KaaOfficer, "förvaltning", None),
    (Role::YoungAdultCoach, "förvaltning", None),
    (Role::HomeMunicipalityOfficer, "förvaltning", None),
    (Role::ProcessLeader, "förvaltning", None),
    (Role::ProcessOwner, "förvaltning", None),
    (Role::SteeringGroup, "förvaltning", None),
    (Role::DevelopmentTeam, "skola 1", None),
    (Role::Administrator, "huvudman", None),
    (Role::Auditor, "huvudman", None),
    (Role::DataProtectionOfficer, "huvudman", None),
    (Role::Integrator, "skola 1", None),
];

impl<'w> Chain<'w> {
    /// The chain in an empty municipality.
    pub fn new(world: &'w World, code: &str) -> Self {
        let chain = Self { world, code: code.to_owned(), ids: named_ids(code), clients: Mutex::default() };
        world.wait(chain.seed()).expect("the chain is seeded");
        chain
    }

    /// The id in the database of a unit, youth or group, or of the person who holds a role (by its name).
    #[track_caller]
    pub fn row(&self, name: &str) -> Uuid {
        *self.ids.get(name).unwrap_or_else(|| panic!("nobody and nothing is called {name}"))
    }

    /// Global id of a youth.
    pub fn youth(&self, name: &str) -> String {
        self.global(Kind::Youth, name)
    }

    /// Global id of a unit.
    pub fn unit(&self, name: &str) -> String {
        self.global(Kind::Unit, name)
    }

    /// Global id of a group.
    pub fn group(&self, name: &str) -> String {
        self.global(Kind::Group, name)
    }

    /// Global id of the person who holds a role, such as `MENTOR`.
    pub fn staff(&self, role: &str) -> String {
        self.global(Kind::Staff, role)
    }

    /// Global id of the assignment of the person who holds a role.
    pub fn assignment(&self, role: &str) -> String {
        GlobalId::write(Kind::Assignment, &self.code, derived(self.row(role), "assignment")).to_string()
    }

    /// Global id of the enrolment of a youth.
    pub fn enrolment(&self, youth: &str) -> String {
        GlobalId::write(Kind::Enrolment, &self.code, derived(self.row(youth), "enrolment")).to_string()
    }

    fn global(&self, kind: Kind, name: &str) -> String {
        GlobalId::write(kind, &self.code, self.row(name)).to_string()
    }

    /// A client signed in as the person who holds a role.
    pub fn signed_in(&self, role: &str) -> Client {
        self.sign_in(role).0
    }

    /// The account of the person who holds a role; opened, and signed in with, at first use.
    pub fn account(&self, role: &str) -> Account {
        self.sign_in(role).1
    }

    fn sign_in(&self, role: &str) -> (Client, Account) {
        let mut clients = self.clients.lock().expect("no test panicked while it signed in");
        let known = clients.entry(role.to_owned());
        known
            .or_insert_with(|| {
                let account = self.open_account(role);
                let totp = account.totp_at(self.world.clock.now());
                (self.sign_in_as(&account, Some(totp)), account)
            })
            .clone()
    }

    /// A client signed in with an account, weakly without a code. At the desk, and as if each municipality had its own
    /// address: all tests come from this machine, and the desk limits how often one address signs in.
    pub fn sign_in_as(&self, account: &Account, totp: Option<String>) -> Client {
        let typed = Credentials {
            municipality: account.municipality.clone(),
            user: account.user.clone(),
            password: account.password.clone(),
            totp,
        };
        let tokens = self.world.wait(self.world.parts.desk.sign_in(typed, &self.row("MENTOR").to_string()));
        let tokens = tokens.expect("no fault").unwrap_or_else(|| panic!("{} cannot sign in", account.role));
        self.world.client().with_token(&tokens.access_token)
    }

    /// Opens an account for the person who holds a role.
    pub fn open_account(&self, role: &str) -> Account {
        self.open_account_of(self.row(role), role)
    }

    /// Opens an account for a member of staff.
    pub fn open_account_of(&self, staff_id: Uuid, name: &str) -> Account {
        let world = self.world;
        let invited = world.wait(async {
            let grant = self.grant().await;
            accounts::invite(&grant, world.parts.desk.passwords(), staff_id, name).await
        });
        let invitation = invited.expect("no fault").expect("an account");
        Account {
            municipality: self.code.clone(),
            role: name.to_owned(),
            user: invitation.user_name,
            password: invitation.password,
            totp_secret: invitation.totp.base32(),
        }
    }

    /// A grant of a job, to arrange rows by.
    pub async fn grant(&self) -> Grant {
        self.world.parts.access.job(Job::Demo, &self.code).await.expect("a job has a grant")
    }

    /// Today.
    pub fn today(&self) -> NaiveDate {
        self.world.clock.today()
    }

    async fn seed(&self) -> Result<(), sea_orm::DbErr> {
        let grant = self.grant().await;
        let tx = grant.begin().await.expect("a transaction");
        let units = UNITS
            .iter()
            .map(|(name, kind, above)| unit::ActiveModel::from(self.unit_row(name, *kind, *above)));
        for row in units {
            unit::Entity::insert(row).exec_without_returning(&tx).await?;
        }
        let pairs = UNITS.iter().flat_map(|(name, ..)| self.closure_of(name));
        unit_closure::Entity::insert_many(pairs.map(unit_closure::ActiveModel::from))
            .exec_without_returning(&tx)
            .await?;
        let youths = YOUTHS.iter().map(|(name, _, protection)| self.youth_row(&grant, name, *protection));
        youth::Entity::insert_many(youths.map(youth::ActiveModel::from)).exec_without_returning(&tx).await?;
        let guardians =
            ["Alma", "Eja"].map(|name| guardian::ActiveModel::from(self.guardian_row(&grant, name)));
        guardian::Entity::insert_many(guardians).exec_without_returning(&tx).await?;
        let enrolments = YOUTHS.iter().map(|(name, unit, _)| self.enrolment_row(name, unit));
        enrolment::Entity::insert_many(enrolments.map(enrolment::ActiveModel::from))
            .exec_without_returning(&tx)
            .await?;
        let groups = GROUPS.iter().map(|(name, kind, unit, _)| self.group_row(name, *kind, unit));
        student_group::Entity::insert_many(groups.map(student_group::ActiveModel::from))
            .exec_without_returning(&tx)
            .await?;
        let members = GROUPS
            .iter()
            .flat_map(|(group, _, _, who)| who.iter().map(|name| self.membership_row(group, name)));
        group_membership::Entity::insert_many(members.map(group_membership::ActiveModel::from))
            .exec_without_returning(&tx)
            .await?;
        let weeks = GROUPS
            .iter()
            .flat_map(|(group, _, _, who)| who.iter().flat_map(|name| self.attendance_rows(group, name)));
        attendance::Entity::insert_many(weeks.map(attendance::ActiveModel::from))
            .exec_without_returning(&tx)
            .await?;
        let results =
            [("Alma", "MA7", "MAT"), ("Alma", "SV7", "SVE"), ("Bo", "MA7", "MAT"), ("Frej", "8B", "MAT")];
        let results = results.map(|(name, group, subject)| {
            school_result::ActiveModel::from(self.result_row(name, group, subject))
        });
        school_result::Entity::insert_many(results).exec_without_returning(&tx).await?;
        let people = ROLES.iter().map(|(role, ..)| self.staff_row(&role.to_value()));
        staff::Entity::insert_many(people.map(staff::ActiveModel::from)).exec_without_returning(&tx).await?;
        let other = self.staff_row("OTHER_PRINCIPAL");
        staff::Entity::insert(staff::ActiveModel::from(other)).exec_without_returning(&tx).await?;
        let held = ROLES
            .iter()
            .map(|(role, unit, group)| self.assignment_row(&role.to_value(), *role, unit, *group));
        let held = held.chain([self.assignment_row("OTHER_PRINCIPAL", Role::Principal, "skola 2", None)]);
        assignment::Entity::insert_many(held.map(assignment::ActiveModel::from))
            .exec_without_returning(&tx)
            .await?;
        tx.commit().await
    }

    fn unit_row(&self, name: &str, kind: UnitKind, above: Option<&str>) -> unit::Model {
        let own = above.is_some() || kind == UnitKind::Authority;
        unit::Model {
            id: self.row(name),
            parent_id: above.map(|above| self.row(above)),
            kind,
            name: name.to_owned(),
            school_unit_code: None,
            authority_number: Some(if own { OWN_NUMBER } else { OTHER_NUMBER }.to_owned()),
            source_id: None,
            source_ref: None,
            created_at: self.world.clock.now(),
        }
    }

    fn closure_of(&self, name: &str) -> Vec<unit_closure::Model> {
        let above =
            |name: &str| UNITS.iter().find(|(other, ..)| *other == name).and_then(|(_, _, above)| *above);
        let line = std::iter::successors(Some(name.to_owned()), |name| above(name).map(str::to_owned));
        let pair = |(depth, ancestor): (i32, String)| unit_closure::Model {
            ancestor_id: self.row(&ancestor),
            unit_id: self.row(name),
            depth,
        };
        (0..).zip(line).map(pair).collect()
    }

    fn youth_row(&self, grant: &Grant, name: &str, protection: Protection) -> youth::Model {
        let keys = grant.keys();
        let has_number = name == "Alma";
        youth::Model {
            id: self.row(name),
            given_name: name.to_owned(),
            family_name: "Prov".to_owned(),
            sort_name: sort_name(name, "Prov"),
            birth_date: NaiveDate::from_ymd_opt(2012, 2, 1),
            sex: None,
            civic_number: has_number
                .then(|| keys.columns.seal("youth.civic_number", CIVIC_NUMBER.as_bytes())),
            civic_hash: has_number.then(|| keys.civic.mac(&[CIVIC_NUMBER.as_bytes()])),
            home_municipality: (name == "Hugo").then(|| self.code.clone()),
            protection,
            email: None,
            phone: None,
            source_id: None,
            source_ref: None,
            removed_at: None,
            created_at: self.world.clock.now(),
        }
    }

    fn guardian_row(&self, grant: &Grant, youth: &str) -> guardian::Model {
        let keys = grant.keys();
        guardian::Model {
            id: derived(self.row(youth), "guardian"),
            youth_id: self.row(youth),
            name: keys.columns.seal("guardian.name", b"Ida Prov"),
            phone: (youth == "Alma").then(|| keys.columns.seal("guardian.phone", b"070-1740605")),
            email: None,
            relation: GuardianRelation::Guardian,
            source_id: None,
            source_ref: None,
        }
    }

    fn enrolment_row(&self, name: &str, unit: &str) -> enrolment::Model {
        let elsewhere = unit == "annan huvudmans enhet";
        enrolment::Model {
            id: derived(self.row(name), "enrolment"),
            youth_id: self.row(name),
            unit_id: self.row(unit),
            school_type: "GR".to_owned(),
            school_year: Some(7),
            programme_code: None,
            school_authority: Some(if elsewhere { OTHER_NUMBER } else { OWN_NUMBER }.to_owned()),
            starts_on: self.today() - Days::new(100),
            ends_on: None,
            cancelled: false,
            source_id: None,
            source_ref: None,
        }
    }

    fn group_row(&self, name: &str, kind: GroupKind, unit: &str) -> student_group::Model {
        student_group::Model {
            id: self.row(name),
            unit_id: self.row(unit),
            kind,
            name: name.to_owned(),
            school_type: Some("GR".to_owned()),
            subject_code: None,
            starts_on: self.today() - Days::new(100),
            ends_on: None,
            source_id: None,
            source_ref: None,
        }
    }

    fn membership_row(&self, group: &str, name: &str) -> group_membership::Model {
        group_membership::Model {
            id: derived(self.row(name), group),
            group_id: self.row(group),
            youth_id: self.row(name),
            starts_on: self.today() - Days::new(100),
            ends_on: None,
            source_id: None,
            source_ref: None,
        }
    }

    /// Ten weeks before this one: of 100 minutes offered, all reported, ten absent in MA7 and twenty in other groups.
    fn attendance_rows(&self, group: &str, name: &str) -> Vec<attendance::Model> {
        let monday = api::support::scalars::Week::of(self.today()).0;
        let week = |back: u64| attendance::Model {
            id: ids::of_attendance(self.row(name), monday - Days::new(7 * back), Some(self.row(group))),
            youth_id: self.row(name),
            week: monday - Days::new(7 * back),
            group_id: Some(self.row(group)),
            valid_minutes: if group == "MA7" { 10 } else { 20 },
            invalid_minutes: 0,
            other_minutes: 0,
            reported_minutes: 100,
            offered_minutes: 100,
            source_id: None,
            source_ref: None,
        };
        (1..=10).map(week).collect()
    }

    fn result_row(&self, name: &str, group: &str, subject: &str) -> school_result::Model {
        school_result::Model {
            id: ids::of_result(self.row(name), subject, "2025HT"),
            youth_id: self.row(name),
            subject_code: subject.to_owned(),
            term: "2025HT".to_owned(),
            grade: None,
            warning: true,
            group_id: Some(self.row(group)),
            source_id: None,
            source_ref: None,
        }
    }

    fn staff_row(&self, role: &str) -> staff::Model {
        staff::Model {
            id: self.row(role),
            given_name: role.to_owned(),
            family_name: "Personal".to_owned(),
            sort_name: sort_name(role, "Personal"),
            source_id: None,
            source_ref: None,
            removed_at: None,
            created_at: self.world.clock.now(),
        }
    }

    fn assignment_row(&self, who: &str, role: Role, unit: &str, group: Option<&str>) -> assignment::Model {
        assignment::Model {
            id: derived(self.row(who), "assignment"),
            staff_id: self.row(who),
            role,
            unit_id: self.row(unit),
            group_id: group.map(|group| self.row(group)),
            starts_on: self.today() - Days::new(100),
            ends_on: None,
            state: AssignmentState::Active,
            granted_by: None,
            approved_by: None,
            source_id: None,
            source_ref: None,
            created_at: self.world.clock.now(),
        }
    }
}

/// An id made from another, always the same.
pub fn derived(id: Uuid, what: &str) -> Uuid {
    ids::of_source(id, "chain", what)
}

fn named_ids(code: &str) -> HashMap<&'static str, Uuid> {
    // Different each time: what is counted of people in the cache outlives a municipality whose code comes again.
    static CHAINS: AtomicUsize = AtomicUsize::new(0);
    let number = CHAINS.fetch_add(1, Ordering::Relaxed);
    let base = ids::of_source(Uuid::nil(), "municipality", &format!("{code}/{number}"));
    let units = UNITS.iter().map(|(name, ..)| *name);
    let youths = YOUTHS.iter().map(|(name, ..)| *name);
    let groups = GROUPS.iter().map(|(name, ..)| *name);
    let names = units.chain(youths).chain(groups).chain(ROLE_NAMES);
    names.map(|name| (name, derived(base, name))).collect()
}

/// Everybody on the staff by name: a person for each role, and the principal of school two.
pub const ROLE_NAMES: [&str; 21] = [
    "BOARD_MEMBER",
    "DIRECTOR",
    "AREA_MANAGER",
    "PRINCIPAL",
    "STUDENT_HEALTH",
    "SCHOOL_NURSE",
    "MENTOR",
    "TEACHER",
    "CAREER_COUNSELLOR",
    "KAA_OFFICER",
    "YOUNG_ADULT_COACH",
    "HOME_MUNICIPALITY_OFFICER",
    "PROCESS_LEADER",
    "PROCESS_OWNER",
    "STEERING_GROUP",
    "DEVELOPMENT_TEAM",
    "ADMINISTRATOR",
    "AUDITOR",
    "DATA_PROTECTION_OFFICER",
    "INTEGRATOR",
    "OTHER_PRINCIPAL",
];

impl Drop for Chain<'_> {
    /// A test that is over leaves nothing behind; one that failed leaves all.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.world.retire(&self.code);
        }
    }
}
