//! What an attacker writes down before reading any figure: the places of a unit's tables, which are sums of which, and
//! which are at most which.

use std::collections::{BTreeMap, BTreeSet};

use super::AuditFault;
use super::reading::{Kind, Node, Tree, Unit};

/// A measure and, for each dimension, a category by its number (0 is the root).
pub(super) type Key = (usize, Vec<u16>);

/// A dimension with its categories numbered.
struct Numbered<'a> {
    code: &'a str,
    numbers: BTreeMap<&'a str, u16>,
    children: Vec<Vec<u16>>,
}

fn number<'a>(tree: &'a Tree) -> Numbered<'a> {
    fn add<'a>(node: &'a Node, into: &mut Numbered<'a>) -> u16 {
        let own = into.children.len();
        into.children.push(Vec::new());
        into.numbers.insert(&node.code, own as u16);
        for child in &node.children {
            let child = add(child, into);
            into.children[own].push(child);
        }
        own as u16
    }
    let mut numbered = Numbered { code: &tree.code, numbers: BTreeMap::new(), children: Vec::new() };
    add(&tree.root, &mut numbered);
    numbered
}

impl Numbered<'_> {
    fn below(&self, category: u16) -> Vec<u16> {
        let mut all = vec![category];
        self.children[usize::from(category)].iter().for_each(|child| all.extend(self.below(*child)));
        all
    }
}

/// A unit without its figures.
pub(super) struct Frame<'a> {
    dimensions: Vec<Numbered<'a>>,
    measures: BTreeMap<&'a str, usize>,
    /// The places.
    pub(super) keys: Vec<Key>,
    index: BTreeMap<Key, usize>,
    /// Whether any published table has the place.
    pub(super) printed: Vec<bool>,
    /// Parent and children.
    pub(super) sums: Vec<(usize, Vec<usize>)>,
    /// Small and large.
    pub(super) bounds: Vec<(usize, usize)>,
    /// For a part, its whole.
    pub(super) whole: Vec<Option<usize>>,
    /// Small and large, equal where the smaller applies throughout.
    pub(super) same: Vec<(usize, usize)>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(trees: &'a [Tree], unit: &'a Unit) -> Result<Self, AuditFault> {
        let mut frame = Frame {
            dimensions: trees.iter().map(number).collect(),
            measures: unit.measures.iter().enumerate().map(|(at, m)| (m.code.as_str(), at)).collect(),
            keys: Vec::new(),
            index: BTreeMap::new(),
            printed: Vec::new(),
            sums: Vec::new(),
            bounds: Vec::new(),
            whole: Vec::new(),
            same: Vec::new(),
        };
        let mut keys: BTreeMap<Key, bool> = BTreeMap::new();
        for table in &unit.tables {
            let mut all = vec![vec![0_u16; frame.dimensions.len()]];
            for axis in &table.axes {
                let at = frame
                    .dimensions
                    .iter()
                    .position(|d| d.code == axis.dimension)
                    .ok_or(AuditFault::Unreadable)?;
                let dimension = &frame.dimensions[at];
                let top = match &axis.top {
                    None => 0,
                    Some(code) => *dimension.numbers.get(code.as_str()).ok_or(AuditFault::Unreadable)?,
                };
                let along = if axis.top_only { vec![top] } else { dimension.below(top) };
                let one = |key: &Vec<u16>, category: u16| {
                    let mut key = key.clone();
                    key[at] = category;
                    key
                };
                all = all
                    .iter()
                    .flat_map(|key| along.iter().map(move |category| one(key, *category)))
                    .collect();
            }
            let mut measures = BTreeSet::new();
            for code in &table.measures {
                let mut next = frame.measures.get(code.as_str()).copied();
                while let Some(measure) = next {
                    measures.insert(measure);
                    next =
                        unit.measures[measure].of.as_deref().and_then(|of| frame.measures.get(of).copied());
                }
            }
            for measure in measures {
                for key in &all {
                    *keys.entry((measure, key.clone())).or_default() |= table.published;
                }
            }
        }
        (frame.keys, frame.printed) = keys.into_iter().unzip();
        frame.index = frame.keys.iter().cloned().enumerate().map(|(at, key)| (key, at)).collect();
        frame.relate(unit);
        Ok(frame)
    }

    /// The number of a place.
    pub(super) fn at(
        &self,
        measure: &str,
        coordinates: &BTreeMap<String, String>,
    ) -> Result<usize, AuditFault> {
        let mut key = vec![0_u16; self.dimensions.len()];
        for (dimension, category) in coordinates {
            let at =
                self.dimensions.iter().position(|d| d.code == dimension).ok_or(AuditFault::Unreadable)?;
            key[at] = *self.dimensions[at].numbers.get(category.as_str()).ok_or(AuditFault::Unreadable)?;
        }
        let measure = *self.measures.get(measure).ok_or(AuditFault::Unreadable)?;
        self.index.get(&(measure, key)).copied().ok_or(AuditFault::Unreadable)
    }

    /// The name of a place, for people to read.
    pub(super) fn name(&self, unit: &Unit, at: usize) -> String {
        let (measure, key) = &self.keys[at];
        let mut name = unit.measures[*measure].code.clone();
        for (dimension, category) in self.dimensions.iter().zip(key).filter(|(_, category)| **category != 0) {
            let code =
                dimension.numbers.iter().find(|(_, number)| *number == category).map(|(code, _)| *code);
            name.push_str(&format!(" {}={}", dimension.code, code.unwrap_or("?")));
        }
        name
    }

    fn relate(&mut self, unit: &Unit) {
        let mut split: Vec<Vec<usize>> = vec![Vec::new(); self.keys.len()];
        for (at, (measure, key)) in self.keys.iter().enumerate() {
            for (along, dimension) in self.dimensions.iter().enumerate() {
                let children = &dimension.children[usize::from(key[along])];
                let place = |child: &u16| {
                    let mut key = key.clone();
                    key[along] = *child;
                    self.index.get(&(*measure, key)).copied()
                };
                if children.is_empty() {
                    continue;
                }
                if let Some(children) = children.iter().map(place).collect::<Option<Vec<_>>>() {
                    self.sums.push((at, children));
                    split[at].push(along);
                }
            }
        }
        for (at, (measure, key)) in self.keys.iter().enumerate() {
            let beside = |code: &str| {
                let measure = self.measures.get(code)?;
                self.index.get(&(*measure, key.clone())).copied()
            };
            let this = &unit.measures[*measure];
            let whole = if this.counts == Kind::Part { this.of.as_deref().and_then(beside) } else { None };
            self.whole.push(whole);
            for subset in unit.subsets.iter().filter(|subset| subset.small == this.code) {
                if let Some(large) = beside(&subset.large) {
                    self.bounds.push((at, large));
                    if subset.same_where_applicable {
                        self.same.push((at, large));
                    }
                }
            }
            self.bounds.extend(whole.map(|whole| (at, whole)));
        }
        // What holds for the children of one and the same split holds for the parents.
        self.bounds.retain(|(small, large)| !split[*small].iter().any(|along| split[*large].contains(along)));
    }
}
