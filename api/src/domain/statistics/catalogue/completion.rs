//! What the indicators of completion (genomströmning) share: of those who began upper secondary school in a school year at
//! the authority's own schools, those who reached a diploma within so many years. Those of all who are registered in the
//! municipality are Kolada's (N17457, N17473), and are quoted, not recomputed.

use chrono::{Days, Months};
use entity::municipality::{completion, youth};
use entity::reach::{Reach, Within};
use entity::vocabulary::{CompletionOutcome, UnitBasis};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, QueryTrait};

use super::population::{programme, sex, share_of};
use super::{Dimension, Indicator, Period, PeriodKind, Shape, Text};

/// Those who reached a diploma within so many years of the school year in which they began.
pub(super) const fn within<const YEARS: u32>(
    code: &'static str,
    title: Text,
    part_of: Option<&'static str>,
    not_applicable: &'static [&'static str],
) -> Indicator {
    Indicator {
        code,
        version: 1,
        title,
        definition: Text {
            sv: "Av dem som började gymnasieskolan för första gången under läsåret, vid kommunens egna skolor, andelen med examen före den 1 juli så många år senare. Studiebevis räknas inte som examen. Introduktionsprogram ingår inte i måttet inom tre år. Den som började för kortare tid sedan är inte med än.",
            en: "Of those who first began upper secondary school in the school year, at the municipality's own schools, the share with a diploma before 1 July so many years later. A study certificate is no diploma. Introductory programmes are no part of the measure within three years. Who began more recently is not counted yet.",
        },
        numerator: Text { sv: "elever med examen inom tiden", en: "pupils with a diploma in that time" },
        denominator: Text {
            sv: "nybörjare i gymnasieskolan under läsåret",
            en: "beginners of the school year",
        },
        basis: UnitBasis::Authority,
        period: PeriodKind::SchoolYear,
        shape: Shape::Share,
        dimensions: &[Dimension::Sex, Dimension::Programme],
        floor: 5,
        sensitive: true,
        group_only: false,
        part_of,
        same_people_as: None,
        matures_after: YEARS,
        purpose: None,
        reads: &["completion", "youth"],
        source: Text {
            sv: "Skolverkets definition av genomströmning, på egna uppgifter. Period är läsåret då studierna började. För hela kommunen: Kolada N17457.",
            en: "The National Agency for Education's definition, on own data. The period is the school year of the beginning. For the whole municipality: Kolada N17457.",
        },
        not_applicable,
        leaves: leaves::<YEARS>,
    }
}

/// Nobody is counted before the time has passed for all of them: who has not yet had it would count as having failed.
fn leaves<const YEARS: u32>(reach: &Reach, period: &Period) -> SelectStatement {
    use completion::Column;
    let until = period.starts_on + Months::new(12 * YEARS) - Days::new(1);
    let mut people = completion::Entity::within(reach)
        .filter(Column::BeganOn.between(period.starts_on, period.ends_on))
        .into_query();
    people
        .clear_selects()
        .column((completion::Entity, Column::UnitId))
        .expr_as(sex(), "sex")
        .expr_as(programme("completion.programme_code"), "programme")
        .column((completion::Entity, Column::Outcome))
        .column((completion::Entity, Column::EndedOn))
        .left_join(
            youth::Entity,
            Expr::col((completion::Entity, Column::YouthId)).equals((youth::Entity, youth::Column::Id)),
        );
    let has_passed = Expr::val(i32::from(until < reach.today)).eq(1);
    let has = Expr::col("outcome").eq(CompletionOutcome::Diploma).and(Expr::col("ended_on").lte(until));
    let mut cells = share_of(people, &["sex", "programme"], has_passed, has);
    if YEARS == 3 {
        cells.and_where(Expr::col("programme").ne("IM"));
    }
    cells
}
