//! What the indicators of lasting establishment (varaktig etablering) share: what people do some time after their case was
//! closed.

use entity::municipality::{follow_up, youth, youth_case};
use entity::reach::{Reach, Within};
use entity::vocabulary::{FollowUpKind, UnitBasis, YouthStatus};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, QueryTrait};

use super::population::{SCHOOL_TRACKS, latest_of, sex, share_of};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

/// Those in study or work some months after the case was closed.
pub(super) const fn after(
    code: &'static str,
    title: Text,
    leaves: fn(&Reach, &Period) -> SelectStatement,
) -> Indicator {
    Indicator {
        code,
        version: 1,
        title,
        definition: Text {
            sv: "Andel av dem vars ärende i skolan avslutats så lång tid tidigare, och vars läge skulle följas upp under läsåret, som studerade eller arbetade. Den vars läge inte är känt har ingen uppgift. Varje person räknas en gång, med sitt senaste ärende.",
            en: "Of those whose case at school was closed so long before, and whose status was due to be followed up in the school year, the share in study or work. Whose status is not known has no data. Each person counts once, by the latest case.",
        },
        numerator: Text { sv: "personer i studier eller arbete", en: "people in study or work" },
        denominator: Text { sv: "personer vars läge är känt", en: "people whose status is known" },
        basis: UnitBasis::Authority,
        period: PeriodKind::SchoolYear,
        shape: Shape::Share,
        dimensions: &[Dimension::Sex],
        floor: 5,
        sensitive: true,
        group_only: false,
        part_of: None,
        same_people_as: None,
        matures_after: 0,
        purpose: None,
        reads: &["follow_up", "youth", "youth_case"],
        source: Text { sv: "Egen definition.", en: "Own definition." },
        not_applicable: &[],
        leaves,
    }
}

/// The smallest cells of those in study or work at one of the times after closing.
pub(super) fn leaves(reach: &Reach, period: &Period, kind: FollowUpKind) -> SelectStatement {
    use follow_up::Column;
    let last = Ord::min(period.ends_on, reach.today);
    let mut rows = follow_up::Entity::within(reach)
        .filter(Column::Kind.eq(kind))
        .filter(Column::Track.is_in(SCHOOL_TRACKS))
        .filter(Column::PlannedOn.between(period.starts_on, last))
        .into_query();
    rows.clear_selects()
        .expr_as(Expr::col((youth_case::Entity, youth_case::Column::OwnerUnitId)), "unit_id")
        .expr_as(sex(), "sex")
        .column((follow_up::Entity, Column::Status))
        .expr_as(
            Expr::cust(
                "ROW_NUMBER() OVER (PARTITION BY follow_up.youth_id \
                 ORDER BY follow_up.planned_on DESC, follow_up.id)",
            ),
            "place",
        )
        .inner_join(
            youth_case::Entity,
            Expr::col((follow_up::Entity, Column::CaseId))
                .equals((youth_case::Entity, youth_case::Column::Id)),
        )
        .left_join(
            youth::Entity,
            Expr::col((follow_up::Entity, Column::YouthId)).equals((youth::Entity, youth::Column::Id)),
        );
    let status = || Expr::col("status");
    let known = status().is_not_null().and(status().ne(YouthStatus::Unknown));
    let has = status().is_in([YouthStatus::Education, YouthStatus::Work]);
    share_of(latest_of(rows), &["sex"], known, has)
}
