//! Parts of the page: the form, what the indicator means, and where its figures are fetched.

use maud::{Markup, html};

use super::super::words::{self, say};
use super::Page;
use crate::support::document;

/// A link to the page in the other language, with the same choices.
pub(super) fn language(page: &Page) -> Markup {
    let other = if page.english { "sv" } else { "en" };
    html! {
        p { a lang=(other) hreflang=(other) href=(format!("?{}", choices(page, other))) {
            (if page.english { "På svenska" } else { "In English" })
        } }
    }
}

fn choices(page: &Page, language: &str) -> String {
    let fixed = [("lang", language), ("indicator", page.indicator.code), ("period", page.period.as_str())];
    let by = page.by.map(|by| ("by", by.code()));
    let municipalities = page.chosen.iter().map(|code| ("municipality", code.as_str()));
    document::query(fixed.into_iter().filter(|(_, text)| !text.is_empty()).chain(by).chain(municipalities))
}

/// What may be chosen, as a plain form.
pub(super) fn form(page: &Page) -> Markup {
    html! {
        form method="get" {
            input type="hidden" name="lang" value=(if page.english { "en" } else { "sv" });
            div.field {
                label for="indicator" { (say("Nyckeltal", "Indicator")) }
                select #indicator name="indicator" {
                    @for one in &page.indicators {
                        option value=(one.code) selected[one.code == page.indicator.code] { (one.title.pick()) }
                    }
                }
            }
            div.field {
                label for="period" { (say("Period", "Period")) }
                select #period name="period" {
                    @for one in page.periods.iter().rev() {
                        option value=(one) selected[*one == page.period] { (one) }
                    }
                }
            }
            @if !page.indicator.dimensions.is_empty() {
                div.field {
                    label for="by" { (say("Dela upp tabellen efter", "Divide the table by")) }
                    select #by name="by" {
                        option value="" { (say("ingenting", "nothing")) }
                        @for one in page.indicator.dimensions {
                            option value=(one.code()) selected[page.by == Some(*one)] { (one.name().pick()) }
                        }
                    }
                }
            }
            @if !page.municipalities.is_empty() {
                fieldset {
                    legend { (say("Kommuner (ingen vald: alla)", "Municipalities (none chosen: all)")) }
                    div.boxes {
                        @for (code, name) in &page.municipalities {
                            label {
                                input type="checkbox" name="municipality" value=(code) checked[page.chosen.contains(code)];
                                (name)
                            }
                        }
                    }
                }
            }
            button type="submit" { (say("Visa", "Show")) }
        }
    }
}

/// What the indicator means.
pub(super) fn about(page: &Page) -> Markup {
    let indicator = page.indicator;
    let hidden = say(
        format!(
            "Värden som kan peka ut någon visas inte: då står det dold, och färre än {} visas aldrig. Det som står \
             dolt kan vara dolt för att skydda ett annat värde.",
            indicator.floor
        ),
        format!(
            "Values that could single somebody out are not shown: they say hidden, and fewer than {} are never shown. \
             What is hidden may be hidden to protect another value.",
            indicator.floor
        ),
    );
    html! {
        section aria-labelledby="about" {
            h3 #about { (say("Om nyckeltalet", "About the indicator")) }
            dl {
                dt { (say("Definition", "Definition")) }
                dd { (indicator.definition.pick()) }
                dt { (say("Täljare", "Numerator")) }
                dd { (indicator.numerator.pick()) }
                dt { (say("Nämnare", "Denominator")) }
                dd { (indicator.denominator.pick()) }
                dt { (say("Vilka som räknas", "Who is counted")) }
                dd { (words::basis(indicator.basis)) }
                dt { (say("Dolda värden", "Hidden values")) }
                dd { (hidden) }
                dt { (say("Källa", "Source")) }
                dd { (indicator.source.pick()) }
                dt { (say("Kod och version", "Code and version")) }
                dd { (indicator.code) ", " (indicator.version) }
            }
        }
    }
}

/// Where the same figures are fetched by other tools.
pub(super) fn fetch(page: &Page) -> Markup {
    let code = page.indicator.code;
    let language = if page.english { "en" } else { "sv" };
    let with = |more: &[(&'static str, &str)]| {
        let fixed = [("indicator", code), ("lang", language)];
        let municipalities = page.chosen.iter().map(|code| ("municipality", code.as_str()));
        document::query(fixed.into_iter().chain(more.iter().copied()).chain(municipalities))
    };
    let table = |format| format!("statistics/data.csv?{}", with(&[("format", format)]));
    let chart = |more: &[(&'static str, &str)]| format!("statistics/chart.svg?{}", with(more));
    let graphql = graphql(page);
    html! {
        section aria-labelledby="fetch" {
            h3 #fetch { (say("Hämta", "Fetch")) }
            ul {
                li { a href=(table("semicolon")) { (say("CSV för svenskt Excel (semikolon)", "CSV for a Swedish Excel (semicolons)")) } }
                li { a href=(table("comma")) { (say("CSV med komman", "CSV with commas")) } }
                @if page.over_time().lines.len() <= super::chart::MOST_LINES {
                    li { a href=(chart(&[("over", "time")])) { (say("Diagrammet över tid (SVG)", "The chart over time (SVG)")) } }
                }
                li { a href=(chart(&[("over", "municipalities"), ("period", &page.period)])) {
                    (say("Diagrammet över kommuner (SVG)", "The chart of municipalities (SVG)"))
                } }
                li { a href=(format!("kolada/v3/kpi/{code}")) { (say("Som i Koladas API (JSON)", "As in Kolada's API (JSON)")) } }
            }
            p #query-label { (say("Samma siffror med GraphQL:", "The same figures by GraphQL:")) }
            pre tabindex="0" aria-labelledby="query-label" { code { (graphql) } }
            @if page.graphiql {
                p { a href=(format!("graphiql?{}", document::query([("query", graphql.as_str())].into_iter()))) {
                    (say("Öppna i GraphiQL", "Open in GraphiQL"))
                } }
            }
        }
    }
}

const GRAPHQL: &str = "{
  statistics(ARGUMENTS) {
    municipality { code name }
    period
    published
    publication { coverage publishedAt }
    cells {
      __typename
      ... on CellValue { coordinate n total value }
      ... on CellHidden { coordinate }
    }
  }
}";

/// The question of the page in GraphQL. What is written into it are codes of the catalogue, periods and codes of
/// municipalities that have published.
fn graphql(page: &Page) -> String {
    let quoted =
        |texts: &[String]| texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(", ");
    let municipalities = match page.chosen.as_slice() {
        [] => String::new(),
        chosen => format!(", municipalities: [{}]", quoted(chosen)),
    };
    let breakdown = page.by.map(|by| format!(", breakdown: {:?}", by.code())).unwrap_or_default();
    let arguments = format!(
        "indicator: {:?}, periods: [{}]{municipalities}{breakdown}",
        page.indicator.code,
        quoted(std::slice::from_ref(&page.period)),
    );
    GRAPHQL.replace("ARGUMENTS", &arguments)
}

/// The last lines.
pub(super) fn footer() -> Markup {
    html! {
        p { (say(
            "Varje siffra är kontrollerad så att ingen kan pekas ut, och godkänd av två personer i kommunen, innan den publicerades.",
            "Each figure was checked so that nobody can be singled out, and approved by two people of the municipality, before it was published.",
        )) }
    }
}
