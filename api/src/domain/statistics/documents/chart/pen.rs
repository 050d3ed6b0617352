//! Draws lines, bars, hatching and text into an SVG, by the crate `plotters`.

use maud::html;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::support::fault::Fault;
use crate::support::language::Language;

/// Text and axes.
pub(super) const INK: RGBColor = RGBColor(0x1b, 0x1b, 0x1b);
/// What stands back.
pub(super) const GREY: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// A bar among others that stand out.
pub(super) const BACK: RGBColor = RGBColor(0x7d, 0x8c, 0x99);
/// Lines behind the figures.
pub(super) const PALE: RGBColor = RGBColor(0xd0, 0xd0, 0xd0);
/// Colours that are told apart by people who see colours differently, each with a contrast of 3:1 or more on white.
pub(super) const COLOURS: [RGBColor; 8] = [
    RGBColor(0x00, 0x5a, 0x9c),
    RGBColor(0xc4, 0x4e, 0x00),
    RGBColor(0x00, 0x7a, 0x56),
    RGBColor(0x8e, 0x3a, 0x80),
    RGBColor(0x7a, 0x5c, 0x00),
    RGBColor(0xb0, 0x1e, 0x3c),
    RGBColor(0x3f, 0x3f, 0x8f),
    RGBColor(0x4a, 0x4a, 0x4a),
];
/// Characters of a heading on one line.
const LINE: usize = 92;
/// Height of a line of the heading.
const LEADING: i32 = 20;

/// Where a text begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    /// To the right of the point.
    Start,
    /// On both sides of it.
    Middle,
    /// To the left of it.
    End,
}

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame(pub(super) i32, pub(super) i32, pub(super) i32, pub(super) i32);

/// A pen over one drawing.
pub(super) struct Pen<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

fn broken<E: std::error::Error + Send + Sync>(cause: DrawingAreaErrorKind<E>) -> Fault {
    Fault::internal(&cause.to_string())
}

impl Pen<'_> {
    pub(super) fn text(
        &self,
        (x, y): (i32, i32),
        size: i32,
        text: &str,
        anchor: Anchor,
        colour: RGBColor,
    ) -> Result<(), Fault> {
        let horizontal = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        // The library makes a pixel of 1.24 of its sizes.
        let style = TextStyle::from(("sans-serif", f64::from(size) * 1.24).into_font())
            .color(&colour)
            .pos(Pos::new(horizontal, VPos::Center));
        self.area.draw(&Text::new(text, (x, y), style)).map_err(broken)
    }

    pub(super) fn line(&self, points: Vec<(i32, i32)>, colour: RGBColor, width: u32) -> Result<(), Fault> {
        self.area.draw(&PathElement::new(points, colour.stroke_width(width))).map_err(broken)
    }

    pub(super) fn bar(&self, Frame(left, top, right, bottom): Frame, colour: RGBColor) -> Result<(), Fault> {
        self.area.draw(&Rectangle::new([(left, top), (right, bottom)], colour.filled())).map_err(broken)
    }

    /// A frame filled with slanting lines: something is there that is not shown.
    pub(super) fn hatched(&self, frame: Frame, colour: RGBColor) -> Result<(), Fault> {
        let Frame(left, top, right, bottom) = frame;
        let height = bottom - top;
        let mut from = left - height;
        while from < right {
            let (x0, x1) = (from.max(left), (from + height).min(right));
            self.line(vec![(x0, bottom - (x0 - from)), (x1, bottom - (x1 - from))], colour, 1)?;
            from += 5;
        }
        self.line(vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], colour, 1)
    }

    /// The mark of a line, by its number: as many forms as colours, so that colour is never alone.
    pub(super) fn mark(&self, (x, y): (i32, i32), number: usize) -> Result<(), Fault> {
        let colour = colour(number);
        let polygon =
            |points: Vec<(i32, i32)>| self.area.draw(&Polygon::new(points, colour.filled())).map_err(broken);
        match number % COLOURS.len() {
            0 => self.area.draw(&Circle::new((x, y), 5, colour.filled())).map_err(broken),
            1 => self.bar(Frame(x - 5, y - 5, x + 5, y + 5), colour),
            2 => polygon(vec![(x, y - 6), (x + 6, y + 5), (x - 6, y + 5)]),
            3 => polygon(vec![(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)]),
            4 => polygon(vec![(x, y + 6), (x + 6, y - 5), (x - 6, y - 5)]),
            5 => {
                self.line(vec![(x - 5, y - 5), (x + 5, y + 5)], colour, 3)?;
                self.line(vec![(x - 5, y + 5), (x + 5, y - 5)], colour, 3)
            }
            6 => {
                self.line(vec![(x - 6, y), (x + 6, y)], colour, 3)?;
                self.line(vec![(x, y - 6), (x, y + 6)], colour, 3)
            }
            _ => self.area.draw(&Circle::new((x, y), 5, colour.stroke_width(3))).map_err(broken),
        }
    }
}

/// The colour of a line, by its number.
pub(super) fn colour(number: usize) -> RGBColor {
    COLOURS.get(number % COLOURS.len()).copied().unwrap_or(INK)
}

/// What a chart says of itself.
pub(super) struct Said<'a> {
    /// What its ids begin with: two charts may stand on one page.
    pub(super) id: &'a str,
    /// Above it, and as its title.
    pub(super) heading: String,
    /// Below the heading.
    pub(super) subheading: String,
    /// What it shows, for those who do not see it.
    pub(super) description: String,
}

/// Draws a chart of a width and a height below its heading, which `draw` is given the top of.
pub(super) fn drawn(
    said: &Said<'_>,
    (width, height): (u32, u32),
    draw: impl FnOnce(&Pen<'_>, i32) -> Result<(), Fault>,
) -> Result<String, Fault> {
    let heading = wrapped(&said.heading);
    let lines = i32::try_from(heading.len()).unwrap_or(1);
    let top = 8 + LEADING * lines + 28;
    let mut svg = String::new();
    {
        let size = (width, height + top.unsigned_abs());
        let pen = Pen { area: SVGBackend::with_string(&mut svg, size).into_drawing_area() };
        pen.area.fill(&WHITE).map_err(broken)?;
        for (line, y) in heading.iter().zip((20..).step_by(20)) {
            pen.text((12, y), 15, line, Anchor::Start, INK)?;
        }
        pen.text((12, 20 + LEADING * lines), 12, &said.subheading, Anchor::Start, GREY)?;
        draw(&pen, top)?;
        pen.area.present().map_err(broken)?;
    }
    Ok(described(&svg, said))
}

/// A heading on lines that fit.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            if line.is_empty() {
                word.clone_into(line);
                continue;
            }
            if line.chars().count() + word.chars().count() < LINE {
                line.push(' ');
                line.push_str(word);
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

/// Puts title and description into a drawing.
fn described(svg: &str, said: &Said<'_>) -> String {
    let (title, description) = (format!("{}-title", said.id), format!("{}-desc", said.id));
    let inside = html! {
        title id=(title) { (said.heading) ", " (said.subheading) }
        desc id=(description) { (said.description) }
    };
    let language = Language::current().pick("sv", "en");
    let role = format!("<svg role=\"img\" lang=\"{language}\" aria-labelledby=\"{title} {description}\"");
    let svg = svg.trim().replacen("<svg", &role, 1);
    match svg.split_once('>') {
        Some((head, rest)) => format!("{head}>{}{rest}", inside.into_string()),
        None => svg,
    }
}

/// A scale from nought: where its lines stand, the last above every value.
pub(super) fn scale(most: f64) -> Vec<f64> {
    let steps = (-1..9).flat_map(|power| [1.0, 2.0, 5.0].map(|step| step * 10_f64.powi(power)));
    let step = steps.into_iter().find(|step| most <= step * 5.0).unwrap_or(most);
    (0..=5).map(|n| f64::from(n) * step).take_while(|line| *line < most + step).collect()
}

/// Where a value stands between two places.
#[allow(clippy::cast_possible_truncation, reason = "a place in a drawing")]
pub(super) fn place(value: f64, most: f64, (from, to): (i32, i32)) -> i32 {
    let share = if most > 0.0 { (value / most).clamp(0.0, 1.0) } else { 0.0 };
    from + (f64::from(to - from) * share).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_of_round_numbers_and_above_every_value() {
        assert_eq!(scale(0.0), [0.0]);
        assert_eq!(scale(12.0), [0.0, 5.0, 10.0, 15.0]);
        assert_eq!(scale(100.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(scale(0.4).last(), Some(&0.4));
        assert_eq!(place(50.0, 100.0, (0, 10)), 5);
    }

    #[test]
    fn a_description_is_escaped_and_named() {
        let said = Said {
            id: "a",
            heading: "<b> & \"c\"".to_owned(),
            subheading: String::new(),
            description: "</desc><script>".to_owned(),
        };
        let svg = drawn(&said, (100, 100), |_, _| Ok(())).unwrap_or_default();
        assert!(
            svg.starts_with("<svg role=\"img\" lang=\"sv\" aria-labelledby=\"a-title a-desc\" width=\"100\""),
            "{svg}"
        );
        assert!(
            svg.contains("&lt;/desc&gt;&lt;script&gt;") && !svg.contains("<script>") && !svg.contains("<b>"),
            "{svg}"
        );
    }
}
