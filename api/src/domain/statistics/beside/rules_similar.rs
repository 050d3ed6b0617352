//! Similar municipalities as a file of columns `service`, `year`, `municipality`, `similar` and `source`, with semicolons or
//! commas between.

use entity::registry::similar_municipality;
use serde::Deserialize;

/// Services that municipalities are similar in: compulsory school and upper secondary school.
pub const SERVICES: [&str; 2] = ["GR", "GY"];

#[derive(Deserialize)]
struct Row {
    service: String,
    year: i32,
    municipality: String,
    similar: String,
    source: String,
}

/// Reads a file, or says which line cannot be used and why.
pub fn read(
    text: &str,
    is_municipality: impl Fn(&str) -> bool,
) -> Result<Vec<similar_municipality::Model>, String> {
    // A byte order mark at the start is what spreadsheets write.
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') { b';' } else { b',' };
    let mut file =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for (at, row) in file.deserialize().enumerate() {
        let line = at + 2;
        let row: Row = row.map_err(|cause| format!("line {line}: {cause}"))?;
        if !SERVICES.contains(&row.service.as_str()) {
            return Err(format!("line {line}: service is GR or GY, not {}", row.service));
        }
        if let Some(code) = [&row.municipality, &row.similar].into_iter().find(|code| !is_municipality(code))
        {
            return Err(format!("line {line}: no municipality has the code {code}"));
        }
        if row.municipality == row.similar {
            return Err(format!("line {line}: {} is not similar to itself", row.similar));
        }
        rows.push(similar_municipality::Model {
            service: row.service,
            year: row.year,
            municipality_code: row.municipality,
            similar_code: row.similar,
            source: row.source,
        });
    }
    let key = |row: &similar_municipality::Model| {
        (row.service.clone(), row.year, row.municipality_code.clone(), row.similar_code.clone())
    };
    rows.sort_by_key(key);
    rows.dedup_by_key(|row| key(row));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_with_semicolons_and_with_commas_and_one_that_is_there_twice_once() {
        let text = "\u{feff}service;year;municipality;similar;source\nGR;2024;0483;0513;Källa: Kolada\n";
        let rows = read(text, |_| true).unwrap();
        assert_eq!((rows.len(), &*rows[0].similar_code, &*rows[0].source), (1, "0513", "Källa: Kolada"));
        assert_eq!(read(&text.replace(';', ","), |_| true), Ok(rows.clone()));
        assert_eq!(read(&format!("{text}GR;2024;0483;0513;Källa: Kolada\n"), |_| true), Ok(rows));
    }

    #[test]
    fn a_line_that_cannot_be_used_is_named() {
        let head = "service;year;municipality;similar;source\n";
        for line in
            ["XX;2024;0483;0513;a", "GR;now;0483;0513;a", "GR;2024;0483;9999;a", "GR;2024;0483;0483;a"]
        {
            let refused = read(&format!("{head}{line}\n"), |code| code != "9999").unwrap_err();
            assert!(refused.starts_with("line 2: "), "{line}: {refused}");
        }
    }
}
