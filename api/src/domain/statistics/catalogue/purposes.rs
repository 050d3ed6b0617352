//! What each table of a municipality is kept for: one line a table. A table without its line fails the suite, and an
//! indicator that reads a table which is kept for something else fails the test below.

use entity::vocabulary::StatisticsPurpose;

/// What a table is kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptFor {
    /// Who the youths are, where they go to school, and how it goes: teaching, attendance, results.
    School,
    /// The work around a youth at school: signals, cases, mappings, plans.
    Process,
    /// The municipal activity duty (KAA): förordning (2006:39) names what its register may be used for.
    ActivityDuty,
    /// What is told in confidence, free text first of all: never counted.
    Confidence,
    /// Who works where, and the units that figures stand at.
    Chain,
    /// Statistics, and what they are worked out from.
    Statistics,
    /// Rights and protection of the person: never counted.
    Rights,
    /// Accounts, sessions and the access log: never counted.
    Access,
    /// How the system runs: registers, jobs, code lists and rules.
    Operation,
}

use KeptFor::{Access, ActivityDuty, Chain, Confidence, Operation, Process, Rights, School, Statistics};

/// All tables.
pub const TABLES: &[(&str, KeptFor)] = &[
    ("absence_report", Confidence),
    ("access_log", Access),
    ("access_log_head", Access),
    ("access_reason", Access),
    ("access_subject", Access),
    ("account", Access),
    ("assignment", Access),
    ("attendance", School),
    ("break_glass", Rights),
    ("case_event", Process),
    ("closed_day", Operation),
    ("completion", Statistics),
    ("consent", Rights),
    ("counted_past", Statistics),
    ("duty_clock", Process),
    ("duty_mapping", Operation),
    ("duty_rule", Operation),
    ("enrolment", School),
    ("erasure", Rights),
    ("figure_snapshot", Statistics),
    ("follow_up", Process),
    ("goal", Confidence),
    ("group_membership", School),
    ("guardian", Confidence),
    ("hand_over_in", Confidence),
    ("hand_over_out", Confidence),
    ("identity", Operation),
    ("import_run", Operation),
    ("investigation", Confidence),
    ("job_run", Operation),
    ("kaa_code", ActivityDuty),
    ("kaa_contact", ActivityDuty),
    ("kaa_entry", ActivityDuty),
    ("kaa_measure", ActivityDuty),
    ("kaa_occupation", ActivityDuty),
    ("legal_hold", Rights),
    ("mapping", Process),
    ("mapping_answer", Confidence),
    ("measure", Process),
    ("measure_event", Process),
    ("measure_type", Process),
    ("note", Confidence),
    ("note_remark", Confidence),
    ("note_revision", Confidence),
    ("protected_appointment", Rights),
    ("questionnaire", Operation),
    ("questionnaire_item", Operation),
    ("refresh_token", Access),
    ("retention_rule", Rights),
    ("school_result", School),
    ("secrecy_share", Confidence),
    ("session", Access),
    ("signal", Process),
    ("signal_event", Process),
    ("signal_rule", Operation),
    ("source", Operation),
    ("staff", Chain),
    ("statistics_draft", Statistics),
    ("statistics_ground", Statistics),
    ("student_group", School),
    ("term_record", Statistics),
    ("transfer", Confidence),
    ("unit", Chain),
    ("unit_closure", Chain),
    ("youth", School),
    ("youth_case", Process),
];

impl KeptFor {
    /// Whether figures of a purpose may be worked out from it. Figures of the activity duty read its register and who the
    /// youths are; others never read the register.
    pub fn allows(self, purpose: Option<StatisticsPurpose>) -> bool {
        match self {
            Chain | Statistics | School => true,
            Process => purpose.is_none(),
            ActivityDuty => purpose == Some(StatisticsPurpose::Kaa),
            Confidence | Rights | Access | Operation => false,
        }
    }
}

/// What a table is kept for; none when it is not on the list.
pub fn of(table: &str) -> Option<KeptFor> {
    TABLES.iter().find(|(name, _)| *name == table).map(|(_, kept_for)| *kept_for)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::NaiveDate;
    use entity::reach::{ProtectedSeen, Reach, Sight, Way};
    use entity::vocabulary::{Secrecy, Track};
    use sea_orm::Iterable;
    use sea_orm::sea_query::{PostgresQueryBuilder, SqliteQueryBuilder};

    use super::super::{ALL, Indicator, Period};
    use super::*;

    /// The tables that a statement names: each word of it that is one, outside of the texts that it compares with.
    fn tables_of(sql: &str) -> BTreeSet<&'static str> {
        let outside_of_texts = sql.split('\'').step_by(2).collect::<Vec<_>>().join(" ");
        let words: BTreeSet<_> = outside_of_texts
            .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
            .collect();
        TABLES.iter().map(|(name, _)| *name).filter(|name| words.contains(name)).collect()
    }

    fn statements(indicator: &Indicator) -> [String; 2] {
        let today = NaiveDate::from_ymd_opt(2025, 11, 24).unwrap();
        let ways = vec![Way::WholeMunicipality];
        let classes: Vec<_> = Secrecy::iter().collect();
        let sight = Sight {
            role: None,
            ways: ways.clone(),
            reads: classes.clone(),
            writes: classes,
            tracks: Track::iter().collect(),
        };
        let everybody =
            Reach { today, ways, protected: ProtectedSeen::All, sights: vec![sight], reader: None };
        let statement = (indicator.leaves)(&everybody, &Period::of(indicator.period, today));
        [statement.to_string(SqliteQueryBuilder), statement.to_string(PostgresQueryBuilder)]
    }

    #[test]
    fn no_indicator_reads_a_table_whose_purpose_does_not_allow_it() {
        for indicator in ALL {
            for table in indicator.reads {
                let kept_for = of(table).unwrap_or_else(|| panic!("{table} has no purpose"));
                assert!(kept_for.allows(indicator.purpose), "{} reads {table}: {kept_for:?}", indicator.code);
            }
        }
    }

    #[test]
    fn an_indicator_reads_the_tables_that_it_says_and_no_others() {
        for indicator in ALL {
            let says: BTreeSet<_> = indicator.reads.iter().copied().collect();
            for sql in statements(indicator) {
                assert_eq!(tables_of(&sql), says, "{}: {sql}", indicator.code);
            }
        }
    }

    #[test]
    fn the_register_of_the_activity_duty_is_read_for_its_own_purpose_alone() {
        for (table, kept_for) in TABLES.iter().filter(|(_, kept_for)| *kept_for == ActivityDuty) {
            assert!(!kept_for.allows(None) && kept_for.allows(Some(StatisticsPurpose::Kaa)), "{table}");
        }
        assert_eq!(tables_of("SELECT note FROM \"kaa_entry\" WHERE code = 'signal'").len(), 2);
    }
}
