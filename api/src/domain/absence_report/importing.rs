//! Reading a file of reports: semicolons or commas, a row of names first.

use super::rules::{self, Report, ReportFault, Written};
use crate::support::user_error::{UserError, UserErrorCode};
use chrono::NaiveDate;

/// The columns, in Swedish and English; the first four may not be missing.
const COLUMNS: [[&str; 2]; 8] = [
    ["personnummer", "civicNumber"],
    ["namn", "name"],
    ["från", "startsOn"],
    ["innehåll", "content"],
    ["till", "endsOn"],
    ["avsändare", "sender"],
    ["ankom", "arrivedOn"],
    ["skyddad", "protected"],
];
const NEEDED: usize = 4;

/// The rows of a file, each as its cells in the order of `COLUMNS`.
pub fn rows(text: &str) -> Result<Vec<[String; 8]>, UserError> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|_| unreadable())?.clone();
    let places = COLUMNS.map(|names| {
        head.iter()
            .position(|cell| names.iter().any(|name| name.to_lowercase() == cell.trim().to_lowercase()))
    });
    if places.iter().take(NEEDED).any(Option::is_none) {
        return Err(unreadable());
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| unreadable())?;
        rows.push(places.map(|place| place.and_then(|at| record.get(at)).unwrap_or_default().to_owned()));
    }
    Ok(rows)
}

/// A row, checked.
pub fn read(row: [String; 8], today: NaiveDate) -> Result<Report, ReportFault> {
    let [civic_number, name, starts_on, content, ends_on, sender, arrived_on, protected] = row;
    let written = Written {
        civic_number,
        name,
        sender,
        starts_on: rules::day(&starts_on)?,
        ends_on: rules::day(&ends_on)?,
        arrived_on: rules::day(&arrived_on)?,
        content,
        protected: rules::yes_or_no(&protected)?,
    };
    written.check(today)
}

fn unreadable() -> UserError {
    UserError::new(
        "input.csv",
        UserErrorCode::Invalid,
        "Filen går inte att läsa: första raden ska namnge kolumnerna personnummer, namn, från och innehåll.",
        "The file cannot be read: its first row names the columns civicNumber, name, startsOn and content.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_with_semicolons_or_commas_in_any_order_of_columns() {
        let swedish =
            "\u{feff}namn;Personnummer;från;innehåll;skyddad\r\nAda Berg;;2025-11-03;\"Borta; sjuk\";ja\r\n";
        let read = rows(swedish).unwrap_or_default();
        assert_eq!(read.len(), 1);
        assert_eq!(&read[0][1..4], ["Ada Berg", "2025-11-03", "Borta; sjuk"]);
        assert_eq!(read[0][7], "ja");
        let english = "civicNumber,name,startsOn,content\n,Ada Berg,2025-11-03,Absent\n";
        assert!(rows(english).is_ok_and(|rows| rows.len() == 1));
        assert!(rows("namn;från\nAda;2025-11-03").is_err());
        assert!(rows("").is_err());
    }
}
