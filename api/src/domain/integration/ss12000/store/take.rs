//! Takes planned rows: new ones are added, different ones changed, the same ones left.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::desk::{CHUNK, Desk};
use super::shapes::Shape;
use super::tables::{FromSource, Imported};
use crate::domain::integration::ss12000::diff::diff;
use crate::support::fault::Fault;

/// Takes the planned rows of one table, a transaction for each few hundred that differ.
pub(super) async fn take<E, S>(desk: &mut Desk<'_>, shape: &S, planned: Vec<S::Row>) -> Result<(), Fault>
where
    E: Imported,
    S: Shape<E>,
{
    let mut planned = planned.into_iter();
    loop {
        let part: Vec<S::Row> = planned.by_ref().take(CHUNK).collect();
        if part.is_empty() {
            return Ok(());
        }
        take_part(desk, shape, part).await?;
    }
}

async fn take_part<E, S>(desk: &mut Desk<'_>, shape: &S, mut part: Vec<S::Row>) -> Result<(), Fault>
where
    E: Imported,
    S: Shape<E>,
{
    let rows = part.len();
    let (own, by_hand) = here::<E>(desk, part.iter().map(S::id)).await?;
    let mut seen = by_hand.clone();
    part.retain(|row| seen.insert(S::id(row)));
    let own = own.into_iter().map(|row| shape.open(row)).collect::<Result<Vec<_>, _>>()?;
    let difference = diff(own, part, S::id, |old, new| shape.keep(old, new));
    let (new, changed) = (difference.new.len(), difference.changed.len());
    let differing = difference.new.into_iter().chain(difference.changed);
    let differing: Vec<E::Model> = differing.map(|row| shape.seal(row)).collect();
    desk.touch::<E>(&differing);
    desk.write::<E>(differing).await?;
    let counts = desk.report.counts_of(E::NAME);
    counts.new += new;
    counts.changed += changed;
    counts.unchanged += difference.unchanged + by_hand.len();
    desk.step(E::NAME, rows)
}

/// The rows here with these ids: those of this source, and the ids of those that a hand entered or corrected.
async fn here<E: Imported>(
    desk: &Desk<'_>,
    ids: impl Iterator<Item = Uuid>,
) -> Result<(Vec<E::Model>, HashSet<Uuid>), Fault> {
    let rows = E::within(desk.grant.reach()).filter(E::id_column().is_in(ids)).limit(CHUNK as u64);
    let rows = desk.grant.all(rows).await?;
    let (own, others): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.source() == Some(desk.source_id));
    Ok((own, others.iter().map(FromSource::id).collect()))
}
