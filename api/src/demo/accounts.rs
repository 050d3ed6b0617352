//! Who can sign in to the demonstration. Passwords and second factors come from the folder's own master key: each
//! demonstration has its own, and a first start that was cut off makes the same ones again.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::municipality::{account, assignment};
use entity::vocabulary::Role;
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};

use super::places::SAMPLE;
use super::plan::id_in;
use crate::access::accounts::Invitation;
use crate::access::password::Passwords;
use crate::access::sign_in::TOTP_PLACE;
use crate::access::totp::TotpSecret;
use crate::access::{Grant, skr};
use crate::support::config::Config;
use crate::support::crypto::Key;
use crate::support::fault::Fault;

/// A role of the chain, its Swedish name and the user name of who shows it.
pub(super) const CHAIN: [(Role, &str, &str); 20] = [
    (Role::BoardMember, "förtroendevald i nämnden", "namnden"),
    (Role::Director, "förvaltningschef", "forvaltningschef"),
    (Role::AreaManager, "verksamhetschef", "verksamhetschef"),
    (Role::Principal, "rektor", "rektor"),
    (Role::StudentHealth, "kurator, elevhälsan", "kurator"),
    (Role::SchoolNurse, "skolsköterska", "skolskoterska"),
    (Role::Mentor, "mentor", "mentor"),
    (Role::Teacher, "lärare", "larare"),
    (Role::CareerCounsellor, "studie- och yrkesvägledare", "syv"),
    (Role::KaaOfficer, "KAA-handläggare", "kaa"),
    (Role::YoungAdultCoach, "coach, unga vuxna", "coach"),
    (Role::HomeMunicipalityOfficer, "hemkommunens handläggare", "hemkommun"),
    (Role::ProcessLeader, "processledare", "processledare"),
    (Role::ProcessOwner, "processägare", "processagare"),
    (Role::SteeringGroup, "styrgruppen", "styrgruppen"),
    (Role::DevelopmentTeam, "utvecklingsteamet", "utvecklingsteamet"),
    (Role::Administrator, "administratör", "administrator"),
    (Role::Auditor, "loggranskare", "loggranskare"),
    (Role::DataProtectionOfficer, "dataskyddsombud", "dataskyddsombud"),
    (Role::Integrator, "integration (program)", "integration"),
];

/// The roles that two further municipalities show.
const ELSEWHERE: [Role; 6] = [
    Role::Principal,
    Role::Mentor,
    Role::Teacher,
    Role::HomeMunicipalityOfficer,
    Role::Administrator,
    Role::Auditor,
];

/// Whether anybody can sign in to this municipality.
pub(super) fn is_shown(code: &str) -> bool {
    [SAMPLE, "0513", "1481"].contains(&code)
}

/// What somebody signs in with (`demo.json`); never printed by accident.
#[derive(Clone, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Code of the municipality.
    pub municipality: String,
    /// Role, as the API names it.
    pub role: String,
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
    /// Secret of the second factor, base32.
    pub totp_secret: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({} {})", self.municipality, self.user)
    }
}

impl Account {
    fn new(key: &Key, municipality: &str, role: Role, user: &str) -> Self {
        let secret = |purpose: &str| key.mac(&[purpose.as_bytes(), municipality.as_bytes(), user.as_bytes()]);
        let password = data_encoding::BASE32_NOPAD.encode(&secret("password")[..10]).to_lowercase();
        Self {
            municipality: municipality.to_owned(),
            role: role.to_value(),
            user: user.to_owned(),
            password,
            totp_secret: data_encoding::BASE32_NOPAD.encode(&secret("second factor")[..20]),
        }
    }

    /// The code of this moment.
    pub fn code(&self, now: DateTime<Utc>) -> Result<String, Fault> {
        Ok(self.totp()?.current_code(now))
    }

    fn totp(&self) -> Result<TotpSecret, Fault> {
        let bytes = data_encoding::BASE32_NOPAD.decode(self.totp_secret.as_bytes());
        TotpSecret::from_bytes(&bytes.map_err(|cause| Fault::internal(&cause))?)
    }
}

/// Everybody who can sign in to a municipality.
pub(super) fn of(master: &Key, code: &str) -> Vec<(Role, Account)> {
    let key = master.derive("accounts of the demonstration");
    let shown = CHAIN.iter().filter(|(role, ..)| match code {
        SAMPLE => true,
        other => is_shown(other) && ELSEWHERE.contains(role),
    });
    shown.map(|(role, _, user)| (*role, Account::new(&key, code, *role, user))).collect()
}

/// SKR's two roles, with the user name of who shows each.
const AT_SKR: [(Role, &str); 2] = [(Role::SkrProcessSupport, "processtod"), (Role::SkrAnalyst, "analytiker")];

/// Those who can sign in to SKR.
pub(super) fn of_skr(master: &Key) -> Vec<(Role, Account)> {
    let key = master.derive("accounts of the demonstration");
    AT_SKR.map(|(role, user)| (role, Account::new(&key, skr::CODE, role, user))).to_vec()
}

/// Opens the accounts of those at SKR, unless an earlier start did.
pub(super) async fn open_at_skr(
    config: &Config,
    passwords: &Passwords,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for (role, account) in of_skr(&config.master_key) {
        let person = skr::Person { given_name: "Siv", family_name: "Prov", user_name: &account.user, role };
        let with = Invitation {
            user_name: account.user.clone(),
            password: account.password.clone(),
            totp: account.totp()?,
        };
        skr::open(config, passwords, person, &with, now).await?;
    }
    Ok(())
}

/// The rows of these accounts, each for the first of the assignments with its role whose holder has none yet.
pub(super) async fn rows(
    grant: &Grant,
    passwords: &Passwords,
    accounts: &[(Role, Account)],
    assignments: &[assignment::Model],
) -> Result<Vec<account::Model>, Fault> {
    let mut taken = HashSet::new();
    let mut rows = Vec::with_capacity(accounts.len());
    for (role, account) in accounts {
        let holder =
            assignments.iter().filter(|row| row.role == *role).find(|row| taken.insert(row.staff_id));
        let holder =
            holder.ok_or_else(|| Fault::internal(&format!("nobody to sign in as {}", account.role)))?;
        rows.push(account::Model {
            id: id_in(&account.municipality, "account", &account.user),
            staff_id: holder.staff_id,
            user_name: account.user.clone(),
            password_hash: passwords.hash(account.password.clone()).await?,
            totp_secret: grant.keys().columns.seal(TOTP_PLACE, account.totp()?.bytes()),
            totp_last_step: None,
            disabled_at: None,
            invited_by: None,
            confirmed_by: None,
            created_at: grant.clock().now(),
        });
    }
    Ok(rows)
}
