//! Pictures of figures as SVG, drawn with whole numbers: bars that lie, and lines over time.

use std::fmt::Write as _;

const WIDTH: u64 = 760;
const LABELS: u64 = 250;
const VALUES: u64 = 90;
const TOP: u64 = 66;
const ROW: u64 = 26;
const BAR: u64 = 16;
const PLOT: u64 = 220;
const COLOURS: [&str; 4] = ["#2b6cb0", "#dd8a29", "#3a8f5d", "#a3434b"];

/// A bar of one or more parts, one behind the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    /// What it is of.
    pub(super) label: String,
    /// Its parts, in the order of the legend.
    pub(super) parts: Vec<u64>,
    /// What stands at its end.
    pub(super) value: String,
}

/// Bars below each other, all to one scale.
pub(super) fn bars(title: &str, legend: &[&str], bars: &[Bar]) -> String {
    let height = TOP + ROW * bars.len() as u64 + 14;
    let mut picture = begin(title, legend, height);
    let most = bars.iter().map(|bar| bar.parts.iter().sum()).max();
    let room = WIDTH - LABELS - VALUES;
    for (place, bar) in bars.iter().enumerate() {
        let y = TOP + ROW * place as u64;
        text(&mut picture, LABELS - 8, y + 12, "end", &bar.label);
        let mut x = LABELS;
        for (part, colour) in bar.parts.iter().zip(COLOURS) {
            let width = scaled(*part, most.unwrap_or(0), room);
            let _ = writeln!(
                picture,
                r#"<rect x="{x}" y="{y}" width="{width}" height="{BAR}" fill="{colour}"/>"#
            );
            x += width;
        }
        text(&mut picture, x + 6, y + 12, "start", &bar.value);
    }
    picture + "</svg>\n"
}

/// A line over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its name in the legend.
    pub(super) name: String,
    /// Milliseconds and value, by time.
    pub(super) points: Vec<(u64, u64)>,
}

/// Lines over the same seconds, to one scale.
pub(super) fn lines(title: &str, lines: &[Line]) -> String {
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    let mut picture = begin(title, &names, TOP + PLOT + 34);
    let all = || lines.iter().flat_map(|line| &line.points);
    let (longest, most) = (
        all().map(|(at, _)| *at).max().unwrap_or(0),
        all().map(|(_, value)| *value).max().unwrap_or(0),
    );
    let (left, room, bottom) = (VALUES, WIDTH - VALUES - 20, TOP + PLOT);
    for quarter in 0..=4 {
        let y = bottom - PLOT * quarter / 4;
        let right = left + room;
        let _ = writeln!(
            picture,
            r##"<path d="M{left} {y}H{right}" stroke="#ccc" fill="none"/>"##
        );
        let value = (most * quarter / 4).to_string();
        text(&mut picture, left - 8, y + 4, "end", &value);
        let x = left + room * quarter / 4;
        let tenths = longest * quarter / 400;
        let seconds = format!("{}.{} s", tenths / 10, tenths % 10);
        text(&mut picture, x, bottom + 20, "middle", &seconds);
    }
    for (line, colour) in lines.iter().zip(COLOURS) {
        let points: Vec<String> = line
            .points
            .iter()
            .map(|(at, value)| {
                let x = left + scaled(*at, longest, room);
                format!("{x},{}", bottom - scaled(*value, most, PLOT))
            })
            .collect();
        let _ = writeln!(
            picture,
            r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2"/>"#,
            points.join(" ")
        );
    }
    picture + "</svg>\n"
}

fn begin(title: &str, legend: &[&str], height: u64) -> String {
    let title = escaped(title);
    let mut picture = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="13" fill="#222" role="img">
<title>{title}</title>
<rect width="{WIDTH}" height="{height}" fill="#fff"/>
<text x="16" y="26" font-size="16">{title}</text>
"##
    );
    let mut x = 16;
    for (name, colour) in legend.iter().zip(COLOURS) {
        let _ = writeln!(
            picture,
            r#"<rect x="{x}" y="38" width="12" height="12" fill="{colour}"/>"#
        );
        text(&mut picture, x + 18, 49, "start", name);
        x += 30 + 7 * name.chars().count() as u64;
    }
    picture
}

fn text(picture: &mut String, x: u64, y: u64, anchor: &str, text: &str) {
    let text = escaped(text);
    let _ = writeln!(
        picture,
        r#"<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>"#
    );
}

/// How far `value` reaches when `most` fills the room.
fn scaled(value: u64, most: u64, room: u64) -> u64 {
    let reach = u128::from(value) * u128::from(room) / u128::from(most.max(1));
    u64::try_from(reach).unwrap_or(room)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_the_room() {
        let bar = |parts: &[u64]| Bar {
            label: "a < b".to_owned(),
            parts: parts.to_vec(),
            value: "x".to_owned(),
        };
        let picture = bars("t", &["one", "two"], &[bar(&[10, 30]), bar(&[20])]);
        for expected in [
            r##"<rect x="250" y="66" width="105" height="16" fill="#2b6cb0"/>"##,
            r##"<rect x="355" y="66" width="315" height="16" fill="#dd8a29"/>"##,
            r##"<rect x="250" y="92" width="210" height="16" fill="#2b6cb0"/>"##,
            "a &lt; b",
        ] {
            assert!(picture.contains(expected), "{expected} in {picture}");
        }
    }

    #[test]
    fn lines_run_from_corner_to_corner() {
        let line = Line {
            name: "messages".to_owned(),
            points: vec![(0, 0), (500, 20), (1000, 10)],
        };
        let picture = lines("t", &[line]);
        assert!(picture.contains("90,286 415,66 740,176"), "{picture}");
        assert!(lines("t", &[]).ends_with("</svg>\n"));
    }
}
