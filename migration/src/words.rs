//! Closed vocabularies that several migrations of the first release share. A migration that widens one says its own.

pub(crate) const ROLES: &[&str] = &[
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
];

pub(crate) const TRACKS: &[&str] = &["COMPULSORY", "UPPER_SECONDARY", "KAA", "YOUNG_ADULT"];

pub(crate) const SECRECY: &[&str] = &[
    "GENERAL",
    "STUDENT_SUPPORT",
    "STUDENT_HEALTH_PSYCHOSOCIAL",
    "STUDENT_HEALTH_MEDICAL",
    "SOCIAL_SERVICES",
    "KAA",
];

pub(crate) const CASE_STATES: &[&str] =
    &["DETECTED", "MAPPING", "PLANNING", "INTERVENTION", "FOLLOW_UP", "CLOSED"];
