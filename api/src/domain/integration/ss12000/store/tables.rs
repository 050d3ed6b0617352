//! The tables that an import writes, with what they have in common: an id, a source, the source's reference.

use entity::municipality::{
    assignment, attendance, enrolment, group_membership, guardian, school_result, staff, student_group, unit,
    youth,
};
use entity::reach::{AboutYouth, Within};
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

/// A row that may have come from a source.
pub(super) trait FromSource: AboutYouth + Send + Sync {
    /// Its id.
    fn id(&self) -> Uuid;
    /// Which source; none when entered or corrected by hand.
    fn source(&self) -> Option<Uuid>;
    /// The source's reference.
    fn reference(&self) -> &str;
}

/// A table that an import writes.
pub(super) trait Imported: Within + EntityTrait<Model: FromSource, ActiveModel: Send> {
    /// Its name in reports.
    const NAME: &'static str;
    /// Whether rules of signals look at it.
    const IS_FACT: bool;
    /// The column of the id.
    fn id_column() -> Self::Column;
    /// The column of the source.
    fn source_column() -> Self::Column;
    /// A row to be stored.
    fn active(row: Self::Model) -> Self::ActiveModel;
}

macro_rules! imported {
    ($($table:ident: $name:literal),+ $(,)?) => {$(
        impl FromSource for $table::Model {
            fn id(&self) -> Uuid {
                self.id
            }
            fn source(&self) -> Option<Uuid> {
                self.source_id
            }
            fn reference(&self) -> &str {
                self.source_ref.as_deref().unwrap_or_default()
            }
        }

        impl Imported for $table::Entity {
            const NAME: &'static str = $name;
            const IS_FACT: bool = matches!($name.as_bytes(), b"attendance" | b"school_result");
            fn id_column() -> Self::Column {
                $table::Column::Id
            }
            fn source_column() -> Self::Column {
                $table::Column::SourceId
            }
            fn active(row: Self::Model) -> Self::ActiveModel {
                row.into_active_model()
            }
        }
    )+};
}

imported!(
    unit: "unit",
    staff: "staff",
    youth: "youth",
    guardian: "guardian",
    enrolment: "enrolment",
    student_group: "student_group",
    group_membership: "group_membership",
    assignment: "assignment",
    attendance: "attendance",
    school_result: "school_result",
);
