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
    /// Read signals (signaler), with what triggered them.
    ReadSignals,
    /// Attend to, dismiss and escalate signals.
    HandleSignals,
    /// Raise an observation (observation, oro) about a youth.
    RaiseObservation,
    /// Set the rules by which signals are raised.
    ManageSignalRules,
    /// See how many a changed rule would have caught, as counts.
    PreviewSignalRules,
    /// Read cases (ärenden) of one's tracks.
    ReadCases,
    /// Open a case.
    OpenCase,
    /// Move a case from state to state.
    EditCase,
    /// Say who is responsible for a case.
    AssignCase,
    /// Read absence investigations (utredningar).
    ReadInvestigations,
    /// Open, report and close absence investigations.
    EditInvestigations,
    /// Read absence reports that came from other authorities' schools.
    ReadAbsenceReports,
    /// Enter absence reports that came by letter or file.
    RecordAbsenceReports,
    /// Read mappings (kartläggningar), by secrecy class.
    ReadMappings,
    /// Answer mappings, in one's own secrecy classes.
    EditMappings,
    /// Replace questionnaires and types of measures.
    ManageQuestionnaires,
    /// Read plans: goals, measures (insatser), follow-ups.
    ReadPlans,
    /// Agree on goals and measures, and follow them up.
    EditPlans,
    /// Read the register of the municipal activity duty (KAA-registret).
    ReadKaa,
    /// Record contacts, offers, measures and the end of the duty.
    EditKaa,
    /// Register a youth for the activity duty by civic number.
    RegisterKaa,
    /// Make the half-year file of the activity duty.
    ExportKaa,
    /// Read referrals and transfers (remitteringar, överlämningar).
    ReadTransfers,
    /// Refer or hand over a youth.
    MakeTransfers,
    /// Accept or reject a referral or transfer.
    AnswerTransfers,
    /// Open and answer hand-overs from other municipalities.
    ReceiveHandOvers,
    /// Read notes (anteckningar), by secrecy class.
    ReadNotes,
    /// Write and revise notes, in one's own secrecy classes.
    WriteNotes,
    /// Share one's own note, answer or measure beyond its class.
    ShareClassified,
    /// Read consents (medgivanden).
    ReadConsents,
    /// Record and withdraw consents.
    RecordConsents,
    /// Open the case of a young adult who consents, by civic number.
    OpenYoungAdult,
    /// Read how many duty clocks are overdue, by unit and kind.
    ReadDutyCounts,
    /// Read figures of cases by state and responsible person.
    ReadCaseload,
    /// Set holidays and breaks (lov).
    ManageCalendar,
    /// Make an extract of everything about one person (registerutdrag).
    ExtractSubject,
    /// Propose the erasure of persons, and hold or release them (gallring).
    ProposeErasure,
    /// Approve an erasure that another proposed.
    ApproveErasure,
    /// Set how long each kind of record is kept.
    ManageRetention,
    /// Read figures inside the municipality, under the rules of disclosure (statistik inom kommunen).
    ReadFigures,
    /// Prepare a publication of statistics (förbereda publicering).
    PrepareStatistics,
    /// Publish, refuse or withdraw what another person prepared (godkänna publicering).
    ApproveStatistics,
    /// Read publications being prepared.
    ReadStatisticsDrafts,
    /// Record on which legal ground figures of a purpose are made (rättslig grund).
    RecordStatisticsGround,
    /// Read what the process has done in the whole municipality, as counts (processens räkneverk).
    ReadProcessFigures,
    /// Record when upper secondary school was begun and what it led to (genomströmning).
    RecordCompletion,
}

impl Action {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 67] = [
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
        Self::ReadSignals,
        Self::HandleSignals,
        Self::RaiseObservation,
        Self::ManageSignalRules,
        Self::PreviewSignalRules,
        Self::ReadCases,
        Self::OpenCase,
        Self::EditCase,
        Self::AssignCase,
        Self::ReadInvestigations,
        Self::EditInvestigations,
        Self::ReadAbsenceReports,
        Self::RecordAbsenceReports,
        Self::ReadMappings,
        Self::EditMappings,
        Self::ManageQuestionnaires,
        Self::ReadPlans,
        Self::EditPlans,
        Self::ReadKaa,
        Self::EditKaa,
        Self::RegisterKaa,
        Self::ExportKaa,
        Self::ReadTransfers,
        Self::MakeTransfers,
        Self::AnswerTransfers,
        Self::ReceiveHandOvers,
        Self::ReadNotes,
        Self::WriteNotes,
        Self::ShareClassified,
        Self::ReadConsents,
        Self::RecordConsents,
        Self::OpenYoungAdult,
        Self::ReadDutyCounts,
        Self::ReadCaseload,
        Self::ManageCalendar,
        Self::ExtractSubject,
        Self::ProposeErasure,
        Self::ApproveErasure,
        Self::ManageRetention,
        Self::ReadFigures,
        Self::PrepareStatistics,
        Self::ApproveStatistics,
        Self::ReadStatisticsDrafts,
        Self::RecordStatisticsGround,
        Self::ReadProcessFigures,
        Self::RecordCompletion,
    ];

    /// Its name, as GraphQL and the access log write it.
    pub fn name(self) -> String {
        async_graphql::resolver_utils::enum_value(self).to_string()
    }

    /// Whether it reaches persons, or destroys what is known of them, and so demands a sign-in with a second factor.
    pub fn is_personal(self) -> bool {
        match self {
            Self::ReadUnits
            | Self::ReadGroups
            | Self::ManageSignalRules
            | Self::PreviewSignalRules
            | Self::ManageQuestionnaires
            | Self::ReadDutyCounts
            | Self::ReadCaseload
            | Self::ManageCalendar
            | Self::ReadFigures
            | Self::ReadProcessFigures => false,
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
            | Self::ReadAccessLog
            | Self::ReadSignals
            | Self::HandleSignals
            | Self::RaiseObservation
            | Self::ReadCases
            | Self::OpenCase
            | Self::EditCase
            | Self::AssignCase
            | Self::ReadInvestigations
            | Self::EditInvestigations
            | Self::ReadAbsenceReports
            | Self::RecordAbsenceReports
            | Self::ReadMappings
            | Self::EditMappings
            | Self::ReadPlans
            | Self::EditPlans
            | Self::ReadKaa
            | Self::EditKaa
            | Self::RegisterKaa
            | Self::ExportKaa
            | Self::ReadTransfers
            | Self::MakeTransfers
            | Self::AnswerTransfers
            | Self::ReceiveHandOvers
            | Self::ReadNotes
            | Self::WriteNotes
            | Self::ShareClassified
            | Self::ReadConsents
            | Self::RecordConsents
            | Self::OpenYoungAdult
            | Self::ExtractSubject
            | Self::ProposeErasure
            | Self::ApproveErasure
            | Self::ManageRetention
            | Self::PrepareStatistics
            | Self::ApproveStatistics
            | Self::ReadStatisticsDrafts
            | Self::RecordStatisticsGround
            | Self::RecordCompletion => true,
        }
    }

    /// Whether it serves the rights of the person whom rows are about: extract, erasure, retention.
    pub fn is_of_rights(self) -> bool {
        matches!(
            self,
            Self::ExtractSubject | Self::ProposeErasure | Self::ApproveErasure | Self::ManageRetention
        )
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
                | Self::ReadNotes
        )
    }

    /// Whether it is done with one youth, and its reach is therefore one of youths.
    pub fn is_about_a_youth(self) -> bool {
        self.is_open_behind_glass()
            || matches!(
                self,
                Self::RecordAttendance
                    | Self::RecordResults
                    | Self::EditYouth
                    | Self::AppointForProtected
                    | Self::ReadSignals
                    | Self::HandleSignals
                    | Self::RaiseObservation
                    | Self::ReadCases
                    | Self::OpenCase
                    | Self::EditCase
                    | Self::AssignCase
                    | Self::ReadInvestigations
                    | Self::EditInvestigations
                    | Self::ReadMappings
                    | Self::EditMappings
                    | Self::ReadPlans
                    | Self::EditPlans
                    | Self::ReadKaa
                    | Self::EditKaa
                    | Self::ReadTransfers
                    | Self::MakeTransfers
                    | Self::AnswerTransfers
                    | Self::ReadNotes
                    | Self::WriteNotes
                    | Self::ShareClassified
                    | Self::ReadConsents
                    | Self::RecordConsents
                    | Self::RecordCompletion
            )
    }
}
