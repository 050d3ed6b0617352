//! `/statistics`: a page on which published figures are chosen and looked at. It is made here whole: it needs no script,
//! and nothing from elsewhere.

mod parts;
mod tables;
mod view;

use std::collections::BTreeMap;

use entity::text::fold;

use super::chart;
use super::choice::{self, Names};
use super::words::say;
use crate::access::tenants::RegistryDb;
use crate::access::tenants::published::{Figure, Wanted};
use crate::domain::statistics::catalogue::{self, ALL, Dimension, Indicator};
use crate::support::document::{Asked, Document};
use crate::support::fault::Fault;

/// All that stands on the page.
struct Page {
    /// Whether English is read; Swedish else.
    english: bool,
    /// Whether the editor for GraphQL is open.
    graphiql: bool,
    /// What the reader should know of what they asked.
    notices: Vec<String>,
    /// Indicators with published figures, and the chosen one.
    indicators: Vec<&'static Indicator>,
    /// The chosen one.
    indicator: &'static Indicator,
    /// Its periods, the earliest first.
    periods: Vec<String>,
    /// The chosen one; empty when there is none.
    period: String,
    /// The dimension that the table is divided by.
    by: Option<Dimension>,
    /// Municipalities that have published the indicator: code and name, by name.
    municipalities: Vec<(String, String)>,
    /// Codes of those that are looked for.
    chosen: Vec<String>,
    /// The totals of all municipalities and periods.
    figures: Vec<Figure>,
    /// Those of the chosen period by the dimension.
    divided: Vec<Figure>,
    /// Names of municipalities.
    names: Names,
}

/// The page for what is asked.
pub(super) async fn read(registry: &RegistryDb, asked: &Asked) -> Result<Document, Fault> {
    let page = Page::read(registry, asked).await?;
    Ok(Document { media: "text/html; charset=utf-8", name: None, body: view::html(&page)? })
}

impl Page {
    async fn read(registry: &RegistryDb, asked: &Asked) -> Result<Self, Fault> {
        let mut published: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (indicator, period, _) in registry.periods().await? {
            published.entry(indicator).or_default().push(period);
        }
        let mut notices = Vec::new();
        let public = || ALL.iter().filter(|indicator| !indicator.group_only);
        let first = || public().find(|indicator| published.contains_key(indicator.code));
        let asked_for =
            asked.one("indicator").map(|code| catalogue::find(code).filter(|found| !found.group_only));
        if matches!(asked_for, Some(None)) {
            notices.push(
                say(
                    "Nyckeltalet finns inte: välj ett i listan.",
                    "There is no such indicator: choose one in the list.",
                )
                .to_owned(),
            );
        }
        let indicator = asked_for.flatten().or_else(first).or_else(|| ALL.first());
        let indicator = indicator.ok_or_else(|| Fault::internal(&"an empty catalogue"))?;
        let indicators =
            public().filter(|one| published.contains_key(one.code) || one.code == indicator.code);
        let periods = published.get(indicator.code).cloned().unwrap_or_default();
        let periods = choice::in_order(periods.iter().map(String::as_str));
        let period = chosen_period(asked, &periods, &mut notices);
        let by = asked.one("by").and_then(|code| indicator.dimensions.iter().find(|one| one.code() == code));
        let wanted = |periods: Vec<String>, breakdown: &str| Wanted {
            indicators: vec![indicator.code.to_owned()],
            periods,
            breakdown: Some(breakdown.to_owned()),
            ..Wanted::default()
        };
        let figures = registry.published(&wanted(Vec::new(), "")).await?;
        let divided = match by {
            Some(by) if !period.is_empty() => {
                registry.published(&wanted(vec![period.clone()], by.code())).await?
            }
            _ => Vec::new(),
        };
        let names = Names::read(registry).await?;
        let municipalities = municipalities(&figures, &names);
        let chosen = chosen_municipalities(asked, &municipalities, &names, &mut notices);
        Ok(Self {
            english: say(false, true),
            graphiql: asked.graphiql,
            notices,
            indicators: indicators.collect(),
            indicator,
            periods,
            period,
            by: by.copied(),
            municipalities,
            chosen,
            figures,
            divided,
            names,
        })
    }

    /// The figures of those who are looked for, or of all.
    fn looked_for(&self) -> Vec<Figure> {
        let is = |figure: &&Figure| {
            self.chosen.is_empty() || self.chosen.contains(&figure.publication.municipality_code)
        };
        self.figures.iter().filter(is).cloned().collect()
    }

    /// The lines over time.
    fn over_time(&self) -> chart::OverTime {
        chart::over_time_of(self.indicator, &self.looked_for(), &self.names)
    }

    /// The bars of the chosen period.
    fn across(&self) -> chart::Across {
        chart::across_of(self.indicator, &self.figures, &self.names, &self.period, &self.chosen)
    }
}

/// The period that is asked for where there is one, or else the latest.
fn chosen_period(asked: &Asked, periods: &[String], notices: &mut Vec<String>) -> String {
    let latest = periods.last().cloned().unwrap_or_default();
    let Some(period) = asked.one("period") else { return latest };
    if periods.iter().any(|one| one == period) {
        return period.to_owned();
    }
    if !latest.is_empty() {
        notices.push(say(
            format!("För den valda perioden är inget publicerat: här visas {latest}."),
            format!("Nothing is published for the chosen period: this is {latest}."),
        ));
    }
    latest
}

fn municipalities(figures: &[Figure], names: &Names) -> Vec<(String, String)> {
    let code = |figure: &Figure| figure.publication.municipality_code.clone();
    let codes: std::collections::BTreeSet<_> = figures.iter().map(code).collect();
    let mut named: Vec<_> = codes.into_iter().map(|code| (names.of(&code), code)).collect();
    named.sort_by_cached_key(|(name, code)| (fold(name), code.clone()));
    named.into_iter().map(|(name, code)| (code, name)).collect()
}

fn chosen_municipalities(
    asked: &Asked,
    published: &[(String, String)],
    names: &Names,
    notices: &mut Vec<String>,
) -> Vec<String> {
    let (chosen, without): (Vec<_>, Vec<_>) = asked
        .all("municipality")
        .into_iter()
        .partition(|code| published.iter().any(|(other, _)| other == code));
    for code in without.into_iter().take(10) {
        let name = names.of(&code);
        notices.push(say(
            format!("{name} har inte publicerat nyckeltalet."),
            format!("{name} has not published the indicator."),
        ));
    }
    chosen
}
