//! Published figures as Kolada's API v3 writes them, so that its clients read them by another base address.
//!
//! Kolada has one value a year: [`year`] says which period that is. A hidden value and one that was not reported are
//! `null`; a figure that is not published is no row; one that was withdrawn is told as deleted to whoever asks what has
//! changed (`from_date`).

mod about;
mod data;
mod groups;
mod year;

use serde::Serialize;

use crate::access::tenants::RegistryDb;
use crate::support::document::{Asked, Document, listed};
use crate::support::fault::{Code, Fault};

/// Most ids of one part of a path.
const MOST_IDS: usize = 25;
/// Most rows of one page.
const MOST_ROWS: usize = 5_000;

/// Answers one address below `/kolada/v3`.
pub(super) async fn read(registry: &RegistryDb, asked: &Asked) -> Result<Document, Fault> {
    let path: Vec<_> = asked.path.iter().map(String::as_str).collect();
    match &path[..] {
        ["kpi"] => page(asked, about::kpis(registry, asked, None).await?),
        ["kpi", ids] => page(asked, about::kpis(registry, asked, Some(few(ids)?)).await?),
        ["municipality"] => page(asked, about::municipalities(registry, asked, None).await?),
        ["municipality", ids] => page(asked, about::municipalities(registry, asked, Some(few(ids)?)).await?),
        ["kpi_groups"] => page(asked, about::kpi_groups(asked, None)),
        ["kpi_groups", ids] => page(asked, about::kpi_groups(asked, Some(few(ids)?))),
        ["municipality_groups"] => page(asked, groups::listed(registry, asked, None).await?),
        ["municipality_groups", ids] => page(asked, groups::listed(registry, asked, Some(few(ids)?)).await?),
        // No figure is published by organisational unit (enhet).
        ["ou"] | ["ou", _] => page::<()>(asked, Vec::new()),
        ["oudata", rest @ ..] => {
            data::Selection::read(asked, rest)?;
            page::<()>(asked, Vec::new())
        }
        ["data", rest @ ..] => page(asked, data::rows(registry, &data::Selection::read(asked, rest)?).await?),
        _ => Err(Fault::of(Code::NotFound).saying(
            "Adressen finns inte här: se /kolada/v3/kpi, /municipality och /data.",
            "There is no such address here: see /kolada/v3/kpi, /municipality and /data.",
        )),
    }
}

/// The ids of one part of a path.
fn few(text: &str) -> Result<Vec<String>, Fault> {
    at_most(listed(text))
}

fn at_most(ids: Vec<String>) -> Result<Vec<String>, Fault> {
    if ids.is_empty() || ids.len() > MOST_IDS {
        return Err(Fault::bad_input(
            format!("Ange 1–{MOST_IDS} id:n i varje del av adressen."),
            format!("Give 1–{MOST_IDS} ids in each part of the address."),
        ));
    }
    Ok(ids)
}

/// Whether a title holds what is searched for, whatever its case.
fn holds(title: &str, searched: Option<&str>) -> bool {
    searched.is_none_or(|searched| title.to_lowercase().contains(&searched.to_lowercase()))
}

#[derive(Serialize)]
struct Envelope<T> {
    values: Vec<T>,
    next_url: Option<String>,
    previous_url: Option<String>,
    count: usize,
}

/// One page of rows, in Kolada's envelope.
fn page<T: Serialize>(asked: &Asked, rows: Vec<T>) -> Result<Document, Fault> {
    let number = |name, usual, most| match asked.one(name) {
        None => Ok(usual),
        Some(text) => text.parse().ok().filter(|number| (1..=most).contains(number)).ok_or_else(|| {
            Fault::bad_input(
                format!("Ange {name} som ett tal från 1 till {most}."),
                format!("Give {name} as a number from 1 to {most}."),
            )
        }),
    };
    let (page, per_page) = (number("page", 1, 1_000_000)?, number("per_page", MOST_ROWS, MOST_ROWS)?);
    let address =
        |page: usize| asked.address_with(&[("page", page.to_string()), ("per_page", per_page.to_string())]);
    let next_url = (page * per_page < rows.len()).then(|| address(page + 1));
    let values: Vec<_> = rows.into_iter().skip((page - 1) * per_page).take(per_page).collect();
    let envelope = Envelope {
        count: values.len(),
        values,
        next_url,
        previous_url: (page > 1).then(|| address(page - 1)),
    };
    let body = serde_json::to_string(&envelope).map_err(|cause| Fault::internal(&cause))?;
    Ok(Document { media: "application/json", name: None, body })
}
