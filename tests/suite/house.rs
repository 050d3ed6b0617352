//! The house stands as ARCHITECTURE.md says: arrows between rooms go one way, and each thing has its one place.
//!
//! What is checked is read from the source. A finding names the file and what it must not name.

mod source;

use std::collections::BTreeSet;

use source::{Source, files, read, sources};

/// The rooms of the crate `api`, from the street inwards: each names only itself and those after it. Whatever else
/// stands beside them (the command line, the demonstration) is on the street: it names all, and none names it.
const ROOMS: [&str; 5] = ["server", "schema", "domain", "access", "support"];

/// Slices that meet outside `types.rs`, each with the file and the slice it names. Lines only go away.
const SLICES_THAT_MEET: [(&str, &str); 0] = [];

/// The longest that a file is without a line that says why.
const MOST_LINES: usize = 400;

#[track_caller]
fn none(what: &str, findings: impl IntoIterator<Item = String>) {
    let findings: Vec<_> = findings.into_iter().collect();
    assert!(findings.is_empty(), "{what}:\n  {}", findings.join("\n  "));
}

/// How far inwards a room is; the street is 0.
fn depth(room: &str) -> usize {
    ROOMS.iter().position(|known| *known == room).map_or(0, |at| at + 1)
}

fn room(file: &Source) -> String {
    let path = file.path.trim_start_matches("api/src/");
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs").to_owned()
}

#[test]
fn rooms_name_only_rooms_further_in() {
    let files = sources("api/src");
    let names = files.iter().flat_map(|file| file.names().into_iter().map(move |name| (file, name)));
    let back = names.filter(|(file, name)| {
        let (from, to) = (room(file), name.first().map_or("", |first| first));
        // A name at the root is no room: a function of lib.rs, or one brought in with `use`.
        let is_room = files.iter().any(|other| room(other) == to) && !matches!(to, "lib" | "main");
        is_room && from != to && depth(&from) >= depth(to) && depth(&from) > 0
    });
    none(
        "an arrow runs back (server → schema → domain → access → support → entity)",
        back.map(|(file, name)| format!("{} names {}", file.path, name.join("::"))),
    );
}

#[test]
fn crates_depend_inwards_only() {
    let allowed: [(&str, &[&str]); 4] = [
        ("tests", &["api", "entity"]),
        ("api", &["entity", "migration"]),
        ("migration", &[]),
        ("entity", &[]),
    ];
    let crates = ["api", "entity", "migration", "tests"];
    let findings = allowed.iter().flat_map(|(name, inwards)| {
        let manifest = read(&format!("{name}/Cargo.toml"));
        let named = crates.into_iter().filter(|other| other != name && depends_on(&manifest, other));
        named
            .filter(|other| !inwards.contains(other))
            .map(|other| format!("{name} → {other}"))
            .collect::<Vec<_>>()
    });
    none("a crate depends outwards (tests → api → entity, api → migration)", findings);
}

fn depends_on(manifest: &str, name: &str) -> bool {
    manifest
        .lines()
        .any(|line| line.starts_with(&format!("{name}.")) || line.starts_with(&format!("{name} =")))
}

#[test]
fn migrations_know_no_entity() {
    let files = sources("migration/src");
    let naming = files.iter().filter(|file| file.names_crate("entity") || file.names_crate("api"));
    none("a migration must mean tomorrow what it means today", naming.map(|file| file.path.clone()));
}

#[test]
fn slices_meet_only_in_their_types() {
    let mut met = BTreeSet::new();
    for file in sources("api/src") {
        let within = file.path.strip_prefix("api/src/domain/").and_then(|path| path.split_once('/'));
        let Some((slice, place)) = within else { continue };
        if place.rsplit('/').next().is_some_and(|file| file.starts_with("types")) {
            continue;
        }
        for name in file.names() {
            if let [domain, other, ..] = &name[..]
                && domain == "domain"
                && other != slice
                && is_slice(other)
            {
                met.insert((file.path.clone(), other.clone()));
            }
        }
    }
    let exempt: BTreeSet<_> =
        SLICES_THAT_MEET.iter().map(|(file, slice)| ((*file).to_owned(), (*slice).to_owned())).collect();
    let say = |(file, slice): &(String, String)| format!("{file} names {slice}");
    none("slices meet outside types.rs", met.difference(&exempt).map(say));
    none("no longer so; take it off SLICES_THAT_MEET", exempt.difference(&met).map(say));
}

fn is_slice(name: &str) -> bool {
    source::root().join("api/src/domain").join(name).is_dir()
}

#[test]
fn each_neighbour_is_known_in_one_place() {
    let places: [(&str, &[&str]); 2] =
        [("redis", &["api/src/support/cache"]), ("actix", &["api/src/server", "api/src/main.rs"])];
    let findings = sources("api/src").into_iter().flat_map(|file| {
        let known = |place: &&str| file.path.starts_with(place);
        let named =
            places.iter().filter(|(name, places)| file.names_crate(name) && !places.iter().any(known));
        named.map(|(name, _)| format!("{} names {name}", file.path)).collect::<Vec<_>>()
    });
    none("a neighbour is known outside its room", findings);
}

#[test]
fn every_file_says_what_it_is_and_is_short() {
    let files =
        ["api/src", "entity/src", "migration/src", "tests/src", "tests/suite"].into_iter().flat_map(sources);
    let findings = files.filter_map(|file| {
        let lines = file.text.lines().count();
        let head: Vec<_> = file.text.lines().take_while(|line| line.starts_with("//!")).collect();
        let says_why = head.iter().any(|line| line.starts_with("//! Long because "));
        match () {
            () if head.is_empty() => Some(format!("{} does not begin with //!", file.path)),
            () if lines > MOST_LINES && !says_why => {
                Some(format!("{} has {lines} lines: split it, or say `//! Long because …`", file.path))
            }
            () => None,
        }
    });
    none("files", findings);
}

#[test]
fn nothing_is_left_undone_or_passed_over() {
    let files = ["api", "entity", "migration", "tests"].into_iter().flat_map(sources);
    let undone = ["todo!", "unimplemented!", "#[ignore"];
    let findings = files.flat_map(|file| {
        let found = undone.into_iter().filter(|word| file.code.contains(word));
        found.map(|word| format!("{} has {word}", file.path)).collect::<Vec<_>>()
    });
    none("left undone", findings);
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    // In two parts, so that this file passes.
    let homes = [concat!("/ho", "me/"), concat!("/wo", "rk/"), concat!("/Us", "ers/"), concat!("C:", "\\\\")];
    let findings = files("").into_iter().filter_map(|path| {
        let text = read(&path);
        homes.into_iter().find(|home| text.contains(home)).map(|home| format!("{path} has {home}"))
    });
    none("a path of one machine", findings);
}

/// Clippy says nothing when it does not know the crate of a path.
#[test]
fn what_clippy_forbids_is_of_crates_that_we_have() {
    let manifest = read("api/Cargo.toml");
    let list = read("api/clippy.toml");
    let paths = list.lines().filter_map(|line| line.trim().strip_prefix("{ path = \"")?.split_once('"'));
    let crates: BTreeSet<_> = paths.filter_map(|(path, _)| path.split("::").next()).collect();
    assert!(crates.len() > 3, "the list cannot be read");
    let unknown =
        crates.into_iter().filter(|name| *name != "std" && !depends_on(&manifest, &name.replace('_', "-")));
    none("api/clippy.toml names a crate that api does not have", unknown.map(str::to_owned));
}
