//! The one list of slices: what can be asked and changed.

mod node;

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{Data, MergedObject, MergedSubscription, SchemaBuilder};
use chrono::{DateTime, Utc};
use entity::municipality::{
    absence_report, assignment, consent, duty_clock, enrolment, follow_up, goal, guardian, hand_over_in,
    investigation, kaa_contact, kaa_entry, kaa_measure, kaa_occupation, mapping, mapping_answer, measure,
    measure_event, measure_type, note, note_remark, note_revision, school_result, signal, signal_rule, staff,
    student_group, transfer, unit, youth, youth_case,
};

use crate::access::Visit;
use crate::access::loading::{Colleagues, RowsById, RowsOfParents, RowsOfYouths, RowsUnder};
use crate::domain::absence_report::mutations::AbsenceReportMutations;
use crate::domain::absence_report::queries::AbsenceReportQueries;
use crate::domain::absence_report::types::AbsenceReportPage;
use crate::domain::account::AccountMutation;
use crate::domain::attendance::loaders::AttendanceOfYouths;
use crate::domain::attendance::loaders_beside::AttendanceAround;
use crate::domain::attendance::mutations::AttendanceMutations;
use crate::domain::calendar::mutations::CalendarMutations;
use crate::domain::calendar::queries::CalendarQueries;
use crate::domain::case::loaders::{ClocksOfCases, EventsOfCases, LackingCases};
use crate::domain::case::mutations::CaseMutations;
use crate::domain::case::queries::CaseQueries;
use crate::domain::case::types::Cases;
use crate::domain::case::types_work::WorkList;
use crate::domain::consent::loaders::ConsentsInForce;
use crate::domain::consent::mutations::ConsentMutations;
use crate::domain::consent::queries::ConsentQueries;
use crate::domain::consent::types::ConsentPage;
use crate::domain::enrolment::mutations::EnrolmentMutations;
use crate::domain::group::loaders::GroupsOfYouths;
use crate::domain::group::queries::GroupQueries;
use crate::domain::hand_over::mutations::HandOverMutations;
use crate::domain::hand_over::queries::HandOverQueries;
use crate::domain::hand_over::types::HandOverPage;
use crate::domain::investigation::mutations::InvestigationMutations;
use crate::domain::investigation::queries::InvestigationQueries;
use crate::domain::investigation::types::InvestigationPage;
use crate::domain::kaa::loaders::{AllCodes, KnownOfYouths};
use crate::domain::kaa::mutations::KaaMutations;
use crate::domain::kaa::queries::KaaQueries;
use crate::domain::kaa::types_register::KaaRegister;
use crate::domain::live::subscriptions::LiveSubscriptions;
use crate::domain::mapping::loaders::Questionnaires;
use crate::domain::mapping::mutations::MappingMutations;
use crate::domain::mapping::queries::MappingQueries;
use crate::domain::municipality::mutations::MunicipalityMutations;
use crate::domain::municipality::queries::MunicipalityQueries;
use crate::domain::municipality::types::Units;
use crate::domain::note::loaders::RowsOfNotes;
use crate::domain::note::mutations::NoteMutations;
use crate::domain::note::queries::NoteQueries;
use crate::domain::note::types::NotePage;
use crate::domain::oversight::loaders::Openings;
use crate::domain::oversight::mutations::OversightMutations;
use crate::domain::oversight::queries::OversightQueries;
use crate::domain::oversight::types::BreakGlassPage;
use crate::domain::oversight::types_log::AccessLogPage;
use crate::domain::plan::mutations::PlanMutations;
use crate::domain::plan::queries::PlanQueries;
use crate::domain::plan::types_plan::{FollowUps, Measures};
use crate::domain::protection::mutations::ProtectionMutations;
use crate::domain::protection::queries::ProtectionQueries;
use crate::domain::result::mutations::ResultMutations;
use crate::domain::rights::mutations::{RetentionMutations, RightsMutations};
use crate::domain::rights::queries::RightsQueries;
use crate::domain::rights::types::ErasurePage;
use crate::domain::sharing::loaders::SharesOf;
use crate::domain::sharing::mutations::SharingMutations;
use crate::domain::signal::loaders::{EventsOfSignals, SignalsOfCases, Unattended};
use crate::domain::signal::mutations::SignalMutations;
use crate::domain::signal::queries::SignalQueries;
use crate::domain::signal::types::Signals;
use crate::domain::staff::loaders::AssignmentsOfStaff;
use crate::domain::staff::mutations::StaffMutations;
use crate::domain::staff::queries::StaffQueries;
use crate::domain::staff::types::StaffPage;
use crate::domain::statistics::mutations::StatisticsSourceMutations;
use crate::domain::statistics::publication::mutations::PublicationMutations;
use crate::domain::statistics::publication::queries::PublicationQueries;
use crate::domain::statistics::publication::types::StatisticsDraftPage;
use crate::domain::statistics::queries::FigureQueries;
use crate::domain::statistics::readers::queries::StatisticsQueries;
use crate::domain::transfer::loaders::{Deliveries, People, Received};
use crate::domain::transfer::mutations::TransferMutations;
use crate::domain::transfer::queries::TransferQueries;
use crate::domain::transfer::types::TransferPage;
use crate::domain::youth::loaders::{Contact, Identity, OpenUnder, Opened};
use crate::domain::youth::loaders_opened::YouthsFor;
use crate::domain::youth::mutations::YouthMutations;
use crate::domain::youth::queries::YouthQueries;
use crate::domain::youth::types::Youths;
use node::NodeQueries;

// Merged in groups: a merged object is a chain, and the compiler follows none that is too long.

/// What can be asked.
#[derive(MergedObject, Debug, Default)]
pub struct Query(QueriesOfPeople, QueriesOfProcess, QueriesOfStatistics);

/// Who is here, who reaches whom, and what everybody has a right to.
#[derive(MergedObject, Debug, Default)]
pub struct QueriesOfPeople(
    NodeQueries,
    StaffQueries,
    MunicipalityQueries,
    YouthQueries,
    GroupQueries,
    ProtectionQueries,
    OversightQueries,
    NoteQueries,
    ConsentQueries,
    RightsQueries,
);

/// The work around a youth.
#[derive(MergedObject, Debug, Default)]
pub struct QueriesOfProcess(
    KaaQueries,
    MappingQueries,
    PlanQueries,
    CaseQueries,
    CalendarQueries,
    InvestigationQueries,
    AbsenceReportQueries,
    TransferQueries,
    HandOverQueries,
    SignalQueries,
);

/// Figures inside the municipality, publications of them, and what everybody reads.
#[derive(MergedObject, Debug, Default)]
pub struct QueriesOfStatistics(FigureQueries, PublicationQueries, StatisticsQueries);

/// What can be changed.
#[derive(MergedObject, Debug, Default)]
pub struct Mutation(MutationsOfPeople, MutationsOfProcess, MutationsOfStatistics);

/// Who is here, who reaches whom, and what everybody has a right to.
#[derive(MergedObject, Debug, Default)]
pub struct MutationsOfPeople(
    AccountMutation,
    StaffMutations,
    MunicipalityMutations,
    AttendanceMutations,
    ResultMutations,
    EnrolmentMutations,
    YouthMutations,
    ProtectionMutations,
    OversightMutations,
    NoteMutations,
    ConsentMutations,
    SharingMutations,
    RightsMutations,
    RetentionMutations,
);

/// The work around a youth.
#[derive(MergedObject, Debug, Default)]
pub struct MutationsOfProcess(
    KaaMutations,
    MappingMutations,
    PlanMutations,
    CaseMutations,
    CalendarMutations,
    InvestigationMutations,
    AbsenceReportMutations,
    TransferMutations,
    HandOverMutations,
    SignalMutations,
);

/// What figures rest on, and publications of them.
#[derive(MergedObject, Debug, Default)]
pub struct MutationsOfStatistics(StatisticsSourceMutations, PublicationMutations);

/// What can be listened to, over WebSocket (`graphql-transport-ws`) at `/graphql` or as an event stream
/// (`graphql-sse`) at `/graphql/stream`. Each event is authorized when it is told, and told to those alone who may
/// read it then. Where `missed` is true, something happened that could not be told: read anew what you show.
#[derive(MergedSubscription, Debug, Default)]
pub struct Subscription(LiveSubscriptions);

/// The schema, ready to be given its guards.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// Begins the schema. What the library makes types of says here what it is.
pub fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .override_output_type_description::<DateTime<Utc>>(
            "An instant in UTC, written `2025-11-24T11:00:00Z` (ISO 8601, RFC 3339).",
        )
        .override_output_type_description::<Units>("A page of units (enheter).")
        .override_output_type_description::<StaffPage>("A page of staff (personal).")
        .override_output_type_description::<Youths>("A page of youths (unga).")
        .override_output_type_description::<Signals>("A page of signals (signaler).")
        .override_output_type_description::<BreakGlassPage>(
            "A page of openings by breaking the glass (nödöppningar).",
        )
        .override_output_type_description::<Measures>("A page of measures (insatser).")
        .override_output_type_description::<FollowUps>("A page of follow-ups (uppföljningar).")
        .override_output_type_description::<AccessLogPage>("A page of the access log (åtkomstlogg).")
        .override_output_type_description::<NotePage>("A page of notes (anteckningar).")
        .override_output_type_description::<ConsentPage>("A page of consents (medgivanden).")
        .override_output_type_description::<KaaRegister>(
            "A page of the register of the municipal activity duty (KAA-registret).",
        )
        .override_output_type_description::<Cases>("A page of cases (ärenden).")
        .override_output_type_description::<WorkList>("A page of a work list (arbetslista).")
        .override_output_type_description::<InvestigationPage>(
            "A page of investigations of absence (utredningar).",
        )
        .override_output_type_description::<AbsenceReportPage>("A page of absence reports (anmälningar).")
        .override_output_type_description::<TransferPage>(
            "A page of referrals and transfers (överlämningar).",
        )
        .override_output_type_description::<HandOverPage>(
            "A page of hand-overs from other municipalities (överlämningar från andra kommuner).",
        )
        .override_output_type_description::<ErasurePage>("A page of erasures (raderingar, gallringar).")
        .override_output_type_description::<StatisticsDraftPage>(
            "A page of publications being prepared (utkast till publiceringar).",
        )
}

/// What a request brings: the visit, and loaders that belong to it alone.
pub fn request_data(visit: &Arc<Visit>) -> Data {
    let mut data = Data::default();
    data.insert(visit.clone());
    data.insert(DataLoader::new(RowsById::<unit::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<staff::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<student_group::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<assignment::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<enrolment::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(Openings(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<youth::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<guardian::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<enrolment::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<school_result::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<investigation::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<transfer::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<investigation::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<transfer::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<absence_report::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<hand_over_in::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(OpenUnder(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(People(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(Deliveries(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(Received(visit.clone()), tokio::spawn));
    data.insert::<DataLoader<Identity>>(DataLoader::new(Opened::identity(visit), tokio::spawn));
    data.insert::<DataLoader<Contact>>(DataLoader::new(Opened::contact(visit), tokio::spawn));
    data.insert(DataLoader::new(AssignmentsOfStaff(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(GroupsOfYouths(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(AttendanceOfYouths(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(RowsUnder::<youth::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(Colleagues(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<note::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<note::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfNotes::<note_revision::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfNotes::<note_remark::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<consent::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<consent::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(ConsentsInForce(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(SharesOf(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<kaa_entry::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<kaa_contact::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<kaa_measure::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<kaa_occupation::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(AllCodes(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(KnownOfYouths(visit.clone()), tokio::spawn));
    with_mappings_and_plans(&mut data, visit);
    data.insert(DataLoader::new(RowsOfYouths::<youth_case::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<youth_case::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<duty_clock::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(EventsOfCases(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(ClocksOfCases(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(LackingCases(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<signal::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<signal_rule::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<signal::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(SignalsOfCases(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(EventsOfSignals(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(Unattended(visit.clone()), tokio::spawn));
    data
}

/// Loaders of mappings and plans.
fn with_mappings_and_plans(data: &mut Data, visit: &Arc<Visit>) {
    data.insert(DataLoader::new(YouthsFor(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(AttendanceAround(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(Questionnaires(visit.clone()), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<mapping::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<mapping::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<mapping_answer::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfParents::<mapping_answer::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<goal::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<goal::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<measure::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<measure::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<measure_type::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfParents::<measure_event::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsById::<follow_up::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfYouths::<follow_up::Entity>::new(visit), tokio::spawn));
    data.insert(DataLoader::new(RowsOfParents::<follow_up::Entity>::new(visit), tokio::spawn));
}

/// The schema in SDL: the published contract.
pub fn sdl() -> String {
    builder().finish().sdl()
}
