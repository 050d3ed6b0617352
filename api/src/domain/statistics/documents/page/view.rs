//! The page as HTML. Every text is escaped by `maud`; the charts are made by `chart`, which escapes its own.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::chart::MOST_LINES;
use super::super::words::say;
use super::{Page, parts, tables};
use crate::support::fault::Fault;

/// The whole page.
pub(super) fn html(page: &Page) -> Result<String, Fault> {
    let (over_time, across) = (over_time(page)?, across(page)?);
    let heading = say("Statistik om fullföljd utbildning", "Statistics on completing school");
    let document = html! {
        (DOCTYPE)
        html lang=(if page.english { "en" } else { "sv" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.indicator.title.pick()) " – UP2" }
                link rel="stylesheet" href="statistics/page.css";
            }
            body {
                a.skip href="#content" { (say("Till innehållet", "Skip to the content")) }
                header {
                    p.name { "UP2" }
                    h1 { (heading) }
                    (parts::language(page))
                }
                main #content tabindex="-1" {
                    @for notice in &page.notices { p.notice role="status" { (notice) } }
                    (parts::form(page))
                    h2 { (page.indicator.title.pick()) }
                    @if page.figures.is_empty() {
                        p { (say("Inget är publicerat än.", "Nothing is published yet.")) }
                    } @else {
                        (over_time)
                        (across)
                        (parts::fetch(page))
                    }
                    (parts::about(page))
                }
                footer { (parts::footer()) }
            }
        }
    };
    Ok(document.into_string())
}

fn over_time(page: &Page) -> Result<Markup, Fault> {
    let over_time = page.over_time();
    let drawn = if over_time.lines.len() <= MOST_LINES { Some(PreEscaped(over_time.svg()?)) } else { None };
    let few = say(
        format!("Välj högst {MOST_LINES} kommuner för att se dem som linjer; tabellen visar alla."),
        format!("Choose at most {MOST_LINES} municipalities to see them as lines; the table shows all."),
    );
    Ok(html! {
        section aria-labelledby="time" {
            h3 #time { (say("Över tid", "Over time")) }
            @match drawn {
                Some(svg) => { div.chart { (svg) } }
                None => { p { (few) } }
            }
            details open[over_time.lines.len() <= MOST_LINES] {
                summary { (say("Tabell över tid", "Table over time")) }
                (tables::over_time(page, &over_time))
            }
        }
    })
}

fn across(page: &Page) -> Result<Markup, Fault> {
    let svg = PreEscaped(page.across().svg()?);
    Ok(html! {
        section aria-labelledby="municipalities" {
            h3 #municipalities { (say("Mellan kommuner", "Across municipalities")) ", " (page.period) }
            div.chart { (svg) }
            details open {
                summary { (say("Tabell över kommuner", "Table of municipalities")) }
                (tables::across(page))
            }
        }
    })
}
