//! What must be written so that the rows here become the rows of the plan.

use std::collections::HashMap;

use uuid::Uuid;

/// The difference between the rows here and the planned ones.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference<T> {
    /// Rows that are not here yet.
    pub new: Vec<T>,
    /// Planned rows that differ from what is here.
    pub changed: Vec<T>,
    /// How many are the same.
    pub unchanged: usize,
    /// Rows here that are not planned: whether they are to be ended is for the caller to say.
    pub gone: Vec<T>,
}

/// Compares by id; `keep` carries over to the planned row what an import must not change, such as when it was first seen.
pub fn diff<T: PartialEq>(
    existing: Vec<T>,
    planned: Vec<T>,
    id: impl Fn(&T) -> Uuid,
    keep: impl Fn(&T, &mut T),
) -> Difference<T> {
    let mut here: HashMap<Uuid, T> = existing.into_iter().map(|row| (id(&row), row)).collect();
    let mut difference = Difference { new: Vec::new(), changed: Vec::new(), unchanged: 0, gone: Vec::new() };
    for mut row in planned {
        match here.remove(&id(&row)) {
            None => difference.new.push(row),
            Some(old) => {
                keep(&old, &mut row);
                if old == row { difference.unchanged += 1 } else { difference.changed.push(row) }
            }
        }
    }
    difference.gone = here.into_values().collect();
    difference.gone.sort_by_key(id);
    difference
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_finds_everything_unchanged() {
        let rows = || vec![(Uuid::from_u128(1), "a", 10), (Uuid::from_u128(2), "b", 20)];
        let again = diff(
            rows(),
            rows().into_iter().map(|(id, text, _)| (id, text, 99)).collect(),
            |row| row.0,
            |old, new| new.2 = old.2,
        );
        assert_eq!((again.new.len(), again.changed.len(), again.unchanged, again.gone.len()), (0, 0, 2, 0));
    }

    #[test]
    fn new_changed_and_gone_rows_are_told_apart() {
        let existing = vec![(Uuid::from_u128(1), "a"), (Uuid::from_u128(2), "b")];
        let planned = vec![(Uuid::from_u128(2), "c"), (Uuid::from_u128(3), "d")];
        let difference = diff(existing, planned, |row| row.0, |_, _| ());
        assert_eq!(difference.new, [(Uuid::from_u128(3), "d")]);
        assert_eq!(difference.changed, [(Uuid::from_u128(2), "c")]);
        assert_eq!(difference.gone, [(Uuid::from_u128(1), "a")]);
    }
}
