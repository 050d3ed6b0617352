//! The school of the sample documents, in a municipality of a test's own.

use std::path::{Path, PathBuf};

use api::access::{Grant, Job, accounts, tenants};
use api::domain::integration::ss12000::folder;
use api::domain::integration::ss12000::report::Report;
use api::domain::integration::ss12000::sources::{self, NewSource};
use api::domain::integration::ss12000::store::{Terms, import};
use api::support::page::{GlobalId, Kind};
use entity::municipality::{staff, youth};
use entity::reach::Within;
use entity::vocabulary::Dialect;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::client::{Account, Client};
use crate::world::World;

/// The municipality of the sample's school.
#[derive(Debug)]
pub struct School<'w> {
    world: &'w World,
    /// Code of the municipality.
    pub code: String,
}

impl<'w> School<'w> {
    /// With a source whose register is not read yet.
    pub fn new(world: &'w World) -> Self {
        let code = crate::world::next_code();
        let added = tenants::add(&world.operator, &code, Some("5500000001"), world.clock.now());
        world.wait(added).unwrap().outcome.unwrap();
        let school = Self { world, code };
        let (name, codes) = ("demo-sis".to_owned(), vec!["0180".to_owned()]);
        let source = NewSource { name, dialect: Dialect::C, codes, server: None };
        world.wait(async { sources::register(&school.grant(Job::CommandLine).await, source).await }).unwrap();
        school
    }

    /// A grant of a job.
    pub async fn grant(&self, job: Job) -> Grant {
        self.world.parts.access.job(job, &self.code).await.unwrap()
    }

    /// Imports a folder of documents.
    pub fn import(&self, folder: &Path) -> Report {
        let documents = folder::read(folder).unwrap();
        self.world.wait(async {
            let grant = self.grant(Job::Import).await;
            let source = sources::find(&grant, "demo-sis").await.unwrap();
            import(&grant, &source, documents, Terms::default()).await.unwrap().report
        })
    }

    /// The global id of a pupil of the register.
    pub fn youth(&self, id: &str) -> String {
        let row = self.world.wait(async {
            let grant = self.grant(Job::Import).await;
            let select = youth::Entity::within(grant.reach()).filter(youth::Column::SourceRef.eq(id));
            grant.one(select).await.unwrap().unwrap()
        });
        GlobalId::write(Kind::Youth, &self.code, row.id).to_string()
    }

    /// A member of staff of the register, by given name, with an account.
    pub fn signed_in(&self, name: &str) -> Client {
        let invited = self.world.wait(async {
            let grant = self.grant(Job::Demo).await;
            let select = staff::Entity::within(grant.reach()).filter(staff::Column::GivenName.eq(name));
            let person = grant.one(select).await.unwrap().unwrap();
            accounts::invite(&grant, self.world.parts.desk.passwords(), person.id, name).await
        });
        let invitation = invited.unwrap().unwrap();
        let account = Account {
            municipality: self.code.clone(),
            role: name.to_owned(),
            user: invitation.user_name,
            password: invitation.password,
            totp_secret: invitation.totp.base32(),
        };
        self.world.client().sign_in(&account, self.world.clock.now())
    }
}

/// The folder of the sample documents.
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ss12000")
}

impl Drop for School<'_> {
    /// A test that is over leaves nothing behind; one that failed leaves all.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.world.retire(&self.code);
        }
    }
}
