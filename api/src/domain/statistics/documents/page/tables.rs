//! The table behind each chart.

use entity::registry::published_cell;
use entity::vocabulary::CellState;
use maud::{Markup, html};

use super::super::chart::OverTime;
use super::super::choice;
use super::super::words::{self, say};
use super::Page;
use crate::access::tenants::published::Figure;

/// Municipalities by period.
pub(super) fn over_time(page: &Page, over_time: &OverTime) -> Markup {
    let caption = format!("{}, {}", page.indicator.title.pick(), say("över tid", "over time"));
    let figures = page.looked_for();
    let rows =
        page.municipalities.iter().filter(|(code, _)| page.chosen.is_empty() || page.chosen.contains(code));
    let find = |code: &str, period: &str| {
        figures
            .iter()
            .find(|figure| figure.publication.municipality_code == code && figure.figure.period == period)
    };
    scrolled(
        &caption,
        html! {
            thead {
                tr {
                    th scope="col" { (say("Kommun", "Municipality")) }
                    @for period in &over_time.periods { th.figure scope="col" { (period) } }
                }
            }
            tbody {
                @for (code, name) in rows {
                    tr {
                        th scope="row" { (name) }
                        @for period in &over_time.periods { (cell(page, find(code, period).and_then(choice::total))) }
                    }
                }
            }
        },
    )
}

/// Municipalities of the chosen period, with what they are worked out from and divided as the reader chose.
pub(super) fn across(page: &Page) -> Markup {
    let caption = format!("{}, {}", page.indicator.title.pick(), page.period);
    let categories = page.by.map(|by| by.categories()).unwrap_or_default();
    let of_period = |code: &str| {
        let is = |figure: &&Figure| {
            figure.publication.municipality_code == code && figure.figure.period == page.period
        };
        page.figures.iter().find(is)
    };
    let rows = page.municipalities.iter().filter_map(|(code, name)| Some((code, name, of_period(code)?)));
    scrolled(
        &caption,
        html! {
            thead {
                tr {
                    th scope="col" { (say("Kommun", "Municipality")) }
                    th.figure scope="col" { (say("Alla", "All")) }
                    @for category in categories { th.figure scope="col" { (category.name.pick()) } }
                    th.figure scope="col" { (say("Täljare", "Numerator")) }
                    th.figure scope="col" { (say("Nämnare", "Denominator")) }
                    th.figure scope="col" { (say("Täckning", "Coverage")) }
                    th scope="col" { (say("Publicerad", "Published")) }
                }
            }
            tbody {
                @for (code, name, figure) in rows {
                    tr.chosen[page.chosen.contains(code)] {
                        th scope="row" { (name) }
                        (cell(page, choice::total(figure)))
                        @for category in categories { (cell(page, divided(page, code, category.code))) }
                        td.figure { (count(choice::total(figure), |cell| cell.n)) }
                        td.figure { (count(choice::total(figure), |cell| cell.total)) }
                        td.figure { (figure.figure.coverage) (say("\u{a0}%", "%")) }
                        td { (figure.publication.published_at.date_naive()) }
                    }
                }
            }
        },
    )
}

/// The cell of a category of a municipality.
fn divided<'a>(page: &'a Page, code: &str, category: &str) -> Option<&'a published_cell::Model> {
    let by = page.by?.code();
    let coordinate = format!("{by}={category}");
    let figure = page.divided.iter().find(|figure| figure.publication.municipality_code == code)?;
    figure.cells.iter().find(|cell| cell.breakdown == by && cell.coordinate == coordinate)
}

fn count(cell: Option<&published_cell::Model>, of: impl Fn(&published_cell::Model) -> Option<i64>) -> String {
    let shown = cell.filter(|cell| cell.state == CellState::Value);
    shown.and_then(of).map(|n| n.to_string()).unwrap_or_default()
}

fn cell(page: &Page, cell: Option<&published_cell::Model>) -> Markup {
    let not_revised =
        say("En senare rättelse är för liten för att visas.", "A later correction is too small to be shown.");
    html! {
        @match cell {
            None => td.figure.without { (say("ej publicerad", "not published")) },
            Some(cell) if cell.state == CellState::Value => td.figure {
                (words::cell(page.indicator, cell))
                @if cell.not_revised { abbr title=(not_revised) { "*" } }
            },
            Some(cell) => td.figure.without.hidden[cell.state == CellState::Suppressed] {
                (words::cell(page.indicator, cell))
            },
        }
    }
}

/// A table that scrolls by itself on a narrow screen, by keyboard too.
fn scrolled(caption: &str, rows: Markup) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                (rows)
            }
        }
    }
}
