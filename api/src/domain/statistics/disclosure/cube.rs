//! What goes in: one safety unit (municipality, cohort or reference period, unit basis) with its measures, dimensions,
//! tables, exact figures and what outsiders know.
//!
//! Each figure stands at a [`Place`]: a measure at coordinates. The denominator N is a measure of its own
//! ([`Counts::Whole`]), each numerator n is a part of one ([`Counts::Part`]), and the complement c = N − n follows. So a
//! denominator that several indicators share is one figure, however often it is printed. Everything is kept in ordered
//! maps: the same input is the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::primary::Threshold;
use super::refusal::Refusal;

/// The code of a measure, dimension, category or table.
pub type Code = String;

/// The most axes that a published table may have.
pub const MOST_AXES: usize = 3;

/// Dimension → category. A dimension that is absent stands at the root of its tree (all).
pub type Coordinates = BTreeMap<Code, Code>;

/// Where a figure stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The measure.
    pub measure: Code,
    /// The categories, roots left out.
    pub coordinates: Coordinates,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.measure)?;
        self.coordinates.iter().try_for_each(|(dimension, category)| write!(f, " {dimension}={category}"))
    }
}

/// A category of a dimension with those it is made of. Children are disjoint and together are the parent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Unique within the dimension.
    pub code: Code,
    /// What it is the sum of; none for a leaf.
    pub children: Vec<Category>,
}

impl Category {
    /// A category without children.
    pub fn leaf(code: &str) -> Self {
        Category { code: code.to_owned(), children: Vec::new() }
    }

    /// A category that is the sum of others.
    pub fn of(code: &str, children: Vec<Category>) -> Self {
        Category { code: code.to_owned(), children }
    }

    /// The category and all below it, parents first.
    pub fn walk(&self) -> Vec<&Category> {
        let mut all = vec![self];
        self.children.iter().for_each(|child| all.extend(child.walk()));
        all
    }

    /// The category with this code, here or below.
    pub fn find(&self, code: &str) -> Option<&Category> {
        self.walk().into_iter().find(|category| category.code == code)
    }
}

/// A dimension: a tree whose root means "all".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// Its code.
    pub code: Code,
    /// The root: all.
    pub root: Category,
}

/// What a measure counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counts {
    /// People: a denominator N.
    Whole,
    /// People among those of a whole: a numerator n; its complement c is protected too.
    Part {
        /// The whole.
        of: Code,
    },
    /// A sum over the people of a count, of which the mean is shown (in whole units: minutes, points).
    Sum {
        /// The count that the mean is taken over.
        over: Code,
    },
}

/// A measure of the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its code.
    pub code: Code,
    /// What it counts.
    pub counts: Counts,
    /// The lowest number of people that may be shown.
    pub threshold: Threshold,
    /// Declared not sensitive: all or none of a large group may be shown.
    pub harmless: bool,
}

/// One measure's people are all among another's: completed in three years among those completed in four.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subset {
    /// The smaller measure.
    pub small: Code,
    /// The larger measure.
    pub large: Code,
    /// The two are equal wherever no category below is NOT_APPLICABLE for the smaller: a denominator that leaves some
    /// categories out.
    pub same_where_applicable: bool,
}

/// One axis of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axis {
    /// The dimension.
    pub dimension: Code,
    /// The category at the top of this axis; the dimension's root where none is named.
    pub top: Option<Code>,
    /// Leave out what is below the top: a pool of years that shows no year.
    pub top_only: bool,
}

impl Axis {
    /// The whole dimension.
    pub fn all(dimension: &str) -> Self {
        Axis { dimension: dimension.to_owned(), top: None, top_only: false }
    }
}

/// A table: measures over the product of its axes, margins included. The wholes of its parts belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its code.
    pub code: Code,
    /// The measures.
    pub measures: Vec<Code>,
    /// At most three, where published.
    pub axes: Vec<Axis>,
    /// Whether readers see it. One that they do not still holds its sums together (the years of a pool).
    pub published: bool,
}

/// How many independent school authorities are behind a figure, where it could single one out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authorities {
    /// Behind the figure itself.
    pub with: u32,
    /// Behind its complement; `None` for a whole or a sum.
    pub without: Option<u32>,
}

/// An exact figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The count, or the sum.
    pub value: u32,
    /// For a sum, what the person who weighs most adds to it; else 0.
    pub largest: u32,
    /// Set where the figure could single out an authority.
    pub authorities: Option<Authorities>,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A figure.
    Value(Figure),
    /// Cannot exist: everybody knows it to be nothing, and its people are not in any sum.
    NotApplicable,
    /// Not reported. Sums are over what was reported, so it adds nothing to them.
    Missing,
}

impl Entry {
    /// A count of people.
    pub fn count(value: u32) -> Self {
        Entry::Value(Figure { value, largest: 0, authorities: None })
    }

    /// What it adds to the sum above it.
    pub fn amount(&self) -> i64 {
        match self {
            Entry::Value(figure) => i64::from(figure.value),
            Entry::NotApplicable | Entry::Missing => 0,
        }
    }
}

/// A safety unit, all its tables at once: also those of earlier publications.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// The municipality's code.
    pub municipality: Code,
    /// Cohort or reference period; for a pool, that of the pool.
    pub period: Code,
    /// Home municipality, school's location, authority.
    pub basis: Code,
    /// The declared trees.
    pub dimensions: Vec<Dimension>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// Which measures are parts of which, beside the parts of wholes.
    pub subsets: Vec<Subset>,
    /// The tables.
    pub tables: Vec<Table>,
    /// An entry for every place of every table.
    pub entries: BTreeMap<Place, Entry>,
    /// What outsiders know from official statistics. Never hidden behind.
    pub official: BTreeMap<Place, u32>,
}

impl Unit {
    /// The measure with this code.
    pub fn measure(&self, code: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.code == code)
    }

    /// The dimension with this code.
    pub fn dimension(&self, code: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.code == code)
    }

    /// The measures of a table with the wholes of its parts, in order.
    pub fn measures_of(&self, table: &Table) -> BTreeSet<Code> {
        let mut all: BTreeSet<Code> = table.measures.iter().cloned().collect();
        for code in &table.measures {
            match self.measure(code).map(|measure| &measure.counts) {
                Some(Counts::Part { of }) => all.insert(of.clone()),
                Some(Counts::Sum { over }) => {
                    if let Some(Counts::Part { of }) = self.measure(over).map(|measure| &measure.counts) {
                        all.insert(of.clone());
                    }
                    all.insert(over.clone())
                }
                Some(Counts::Whole) | None => false,
            };
        }
        all
    }

    /// The coordinates of a table: the product of its axes.
    pub fn coordinates_of(&self, table: &Table) -> Result<Vec<Coordinates>, Refusal> {
        let mut all = vec![Coordinates::new()];
        for axis in &table.axes {
            let dimension = self
                .dimension(&axis.dimension)
                .ok_or_else(|| Refusal::NotDeclared(format!("dimension {}", axis.dimension)))?;
            let top = match &axis.top {
                None => &dimension.root,
                Some(code) => dimension.root.find(code).ok_or_else(|| {
                    Refusal::NotDeclared(format!("category {code} of dimension {}", axis.dimension))
                })?,
            };
            let along = if axis.top_only { vec![top] } else { top.walk() };
            let mut wider = Vec::with_capacity(all.len() * along.len());
            for coordinates in &all {
                for category in &along {
                    let mut coordinates = coordinates.clone();
                    if category.code != dimension.root.code {
                        coordinates.insert(axis.dimension.clone(), category.code.clone());
                    }
                    wider.push(coordinates);
                }
            }
            all = wider;
        }
        Ok(all)
    }

    /// Every place of every table, and whether readers see it in one of them.
    pub fn places(&self) -> Result<BTreeMap<Place, bool>, Refusal> {
        let mut places = BTreeMap::new();
        for table in &self.tables {
            let coordinates = self.coordinates_of(table)?;
            for measure in self.measures_of(table) {
                for coordinates in &coordinates {
                    let place = Place { measure: measure.clone(), coordinates: coordinates.clone() };
                    *places.entry(place).or_insert(false) |= table.published;
                }
            }
        }
        Ok(places)
    }

    /// The place of a part's whole.
    pub fn whole_of(&self, place: &Place) -> Option<Place> {
        match &self.measure(&place.measure)?.counts {
            Counts::Part { of } => {
                Some(Place { measure: of.clone(), coordinates: place.coordinates.clone() })
            }
            Counts::Whole | Counts::Sum { .. } => None,
        }
    }
}
