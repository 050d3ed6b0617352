//! How many connections are open at once: of a sign-in, of an address, of all. Counted by each instance for itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Where open connections are counted.
#[derive(Clone, Debug, Default)]
pub(in crate::server) struct Places(Arc<Mutex<HashMap<String, usize>>>);

/// A connection that is counted until this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Places,
    whose: String,
}

impl Places {
    /// A place among those of `whose`, of which there are `most`; none when all are taken.
    pub(super) fn take(&self, whose: String, most: usize) -> Option<Place> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(whose.clone()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        drop(taken);
        Some(Place { places: self.clone(), whose })
    }

    /// How many places of `whose` are taken.
    pub(in crate::server) fn taken(&self, whose: &str) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(whose).copied().unwrap_or_default()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.whose) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.whose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_given_back_and_nobody_is_remembered() {
        let places = Places::default();
        let first = places.take("a".to_owned(), 1);
        assert!(first.is_some() && places.take("a".to_owned(), 1).is_none());
        assert!(places.take("b".to_owned(), 1).is_some());
        drop(first);
        assert!(places.take("a".to_owned(), 1).is_some());
        assert_eq!(places.0.lock().map(|taken| taken.len()).unwrap_or(9), 0);
    }
}
