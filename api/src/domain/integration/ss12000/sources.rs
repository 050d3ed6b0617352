//! The registers that a municipality imports from: their rules, and the table that says which role a duty gives.

use chrono::{DateTime, Utc};
use entity::municipality::{duty_mapping, source};
use entity::reach::Within;
use entity::vocabulary::{Dialect, Role};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::live::{Live, LiveError, Settings};
use super::plan::Secret;
use super::store::rules;
use crate::access::Grant;
use crate::access::tenants::official;
use crate::support::fault::{Code, Fault};
use crate::support::ids;

/// Where the secret's encryption is bound to.
const SECRET: &str = "source.client_secret";
/// More sources than this no municipality has.
const MOST: u64 = 1_000;
/// Rows that a server is asked for at a time.
const LIMIT: u32 = 500;

/// A register to be registered.
#[derive(Clone, Debug)]
pub struct NewSource {
    /// Short name, unique.
    pub name: String,
    /// Which dialect it speaks.
    pub dialect: Dialect,
    /// The municipality codes that it may speak for.
    pub codes: Vec<String>,
    /// How to reach it; none for a register that is only imported from folders.
    pub server: Option<Server>,
}

/// How to reach a live register.
#[derive(Clone, Debug)]
pub struct Server {
    /// Address under which the resources lie.
    pub base_url: String,
    /// Address that gives tokens.
    pub token_url: String,
    /// OAuth 2 client id.
    pub client_id: String,
    /// OAuth 2 client secret.
    pub client_secret: Secret,
}

/// Registers a source.
pub async fn register(grant: &Grant, new: NewSource) -> Result<source::Model, Fault> {
    let row = checked(grant, new)?;
    if named(grant, &row.name).await?.is_some() {
        return Err(Fault::of(Code::Conflict).saying(
            "Det finns redan en källa med det namnet: välj ett annat.",
            "There is a source of that name already: choose another.",
        ));
    }
    let tx = grant.begin().await?;
    source::Entity::insert(row.clone().into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    rules(grant).await?;
    Ok(row)
}

fn checked(grant: &Grant, new: NewSource) -> Result<source::Model, Fault> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Fault::bad_input(
            "Ge källan ett namn på högst 100 tecken.",
            "Give the source a name of at most 100 characters.",
        ));
    }
    let mut codes = new.codes.iter().map(|code| code.trim().to_owned()).collect::<Vec<_>>();
    codes.sort();
    codes.dedup();
    if codes.is_empty() {
        return Err(Fault::bad_input(
            "Ange minst en kommunkod som källan får tala för.",
            "Give at least one municipality code that the source may speak for.",
        ));
    }
    codes.iter().try_for_each(|code| official::find(code).map(|_| ()))?;
    let now = grant.clock().now();
    let (base_url, token_url, client_id, client_secret) = sealed(grant, new.server, new.dialect)?;
    Ok(source::Model {
        id: ids::new_id(now),
        name,
        dialect: new.dialect,
        municipality_codes: codes.join(","),
        base_url,
        token_url,
        client_id,
        client_secret,
        seen_until: None,
        created_at: now,
    })
}

type Sealed = (Option<String>, Option<String>, Option<String>, Option<Vec<u8>>);

/// Checks the addresses and encrypts the secret.
fn sealed(grant: &Grant, server: Option<Server>, dialect: Dialect) -> Result<Sealed, Fault> {
    let Some(server) = server else { return Ok((None, None, None, None)) };
    let secret = grant.keys().columns.seal(SECRET, server.client_secret.reveal().as_bytes());
    let kept = (
        Some(server.base_url.clone()),
        Some(server.token_url.clone()),
        Some(server.client_id.clone()),
        Some(secret),
    );
    Live::new(settings_of(server, dialect)).map_err(|error| told(&error))?;
    Ok(kept)
}

fn settings_of(server: Server, dialect: Dialect) -> Settings {
    let Server { base_url, token_url, client_id, client_secret } = server;
    Settings { base_url, token_url, client_id, client_secret, dialect, limit: LIMIT }
}

/// A fault of a live server, as it is told.
pub fn told(error: &LiveError) -> Fault {
    Fault::bad_input(format!("Källans server: {error}"), format!("The server of the source: {error}"))
}

/// The source of this name.
pub async fn find(grant: &Grant, name: &str) -> Result<source::Model, Fault> {
    named(grant, name.trim()).await?.ok_or_else(|| {
        Fault::of(Code::NotFound).saying(
            "Det finns ingen källa med det namnet: registrera den med up2 source add.",
            "There is no source of that name: register it with up2 source add.",
        )
    })
}

async fn named(grant: &Grant, name: &str) -> Result<Option<source::Model>, Fault> {
    grant.one(source::Entity::within(grant.reach()).filter(source::Column::Name.eq(name))).await
}

/// All sources by name.
pub async fn all(grant: &Grant) -> Result<Vec<source::Model>, Fault> {
    let rows = source::Entity::within(grant.reach()).order_by_asc(source::Column::Name).limit(MOST);
    grant.all(rows).await
}

/// How to reach a source's live server.
pub fn settings(grant: &Grant, row: &source::Model) -> Result<Settings, Fault> {
    let (Some(base_url), Some(token_url), Some(client_id), Some(sealed)) =
        (&row.base_url, &row.token_url, &row.client_id, &row.client_secret)
    else {
        return Err(Fault::bad_input(
            "Källan har ingen server: importera en mapp med --folder.",
            "The source has no server: import a folder with --folder.",
        ));
    };
    let server = Server {
        base_url: base_url.clone(),
        token_url: token_url.clone(),
        client_id: client_id.clone(),
        client_secret: Secret::new(grant.keys().columns.open_text(SECRET, sealed)?),
    };
    Ok(settings_of(server, row.dialect))
}

/// Notes the latest change that a finished import of a live server has seen; never a later one than its start.
#[allow(clippy::disallowed_methods, reason = "the row of a source; no person is touched")]
pub async fn note_seen(
    grant: &Grant,
    id: Uuid,
    latest: Option<DateTime<Utc>>,
    started: DateTime<Utc>,
) -> Result<(), Fault> {
    let Some(latest) = latest else { return Ok(()) };
    let seen = source::ActiveModel { seen_until: Set(Some(latest.min(started))), ..Default::default() };
    let tx = grant.begin().await?;
    source::Entity::update_many().set(seen).filter(source::Column::Id.eq(id)).exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// What a rule of duties asks for; what is not said matches anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// dutyRole.
    pub duty_role: Option<String>,
    /// description.
    pub description: Option<String>,
    /// assignmentRoleType: a rule with it speaks of groups, one without of the duty as a whole.
    pub assignment_role_type: Option<String>,
}

/// Sets which role a duty gives, or that it gives none. A rule of the same pattern is replaced; a new one stands first
/// unless told otherwise. Counts from the next time that the source gives the duty.
#[allow(clippy::disallowed_methods, reason = "a rule of duties; no person is touched")]
pub async fn map_duty(
    grant: &Grant,
    pattern: Pattern,
    role: Option<Role>,
    priority: Option<i32>,
) -> Result<(), Fault> {
    let rows = rules(grant).await?;
    let same = rows.iter().find(|row| pattern_of(row) == pattern);
    let first = rows.iter().map(|row| row.priority).min().unwrap_or(1).saturating_sub(1);
    let row = duty_mapping::Model {
        id: same.map_or_else(ids::random_id, |row| row.id),
        priority: priority.or(same.map(|row| row.priority)).unwrap_or(first),
        duty_role: pattern.duty_role,
        description: pattern.description,
        assignment_role_type: pattern.assignment_role_type,
        role,
    };
    let tx = grant.begin().await?;
    duty_mapping::Entity::delete_many().filter(duty_mapping::Column::Id.eq(row.id)).exec(&tx).await?;
    duty_mapping::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

fn pattern_of(row: &duty_mapping::Model) -> Pattern {
    Pattern {
        duty_role: row.duty_role.clone(),
        description: row.description.clone(),
        assignment_role_type: row.assignment_role_type.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]

    use super::super::test_house::house;
    use super::*;

    fn new(name: &str, codes: &[&str], server: Option<Server>) -> NewSource {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        NewSource { name: name.to_owned(), dialect: Dialect::C, codes, server }
    }

    fn server(base_url: &str) -> Option<Server> {
        Some(Server {
            base_url: base_url.to_owned(),
            token_url: "https://sis.example/token".to_owned(),
            client_id: "client".to_owned(),
            client_secret: Secret::new("hidden"),
        })
    }

    #[tokio::test]
    async fn a_source_has_a_name_of_its_own_official_codes_and_an_encrypted_address() {
        let house = house().await;
        let refused = async |new| register(&house.grant, new).await.err().map(|fault| fault.code());
        assert_eq!(refused(new("sis", &["0180"], None)).await, Some(Code::Conflict));
        assert_eq!(refused(new(" ", &["0180"], None)).await, Some(Code::BadUserInput));
        assert_eq!(refused(new("b", &[], None)).await, Some(Code::BadUserInput));
        assert_eq!(refused(new("b", &["9999"], None)).await, Some(Code::BadUserInput));
        assert_eq!(
            refused(new("b", &["0180"], server("http://sis.example"))).await,
            Some(Code::BadUserInput)
        );
        assert_eq!(all(&house.grant).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn the_secret_of_a_source_is_kept_encrypted() {
        let house = house().await;
        let row = register(&house.grant, new("b", &["0180"], server("https://sis.example"))).await.unwrap();
        assert!(!row.client_secret.clone().unwrap().windows(6).any(|window| window == b"hidden"));
        let settings = settings(&house.grant, &find(&house.grant, "b").await.unwrap()).unwrap();
        assert_eq!(settings.client_secret.reveal(), "hidden");
    }

    #[tokio::test]
    async fn a_rule_of_the_same_pattern_is_replaced_and_a_new_one_stands_first() {
        let house = house().await;
        let before = rules(&house.grant).await.unwrap();
        let head = Pattern { duty_role: Some("Rektor".to_owned()), ..Pattern::default() };
        map_duty(&house.grant, head, None, None).await.unwrap();
        let own = Pattern { description: Some("Fritidsledare".to_owned()), ..Pattern::default() };
        map_duty(&house.grant, own, Some(Role::StudentHealth), None).await.unwrap();
        let after = rules(&house.grant).await.unwrap();
        assert_eq!(after.len(), before.len() + 1);
        assert_eq!(after[0].description.as_deref(), Some("Fritidsledare"));
        let head = after.iter().find(|row| row.duty_role.as_deref() == Some("Rektor")).unwrap();
        assert_eq!((head.role, head.priority), (None, 10));
    }
}
