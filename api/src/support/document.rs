//! What is asked for by an address alone, and the document that answers it.

use std::fmt::Write;

/// Which of the readers' documents is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Figures as Kolada's API writes them.
    Kolada,
    /// Figures as a table for a spreadsheet.
    Table,
    /// A chart.
    Chart,
    /// The page with all of them.
    Page,
}

/// An address, taken apart. Nothing of it is checked yet.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The parts of the path below the shelf, decoded; none of them is empty.
    pub path: Vec<String>,
    /// Names and values of the query, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// The whole address without its query, as the client wrote it.
    pub address: String,
    /// Whether the editor for GraphQL is open here.
    pub graphiql: bool,
}

impl Asked {
    /// Every value of a name: what stands between commas, and in each repetition of the name.
    pub fn all(&self, name: &str) -> Vec<String> {
        let given = self.query.iter().filter(|(given, _)| given == name);
        given.flat_map(|(_, text)| listed(text)).collect()
    }

    /// The first value of a name that says something.
    pub fn one(&self, name: &str) -> Option<&str> {
        let given = self.query.iter().filter(|(given, _)| given == name);
        given.map(|(_, text)| text.trim()).find(|text| !text.is_empty())
    }

    /// The same address with these values in place of those of their names.
    pub fn address_with(&self, changed: &[(&str, String)]) -> String {
        let kept = self.query.iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
        let pairs = kept.map(|(name, text)| (name.as_str(), text.as_str()));
        let query = query(pairs.chain(changed.iter().map(|(name, text)| (*name, text.as_str()))));
        format!("{}?{query}", self.address)
    }
}

/// What stands between the commas of a text.
pub fn listed(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// A query string of these names and values.
pub fn query<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let written = pairs.map(|(name, text)| format!("{}={}", encoded(name), encoded(text)));
    written.collect::<Vec<_>>().join("&")
}

/// Percent-encoded for a query, with commas and slashes left as they are read best.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut written, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' | b'/' => {
                written.push(char::from(byte));
            }
            _ => {
                let _ = write!(written, "%{byte:02X}");
            }
        }
        written
    })
}

/// A document that is sent as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Media type.
    pub media: &'static str,
    /// Name under which it is saved, where it is to be saved.
    pub name: Option<&'static str>,
    /// The document.
    pub body: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_changed_in_an_address_and_all_else_stays() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let asked = Asked {
            query: vec![pair("title", "frånvaro & mer"), pair("page", "1"), pair("ids", "a, b,,")],
            address: "http://a/kpi".to_owned(),
            ..Asked::default()
        };
        assert_eq!(
            asked.address_with(&[("page", "2".to_owned())]),
            "http://a/kpi?title=fr%C3%A5nvaro%20%26%20mer&ids=a,%20b,,&page=2"
        );
        assert_eq!(asked.all("ids"), ["a", "b"]);
        assert_eq!((asked.one("page"), asked.one("nothing")), (Some("1"), None));
    }
}
