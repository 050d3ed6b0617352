//! Root fields: signals, signalRules, signalRulePreview.

use async_graphql::{Context, ID, Object};
use entity::vocabulary::UnitKind;
use uuid::Uuid;

use super::rules_preview::{STEP, shown, shown_of_part, shown_whole};
use super::store_preview::{Look, bands};
use super::types::{Signal, SignalFilter, SignalTotals, Signals};
use super::types_rule::{SignalRule, SignalRulePreview, SignalRulePreviewThreshold};
use super::{rules_change, store, store_rules};
use crate::access::{Action, Authorize, Grant};
use crate::domain::vocabulary_signal::SignalMeasure;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind, Page};
use crate::support::scalars::{Date, Week};

/// Queries about signals.
#[derive(Debug, Default)]
pub struct SignalQueries;

#[Object]
impl SignalQueries {
    /// The signals (signaler) of the youths within reach: those that nobody has attended to first, then by the day they
    /// are due.
    async fn signals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<SignalFilter>,
        #[graphql(desc = "How many, 1 to 100, from the start.")] first: Option<i32>,
        #[graphql(desc = "Cursor that the page comes after.")] after: Option<String>,
        #[graphql(desc = "How many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Cursor that the page comes before.")] before: Option<String>,
    ) -> Option<Result<Signals, Fault>> {
        Some(signals(ctx, filter.unwrap_or_default(), Page::of(first, after, last, before)).await)
    }

    /// The rules by which signals are raised (signalregler), at most 100; for those who read signals, set the rules or
    /// look at previews.
    async fn signal_rules(&self, ctx: &Context<'_>) -> Option<Result<Vec<SignalRule>, Fault>> {
        Some(rules(ctx).await)
    }

    /// How many youths a rule of absence would have caught in the past year, at thresholds in steps of five points: of
    /// the whole municipality, or of one area. Each use is logged.
    async fn signal_rule_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "TOTAL_ABSENCE or INVALID_ABSENCE.")] measure: SignalMeasure,
        #[graphql(desc = "How many weeks with lessons a look takes in: 4, 8, 12, 16 or 20.", default = 4)]
        weeks: i32,
        #[graphql(desc = "An area (verksamhet); the whole municipality when left out.")] unit: Option<ID>,
    ) -> Option<Result<SignalRulePreview, Fault>> {
        Some(preview(ctx, measure, weeks, unit.as_ref()).await)
    }
}

async fn signals(
    ctx: &Context<'_>,
    filter: SignalFilter,
    page: Result<Page, Fault>,
) -> Result<Signals, Fault> {
    let (page, grant) = (page?, ctx.authorize(Action::ReadSignals)?);
    let unit = match &filter.unit {
        Some(unit) => {
            let unit = GlobalId::local(unit, Kind::Unit, grant.municipality_code())?;
            Some((unit, ctx.authorize(Action::ReadEnrolments)?.reach().clone()))
        }
        None => None,
    };
    let filter = store::Filter {
        state: filter.state.map(Into::into),
        kind: filter.kind.map(Into::into),
        unattended: filter.unattended,
        unit,
    };
    let rows = store::page(&grant, &filter, page).await?;
    let totals = SignalTotals { grant: grant.clone(), filter };
    Ok(page.connect(rows, totals, |row| row.id, |row| Signal::of(row, grant.municipality_code())))
}

/// The signal with this global id.
pub async fn signal(ctx: &Context<'_>, id: &ID) -> Result<Signal, Fault> {
    let grant = ctx.authorize(Action::ReadSignals)?;
    let id = GlobalId::local(id, Kind::Signal, grant.municipality_code())?;
    Ok(Signal::of(store::find(&grant, id).await?, grant.municipality_code()))
}

/// Rules are open to those who read what they raise, set them, or look at what they would raise.
fn of_rules(ctx: &Context<'_>) -> Result<Grant, Fault> {
    let open_to = [Action::ManageSignalRules, Action::PreviewSignalRules, Action::ReadSignals];
    let mut answer = Err(Fault::of(Code::Forbidden));
    for action in open_to {
        answer = ctx.authorize(action);
        if answer.is_ok() {
            break;
        }
    }
    answer
}

async fn rules(ctx: &Context<'_>) -> Result<Vec<SignalRule>, Fault> {
    let grant = of_rules(ctx)?;
    let rows = store_rules::all(&grant).await?;
    Ok(rows.into_iter().map(|row| SignalRule::of(row, grant.municipality_code())).collect())
}

/// The rule with this global id.
pub async fn rule(ctx: &Context<'_>, id: &ID) -> Result<SignalRule, Fault> {
    let grant = of_rules(ctx)?;
    let id = GlobalId::local(id, Kind::SignalRule, grant.municipality_code())?;
    Ok(SignalRule::of(store_rules::find(&grant, id).await?, grant.municipality_code()))
}

async fn preview(
    ctx: &Context<'_>,
    measure: SignalMeasure,
    weeks: i32,
    unit: Option<&ID>,
) -> Result<SignalRulePreview, Fault> {
    let grant = ctx.authorize(Action::PreviewSignalRules)?;
    let size = i16::try_from(weeks).ok().filter(|weeks| [4, 8, 12, 16, 20].contains(weeks));
    let (Some(size), true) = (size, rules_change::is_share(measure.into())) else {
        return Err(Fault::bad_input(
            "Förhandsvisa frånvaro över 4, 8, 12, 16 eller 20 veckor.",
            "Preview absence over 4, 8, 12, 16 or 20 weeks.",
        ));
    };
    let unit = area(&grant, unit).await?;
    grant.log_about_nobody().await?;
    let monday = Week::of(grant.reach().today).0;
    let look = Look { measure: measure.into(), weeks: size, unit, monday };
    let counted = bands(&grant, look).await?;
    let (youths, counts) = match unit {
        // Who may see the whole municipality could subtract an area from it.
        Some(_) if reaches_all(&grant) => {
            shown_of_part(&counted, &bands(&grant, Look { unit: None, ..look }).await?)
        }
        _ => (shown_whole(&counted), shown(&counted)),
    };
    let (starts_on, ends_on) = look.days();
    let steps = (1..).map(|step| i32::try_from(step * STEP).unwrap_or(i32::MAX)).zip(counts);
    Ok(SignalRulePreview {
        measure,
        weeks,
        starts_on: Date(starts_on),
        ends_on: Date(ends_on),
        youths,
        thresholds: steps
            .map(|(threshold, youths)| SignalRulePreviewThreshold { threshold, youths })
            .collect(),
    })
}

/// The area that a preview is of; none for the whole municipality, which only those see who reach it.
async fn area(grant: &Grant, unit: Option<&ID>) -> Result<Option<Uuid>, Fault> {
    let Some(unit) = unit else {
        if reaches_all(grant) {
            return Ok(None);
        }
        return Err(Fault::bad_input("Ange ditt område i unit.", "Give your area in unit."));
    };
    let unit = GlobalId::local(unit, Kind::Unit, grant.municipality_code())?;
    let row = store_rules::unit(grant, unit).await?.ok_or_else(|| Fault::of(Code::NotFound))?;
    if !grant.reaches_below(unit).await? {
        return Err(Fault::of(Code::NotFound));
    }
    if row.kind != UnitKind::Area {
        return Err(Fault::bad_input(
            "Förhandsvisningen gäller hela kommunen eller ett område, inte en mindre enhet.",
            "A preview is of the whole municipality or of an area, not of a smaller unit.",
        ));
    }
    Ok(Some(unit))
}

fn reaches_all(grant: &Grant) -> bool {
    grant.reach().ways.contains(&entity::reach::Way::WholeMunicipality)
}
