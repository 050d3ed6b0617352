//! The extract as a document to read and print: one page of HTML without anything from elsewhere, every value escaped.

use std::fmt::Write;

use serde_json::Value as Json;

use super::extract::{Extract, Held, Reader, Record, Review, Section};
use crate::support::language::Language;

const STYLE: &str = "body{font:11pt/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}\
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #999}\
dl{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:.15rem 1rem;margin:.8rem 0;padding:.6rem;\
border:1px solid #ddd;break-inside:avoid}dt{color:#555}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}\
.review{border-left:.4rem solid #a00}.review::before{content:attr(data-why);grid-column:1/-1;color:#a00;font-weight:600}\
table{border-collapse:collapse;width:100%;font-size:9.5pt}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;\
border-bottom:1px solid #ddd}@media print{body{margin:0}}";

/// Words for columns: Swedish, English. What is not here is told by its own name.
const WORDS: &[(&str, &str, &str)] = &[
    ("given_name", "Förnamn", "Given name"),
    ("family_name", "Efternamn", "Family name"),
    ("birth_date", "Födelsedatum", "Date of birth"),
    ("sex", "Kön", "Sex"),
    ("civic_number", "Personnummer", "Civic number"),
    ("home_municipality", "Hemkommun", "Home municipality"),
    ("protection", "Skyddade personuppgifter", "Protection"),
    ("email", "E-post", "E-mail"),
    ("phone", "Telefon", "Phone"),
    ("name", "Namn", "Name"),
    ("relation", "Relation", "Relation"),
    ("unit_id", "Enhet", "Unit"),
    ("owner_unit_id", "Ägande enhet", "Owner unit"),
    ("group_id", "Grupp", "Group"),
    ("staff_id", "Personal", "Staff"),
    ("author_id", "Skrivet av", "Written by"),
    ("responsible_id", "Ansvarig", "Responsible"),
    ("school_type", "Skolform", "School form"),
    ("school_year", "Årskurs", "School year"),
    ("programme_code", "Studievägskod", "Programme"),
    ("school_authority", "Huvudman", "School authority"),
    ("starts_on", "Från och med", "From"),
    ("ends_on", "Till och med", "Until"),
    ("cancelled", "Avbruten", "Cancelled"),
    ("created_at", "Skapad", "Created"),
    ("changed_at", "Ändrad", "Changed"),
    ("opened_at", "Öppnad", "Opened"),
    ("closed_at", "Avslutad", "Closed"),
    ("removed_at", "Borttagen ur registret", "Removed from the register"),
    ("week", "Vecka från måndag", "Week from Monday"),
    ("valid_minutes", "Giltig frånvaro, minuter", "Valid absence, minutes"),
    ("invalid_minutes", "Ogiltig frånvaro, minuter", "Invalid absence, minutes"),
    ("other_minutes", "Annan närvaro, minuter", "Other attendance, minutes"),
    ("reported_minutes", "Rapporterade minuter", "Reported minutes"),
    ("offered_minutes", "Erbjudna minuter", "Offered minutes"),
    ("subject_code", "Ämne", "Subject"),
    ("term", "Termin", "Term"),
    ("grade", "Betyg", "Grade"),
    ("warning", "Varning", "Warning"),
    ("track", "Spår", "Track"),
    ("state", "Läge", "State"),
    ("secrecy", "Sekretessklass", "Secrecy class"),
    ("body", "Text", "Text"),
    ("reason", "Skäl", "Reason"),
    ("purpose", "Ändamål", "Purpose"),
    ("scope", "Omfattning", "Scope"),
    ("receiver", "Mottagare", "Receiver"),
    ("given_by", "Lämnat av", "Given by"),
    ("ground", "Grund", "Ground"),
    ("registered_on", "Registrerad", "Registered"),
    ("ended_on", "Avslutad", "Ended"),
    ("end_reason", "Skäl till avslut", "Reason of the end"),
    ("closing_reason", "Skäl till avslut", "Reason of closing"),
    ("message", "Meddelande", "Message"),
    ("answer", "Svar", "Answer"),
];

/// The document.
pub fn document(extract: &Extract) -> String {
    let language = Language::current();
    let (code, title) = language.pick(("sv", "Registerutdrag"), ("en", "Extract of personal data"));
    let made = language.pick("Framställt", "Made");
    let mut page = String::new();
    let _ = write!(
        page,
        "<!doctype html><html lang=\"{code}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><h1>{title}</h1><p>{made} {}</p>",
        extract.made_at.format("%Y-%m-%d %H:%M UTC")
    );
    if extract.needs_review() {
        let _ = write!(
            page,
            "<p><strong>{}</strong></p>",
            language.pick(
                "Ska sekretessprövas (menprövning) innan det lämnas ut: märkta uppgifter.",
                "To be reviewed for secrecy before it is given out: what is marked."
            )
        );
    }
    for section in &extract.sections {
        write_section(&mut page, extract, section);
    }
    write_readers(&mut page, &extract.readers);
    page.push_str("</body></html>");
    page
}

fn write_section(page: &mut String, extract: &Extract, section: &Section) {
    let _ = write!(page, "<h2>{} ({})</h2>", escaped(section.title), section.records.len());
    for record in &section.records {
        write_record(page, extract, record);
    }
}

fn write_record(page: &mut String, extract: &Extract, record: &Record) {
    match record.review {
        Some(review) => {
            let _ = write!(page, "<dl class=\"review\" data-why=\"{}\">", escaped(&why(review)));
        }
        None => page.push_str("<dl>"),
    }
    for (column, held) in &record.values {
        if *held == Held::Plain(Json::Null) || matches!(*column, "id" | "youth_id") {
            continue;
        }
        let _ = write!(page, "<dt>{}</dt><dd>{}</dd>", escaped(&word(column)), escaped(&told(extract, held)));
    }
    page.push_str("</dl>");
}

fn write_readers(page: &mut String, readers: &[Reader]) {
    let language = Language::current();
    let (title, when, who, what, why) = language.pick(
        ("Vem som tagit del av uppgifterna", "När", "Vem", "Vad", "Skäl"),
        ("Who has read it", "When", "Who", "What", "Why"),
    );
    let _ = write!(
        page,
        "<h2>{title} ({})</h2><table><thead><tr><th>{when}</th><th>{who}</th><th>{what}</th><th>{why}</th></tr></thead><tbody>",
        readers.len()
    );
    for reader in readers {
        let roles =
            if reader.roles.is_empty() { String::new() } else { format!(" ({})", reader.roles.join(", ")) };
        let _ = write!(
            page,
            "<tr><td>{}</td><td>{}{}</td><td>{}</td><td>{}</td></tr>",
            reader.at.format("%Y-%m-%d %H:%M"),
            escaped(&reader.who),
            escaped(&roles),
            escaped(&reader.action),
            escaped(reader.reason.as_deref().unwrap_or_default())
        );
    }
    page.push_str("</tbody></table>");
}

fn why(review: Review) -> String {
    let language = Language::current();
    match review {
        Review::Secrecy(_) => format!("{} {}", language.pick("Sekretessprövas:", "Review:"), review.code()),
        Review::OfOthers => {
            language.pick("Sekretessprövas: rör även andra", "Review: tells of others too").to_owned()
        }
    }
}

fn word(column: &str) -> String {
    let known = WORDS.iter().find(|(name, ..)| *name == column);
    known.map_or_else(
        || column.trim_end_matches("_id").replace('_', " "),
        |(_, swedish, english)| (*Language::current().pick(swedish, english)).to_owned(),
    )
}

fn told(extract: &Extract, held: &Held) -> String {
    let language = Language::current();
    match held {
        Held::Plain(Json::String(text)) => text.clone(),
        Held::Plain(Json::Bool(value)) => {
            let (yes, no) = language.pick(("ja", "nej"), ("yes", "no"));
            (if *value { yes } else { no }).to_owned()
        }
        Held::Plain(value) => value.to_string(),
        Held::Id(id) => extract.names.get(id).cloned().unwrap_or_else(|| id.to_string()),
        Held::Hidden => {
            language.pick("visas inte (skyddade personuppgifter)", "not shown (protected)").to_owned()
        }
        Held::Unreadable => language.pick("går inte att läsa", "cannot be read").to_owned(),
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_of_a_person_becomes_markup(text in ".{0,60}") {
            let escaped = super::escaped(&text);
            prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
        }
    }
}
