//! What there is: key figures, municipalities, and the one group of key figures.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::vocabulary::UnitBasis;
use serde::Serialize;

use super::{holds, year};
use crate::access::tenants::RegistryDb;
use crate::domain::statistics::catalogue::{ALL, Dimension, Indicator};
use crate::support::document::Asked;
use crate::support::fault::Fault;

#[derive(Serialize)]
pub(super) struct Kpi {
    id: &'static str,
    title: &'static str,
    description: String,
    is_divided_by_gender: bool,
    municipality_type: &'static str,
    auspice: &'static str,
    operating_area: &'static str,
    perspective: &'static str,
    prel_publication_date: Option<NaiveDate>,
    publication_date: Option<NaiveDate>,
    publ_period: Option<String>,
    has_ou_data: bool,
}

#[derive(Serialize)]
pub(super) struct Municipality {
    id: String,
    title: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) members: Vec<Member>,
}

#[derive(Serialize)]
pub(super) struct Member {
    pub(super) member_id: String,
    pub(super) member_title: String,
}

/// What is divided by sex is divided by this dimension.
pub(super) fn is_divided_by_gender(indicator: &Indicator) -> bool {
    indicator.dimensions.contains(&Dimension::Sex)
}

/// Key figures with these ids, or all that hold what is searched for.
pub(super) async fn kpis(
    registry: &RegistryDb,
    asked: &Asked,
    ids: Option<Vec<String>>,
) -> Result<Vec<Kpi>, Fault> {
    let mut latest: BTreeMap<String, (NaiveDate, i32)> = BTreeMap::new();
    for (indicator, period, published_at) in registry.periods().await? {
        let Some((year, _)) = year::of(&period) else { continue };
        let found = (published_at.date_naive(), year);
        let known = latest.entry(indicator).or_insert(found);
        *known = (known.0.max(found.0), known.1.max(found.1));
    }
    let chosen = ALL.iter().filter(|indicator| year::is_on_this_face(indicator));
    let chosen = chosen.filter(|indicator| match &ids {
        Some(ids) => ids.iter().any(|id| id.eq_ignore_ascii_case(indicator.code)),
        None => holds(indicator.title.sv, asked.one("title")),
    });
    Ok(chosen.map(|indicator| kpi(indicator, latest.get(indicator.code))).collect())
}

fn kpi(indicator: &Indicator, latest: Option<&(NaiveDate, i32)>) -> Kpi {
    Kpi {
        id: indicator.code,
        title: indicator.title.sv,
        description: description(indicator),
        is_divided_by_gender: is_divided_by_gender(indicator),
        municipality_type: "K",
        auspice: match indicator.basis {
            UnitBasis::Authority => "E",
            UnitBasis::HomeMunicipality | UnitBasis::SchoolLocation => "T",
        },
        operating_area: "Fullföljd utbildning (UP2)",
        perspective: "Kvalitet och resultat",
        prel_publication_date: None,
        publication_date: latest.map(|(date, _)| *date),
        publ_period: latest.map(|(_, year)| year.to_string()),
        has_ou_data: false,
    }
}

fn description(indicator: &Indicator) -> String {
    let Indicator { definition, numerator, denominator, floor, version, source, .. } = indicator;
    format!(
        "{} Täljare: {}. Nämnare: {}. {} Färre än {floor} visas aldrig: ett dolt värde är null, liksom ett som inte är \
         rapporterat. Där tre år visas tillsammans står värdet på det sista året, med status POOL. Definition, version \
         {version}. Källa: UP2. {}",
        definition.sv,
        numerator.sv,
        denominator.sv,
        year::said(indicator),
        source.sv,
    )
}

/// Municipalities with these ids, or all that hold what is searched for and are of the type.
pub(super) async fn municipalities(
    registry: &RegistryDb,
    asked: &Asked,
    ids: Option<Vec<String>>,
) -> Result<Vec<Municipality>, Fault> {
    let kind = asked.one("region_type").or_else(|| asked.one("type"));
    if !kind.is_none_or(|kind| kind.eq_ignore_ascii_case("K")) {
        // Regions (L) and the country are not here: no sum over municipalities is published.
        return Ok(Vec::new());
    }
    let ids: Option<BTreeSet<_>> = ids.map(|ids| ids.into_iter().collect());
    let chosen = registry.names().await?.into_iter().filter(|(code, name)| match &ids {
        Some(ids) => ids.contains(code),
        None => holds(name, asked.one("title")),
    });
    Ok(chosen.map(|(id, title)| Municipality { id, title, kind: "K" }).collect())
}

/// The one group of key figures: those of UP2.
pub(super) fn kpi_groups(asked: &Asked, ids: Option<Vec<String>>) -> Vec<Group> {
    let group = Group {
        id: "GUP2".to_owned(),
        title: "UP2: fullföljd utbildning".to_owned(),
        members: ALL
            .iter()
            .filter(|indicator| year::is_on_this_face(indicator))
            .map(|indicator| Member {
                member_id: indicator.code.to_owned(),
                member_title: indicator.title.sv.to_owned(),
            })
            .collect(),
    };
    let wanted = match ids {
        Some(ids) => ids.contains(&group.id),
        None => holds(&group.title, asked.one("title")),
    };
    wanted.then_some(group).into_iter().collect()
}
