//! An indicator across municipalities: a bar each, the highest first.

use entity::text::fold;
use entity::vocabulary::CellState;

use super::Mark;
use super::pen::{self, Anchor, Frame, Pen, Said};
use crate::domain::statistics::catalogue::Indicator;
use crate::domain::statistics::documents::words::say;
use crate::support::fault::Fault;

const WIDTH: i32 = 800;
const LEFT: i32 = 180;
const RIGHT: i32 = WIDTH - 110;
const ROW: i32 = 26;
const BAR: i32 = 16;
/// How long a hatched bar is: the same for all, so that its length tells nothing.
const HATCHED: i32 = 120;

/// An indicator across municipalities.
#[derive(Clone, Debug)]
pub(in crate::domain::statistics::documents) struct Across {
    indicator: &'static Indicator,
    period: String,
    bars: Vec<Bar>,
}

/// One municipality.
#[derive(Clone, Debug)]
pub(in crate::domain::statistics::documents) struct Bar {
    /// Its name.
    pub(in crate::domain::statistics::documents) name: String,
    /// What stands there.
    pub(in crate::domain::statistics::documents) mark: Mark,
    /// Whether the reader looks for it among the others.
    pub(in crate::domain::statistics::documents) chosen: bool,
}

impl Across {
    /// Values from the highest, then what shows none, each by name.
    pub(in crate::domain::statistics::documents) fn new(
        indicator: &'static Indicator,
        period: String,
        mut bars: Vec<Bar>,
    ) -> Self {
        bars.sort_by(|a, b| {
            let value = |bar: &Bar| bar.mark.value().unwrap_or(f64::NEG_INFINITY);
            value(b).total_cmp(&value(a)).then_with(|| fold(&a.name).cmp(&fold(&b.name)))
        });
        Self { indicator, period, bars }
    }

    /// The drawing.
    pub(in crate::domain::statistics::documents) fn svg(&self) -> Result<String, Fault> {
        let rows = i32::try_from(self.bars.len()).unwrap_or(1);
        let size = (WIDTH.unsigned_abs(), (ROW * rows + 16).unsigned_abs());
        pen::drawn(&self.said(), size, |pen, top| self.draw(pen, top))
    }

    fn said(&self) -> Said<'static> {
        let shown = self.bars.iter().filter(|bar| bar.mark.value().is_some());
        let ends = shown.clone().next().zip(shown.clone().next_back());
        let named = |bar: &Bar| format!("{} {}", bar.name, bar.mark.said(self.indicator));
        let ends = ends.map(|(first, last)| {
            let (highest, lowest) = (named(first), named(last));
            say(
                format!("Högst: {highest}. Lägst: {lowest}."),
                format!("Highest: {highest}. Lowest: {lowest}."),
            )
        });
        let (shown, all) = (shown.count(), self.bars.len());
        let counted = say(
            format!("{shown} av {all} kommuner visar ett värde."),
            format!("{shown} of {all} municipalities show a value."),
        );
        Said {
            id: "across",
            heading: self.indicator.title.pick().to_owned(),
            subheading: format!("{} {}", say("Kommuner,", "Municipalities,"), self.period),
            description: format!("{counted} {}", ends.unwrap_or_default()),
        }
    }

    fn draw(&self, pen: &Pen<'_>, top: i32) -> Result<(), Fault> {
        let values = self.bars.iter().filter_map(|bar| bar.mark.value());
        let most = pen::scale(values.fold(0.0, f64::max).max(1.0)).last().copied().unwrap_or(1.0);
        let step = usize::try_from(ROW).unwrap_or(1);
        let nobody = self.bars.iter().all(|bar| !bar.chosen);
        for (bar, middle) in self.bars.iter().zip((top + ROW / 2..).step_by(step)) {
            let frame = |right| Frame(LEFT, middle - BAR / 2, right, middle + BAR / 2);
            let stands_out = bar.chosen || nobody;
            // By a sign too, since colour is never alone.
            let name = if bar.chosen { format!("▸ {}", bar.name) } else { bar.name.clone() };
            pen.text((LEFT - 10, middle), 12, &name, Anchor::End, pen::INK)?;
            let end = match bar.mark {
                Mark::Value(value) => {
                    let right = pen::place(value, most, (LEFT, RIGHT));
                    pen.bar(frame(right), if stands_out { pen::colour(0) } else { pen::BACK })?;
                    right
                }
                Mark::Without(CellState::Suppressed) => {
                    pen.hatched(frame(LEFT + HATCHED), pen::GREY)?;
                    LEFT + HATCHED
                }
                Mark::Without(_) => LEFT,
            };
            pen.text((end + 8, middle), 12, &bar.mark.said(self.indicator), Anchor::Start, pen::INK)?;
        }
        let bottom = top + ROW * i32::try_from(self.bars.len()).unwrap_or(1);
        pen.line(vec![(LEFT, top), (LEFT, bottom)], pen::INK, 1)
    }
}
