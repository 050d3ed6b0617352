//! Documents of what is published, for the tools that people have: Kolada's clients, a spreadsheet, a browser.
//!
//! Every reader sees published cells alone and shows a hidden one as hidden: nothing here counts, and nothing tells why.

mod chart;
mod choice;
mod kolada;
mod page;
mod table;
mod words;

use crate::access::tenants::RegistryDb;
use crate::support::document::{Asked, Document, Shelf};
use crate::support::fault::Fault;

/// Finds what is asked for, in the reader's language.
pub async fn read(registry: &RegistryDb, shelf: Shelf, asked: &Asked) -> Result<Document, Fault> {
    match shelf {
        Shelf::Kolada => kolada::read(registry, asked).await,
        Shelf::Table => table::read(registry, asked).await,
        Shelf::Chart => chart::read(registry, asked).await,
        Shelf::Page => page::read(registry, asked).await,
    }
}
