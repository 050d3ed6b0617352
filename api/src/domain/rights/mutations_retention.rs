//! What the root fields of retention do.

use async_graphql::Context;
use entity::municipality::retention_rule;

use super::mutations::by;
use super::rules::RightsFault;
use super::tables::{self, Table};
use super::types::ErasurePayload;
use super::types_retention::{
    ProposeRetentionRunInput, RetentionRule, RetentionRulePayload, SetRetentionRuleInput,
};
use super::{rules, store, store_retention};
use crate::access::{Action, Authorize, Grant};
use crate::support::fault::Fault;

/// Sets a rule.
pub(super) async fn set(
    ctx: &Context<'_>,
    input: SetRetentionRuleInput,
) -> Result<RetentionRulePayload, Fault> {
    let grant = ctx.authorize(Action::ManageRetention)?;
    let known = |table: &Table| table.name == input.record_type && table.kept_from.is_some();
    let Some(table) = tables::all().into_iter().find(known) else {
        return Ok(RetentionRulePayload::of(None, Some(RightsFault::RecordType)));
    };
    let months = match rules::months(input.months) {
        Ok(months) => months,
        Err(fault) => return Ok(RetentionRulePayload::of(now(&grant, &table).await?, Some(fault))),
    };
    let row = retention_rule::Model {
        record_type: input.record_type,
        months,
        active: input.active,
        version: input.version.saturating_add(1),
        changed_by: by(&grant)?,
        changed_at: grant.clock().now(),
    };
    let is_set = store_retention::set(&grant, row).await?;
    let fault = (!is_set).then_some(RightsFault::Conflict);
    Ok(RetentionRulePayload::of(now(&grant, &table).await?, fault))
}

async fn now(grant: &Grant, table: &Table) -> Result<Option<RetentionRule>, Fault> {
    let rules = store_retention::rules(grant).await?;
    Ok(RetentionRule::of(table, rules.iter().find(|rule| rule.record_type == table.name)))
}

/// Proposes that what is due goes.
pub(super) async fn propose(
    ctx: &Context<'_>,
    input: ProposeRetentionRunInput,
) -> Result<ErasurePayload, Fault> {
    let grant = ctx.authorize(Action::ManageRetention)?;
    let mut due = rules::due(&store_retention::rules(&grant).await?, grant.reach().today);
    if let Some(asked) = input.record_types {
        due.retain(|due| asked.contains(&due.record_type));
    }
    let counts = store_retention::dry_run(&grant, &due).await?;
    if counts.is_empty() {
        return ErasurePayload::of(&grant, None, Some(RightsFault::NothingDue)).await;
    }
    let scope = serde_json::to_string(&due).map_err(|cause| Fault::internal(&cause))?;
    let row = store::propose(&grant, by(&grant)?, None, scope, &counts).await?;
    ErasurePayload::of(&grant, Some(row), None).await
}
