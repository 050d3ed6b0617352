//! Batches of rows: many in one mutation, each kept or refused for itself, or all refused with the bad one.

use std::collections::HashMap;

use async_graphql::Enum;
use uuid::Uuid;

use super::user_error::{UserError, UserErrorCode};

/// Most rows of one batch.
pub const MOST_ROWS: usize = 1_000;
/// Most rows of one statement that writes.
pub const ROWS_A_STATEMENT: usize = 500;

/// What becomes of a batch in which a row is refused.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// The bad row is refused, the others are stored (hoppa över).
    #[default]
    Skip,
    /// All rows are refused and nothing is stored (avbryt).
    Abort,
}

/// A batch while its rows are checked.
#[derive(Debug)]
pub struct Batch<M> {
    size: usize,
    kept: Vec<M>,
    seen: HashMap<Uuid, M>,
    unchanged: usize,
    errors: Vec<UserError>,
}

/// What became of a batch.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Rows stored.
    pub recorded: i32,
    /// Rows that said what was stored already.
    pub unchanged: i32,
    /// Rows refused.
    pub refused: i32,
    /// Why, each with the index of its row.
    pub errors: Vec<UserError>,
}

impl<M: Clone + PartialEq> Batch<M> {
    /// A batch of `size` rows, which are 1 to [`MOST_ROWS`].
    pub fn of(size: usize) -> Result<Self, Outcome> {
        let batch = Self { size, kept: Vec::new(), seen: HashMap::new(), unchanged: 0, errors: Vec::new() };
        if (1..=MOST_ROWS).contains(&size) {
            return Ok(batch);
        }
        let error = UserError::new(
            "input.rows",
            UserErrorCode::OutOfRange,
            "Skicka 1 till 1 000 rader åt gången.",
            "Send 1 to 1,000 rows at a time.",
        );
        Err(Outcome { recorded: 0, unchanged: 0, refused: count(size), errors: vec![error] })
    }

    /// Reads each row; the malformed ones are refused.
    pub fn read<I>(&mut self, rows: Vec<I>, read: impl Fn(I) -> Result<M, UserError>) -> Vec<(usize, M)> {
        let mut good = Vec::with_capacity(rows.len());
        for (index, row) in rows.into_iter().enumerate() {
            match read(row) {
                Ok(row) => good.push((index, row)),
                Err(error) => self.refuse(index, error),
            }
        }
        good
    }

    /// Refuses a row.
    pub fn refuse(&mut self, index: usize, error: UserError) {
        self.errors.push(error.at(index));
    }

    /// Keeps a row, unless the same is stored already. Of two rows of one batch that say different things about the
    /// same, the later is refused.
    pub fn take(&mut self, index: usize, id: Uuid, row: M, stored: Option<&M>) {
        match self.seen.get(&id) {
            Some(earlier) if *earlier == row => self.unchanged += 1,
            Some(_) => self.refuse(index, contradicts()),
            None => {
                if stored == Some(&row) {
                    self.unchanged += 1;
                } else {
                    self.kept.push(row.clone());
                }
                self.seen.insert(id, row);
            }
        }
    }

    /// The rows to be stored, and what to answer once they are.
    pub fn settle(mut self, on_error: OnError) -> (Vec<M>, Outcome) {
        self.errors.sort_by_key(|error| error.index);
        if on_error == OnError::Abort && !self.errors.is_empty() {
            self.errors.push(all_or_none());
            let refused = count(self.size);
            return (Vec::new(), Outcome { recorded: 0, unchanged: 0, refused, errors: self.errors });
        }
        let outcome = Outcome {
            recorded: count(self.kept.len()),
            unchanged: count(self.unchanged),
            refused: count(self.errors.len()),
            errors: self.errors,
        };
        (self.kept, outcome)
    }
}

fn count(rows: usize) -> i32 {
    i32::try_from(rows).unwrap_or(i32::MAX)
}

fn contradicts() -> UserError {
    UserError::new(
        "input.rows",
        UserErrorCode::Taken,
        "En tidigare rad säger något annat om samma sak: skicka en av dem.",
        "An earlier row says something else about the same: send one of them.",
    )
}

fn all_or_none() -> UserError {
    UserError::new(
        "input.rows",
        UserErrorCode::BatchRefused,
        "Inget har sparats, eftersom en rad inte gick att använda.",
        "Nothing was stored, since a row could not be used.",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn batch(rows: &[(u128, i32)], on_error: OnError) -> (Vec<(u128, i32)>, Outcome) {
        let mut batch = Batch::of(rows.len()).unwrap();
        let bad = || UserError::new("input.rows", UserErrorCode::Invalid, "", "");
        let good = batch.read(rows.to_vec(), |row| if row.1 < 0 { Err(bad()) } else { Ok(row) });
        for (index, row) in good {
            batch.take(index, Uuid::from_u128(row.0), row, Some(&(7, 7)));
        }
        batch.settle(on_error)
    }

    proptest! {
        #[test]
        fn every_row_is_recorded_unchanged_or_refused(rows in prop::collection::vec((0_u128..9, -2_i32..9), 1..60)) {
            let (kept, outcome) = batch(&rows, OnError::Skip);
            prop_assert_eq!(kept.len(), usize::try_from(outcome.recorded).unwrap_or(usize::MAX));
            let all = outcome.recorded + outcome.unchanged + outcome.refused;
            prop_assert_eq!(usize::try_from(all).unwrap_or(usize::MAX), rows.len());
            prop_assert!(outcome.errors.iter().all(|error| error.index.is_some()));
        }

        #[test]
        fn with_abort_one_bad_row_refuses_all(rows in prop::collection::vec((0_u128..9, 0_i32..9), 1..60)) {
            let rows: Vec<_> = rows.into_iter().chain([(1, -1)]).collect();
            let (kept, outcome) = batch(&rows, OnError::Abort);
            prop_assert!(kept.is_empty());
            prop_assert_eq!(usize::try_from(outcome.refused).unwrap_or_default(), rows.len());
        }
    }

    #[test]
    fn the_same_row_twice_changes_once_and_a_contradiction_is_refused_with_its_index() {
        let (kept, outcome) = batch(&[(1, 5), (1, 5), (1, 6), (7, 7)], OnError::Skip);
        assert_eq!(kept, [(1, 5)]);
        assert_eq!((outcome.recorded, outcome.unchanged, outcome.refused), (1, 2, 1));
        assert_eq!(outcome.errors[0].index, Some(2));
        assert!(Batch::<i32>::of(0).is_err() && Batch::<i32>::of(1_001).is_err());
    }
}
