//! The closed vocabularies that rows use, stored as text that a CHECK limits.

use sea_orm::entity::prelude::*;

mod case;
mod kaa;
mod mapping;
mod moves;
mod plan;
mod process;
mod rights;
mod sharing;
mod signal;
mod statistics;

pub use case::*;
pub use kaa::*;
pub use mapping::*;
pub use moves::*;
pub use plan::*;
pub use process::*;
pub use rights::*;
pub use sharing::*;
pub use signal::*;
pub use statistics::*;

/// Kind of a unit in the governance chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum UnitKind {
    /// School authority (huvudman).
    Authority,
    /// Political board (nämnd).
    Board,
    /// Administration (förvaltning).
    Administration,
    /// Area of schools (verksamhet, skolområde, rektorsområde).
    Area,
    /// School (skola).
    School,
    /// School unit (skolenhet).
    SchoolUnit,
    /// Unit for the municipal activity duty (KAA-enhet).
    KaaUnit,
    /// Anything else.
    Other,
}

/// Role in the governance chain (styrkedjan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Elected member of a board (förtroendevald).
    BoardMember,
    /// Head of the administration (förvaltningschef).
    Director,
    /// Head of an area (verksamhetschef).
    AreaManager,
    /// Head teacher (rektor).
    Principal,
    /// Student health: counsellor, psychologist, special educator (elevhälsa).
    StudentHealth,
    /// School nurse, medical student health (skolsköterska, EMI).
    SchoolNurse,
    /// Mentor of a group.
    Mentor,
    /// Teacher of a group (lärare).
    Teacher,
    /// Career counsellor (studie- och yrkesvägledare, SYV).
    CareerCounsellor,
    /// Officer of the municipal activity duty (KAA-handläggare).
    KaaOfficer,
    /// Coach for ages 20 to 24 (coach, arbetsmarknadsenhet).
    YoungAdultCoach,
    /// Officer of the home municipality (hemkommunens handläggare).
    HomeMunicipalityOfficer,
    /// Process leader (processledare).
    ProcessLeader,
    /// Process owner (processägare).
    ProcessOwner,
    /// Member of the steering group (styrgrupp).
    SteeringGroup,
    /// Member of a development team (utvecklingsteam).
    DevelopmentTeam,
    /// Administrator of units, staff and imports.
    Administrator,
    /// Reviewer of the access log (loggranskare).
    Auditor,
    /// Data protection officer (dataskyddsombud).
    DataProtectionOfficer,
    /// A program with scopes.
    Integrator,
    /// Process support by SKR (processtöd).
    SkrProcessSupport,
    /// Analyst at SKR.
    SkrAnalyst,
}

/// Whether an assignment is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AssignmentState {
    /// In force between its days.
    Active,
    /// Waits for a second person.
    Pending,
    /// Refused by the second person.
    Refused,
}

/// Protective marking of a person (skyddade personuppgifter).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Protection {
    /// No marking (ingen).
    None,
    /// Secrecy marking (sekretessmarkering).
    SecrecyMarked,
    /// Protected registration (skyddad folkbokföring).
    ProtectedRegistration,
}

/// Legal sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Sex {
    /// Woman (kvinna).
    Female,
    /// Man.
    Male,
}

/// Relation of a guardian to the youth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum GuardianRelation {
    /// Legal guardian (vårdnadshavare).
    Guardian,
    /// Another responsible person (annan ansvarig).
    OtherResponsible,
    /// Another authorized person (annan behörig).
    OtherAuthorized,
    /// Trustee (god man).
    Trustee,
    /// Parent (förälder).
    Parent,
    /// A relation that the register names in a way not known here.
    Unknown,
}

/// Kind of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum GroupKind {
    /// Class (klass).
    Class,
    /// Mentor group (mentorsgrupp).
    Mentor,
    /// Teaching group (undervisningsgrupp).
    Teaching,
    /// Any other group.
    Other,
}

/// Dialect of SS 12000 that a source speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Dialect {
    /// The working specification of 2020.
    A,
    /// Skolverket's subset for the national tests (DNP).
    B,
    /// Version 2.1 with a flat list of deleted entities.
    C,
}
