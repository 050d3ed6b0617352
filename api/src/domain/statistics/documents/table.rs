//! Published figures as a table for a spreadsheet: one row a cell.
//!
//! Semicolons and decimal commas open right in a Swedish Excel, commas and points elsewhere; both begin with the mark that
//! tells Excel that the file is UTF-8. No field can be taken for a formula, for a date or for a number that loses its
//! zeros: a municipality is written with its name, as Statistics Sweden does, and a month as 2025M10.

use entity::vocabulary::CellState;

use super::choice::{self, Names};
use super::words::{self, say};
use crate::access::tenants::RegistryDb;
use crate::access::tenants::published::Figure;
use crate::domain::statistics::catalogue::Indicator;
use crate::support::document::{Asked, Document};
use crate::support::fault::Fault;

/// Most indicators of one table.
const MOST_INDICATORS: usize = 25;
/// What Excel knows UTF-8 by.
const MARK: &str = "\u{feff}";

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// Semicolons between fields, a comma in numbers.
    Semicolon,
    /// Commas between fields, a point in numbers.
    Comma,
}

/// The table that is asked for.
pub(super) async fn read(registry: &RegistryDb, asked: &Asked) -> Result<Document, Fault> {
    let format = match asked.one("format") {
        None | Some("semicolon") => Format::Semicolon,
        Some("comma") => Format::Comma,
        Some(_) => {
            return Err(Fault::bad_input(
                "Ange format som semicolon eller comma.",
                "Give format as semicolon or comma.",
            ));
        }
    };
    let codes = asked.all("indicator");
    if codes.is_empty() || codes.len() > MOST_INDICATORS {
        return Err(Fault::bad_input(
            format!("Ange 1–{MOST_INDICATORS} nyckeltal (indicator)."),
            format!("Give 1–{MOST_INDICATORS} indicators (indicator)."),
        ));
    }
    let indicators = codes.iter().map(|code| choice::indicator(code)).collect::<Result<Vec<_>, _>>()?;
    let figures = choice::figures(registry, asked, &indicators, None).await?;
    let names = Names::read(registry).await?;
    let mut writer = Writer::new(format)?;
    for indicator in indicators {
        for figure in figures.iter().filter(|figure| figure.figure.indicator == indicator.code) {
            writer.figure(indicator, figure, &names)?;
        }
    }
    Ok(Document {
        media: "text/csv; charset=utf-8",
        name: Some(say("up2-statistik.csv", "up2-statistics.csv")),
        body: writer.finish()?,
    })
}

struct Writer {
    format: Format,
    rows: csv::Writer<Vec<u8>>,
}

impl Writer {
    fn new(format: Format) -> Result<Self, Fault> {
        let delimiter = if format == Format::Semicolon { b';' } else { b',' };
        let mut rows = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        rows.write_record(say(
            [
                "Nyckeltal",
                "Titel",
                "Kommun",
                "Period",
                "Indelning",
                "Värde",
                "Enhet",
                "Läge",
                "Täljare",
                "Nämnare",
                "Täckning (%)",
                "Ej reviderad",
                "Definition",
                "Avser läget",
                "Publicerad",
                "Koordinat",
            ],
            [
                "Indicator",
                "Title",
                "Municipality",
                "Period",
                "Category",
                "Value",
                "Unit",
                "State",
                "Numerator",
                "Denominator",
                "Coverage (%)",
                "Not revised",
                "Definition",
                "As of",
                "Published",
                "Coordinate",
            ],
        ))
        .map_err(|cause| Fault::internal(&cause.kind()))?;
        Ok(Self { format, rows })
    }

    fn figure(&mut self, indicator: &Indicator, figure: &Figure, names: &Names) -> Result<(), Fault> {
        let code = &figure.publication.municipality_code;
        let municipality = format!("{code} {}", names.of(code));
        for cell in &figure.cells {
            let state = match cell.state {
                CellState::Value => say("värde", "value"),
                other => words::state(other),
            };
            let fields = [
                indicator.code.to_owned(),
                indicator.title.pick().to_owned(),
                municipality.clone(),
                period(&cell.period),
                words::place(indicator, &cell.coordinate),
                cell.value.map(|value| self.number(indicator, value)).unwrap_or_default(),
                words::unit(indicator).to_owned(),
                state.to_owned(),
                cell.n.map(|n| n.to_string()).unwrap_or_default(),
                cell.total.map(|total| total.to_string()).unwrap_or_default(),
                figure.figure.coverage.to_string(),
                if cell.not_revised { say("ja", "yes").to_owned() } else { String::new() },
                figure.figure.definition_version.to_string(),
                figure.publication.as_of.to_string(),
                figure.publication.published_at.date_naive().to_string(),
                cell.coordinate.clone(),
            ];
            self.rows
                .write_record(fields.map(|field| harmless(&field)))
                .map_err(|cause| Fault::internal(&cause.kind()))?;
        }
        Ok(())
    }

    /// With the decimal sign of the format, whatever the language.
    fn number(&self, indicator: &Indicator, value: f64) -> String {
        let text = words::number(indicator, value);
        match self.format {
            Format::Semicolon => text.replace('.', ","),
            Format::Comma => text.replace(',', "."),
        }
    }

    fn finish(self) -> Result<String, Fault> {
        let bytes = self.rows.into_inner().map_err(|cause| Fault::internal(&cause.error().kind()))?;
        let text = String::from_utf8(bytes).map_err(|_| Fault::internal(&"a table that is no text"))?;
        Ok(format!("{MARK}{text}"))
    }
}

/// A month in the form that no spreadsheet takes for a date.
fn period(text: &str) -> String {
    let months = |text: &str| match text.split_once('-') {
        Some((year, month)) => format!("{year}M{month}"),
        None => text.to_owned(),
    };
    text.split('–').map(months).collect::<Vec<_>>().join("–")
}

/// A field that a spreadsheet takes for text: what would begin a formula stands behind an apostrophe. A number may be
/// negative.
fn harmless(field: &str) -> String {
    let number = field.replace(',', ".").parse::<f64>().is_ok();
    if field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !number {
        return format!("'{field}");
    }
    field.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_a_formula_or_a_date() {
        for (given, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+46", "+46"),
            ("-", "'-"),
            ("-3,5", "-3,5"),
            ("\t=1", "'\t=1"),
            ("0483 Katrineholm", "0483 Katrineholm"),
        ] {
            assert_eq!(harmless(given), written);
        }
        assert_eq!(period("2025-10"), "2025M10");
        assert_eq!(period("2025-10–2025-12"), "2025M10–2025M12");
        assert_eq!(period("2024/25"), "2024/25");
    }
}
