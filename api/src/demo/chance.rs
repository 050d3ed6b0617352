//! Chance that is the same every time: what is invented must not change from one start to the next.

/// A row of numbers that looks random and follows from its name (splitmix64).
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The row of this name and number.
    pub(super) fn of(name: &str, number: usize) -> Self {
        // FNV-1a: spreads short names well enough to start from.
        let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let start = name.bytes().chain(number.to_be_bytes()).fold(0xcbf2_9ce4_8422_2325, fold);
        let mut chance = Self(start);
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `end`; 0 when there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: i32, last: i32) -> i32 {
        let many = usize::try_from(last - first).unwrap_or_default() + 1;
        first + i32::try_from(self.below(many)).unwrap_or_default()
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of several.
    pub(super) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len())).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_gives_the_same_row_and_another_name_another() {
        let row = |name, number| {
            let mut chance = Chance::of(name, number);
            [chance.below(1000), chance.below(1000), chance.below(1000)]
        };
        assert_eq!(row("0513", 1), row("0513", 1));
        assert_ne!(row("0513", 1), row("0513", 2));
        assert_ne!(row("0513", 1), row("0514", 1));
    }

    #[test]
    fn chances_fall_evenly() {
        let mut chance = Chance::of("evenly", 0);
        let hits = (0..10_000).filter(|_| chance.percent(20)).count();
        assert!((1_850..2_150).contains(&hits), "{hits}");
    }
}
