//! An indicator over time: a line a municipality.

use entity::vocabulary::CellState;

use super::Mark;
use super::pen::{self, Anchor, Frame, Pen, Said};
use crate::domain::statistics::catalogue::Indicator;
use crate::domain::statistics::documents::words::{self, say};
use crate::support::fault::Fault;

/// Most lines that can be told apart.
pub(in crate::domain::statistics::documents) const MOST_LINES: usize = pen::COLOURS.len();

const WIDTH: i32 = 800;
const PLOT: i32 = 260;
const LEFT: i32 = 64;
const RIGHT: i32 = WIDTH - 24;
/// Names below the plot, on one row.
const NAMES: usize = 4;
const ROW: i32 = 22;

/// An indicator over time.
#[derive(Clone, Debug)]
pub(in crate::domain::statistics::documents) struct OverTime {
    /// The indicator.
    pub(in crate::domain::statistics::documents) indicator: &'static Indicator,
    /// Periods, the earliest first.
    pub(in crate::domain::statistics::documents) periods: Vec<String>,
    /// A line a municipality.
    pub(in crate::domain::statistics::documents) lines: Vec<Line>,
}

/// One municipality.
#[derive(Clone, Debug)]
pub(in crate::domain::statistics::documents) struct Line {
    /// Its name.
    pub(in crate::domain::statistics::documents) name: String,
    /// What stands at each period; none where nothing is published.
    pub(in crate::domain::statistics::documents) marks: Vec<Option<Mark>>,
}

impl OverTime {
    /// The drawing; refused where lines cannot be told apart.
    pub(in crate::domain::statistics::documents) fn svg(&self) -> Result<String, Fault> {
        if self.lines.len() > MOST_LINES {
            return Err(Fault::bad_input(
                format!(
                    "Välj högst {MOST_LINES} kommuner (municipality): fler linjer går inte att skilja åt."
                ),
                format!(
                    "Choose at most {MOST_LINES} municipalities (municipality): more lines cannot be told apart."
                ),
            ));
        }
        let rows = i32::try_from(self.legend().len().div_ceil(NAMES)).unwrap_or(1);
        let size = (WIDTH.unsigned_abs(), (PLOT + 52 + ROW * rows).unsigned_abs());
        pen::drawn(&self.said(), size, |pen, top| self.draw(pen, Frame(LEFT, top, RIGHT, top + PLOT)))
    }

    fn said(&self) -> Said<'static> {
        let ends = self.periods.first().zip(self.periods.last());
        let span =
            ends.map(|(first, last)| if first == last { first.clone() } else { format!("{first} – {last}") });
        Said {
            id: "over-time",
            heading: self.indicator.title.pick().to_owned(),
            subheading: format!(
                "{} {} ({})",
                say("Över tid:", "Over time:"),
                span.unwrap_or_default(),
                words::unit(self.indicator)
            ),
            description: self.lines.iter().map(|line| self.line_in_words(line)).collect::<Vec<_>>().join(" "),
        }
    }

    fn line_in_words(&self, line: &Line) -> String {
        let unpublished = say("inte publicerat", "not published");
        let said = self.periods.iter().zip(&line.marks).map(|(period, mark)| {
            let mark = mark.map_or_else(|| unpublished.to_owned(), |mark| mark.said(self.indicator));
            format!("{period} {mark}")
        });
        format!("{}: {}.", line.name, said.collect::<Vec<_>>().join(", "))
    }

    /// What is named below the plot: each line, and what hatching means where there is any.
    fn legend(&self) -> Vec<Option<(usize, &str)>> {
        let lines = self.lines.iter().enumerate().map(|(number, line)| Some((number, line.name.as_str())));
        lines.chain(self.has_hidden().then_some(None)).collect()
    }

    fn has_hidden(&self) -> bool {
        self.lines.iter().any(|line| line.marks.iter().any(is_hidden))
    }

    fn draw(&self, pen: &Pen<'_>, plot: Frame) -> Result<(), Fault> {
        let values = self.lines.iter().flat_map(|line| &line.marks).filter_map(|mark| (*mark)?.value());
        let scale = pen::scale(values.fold(0.0, f64::max).max(1.0));
        let most = scale.last().copied().unwrap_or(1.0);
        self.axes(pen, plot, &scale)?;
        for (number, line) in self.lines.iter().enumerate() {
            self.line(pen, plot, most, number, line)?;
        }
        self.hidden(pen, plot)?;
        self.names(pen, plot)
    }

    /// Where a period stands.
    fn x(&self, Frame(left, _, right, _): Frame, at: usize) -> i32 {
        let slot = (right - left) / i32::try_from(self.periods.len()).unwrap_or(1).max(1);
        left + slot * i32::try_from(at).unwrap_or(0) + slot / 2
    }

    fn axes(&self, pen: &Pen<'_>, plot: Frame, scale: &[f64]) -> Result<(), Fault> {
        let Frame(left, top, right, bottom) = plot;
        let most = scale.last().copied().unwrap_or(1.0);
        for value in scale {
            let y = pen::place(*value, most, (bottom, top));
            pen.line(vec![(left, y), (right, y)], if *value == 0.0 { pen::INK } else { pen::PALE }, 1)?;
            let text = say(value.to_string().replace('.', ","), value.to_string());
            pen.text((left - 8, y), 12, &text, Anchor::End, pen::INK)?;
        }
        // Where names would run into each other, every second stands, or every third.
        let longest = self.periods.iter().map(|period| period.chars().count()).max().unwrap_or(1);
        let fit = usize::try_from(right - left).unwrap_or(1) / (longest * 8 + 8);
        let every = self.periods.len().div_ceil(fit.max(1)).max(1);
        for (at, period) in self.periods.iter().enumerate().step_by(every) {
            pen.text((self.x(plot, at), bottom + 16), 12, period, Anchor::Middle, pen::INK)?;
        }
        Ok(())
    }

    /// A line between neighbouring values alone, and a mark at each.
    fn line(&self, pen: &Pen<'_>, plot: Frame, most: f64, number: usize, line: &Line) -> Result<(), Fault> {
        let Frame(_, top, _, bottom) = plot;
        let point = |(at, mark): (usize, &Option<Mark>)| {
            let value = (*mark)?.value()?;
            Some((self.x(plot, at), pen::place(value, most, (bottom, top))))
        };
        let points: Vec<_> = line.marks.iter().enumerate().map(point).collect();
        for pair in points.windows(2) {
            if let [Some(from), Some(to)] = pair {
                pen.line(vec![*from, *to], pen::colour(number), 2)?;
            }
        }
        points.into_iter().flatten().try_for_each(|point| pen.mark(point, number))
    }

    /// Hidden values stand hatched on the axis, above each other where there are several.
    fn hidden(&self, pen: &Pen<'_>, plot: Frame) -> Result<(), Fault> {
        let Frame(.., bottom) = plot;
        for at in 0..self.periods.len() {
            let hidden =
                self.lines.iter().enumerate().filter(|(_, line)| line.marks.get(at).is_some_and(is_hidden));
            for ((number, _), y) in hidden.zip((0..).step_by(15)) {
                let (x, foot) = (self.x(plot, at), bottom - 3 - y);
                pen.hatched(Frame(x - 12, foot - 12, x + 12, foot), pen::colour(number))?;
            }
        }
        Ok(())
    }

    fn names(&self, pen: &Pen<'_>, Frame(left, _, right, bottom): Frame) -> Result<(), Fault> {
        let width = (right - left) / 4;
        for (entries, y) in self.legend().chunks(NAMES).zip((bottom + 44..).step_by(22)) {
            for (entry, x) in entries.iter().zip((left..).step_by(width.unsigned_abs() as usize)) {
                let name = match entry {
                    Some((number, name)) => {
                        pen.mark((x, y), *number)?;
                        name
                    }
                    None => {
                        pen.hatched(Frame(x - 8, y - 6, x + 8, y + 6), pen::GREY)?;
                        words::state(CellState::Suppressed)
                    }
                };
                pen.text((x + 16, y), 12, name, Anchor::Start, pen::INK)?;
            }
        }
        Ok(())
    }
}

fn is_hidden(mark: &Option<Mark>) -> bool {
    *mark == Some(Mark::Without(CellState::Suppressed))
}
