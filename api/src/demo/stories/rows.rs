//! The rows that the stories come to, in the order in which they can be written.

use entity::municipality::{
    absence_report, case_event, consent, duty_clock, enrolment, follow_up, goal, investigation, kaa_contact,
    kaa_entry, kaa_measure, mapping, mapping_answer, measure, measure_event, measure_type, note,
    secrecy_share, transfer, youth, youth_case,
};
use sea_orm::DatabaseTransaction;

use crate::demo::seed::insert;
use crate::support::fault::Fault;

macro_rules! rows {
    ($($field:ident: $table:ident),* $(,)?) => {
        /// All rows of the stories; none in most municipalities.
        #[derive(Debug, Default)]
        pub(in crate::demo) struct Rows { $(pub(super) $field: Vec<$table::Model>),* }

        impl Rows {
            /// Writes them.
            pub(in crate::demo) async fn write(self, tx: &DatabaseTransaction) -> Result<(), Fault> {
                $(insert::<$table::Entity>(tx, self.$field).await?;)*
                Ok(())
            }
        }
    };
}

rows! {
    youths: youth,
    enrolments: enrolment,
    consents: consent,
    cases: youth_case,
    events: case_event,
    clocks: duty_clock,
    mappings: mapping,
    answers: mapping_answer,
    types: measure_type,
    goals: goal,
    measures: measure,
    measure_events: measure_event,
    follow_ups: follow_up,
    notes: note,
    shares: secrecy_share,
    investigations: investigation,
    kaa_entries: kaa_entry,
    kaa_contacts: kaa_contact,
    kaa_measures: kaa_measure,
    transfers: transfer,
    reports: absence_report,
}
