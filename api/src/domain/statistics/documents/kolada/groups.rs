//! Groups of municipalities: those that are similar to one (liknande kommuner) in a service and year.

use std::collections::BTreeMap;

use super::about::{Group, Member};
use super::holds;
use crate::access::tenants::RegistryDb;
use crate::support::document::Asked;
use crate::support::fault::Fault;

/// Groups with these ids, or all whose titles hold what is searched for.
pub(super) async fn listed(
    registry: &RegistryDb,
    asked: &Asked,
    ids: Option<Vec<String>>,
) -> Result<Vec<Group>, Fault> {
    let groups = all(registry).await?.into_iter().filter(|group| match &ids {
        Some(ids) => ids.contains(&group.id),
        None => holds(&group.title, asked.one("title")),
    });
    Ok(groups.collect())
}

async fn all(registry: &RegistryDb) -> Result<Vec<Group>, Fault> {
    let names = registry.names().await?;
    let title = |code: &str| names.get(code).cloned().unwrap_or_else(|| code.to_owned());
    let mut members: BTreeMap<_, Vec<Member>> = BTreeMap::new();
    for row in registry.similar().await? {
        let member = Member { member_title: title(&row.similar_code), member_id: row.similar_code };
        members.entry((row.service, row.municipality_code, row.year)).or_default().push(member);
    }
    let group = |((service, code, year), members): ((String, String, i32), _)| {
        let said = match service.as_str() {
            "GR" => "grundskola",
            "GY" => "gymnasieskola",
            other => other,
        };
        let title = format!("Liknande kommuner {said}, {}, {year}", title(&code));
        Group { id: format!("G{service}{code}{year}"), title, members }
    };
    Ok(members.into_iter().map(group).collect())
}

/// The members of the groups among these ids.
pub(super) async fn members(
    registry: &RegistryDb,
    ids: &[String],
) -> Result<BTreeMap<String, Vec<String>>, Fault> {
    if !ids.iter().any(|id| is_group(id)) {
        return Ok(BTreeMap::new());
    }
    let chosen = all(registry).await?.into_iter().filter(|group| ids.contains(&group.id));
    let codes = |members: Vec<Member>| members.into_iter().map(|member| member.member_id).collect();
    Ok(chosen.map(|group| (group.id, codes(group.members))).collect())
}

/// Whether an id is that of a group.
pub(super) fn is_group(id: &str) -> bool {
    id.starts_with('G')
}
