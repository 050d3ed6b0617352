//! The list of all tables that hold something about a youth. A table that is not on it fails the test
//! `every_table_with_a_youth_is_on_the_list`.
//!
//! A line says: the entity, the column with the youth (`or` the column with the hash of the civic number, for rows that
//! may come before the youth), the day that retention counts `from`, whether it tells of `others` than the youth, and
//! what it is called. A table stands after those that it refers to: rows are deleted from the end of the list.

use entity::municipality::{
    absence_report, attendance, break_glass, case_event, completion, consent, duty_clock, enrolment, erasure,
    follow_up, goal, group_membership, guardian, hand_over_in, hand_over_out, investigation, kaa_contact,
    kaa_entry, kaa_measure, kaa_occupation, legal_hold, mapping, mapping_answer, measure, measure_event,
    note, note_remark, note_revision, protected_appointment, school_result, secrecy_share, signal,
    signal_event, term_record, transfer, youth, youth_case,
};
use futures::future::BoxFuture;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ColumnType, Condition, EntityName, EntityTrait, IdenStatic, Iterable, ModelTrait, Value,
};
use uuid::Uuid;

use crate::access::Grant;
use crate::support::fault::Fault;

/// The column with the id by which a register knows a row.
pub const SOURCE: &str = "source_ref";

/// A row as it is kept: column, its type, its value.
pub type Row = Vec<(&'static str, ColumnType, Value)>;

/// Asks for the rows of a table that a condition says.
type Asks<T> = fn(Grant, Condition) -> BoxFuture<'static, Result<T, Fault>>;

/// One table with rows about youths.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name in the database.
    pub name: &'static str,
    /// What it is called, in Swedish and in English.
    pub title: (&'static str, &'static str),
    /// Whether it tells of others than the youth.
    pub tells_of_others: bool,
    /// The column that retention counts from, and whether it holds days and not instants; none is never due by itself.
    pub kept_from: Option<(&'static str, bool)>,
    /// The column with the youth.
    pub youth: &'static str,
    /// Whether a row may say by which id the register that it came from knows it: the column `source_ref`.
    pub has_source: bool,
    civic: Option<&'static str>,
    read: Asks<Vec<Row>>,
    count: Asks<u64>,
}

/// Who is looked for: by id, and by the hash of the civic number where there is one.
#[derive(Clone, Debug)]
pub struct Person {
    /// The youth's id.
    pub id: Uuid,
    /// The hash of the civic number.
    pub civic_hash: Option<Vec<u8>>,
}

impl From<&youth::Model> for Person {
    fn from(row: &youth::Model) -> Self {
        Self { id: row.id, civic_hash: row.civic_hash.clone() }
    }
}

macro_rules! listed {
    ($($table:ident by $youth:ident $(or $civic:ident)? $(from $kept:ident)? $(of $others:ident)?
        => $swedish:literal, $english:literal;)+) => {
        /// All of them, in the order in which they refer to one another.
        pub fn all() -> Vec<Table> {
            vec![$({
                #[allow(unused_mut, reason = "not every table has all that a line can say")]
                let mut table = Table {
                    name: $table::Entity.table_name(),
                    title: ($swedish, $english),
                    tells_of_others: false,
                    kept_from: None,
                    youth: $table::Column::$youth.as_str(),
                    has_source: $table::Column::iter().any(|column| column.as_str() == SOURCE),
                    civic: None,
                    read: read::<$table::Entity>,
                    count: count::<$table::Entity>,
                };
                $(table.civic = Some($table::Column::$civic.as_str());)?
                $(table.kept_from = Some(day_of($table::Column::$kept));)?
                $(table.tells_of_others = stringify!($others) == "others";)?
                table
            }),+]
        }
    };
}

listed! {
    youth by Id from RemovedAt => "Den unga", "The young person";
    guardian by YouthId of others => "Vårdnadshavare och andra närstående", "Guardians and others responsible";
    enrolment by YouthId from EndsOn => "Inskrivningar", "Enrolments";
    group_membership by YouthId from EndsOn => "Grupper", "Groups";
    attendance by YouthId from Week => "Närvaro och frånvaro", "Attendance";
    school_result by YouthId => "Betyg och varningar", "Grades and warnings";
    term_record by YouthId => "Terminens närvaro", "Terms";
    completion by YouthId from EndedOn => "Gymnasiestudier från början till slut", "Upper secondary studies";
    protected_appointment by YouthId from EndsOn => "Utsedd personal", "Appointed staff";
    break_glass by YouthId from OpenedAt => "Nödöppningar", "Openings by breaking the glass";
    consent by YouthId from EndsOn => "Medgivanden", "Consents";
    youth_case by YouthId from ClosedAt => "Ärenden", "Cases";
    case_event by YouthId from At => "Ärendens historik", "History of cases";
    duty_clock by YouthId from EndedAt => "Frister", "Duty clocks";
    signal by YouthId from ChangedAt => "Signaler", "Signals";
    signal_event by YouthId from At => "Signalers historik", "History of signals";
    investigation by YouthId from ClosedAt => "Utredningar av frånvaro", "Investigations of absence";
    absence_report by YouthId or CivicHash from HandledAt => "Anmälningar om frånvaro", "Absence reports";
    mapping by YouthId from CompletedAt => "Kartläggningar", "Mappings";
    mapping_answer by YouthId from ChangedAt => "Svar i kartläggningar", "Answers of mappings";
    goal by YouthId from ChangedAt => "Mål", "Goals";
    measure by YouthId from EndedOn => "Insatser", "Measures";
    measure_event by YouthId from At => "Insatsers historik", "History of measures";
    follow_up by YouthId from DoneOn => "Uppföljningar", "Follow-ups";
    note by YouthId from ChangedAt => "Anteckningar", "Notes";
    note_revision by YouthId from At => "Tidigare lydelser av anteckningar", "Revisions of notes";
    note_remark by YouthId from At => "Den ungas egna synpunkter", "Remarks of the young person";
    secrecy_share by YouthId from EndedAt => "Delningar", "What was shared";
    kaa_entry by YouthId from EndedOn => "Aktivitetsansvarets register", "The register of the activity duty";
    kaa_occupation by YouthId from EndsOn => "Sysselsättning", "Occupations";
    kaa_contact by YouthId from ContactedOn => "Kontakter", "Contacts";
    kaa_measure by YouthId from EndsOn => "Åtgärder inom aktivitetsansvaret", "Measures of the activity duty";
    transfer by YouthId from DecidedAt => "Remitteringar och överlämningar", "Referrals and transfers";
    hand_over_out by YouthId from DeliveredAt => "Skickade överlämningar", "Hand-overs sent";
    hand_over_in by YouthId or CivicHash from AnsweredAt => "Mottagna överlämningar", "Hand-overs received";
    legal_hold by YouthId => "Spärrar mot radering", "Legal holds";
    erasure by YouthId => "Förslag om radering", "Proposals to erase";
}

impl Table {
    /// The rows about a person, as a condition.
    pub fn rows_of(&self, person: &Person) -> Condition {
        let rows = Condition::any().add(self.column(self.youth).eq(person.id));
        match (self.civic, &person.civic_hash) {
            (Some(civic), Some(hash)) => rows.add(self.column(civic).eq(hash.clone())),
            _ => rows,
        }
    }

    /// A column of it.
    pub fn column(&self, name: &'static str) -> Expr {
        Expr::col((self.name, name))
    }

    /// The rows about a person, for an extract.
    pub async fn read(&self, grant: &Grant, person: &Person) -> Result<Vec<Row>, Fault> {
        (self.read)(grant.clone(), self.rows_of(person)).await
    }

    /// How many rows are about a person.
    pub async fn count(&self, grant: &Grant, person: &Person) -> Result<u64, Fault> {
        (self.count)(grant.clone(), self.rows_of(person)).await
    }
}

fn read<E: EntityTrait>(grant: Grant, rows: Condition) -> BoxFuture<'static, Result<Vec<Row>, Fault>> {
    let told = |row: E::Model| {
        E::Column::iter().map(|column| (column.as_str(), type_of(column), row.get(column))).collect()
    };
    Box::pin(async move { Ok(grant.rows_of_subject::<E>(rows).await?.into_iter().map(told).collect()) })
}

fn count<E>(grant: Grant, rows: Condition) -> BoxFuture<'static, Result<u64, Fault>>
where
    E: EntityTrait,
    E::Model: Send + Sync,
{
    Box::pin(async move { grant.count_of_subject::<E>(rows).await })
}

fn type_of(column: impl ColumnTrait) -> ColumnType {
    column.def().get_column_type().clone()
}

/// A column with days or instants, and whether it holds days.
pub fn day_of(column: impl ColumnTrait) -> (&'static str, bool) {
    (column.as_str(), matches!(type_of(column), ColumnType::Date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_listed_once_and_has_a_name_in_both_languages() {
        let mut names: Vec<_> = all().iter().map(|table| table.name).collect();
        let listed = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), listed);
        assert!(all().iter().all(|table| !table.title.0.is_empty() && !table.title.1.is_empty()));
    }
}
