//! What can be done: the closed list that the policy table answers for.

use async_graphql::Enum;

/// Something that a viewer may or may not do (rättighet).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Read the tree of units (organisation).
    ReadUnits,
    /// Read staff and their assignments (personal, uppdrag).
    ReadStaff,
    /// Read groups and classes (grupper, klasser).
    ReadGroups,
    /// Read that a youth exists, and the name (namn).
    ReadYouth,
    /// Read birth date, sex, civic number, home municipality (identitet).
    ReadIdentity,
    /// Read contact details and guardians (kontaktuppgifter, vårdnadshavare).
    ReadContact,
    /// Read enrolments (inskrivningar).
    ReadEnrolments,
    /// Read attendance (närvaro).
    ReadAttendance,
    /// Read grades and warnings (betyg, F-varningar).
    ReadResults,
    /// Record and correct attendance.
    RecordAttendance,
    /// Record and correct grades and warnings.
    RecordResults,
    /// Register a youth, correct their data and enrolments.
    EditYouth,
    /// Make, rename and move units.
    ManageUnits,
    /// Add staff and invite them to sign in.
    ManageStaff,
    /// Grant and end assignments (uppdrag).
    GrantAssignments,
    /// Approve an assignment that another person granted.
    ApproveAssignments,
    /// Name staff who may see a protected person (skyddade personuppgifter).
    AppointForProtected,
    /// Open one youth outside one's reach for three hours, with a reason.
    BreakGlass,
    /// Review such openings.
    ReviewBreakGlass,
    /// Ask why somebody reaches a youth.
    ExplainAccess,
    /// Read the access log (åtkomstlogg).
    ReadAccessLog,
}

impl Action {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 21] = [
        Self::ReadUnits,
        Self::ReadStaff,
        Self::ReadGroups,
        Self::ReadYouth,
        Self::ReadIdentity,
        Self::ReadContact,
        Self::ReadEnrolments,
        Self::ReadAttendance,
        Self::ReadResults,
        Self::RecordAttendance,
        Self::RecordResults,
        Self::EditYouth,
        Self::ManageUnits,
        Self::ManageStaff,
        Self::GrantAssignments,
        Self::ApproveAssignments,
        Self::AppointForProtected,
        Self::BreakGlass,
        Self::ReviewBreakGlass,
        Self::ExplainAccess,
        Self::ReadAccessLog,
    ];

    /// Its name, as GraphQL and the access log write it.
    pub fn name(self) -> String {
        async_graphql::resolver_utils::enum_value(self).to_string()
    }

    /// Whether it reaches persons, and so demands a sign-in with a second factor.
    pub fn is_personal(self) -> bool {
        match self {
            Self::ReadUnits | Self::ReadGroups => false,
            Self::ReadStaff
            | Self::ReadYouth
            | Self::ReadIdentity
            | Self::ReadContact
            | Self::ReadEnrolments
            | Self::ReadAttendance
            | Self::ReadResults
            | Self::RecordAttendance
            | Self::RecordResults
            | Self::EditYouth
            | Self::ManageUnits
            | Self::ManageStaff
            | Self::GrantAssignments
            | Self::ApproveAssignments
            | Self::AppointForProtected
            | Self::BreakGlass
            | Self::ReviewBreakGlass
            | Self::ExplainAccess
            | Self::ReadAccessLog => true,
        }
    }

    /// Whether a youth opened by breaking the glass can be read so: class GENERAL only.
    pub fn is_open_behind_glass(self) -> bool {
        matches!(
            self,
            Self::ReadYouth
                | Self::ReadIdentity
                | Self::ReadContact
                | Self::ReadEnrolments
                | Self::ReadAttendance
                | Self::ReadResults
        )
    }

    /// Whether it is done with one youth, and its reach is therefore one of youths.
    pub fn is_about_a_youth(self) -> bool {
        self.is_open_behind_glass()
            || matches!(
                self,
                Self::RecordAttendance | Self::RecordResults | Self::EditYouth | Self::AppointForProtected
            )
    }
}
