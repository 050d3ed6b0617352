//! The closed vocabularies as GraphQL enums, each value with a label in Swedish and English.

use async_graphql::Enum;
use entity::vocabulary;

use crate::support::language::Language;

/// Kind of a unit in the governance chain.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::UnitKind")]
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

impl UnitKind {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Authority => ("Huvudman", "School authority"),
            Self::Board => ("Nämnd", "Board"),
            Self::Administration => ("Förvaltning", "Administration"),
            Self::Area => ("Verksamhet", "Area"),
            Self::School => ("Skola", "School"),
            Self::SchoolUnit => ("Skolenhet", "School unit"),
            Self::KaaUnit => ("KAA-enhet", "KAA unit"),
            Self::Other => ("Övrigt", "Other"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Role in the governance chain (styrkedjan).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::Role")]
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

impl Role {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::BoardMember => ("Förtroendevald", "Board member"),
            Self::Director => ("Förvaltningschef", "Director"),
            Self::AreaManager => ("Verksamhetschef", "Area manager"),
            Self::Principal => ("Rektor", "Head teacher"),
            Self::StudentHealth => ("Elevhälsa", "Student health"),
            Self::SchoolNurse => ("Skolsköterska", "School nurse"),
            Self::Mentor => ("Mentor", "Mentor"),
            Self::Teacher => ("Lärare", "Teacher"),
            Self::CareerCounsellor => ("Studie- och yrkesvägledare", "Career counsellor"),
            Self::KaaOfficer => ("KAA-handläggare", "KAA officer"),
            Self::YoungAdultCoach => ("Coach för unga vuxna", "Young adult coach"),
            Self::HomeMunicipalityOfficer => ("Hemkommunens handläggare", "Home municipality officer"),
            Self::ProcessLeader => ("Processledare", "Process leader"),
            Self::ProcessOwner => ("Processägare", "Process owner"),
            Self::SteeringGroup => ("Styrgrupp", "Steering group"),
            Self::DevelopmentTeam => ("Utvecklingsteam", "Development team"),
            Self::Administrator => ("Administratör", "Administrator"),
            Self::Auditor => ("Loggranskare", "Log auditor"),
            Self::DataProtectionOfficer => ("Dataskyddsombud", "Data protection officer"),
            Self::Integrator => ("Integration", "Integration"),
            Self::SkrProcessSupport => ("Processtöd, SKR", "Process support, SKR"),
            Self::SkrAnalyst => ("Analytiker, SKR", "Analyst, SKR"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Whether an assignment is in force.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::AssignmentState")]
pub enum AssignmentState {
    /// In force between its days.
    Active,
    /// Waits for a second person.
    Pending,
    /// Refused by the second person.
    Refused,
}

impl AssignmentState {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Active => ("Gäller", "In force"),
            Self::Pending => ("Väntar på godkännande", "Waits for approval"),
            Self::Refused => ("Avslaget", "Refused"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Protective marking of a person (skyddade personuppgifter).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::Protection")]
pub enum Protection {
    /// No marking (ingen).
    None,
    /// Secrecy marking (sekretessmarkering).
    SecrecyMarked,
    /// Protected registration (skyddad folkbokföring).
    ProtectedRegistration,
}

impl Protection {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::None => ("Ingen", "None"),
            Self::SecrecyMarked => ("Sekretessmarkering", "Secrecy marking"),
            Self::ProtectedRegistration => ("Skyddad folkbokföring", "Protected registration"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Legal sex.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::Sex")]
pub enum Sex {
    /// Woman (kvinna).
    Female,
    /// Man.
    Male,
}

impl Sex {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Female => ("Kvinna", "Woman"),
            Self::Male => ("Man", "Man"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Relation of a guardian to the youth.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::GuardianRelation")]
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

impl GuardianRelation {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Guardian => ("Vårdnadshavare", "Guardian"),
            Self::OtherResponsible => ("Annan ansvarig", "Other responsible"),
            Self::OtherAuthorized => ("Annan behörig", "Other authorized"),
            Self::Trustee => ("God man", "Trustee"),
            Self::Parent => ("Förälder", "Parent"),
            Self::Unknown => ("Okänd", "Unknown"),
        };
        Language::current().pick(swedish, english)
    }
}

/// Kind of a group.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "vocabulary::GroupKind")]
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

impl GroupKind {
    /// Label in the reader's language.
    pub fn label(self) -> &'static str {
        let (swedish, english) = match self {
            Self::Class => ("Klass", "Class"),
            Self::Mentor => ("Mentorsgrupp", "Mentor group"),
            Self::Teaching => ("Undervisningsgrupp", "Teaching group"),
            Self::Other => ("Övrig grupp", "Other group"),
        };
        Language::current().pick(swedish, english)
    }
}
