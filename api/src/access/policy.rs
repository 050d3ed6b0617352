//! THE TABLE: who may do what, and how far. Read a row as "this action is open to these roles, this far".
//!
//! | sign | reaches |
//! | --- | --- |
//! | `-` (NO) | nothing |
//! | U | the assignment's unit and everything below it |
//! | G | the youths of the assignment's group, today |
//! | R | the same, and of their rows only those of the group |
//! | H | youths registered in the municipality who study under another authority |
//! | K | youths in the register of the municipal activity duty (KAA), and those being handed over to it |
//! | Y | young adults with a consent in force and an open case (opened from 20 to 24), or being handed over |
//! | W | the whole municipality |
//!
//! Rules that no table can show stand beside it: protected persons (`reach`), granting (`domain/staff/rules`),
//! breaking the glass (`viewer`). Which secrecy classes a role reads and writes stands in `secrecy`. The integrator
//! waits for its scopes, and has no row of persons yet.

use entity::vocabulary::Role;

use super::action::Action;

/// How far a role reaches with an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Nothing.
    Nothing,
    /// The assignment's unit and everything below.
    Units,
    /// The youths of the assignment's group.
    Group,
    /// The youths of the assignment's group, and only the group's rows about them.
    RowsOfGroup,
    /// Youths registered here who study under another authority.
    HomeMunicipality,
    /// Youths in the register of the municipal activity duty.
    KaaRegister,
    /// Young adults with a case and a consent.
    YoungAdults,
    /// The whole municipality.
    Whole,
}

use Extent::{
    Group as G, HomeMunicipality as H, KaaRegister as K, Nothing as NO, RowsOfGroup as R, Units as U,
    Whole as W, YoungAdults as Y,
};

/// The roles in the order of the columns.
pub const ROLES: [Role; 22] = [
    Role::BoardMember,
    Role::Director,
    Role::AreaManager,
    Role::Principal,
    Role::StudentHealth,
    Role::SchoolNurse,
    Role::Mentor,
    Role::Teacher,
    Role::CareerCounsellor,
    Role::KaaOfficer,
    Role::YoungAdultCoach,
    Role::HomeMunicipalityOfficer,
    Role::ProcessLeader,
    Role::ProcessOwner,
    Role::SteeringGroup,
    Role::DevelopmentTeam,
    Role::Administrator,
    Role::Auditor,
    Role::DataProtectionOfficer,
    Role::Integrator,
    Role::SkrProcessSupport,
    Role::SkrAnalyst,
];

#[rustfmt::skip]
fn row(action: Action) -> [Extent; 22] {
    match action {
        //                          BOA DIR ARE PRI HEA NUR MEN TEA SYV KAA YAC HMO PLE POW STE DEV ADM AUD DPO INT SPS SAN
        Action::ReadUnits          => [W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  W,  NO, NO],
        Action::ReadStaff          => [NO, U,  U,  U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, U,  W,  W,  NO, NO, NO],
        Action::ReadGroups         => [NO, NO, NO, U,  U,  U,  G,  R,  U,  NO, NO, NO, NO, NO, NO, NO, U,  NO, NO, NO, NO, NO],
        Action::ReadYouth          => [NO, NO, NO, U,  U,  U,  G,  R,  U,  K,  Y,  H,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadIdentity       => [NO, NO, NO, U,  U,  U,  G,  NO, U,  K,  Y,  H,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadContact        => [NO, NO, NO, U,  U,  U,  G,  NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadEnrolments     => [NO, NO, NO, U,  U,  U,  G,  NO, U,  NO, NO, H,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadAttendance     => [NO, NO, NO, U,  U,  U,  G,  R,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadResults        => [NO, NO, NO, U,  U,  U,  G,  R,  U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::RecordAttendance   => [NO, NO, NO, U,  NO, NO, G,  R,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::RecordResults      => [NO, NO, NO, U,  NO, NO, NO, R,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::EditYouth          => [NO, NO, NO, U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ManageUnits        => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, U,  NO, NO, NO, NO, NO],
        Action::ManageStaff        => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, U,  NO, NO, NO, NO, NO],
        Action::GrantAssignments   => [NO, NO, NO, U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, U,  NO, NO, NO, NO, NO],
        Action::ApproveAssignments => [NO, U,  NO, U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::AppointForProtected=> [NO, NO, NO, U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::BreakGlass         => [NO, NO, NO, W,  W,  W,  W,  W,  W,  W,  W,  W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReviewBreakGlass   => [NO, NO, NO, U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO],
        Action::ExplainAccess      => [NO, NO, NO, U,  U,  U,  G,  R,  U,  K,  Y,  H,  NO, NO, NO, NO, NO, W,  NO, NO, NO, NO],
        Action::ReadAccessLog      => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  W,  NO, NO, NO],
        Action::ReadSignals        => [NO, NO, NO, U,  U,  U,  G,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::HandleSignals      => [NO, NO, NO, U,  U,  NO, G,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::RaiseObservation   => [NO, NO, NO, U,  U,  U,  G,  R,  U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ManageSignalRules  => [NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO],
        Action::PreviewSignalRules => [NO, W,  U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  W,  NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadCases          => [NO, NO, NO, U,  U,  U,  G,  NO, U,  K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::OpenCase           => [NO, NO, NO, U,  U,  NO, G,  NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::EditCase           => [NO, NO, NO, U,  U,  NO, G,  NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::AssignCase         => [NO, NO, NO, U,  NO, NO, NO, NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadInvestigations => [NO, NO, NO, U,  U,  U,  G,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::EditInvestigations => [NO, NO, NO, U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadAbsenceReports => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::RecordAbsenceReports=> [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadMappings       => [NO, NO, NO, U,  U,  U,  G,  NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::EditMappings       => [NO, NO, NO, U,  U,  U,  G,  NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ManageQuestionnaires=> [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO],
        Action::ReadPlans          => [NO, NO, NO, U,  U,  U,  G,  NO, U,  K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::EditPlans          => [NO, NO, NO, U,  U,  U,  G,  NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadKaa            => [NO, NO, NO, NO, NO, NO, NO, NO, NO, K,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::EditKaa            => [NO, NO, NO, NO, NO, NO, NO, NO, NO, K,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::RegisterKaa        => [NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ExportKaa          => [NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadTransfers      => [NO, NO, NO, U,  NO, NO, NO, NO, U,  K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::MakeTransfers      => [NO, NO, NO, U,  NO, NO, NO, NO, U,  K,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::AnswerTransfers    => [NO, NO, NO, U,  NO, NO, NO, NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReceiveHandOvers   => [NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadNotes          => [NO, NO, NO, U,  U,  U,  G,  NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::WriteNotes         => [NO, NO, NO, U,  U,  U,  G,  NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ShareClassified    => [NO, NO, NO, U,  U,  U,  NO, NO, NO, K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadConsents       => [NO, NO, NO, U,  U,  U,  NO, NO, U,  K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::RecordConsents     => [NO, NO, NO, U,  U,  U,  NO, NO, U,  K,  Y,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::OpenYoungAdult     => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadDutyCounts     => [NO, U,  U,  U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadCaseload       => [NO, NO, NO, U,  NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ManageCalendar     => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO],
        Action::ExtractSubject     => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO],
        Action::ProposeErasure     => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO],
        Action::ApproveErasure     => [NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO],
        Action::ManageRetention    => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO],
        Action::ReadFigures        => [W,  U,  U,  U,  NO, NO, NO, NO, NO, NO, NO, NO, W,  W,  NO, NO, NO, NO, NO, NO, NO, NO],
        Action::PrepareStatistics  => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ApproveStatistics  => [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadStatisticsDrafts=> [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  W,  NO, NO, NO, NO, NO, NO, NO, NO],
        Action::RecordStatisticsGround=> [NO, W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
        Action::ReadProcessFigures => [W,  W,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, W,  W,  NO, NO, NO, NO, NO, NO, NO, NO],
        Action::RecordCompletion   => [NO, NO, NO, U,  NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
    }
}

/// How far `role` reaches with `action`.
pub fn extent(action: Action, role: Role) -> Extent {
    let row = row(action);
    ROLES.iter().position(|other| *other == role).and_then(|column| row.get(column).copied()).unwrap_or(NO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_its_own_column() {
        let mut columns = ROLES.to_vec();
        columns.sort();
        columns.dedup();
        assert_eq!(columns.len(), 22);
    }

    #[test]
    fn skr_and_the_political_level_reach_no_person() {
        let impersonal = [Role::SkrAnalyst, Role::SkrProcessSupport, Role::BoardMember];
        for action in Action::ALL.into_iter().filter(|action| action.is_personal()) {
            for role in impersonal {
                assert_eq!(extent(action, role), NO, "{action:?} {role:?}");
            }
        }
    }
}
