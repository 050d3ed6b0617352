//! Preparing a publication: figures of every indicator that is or was published in the unit, what would be hidden, and
//! an audit of it all before anybody sees the draft.

use chrono::Months;
use entity::municipality::statistics_draft;
use entity::vocabulary::{DraftState, Rung, UnitBasis};
use sea_orm::ActiveEnum;
use uuid::Uuid;

use super::draft::{Draft, DraftFigure};
use super::rules::{self, LeftOut, StatisticsFault, Why};
use super::unit::{Shown, Which};
use super::{control, ladder, store};
use crate::access::Grant;
use crate::access::tenants::RegistryDb;
use crate::access::tenants::published::Publication as Stored;
use crate::domain::statistics::catalogue::{self, Indicator, Leaf, Period};
use crate::domain::statistics::disclosure::refusal::Refusal;
use crate::domain::statistics::store_ground;
use crate::support::fault::Fault;
use crate::support::ids;

/// The k of a publication that asks for none, and so uses each indicator's own.
const LOWEST: i32 = 5;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The period, as text.
    pub period: String,
    /// Which youths.
    pub basis: UnitBasis,
    /// Codes of indicators; none asks for all of this basis and kind of period.
    pub indicators: Option<Vec<String>>,
    /// The k to use; none uses each indicator's own floor.
    pub floor: Option<u32>,
}

/// A draft as it was stored, and what is not in it.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its row.
    pub row: statistics_draft::Model,
    /// Indicators that are not in it, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// Prepares a draft.
pub async fn prepare(
    grant: &Grant,
    registry: &RegistryDb,
    by: Uuid,
    asked: &Asked,
) -> Result<Result<Ready, StatisticsFault>, Fault> {
    let period = match period(grant, asked) {
        Ok(period) => period,
        Err(fault) => return Ok(Err(fault)),
    };
    let ever = registry.ever_published(grant.municipality_code(), Some(asked.basis)).await?;
    let (wanted, published) = match wanted(asked, &period, &ever) {
        Ok(wanted) => wanted,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut left_out = Vec::new();
    let mut counted = Vec::new();
    for indicator in wanted {
        match counted_of(grant, indicator, &period, published.iter().any(|code| code == indicator.code))
            .await?
        {
            Ok(one) => counted.push(one),
            Err(why) => left_out.push(LeftOut { indicator: indicator.code.to_owned(), why }),
        }
    }
    let which = Which {
        municipality: grant.municipality_code().to_owned(),
        period: period.text(),
        basis: asked.basis,
        floor: asked.floor,
    };
    let edition = next_edition(&which, &ever);
    let protected = on_a_thread_of_its_own(move || protected(&which, &period, &counted, &ever)).await?;
    let (figures, more) = match protected {
        Ok(protected) => protected,
        Err(refusal) => return Ok(Err(StatisticsFault::Refused(refusal))),
    };
    left_out.extend(more);
    if figures.is_empty() {
        return Ok(Err(StatisticsFault::NothingToPublish(left_out)));
    }
    let row = stored(grant, by, asked, &period, &Draft { edition, figures }).await?;
    Ok(Ok(Ready { row, left_out }))
}

/// The number of the next publication of a unit.
pub(super) fn next_edition(which: &Which, ever: &[Stored]) -> i32 {
    let of_unit = ever.iter().map(|one| &one.publication).filter(|one| one.period == which.period);
    of_unit.map(|one| one.edition).max().unwrap_or_default() + 1
}

fn period(grant: &Grant, asked: &Asked) -> Result<Period, StatisticsFault> {
    let period = Period::read(&asked.period).ok_or(StatisticsFault::Period)?;
    if period.ends_on >= grant.reach().today { Err(StatisticsFault::NotEnded) } else { Ok(period) }
}

/// The indicators to be worked out: those asked for, and those that the unit has published already.
fn wanted(
    asked: &Asked,
    period: &Period,
    ever: &[Stored],
) -> Result<(Vec<&'static Indicator>, Vec<String>), StatisticsFault> {
    let fits = |indicator: &Indicator| {
        indicator.basis == asked.basis && indicator.period == period.kind && !indicator.group_only
    };
    if let Some(codes) = &asked.indicators {
        let unknown = codes.iter().find(|code| catalogue::find(code).is_none_or(|found| !fits(found)));
        if let Some(code) = unknown {
            return Err(StatisticsFault::Indicator(code.clone()));
        }
    }
    let in_unit = ever.iter().filter(|one| one.publication.period == period.text());
    let published: Vec<String> =
        in_unit.flat_map(|one| &one.figures).map(|figure| figure.indicator.clone()).collect();
    let is_wanted = |indicator: &&'static Indicator| {
        let is_asked =
            asked.indicators.as_ref().is_none_or(|codes| codes.iter().any(|code| code == indicator.code));
        (is_asked && fits(indicator)) || published.iter().any(|code| code == indicator.code)
    };
    Ok((catalogue::ALL.iter().filter(is_wanted).collect(), published))
}

/// An indicator with its smallest cells: of the period, and of the two before it, which choose a rung and make a pool.
#[derive(Clone, Debug)]
struct Counted {
    indicator: &'static Indicator,
    leaves: Vec<Leaf>,
    earlier: Vec<Vec<Leaf>>,
    coverage: i64,
    hash: String,
}

impl Counted {
    /// The period, and those before it.
    fn periods(&self) -> Vec<Vec<Leaf>> {
        std::iter::once(&self.leaves).chain(&self.earlier).cloned().collect()
    }

    fn left_out(&self, why: Why) -> LeftOut {
        LeftOut { indicator: self.indicator.code.to_owned(), why }
    }
}

/// Works an indicator out; what the unit has published already is worked out whatever its coverage is now.
async fn counted_of(
    grant: &Grant,
    indicator: &'static Indicator,
    period: &Period,
    is_published: bool,
) -> Result<Result<Counted, Why>, Fault> {
    if let Some(purpose) = indicator.purpose
        && !store_ground::standing(grant).await?.contains(&purpose)
    {
        return Ok(Err(Why::NoGround));
    }
    if period.ends_on + Months::new(12 * indicator.matures_after) >= grant.reach().today && !is_published {
        return Ok(Err(Why::NotMature));
    }
    let leaves = indicator.leaves(grant, period).await?;
    let with_data = leaves.iter().map(|leaf| leaf.total.max(leaf.n)).sum();
    let coverage = rules::coverage(with_data, leaves.iter().map(|leaf| leaf.without_data).sum());
    match coverage {
        None if !is_published => return Ok(Err(Why::NoData)),
        Some(percent) if percent < rules::COVERAGE && !is_published => return Ok(Err(Why::Coverage)),
        _ => {}
    }
    let (one, two) = (period.previous(), period.previous().previous());
    let earlier = vec![indicator.leaves(grant, &one).await?, indicator.leaves(grant, &two).await?];
    let hash = hash(grant, indicator, &leaves);
    Ok(Ok(Counted { indicator, leaves, earlier, coverage: coverage.unwrap_or_default(), hash }))
}

/// A keyed hash of what a figure was worked out from: only the municipality can tell whether two are of the same data.
fn hash(grant: &Grant, indicator: &Indicator, leaves: &[Leaf]) -> String {
    let key = grant.keys().columns.derive("inputs of published figures");
    let parts: Vec<String> = leaves.iter().map(|leaf| format!("{leaf:?}")).collect();
    let head = format!("{} {}", indicator.code, indicator.version);
    let parts: Vec<&[u8]> =
        std::iter::once(head.as_bytes()).chain(parts.iter().map(|part| part.as_bytes())).collect();
    data_encoding::HEXLOWER.encode(&key.mac(&parts))
}

/// Figures, and what is left out.
type Protected = (Vec<DraftFigure>, Vec<LeftOut>);

/// Chooses rungs, hides what must be hidden, audits: the period, and the pool of three for what is too small for it.
fn protected(
    which: &Which,
    period: &Period,
    counted: &[Counted],
    ever: &[Stored],
) -> Result<Protected, Refusal> {
    let mut left_out = Vec::new();
    let mut in_period = Vec::new();
    let mut in_pool = Vec::new();
    for one in counted {
        let periods = one.periods();
        match ladder::rung(which, one.indicator, &periods, ever) {
            Rung::Pool if !ladder::is_pool_due(one.indicator, period, ever) => {
                left_out.push(one.left_out(Why::PoolNotDue))
            }
            Rung::Pool => in_pool.push((one, Shown::new(one.indicator, Rung::Pool, periods.concat()))),
            rung => in_period.push((one, Shown::new(one.indicator, rung, one.leaves.clone()))),
        }
    }
    let pool = Which { period: ladder::pool_of(period), ..which.clone() };
    let mut figures = printed(which, &in_period, ever)?;
    for figure in printed(&pool, &in_pool, ever)? {
        // The last rung alone can be too small for anything to be seen.
        if figure.cells.iter().all(|cell| cell.why.is_some()) {
            left_out.push(LeftOut { indicator: figure.indicator, why: Why::TooLittle });
        } else {
            figures.push(figure);
        }
    }
    Ok((figures, left_out))
}

fn printed(which: &Which, ones: &[(&Counted, Shown)], ever: &[Stored]) -> Result<Vec<DraftFigure>, Refusal> {
    if ones.is_empty() {
        return Ok(Vec::new());
    }
    let shown: Vec<_> = ones.iter().map(|(_, shown)| shown.clone()).collect();
    let prepared = control::protect(which, &shown, &control::of_unit(which, ever))?;
    let figure = |(one, shown): &(&Counted, Shown)| DraftFigure {
        indicator: one.indicator.code.to_owned(),
        period: which.period.clone(),
        version: one.indicator.version,
        rung: shown.rung.to_value(),
        coverage: i32::try_from(one.coverage).unwrap_or_default(),
        input_hash: one.hash.clone(),
        cells: prepared.cells(one.indicator),
    };
    Ok(ones.iter().map(figure).collect())
}

async fn stored(
    grant: &Grant,
    by: Uuid,
    asked: &Asked,
    period: &Period,
    draft: &Draft,
) -> Result<statistics_draft::Model, Fault> {
    let now = grant.clock().now();
    let row = statistics_draft::Model {
        id: ids::new_id(now),
        period: period.text(),
        basis: asked.basis,
        state: DraftState::Draft,
        cube: store::sealed(grant, draft)?,
        floor: asked.floor.and_then(|floor| i32::try_from(floor).ok()).unwrap_or(LOWEST),
        as_of: grant.reach().today,
        prepared_by: by,
        prepared_at: now,
        decided_by: None,
        decided_at: None,
        refusal: None,
        publication_id: None,
        version: 1,
    };
    store::add(grant, row.clone()).await?;
    Ok(row)
}

/// Linear programmes take their time: not on a thread that answers requests.
pub(super) async fn on_a_thread_of_its_own<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|cause| Fault::internal(&cause))
}
