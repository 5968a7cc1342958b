//! Charts as inline SVG: lines over time, and bars over how long answers took. Colours come from the page, light or dark.

use std::fmt::Write;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 30.0;
const LINES_ACROSS: u32 = 4;

/// A line with its name; `class` picks its colour.
pub(super) struct Series<'chart> {
    pub(super) name: &'chart str,
    pub(super) class: &'chart str,
    pub(super) values: Vec<f64>,
}

/// Lines over the seconds of a run.
pub(super) fn lines(label: &str, unit: &str, series: &[Series<'_>]) -> String {
    let top = nice(series.iter().flat_map(|one| &one.values).copied().fold(0.0, f64::max));
    let count = series.iter().map(|one| one.values.len()).max().unwrap_or(0);
    let mut out = begin(label);
    grid(&mut out, top, unit);
    let x = |index: usize| LEFT + (WIDTH - LEFT - RIGHT) * (index as f64 + 0.5) / count.max(1) as f64;
    for (at, one) in series.iter().enumerate() {
        let points: Vec<String> = one
            .values
            .iter()
            .enumerate()
            .map(|(index, value)| format!("{:.1},{:.1}", x(index), y(*value, top)))
            .collect();
        put(&mut out, format_args!("<polyline class=\"{}\" points=\"{}\"/>", one.class, points.join(" ")));
        for (index, value) in one.values.iter().enumerate().filter(|_| count <= 400) {
            let tip = format!("{} in second {}: {value:.1} {unit}", one.name, index + 1);
            put(
                &mut out,
                format_args!(
                    "<circle class=\"{}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.5\"><title>{tip}</title></circle>",
                    one.class,
                    x(index),
                    y(*value, top)
                ),
            );
        }
        let name_x = LEFT + 10.0 + 110.0 * at as f64;
        put(
            &mut out,
            format_args!(
                "<text class=\"name {}\" x=\"{name_x}\" y=\"{:.0}\">{}</text>",
                one.class,
                TOP + 6.0,
                one.name
            ),
        );
    }
    for mark in marks(count) {
        put(
            &mut out,
            format_args!(
                "<text class=\"axis\" text-anchor=\"middle\" x=\"{:.1}\" y=\"{:.0}\">{} s</text>",
                x(mark),
                HEIGHT - 10.0,
                mark + 1
            ),
        );
    }
    out + "</svg>"
}

/// How many answers took how long; each entry is up to so many milliseconds.
pub(super) fn bars(label: &str, entries: &[(f64, u64)]) -> String {
    let top = nice(entries.iter().map(|(_, count)| *count as f64).fold(0.0, f64::max));
    let mut out = begin(label);
    grid(&mut out, top, "");
    let each = (WIDTH - LEFT - RIGHT) / entries.len().max(1) as f64;
    for (index, (ms, count)) in entries.iter().enumerate() {
        let (left, up) = (LEFT + each * index as f64, y(*count as f64, top));
        let below = entries.get(index.wrapping_sub(1)).map_or(0.0, |(ms, _)| *ms);
        let tip = format!("{count} answers took {below:.2} to {ms:.2} ms");
        put(
            &mut out,
            format_args!(
                "<rect class=\"bar\" x=\"{left:.1}\" y=\"{up:.1}\" width=\"{:.1}\" height=\"{:.1}\"><title>{tip}</title></rect>",
                (each - 1.0).max(0.5),
                HEIGHT - BOTTOM - up
            ),
        );
        if entries.len() < 9 || index % entries.len().div_ceil(8) == 0 {
            let shown = if *ms >= 10.0 { format!("{ms:.0}") } else { format!("{ms:.1}") };
            put(
                &mut out,
                format_args!(
                    "<text class=\"axis\" text-anchor=\"middle\" x=\"{:.1}\" y=\"{:.0}\">{shown} ms</text>",
                    left + each / 2.0,
                    HEIGHT - 10.0
                ),
            );
        }
    }
    out + "</svg>"
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes everything");
}

fn begin(label: &str) -> String {
    format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{label}\">")
}

fn grid(out: &mut String, top: f64, unit: &str) {
    for line in 0..=LINES_ACROSS {
        let value = top * f64::from(line) / f64::from(LINES_ACROSS);
        let at = y(value, top);
        put(
            out,
            format_args!("<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>", WIDTH - RIGHT),
        );
        put(
            out,
            format_args!(
                "<text class=\"axis\" text-anchor=\"end\" x=\"{}\" y=\"{:.1}\">{} {unit}</text>",
                LEFT - 6.0,
                at + 4.0,
                short(value)
            ),
        );
    }
}

fn y(value: f64, top: f64) -> f64 {
    let room = HEIGHT - TOP - BOTTOM;
    HEIGHT - BOTTOM - room * (value / top).clamp(0.0, 1.0)
}

/// The next of 1, 2, 2.5, 5 and 10 with as many zeros.
fn nice(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    power * steps.into_iter().find(|step| step * power >= value).unwrap_or(10.0)
}

fn short(value: f64) -> String {
    match value {
        value if value >= 10_000.0 => format!("{:.0}k", value / 1_000.0),
        value if value >= 1_000.0 => format!("{:.1}k", value / 1_000.0),
        value if value >= 10.0 || value == 0.0 => format!("{value:.0}"),
        value => format!("{value:.1}"),
    }
}

/// About eight places to write a number at.
fn marks(count: usize) -> impl Iterator<Item = usize> {
    (0..count).step_by(count.div_ceil(8).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number() {
        let pairs = [(0.0, 1.0), (0.7, 1.0), (1.1, 2.0), (2.1, 2.5), (26.0, 50.0), (8_100.0, 10_000.0)];
        for (value, wanted) in pairs {
            assert!((nice(value) - wanted).abs() < wanted * 1e-9, "{value}: {}", nice(value));
        }
    }

    #[test]
    fn a_chart_of_nothing_is_a_chart() {
        assert!(lines("x", "", &[]).ends_with("</svg>"));
        assert!(bars("x", &[]).ends_with("</svg>"));
    }
}
