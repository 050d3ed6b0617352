//! Reads a folder with one document a resource, `persons.json` and so on; all pages joined under `data`.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::documents::Resource;
use super::sheets::{self, Documents, Extent, Sheet};

/// A larger document is refused: a guard of memory.
const MOST_BYTES: u64 = 2 << 30;

/// Why a folder cannot be imported. Names the file, never anything in it.
#[derive(Debug)]
pub enum FolderError {
    /// None of the known documents is there.
    NothingKnown(PathBuf),
    /// A document cannot be used.
    Document {
        /// Its name.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl std::fmt::Display for FolderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NothingKnown(folder) => write!(
                f,
                "{} holds none of organisations.json, persons.json, groups.json, duties.json, activities.json, \
                 aggregatedAttendance.json, grades.json",
                folder.display()
            ),
            Self::Document { file, reason } => write!(f, "{file}: {reason}"),
        }
    }
}

impl std::error::Error for FolderError {}

/// Reads every known document of `folder`. A document that is not there is no error; its rows are left as they are.
pub fn read(folder: &Path) -> Result<Documents, FolderError> {
    let documents = Documents {
        organisations: sheet(folder)?,
        persons: sheet(folder)?,
        groups: sheet(folder)?,
        duties: sheet(folder)?,
        activities: sheet(folder)?,
        attendance: sheet(folder)?,
        grades: sheet(folder)?,
        syllabuses: sheet(folder)?,
        deleted: deleted(folder)?,
    };
    if holds_nothing(&documents) { Err(FolderError::NothingKnown(folder.to_owned())) } else { Ok(documents) }
}

fn holds_nothing(documents: &Documents) -> bool {
    let extents = [
        documents.organisations.extent,
        documents.persons.extent,
        documents.groups.extent,
        documents.duties.extent,
        documents.activities.extent,
        documents.attendance.extent,
        documents.grades.extent,
    ];
    extents.iter().all(|extent| *extent == Extent::Missing)
}

fn sheet<T: Resource>(folder: &Path) -> Result<Sheet<T>, FolderError> {
    let mut sheet = Sheet::default();
    let file = format!("{}.json", T::NAME);
    let refused = |reason: String| FolderError::Document { file: file.clone(), reason };
    let Some(reader) = open(folder, &file)? else { return Ok(sheet) };
    let found = sheets::stream(reader, &mut |row| {
        if !sheet.has_room() {
            return Err(format!("at most {} rows", sheets::MOST_ROWS));
        }
        sheet.add(row);
        Ok(())
    });
    if !found.map_err(refused)? {
        return Err(refused("it has no list `data`".to_owned()));
    }
    sheet.extent = Extent::Whole;
    Ok(sheet)
}

fn deleted(folder: &Path) -> Result<Vec<sheets::Deleted>, FolderError> {
    let file = "deletedEntities.json";
    let Some(reader) = open(folder, file)? else { return Ok(Vec::new()) };
    let refused = |reason: &str| FolderError::Document { file: file.to_owned(), reason: reason.to_owned() };
    let document: Value = serde_json::from_reader(reader).map_err(|_| refused("it is not JSON"))?;
    let data = document.get("data").ok_or_else(|| refused("it has no `data`"))?;
    Ok(sheets::read_deleted(data))
}

fn open(folder: &Path, file: &str) -> Result<Option<impl Read + use<>>, FolderError> {
    let refused = |reason: String| FolderError::Document { file: file.to_owned(), reason };
    let opened = match File::open(folder.join(file)) {
        Ok(opened) => opened,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound && folder.is_dir() => return Ok(None),
        Err(cause) => return Err(refused(format!("it cannot be opened: {}", cause.kind()))),
    };
    let size =
        opened.metadata().map_err(|cause| refused(format!("it cannot be read: {}", cause.kind())))?.len();
    if size > MOST_BYTES {
        return Err(refused(format!("it is larger than {} GiB", MOST_BYTES >> 30)));
    }
    Ok(Some(BufReader::new(opened.take(MOST_BYTES))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a folder with one document, under a name of its own.
    fn read_one(name: &str, text: &str) -> String {
        let folder = std::env::temp_dir().join(format!("up2-folder-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap_or_default();
        std::fs::write(folder.join("persons.json"), text).unwrap_or_default();
        let answer =
            read(&folder).map_or_else(|error| error.to_string(), |read| read.persons.rows.len().to_string());
        std::fs::remove_dir_all(&folder).unwrap_or_default();
        answer
    }

    #[test]
    fn a_document_that_cannot_be_used_is_named_with_what_is_wrong() {
        assert_eq!(read_one("good", r#"{"pageToken": null, "data": [], "more": {"x": [1]}}"#), "0");
        assert_eq!(read_one("none", r#"{"rows": []}"#), "persons.json: it has no list `data`");
        assert_eq!(
            read_one("cut", r#"{"data": [{"id""#),
            "persons.json: it ends in the middle (line 1, column 15)"
        );
        assert!(read_one("text", "hello").starts_with("persons.json: it is not JSON"));
        assert!(read_one("list", "[1]").contains("expected an object with a list `data`"));
        assert!(read_one("object", r#"{"data": {}}"#).contains("expected a list of rows under `data`"));
        assert!(read_one("tail", r#"{"data": []} x"#).starts_with("persons.json: it is not JSON"));
    }

    #[test]
    fn a_folder_without_any_known_document_is_refused() {
        let empty = std::env::temp_dir().join("up2-folder-that-is-not-there");
        assert!(read(&empty).is_err());
    }
}
