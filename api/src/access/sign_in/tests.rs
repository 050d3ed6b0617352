//! Staff at the desk, on a real database.

use std::path::PathBuf;

use entity::municipality::{account, staff};
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::*;
use crate::access::password::generate;
use crate::access::signing::SigningKey;
use crate::access::viewer::{self, Viewer};
use crate::access::{keys, tenants};
use crate::support::clock::Clock;
use crate::support::config::{Config, Engine};
use crate::support::crypto::Key;
use crate::support::ids;

const CODE: &str = "0483";
const ADDRESS: &str = "192.0.2.1";

/// One municipality with one account, gone afterwards.
struct Hall {
    folder: PathBuf,
    config: Config,
    key: SigningKey,
    desk: Desk,
    password: String,
    secret: TotpSecret,
    account: Uuid,
}

impl Drop for Hall {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_764_000_000, 0).unwrap_or_default()
}

impl Hall {
    async fn open() -> Result<Self, Fault> {
        let folder = std::env::temp_dir().join(format!("up2-sign-in-{}", ids::random_id()));
        std::fs::create_dir_all(&folder).map_err(|cause| Fault::internal(&cause))?;
        let master_key = Key::random();
        let config = Config {
            engine: Engine::Sqlite(folder.clone()),
            redis_url: None,
            master_key,
            most_connections: None,
            heads_file: None,
            public_statistics: true,
        };
        tenants::add(&config, CODE, None, start()).await?;
        let key = SigningKey::random(start())?;
        let desk = desk(&config, &key, start()).await?;
        let (password, secret) = (generate(), TotpSecret::random());
        let account = add_account(&desk, &password, &secret).await?;
        Ok(Self { folder, config, key, desk, password, secret, account })
    }

    /// Another instance of the same installation, at another time.
    async fn other_desk(&self, now: DateTime<Utc>) -> Result<Desk, Fault> {
        desk(&self.config, &self.key, now).await
    }

    fn typed(&self) -> Credentials {
        let (municipality, user) = (CODE.to_owned(), "Mentor1 ".to_owned());
        Credentials { municipality, user, password: self.password.clone(), totp: None }
    }

    fn with_code(&self) -> Credentials {
        let code = self.secret.current_code(self.desk.tenants.clock().now());
        Credentials { totp: Some(code), ..self.typed() }
    }

    async fn signed_in(&self) -> Result<Tokens, Fault> {
        self.desk.sign_in(self.with_code(), ADDRESS).await?.ok_or_else(|| Fault::of(Code::Unauthenticated))
    }

    /// Who an access token belongs to, as any instance sees it.
    async fn viewer(&self, tokens: &Tokens) -> Result<Viewer, Fault> {
        let claims = self.desk.verify(&tokens.access_token)?;
        let (db, clock) = (self.desk.tenants.handle(&claims.mun).await?, self.desk.tenants.clock());
        viewer::load(db, claims.sid, clock.now(), clock.today()).await
    }

    async fn is_alive(&self, tokens: &Tokens) -> bool {
        self.viewer(tokens).await.is_ok()
    }
}

async fn desk(config: &Config, key: &SigningKey, now: DateTime<Utc>) -> Result<Desk, Fault> {
    let clock = Clock::starting_at(now);
    let tenants = Arc::new(Tenants::open(config.clone(), clock.clone()).await?);
    let ring = KeyRing::new("https://up2.example", "up2", vec![key.clone()]);
    Ok(Desk::new(tenants, Cache::memory(clock), ring, Passwords::new()?))
}

async fn add_account(desk: &Desk, password: &str, secret: &TotpSecret) -> Result<Uuid, Fault> {
    let db = desk.tenants.handle(CODE).await?;
    let person = staff::Model {
        id: ids::random_id(),
        given_name: "Given".into(),
        family_name: "Family".into(),
        sort_name: "family given".into(),
        source_id: None,
        source_ref: None,
        removed_at: None,
        created_at: start(),
    };
    let account = account::Model {
        id: ids::random_id(),
        staff_id: person.id,
        user_name: "mentor1".into(),
        password_hash: desk.passwords().hash(password.into()).await?,
        totp_secret: db.keys().columns.seal(TOTP_PLACE, secret.bytes()),
        totp_last_step: None,
        disabled_at: None,
        invited_by: None,
        confirmed_by: None,
        created_at: start(),
    };
    let (id, write) = (account.id, db.db().write());
    staff::Entity::insert(person.into_active_model()).exec_without_returning(write).await?;
    account::Entity::insert(account.into_active_model()).exec_without_returning(write).await?;
    Ok(id)
}

#[tokio::test]
async fn password_and_code_give_a_strong_sign_in() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let tokens = hall.signed_in().await?;
    let claims = hall.desk.verify(&tokens.access_token)?;
    assert_eq!((claims.sub, claims.mun.as_str()), (hall.account, CODE));
    assert!(claims.has_second_factor());
    assert!(hall.is_alive(&tokens).await);
    Ok(())
}

#[tokio::test]
async fn a_password_alone_gives_a_weak_sign_in() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let tokens = hall.desk.sign_in(hall.typed(), ADDRESS).await?;
    let claims = tokens.map(|tokens| hall.desk.verify(&tokens.access_token)).transpose()?;
    assert!(claims.is_some_and(|claims| !claims.has_second_factor() && claims.amr == ["pwd"]));
    Ok(())
}

#[tokio::test]
async fn every_refusal_is_the_same_answer() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let wrong = [
        Credentials { municipality: "0513".into(), ..hall.with_code() },
        Credentials { municipality: "../0483".into(), ..hall.with_code() },
        Credentials { user: "nobody".into(), ..hall.with_code() },
        Credentials { password: generate(), ..hall.with_code() },
        Credentials { password: String::new(), ..hall.typed() },
        Credentials { totp: Some("12345".into()), ..hall.typed() },
        Credentials { totp: Some(String::new()), ..hall.typed() },
    ];
    for typed in wrong {
        assert!(hall.desk.sign_in(typed, ADDRESS).await?.is_none());
    }
    Ok(())
}

#[tokio::test]
async fn a_closed_account_signs_in_and_renews_no_more() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let tokens = hall.signed_in().await?;
    let db = hall.desk.tenants.handle(CODE).await?;
    let closed = account::ActiveModel {
        id: sea_orm::Set(hall.account),
        disabled_at: sea_orm::Set(Some(start())),
        ..Default::default()
    };
    #[allow(clippy::disallowed_methods, reason = "a test closes the account")]
    account::Entity::update(closed).exec(db.db().write()).await?;
    assert!(hall.desk.sign_in(hall.typed(), ADDRESS).await?.is_none());
    assert!(hall.desk.refresh(&tokens.refresh_token).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn no_code_works_twice_not_even_at_the_same_moment() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let other = hall.other_desk(start()).await?;
    let (one, two) =
        tokio::join!(hall.desk.sign_in(hall.with_code(), ADDRESS), other.sign_in(hall.with_code(), ADDRESS));
    assert!(one?.is_some() ^ two?.is_some());
    assert!(hall.desk.sign_in(hall.with_code(), ADDRESS).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_for_the_same_session() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let first = hall.signed_in().await?;
    let second = hall.desk.refresh(&first.refresh_token).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    let (one, two) = (hall.desk.verify(&first.access_token)?, hall.desk.verify(&second.access_token)?);
    assert_eq!((one.sid, &one.amr), (two.sid, &two.amr));
    assert_ne!(one.jti, two.jti);
    assert!(hall.desk.refresh(&second.refresh_token).await?.is_some());
    Ok(())
}

#[tokio::test]
async fn a_used_refresh_token_closes_its_session() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let first = hall.signed_in().await?;
    let second = hall.desk.refresh(&first.refresh_token).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    assert!(hall.desk.refresh(&first.refresh_token).await?.is_none());
    assert!(!hall.is_alive(&second).await);
    assert!(hall.desk.refresh(&second.refresh_token).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_refresh_token_sent_twice_at_once_to_two_instances_closes_its_session() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let other = hall.other_desk(start()).await?;
    let tokens = hall.signed_in().await?;
    let (one, two) =
        tokio::join!(hall.desk.refresh(&tokens.refresh_token), other.refresh(&tokens.refresh_token));
    assert!(one?.is_some() ^ two?.is_some());
    assert!(!hall.is_alive(&tokens).await);
    Ok(())
}

#[tokio::test]
async fn an_unknown_refresh_token_is_refused() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    for text in [RefreshToken::random(CODE).text(), RefreshToken::random("0513").text(), "", "nonsense"] {
        assert!(hall.desk.refresh(text).await?.is_none(), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn signing_out_works_at_once_everywhere() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let tokens = hall.signed_in().await?;
    let other = hall.other_desk(start()).await?;
    other.sign_out(&Asker::Staff(hall.viewer(&tokens).await?)).await?;
    assert!(!hall.is_alive(&tokens).await);
    assert!(hall.desk.refresh(&tokens.refresh_token).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_session_ends_with_the_working_day_and_its_last_token_with_it() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let tokens = hall.signed_in().await?;
    let evening = hall.other_desk(start() + SESSION_LIFETIME - TimeDelta::minutes(4)).await?;
    let last = evening.refresh(&tokens.refresh_token).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    assert!(last.expires_at <= start() + SESSION_LIFETIME + TimeDelta::minutes(1));
    let night = hall.other_desk(start() + SESSION_LIFETIME + TimeDelta::minutes(1)).await?;
    assert!(night.refresh(&last.refresh_token).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn too_many_tries_are_throttled_for_known_and_unknown_users_alike() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    for user in ["mentor1", "nobody"] {
        let typed = || Credentials { user: user.into(), password: "wrong".into(), ..hall.typed() };
        for _ in 0..10 {
            assert!(hall.desk.sign_in(typed(), ADDRESS).await?.is_none());
        }
        let refused = hall.desk.sign_in(typed(), ADDRESS).await.err();
        assert!(
            refused.is_some_and(|fault| fault.retry_after().is_some_and(|wait| (1..=30).contains(&wait)))
        );
    }
    assert!(hall.desk.sign_in(hall.with_code(), ADDRESS).await.is_err(), "the right one waits too");
    Ok(())
}

#[tokio::test]
async fn guessing_codes_after_a_right_password_ends_in_refusals() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    for _ in 0..5 {
        let typed = Credentials { totp: Some("wrong".into()), ..hall.typed() };
        assert!(hall.desk.sign_in(typed, ADDRESS).await?.is_none());
    }
    assert!(hall.desk.sign_in(hall.with_code(), ADDRESS).await?.is_none(), "even the right one now");
    assert!(hall.desk.sign_in(hall.typed(), ADDRESS).await?.is_some(), "without one it stays possible");
    assert!(hall.desk.sign_in(hall.with_code(), ADDRESS).await?.is_none(), "and gives no new tries");
    Ok(())
}

#[tokio::test]
async fn keys_are_changed_without_a_pause() -> Result<(), Fault> {
    let hall = Hall::open().await?;
    let (registry, master) = (hall.desk.tenants.registry(), &hall.config.master_key);
    let ring = async || keys::load(registry, master, "issuer", "audience").await;
    keys::ensure_first(registry, master, start()).await?;
    keys::ensure_first(registry, master, start()).await?;
    assert_eq!(registry.signing_keys().await?.len(), 1);
    let who = SignedIn {
        account: hall.account,
        session: hall.account,
        municipality: CODE.into(),
        second_factor: true,
    };
    let (old, rotated) = (ring().await?, start() + TimeDelta::days(90));
    let new_kid = keys::rotate(registry, master, rotated).await?;
    let new = ring().await?;
    for minute in 0..30 {
        let now = rotated + TimeDelta::minutes(minute);
        let issue = |ring: &KeyRing| ring.issue(&ring.claims(&who, now, TOKEN_LIFETIME));
        let (late, end) = (issue(&new)?, now + TOKEN_LIFETIME - TimeDelta::seconds(1));
        assert!(new.verify(&late, end).is_ok(), "{minute}");
        // An instance that has not yet heard of the new key works with the others until that key signs.
        let known =
            minute >= 10 || (old.verify(&late, now).is_ok() && new.verify(&issue(&old)?, end).is_ok());
        assert!(known, "{minute}");
    }
    let left = new.jwks(rotated + TimeDelta::minutes(22));
    assert_eq!(
        (left["keys"].as_array().map(Vec::len), left["keys"][0]["kid"].as_str()),
        (Some(1), Some(&*new_kid))
    );
    Ok(())
}

#[test]
fn nothing_secret_is_printed() {
    let (municipality, user, password) = (CODE.to_owned(), "mentor1".to_owned(), "secret".to_owned());
    let typed = Credentials { municipality, user, password, totp: None };
    assert_eq!(format!("{typed:?}"), "Credentials(0483)");
}
