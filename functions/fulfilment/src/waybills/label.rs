//! The label 面单 of a parcel: 100 × 150 mm as SVG, drawn in tenths of a millimetre.

use std::fmt::Write as _;

use code128::Code128;
use domain::money::Money;
use domain::region::RegionCode;
use domain::shipping_policy::ShipFrom;
use domain::waybill::Waybill;

/// What a label is.
pub(super) const MEDIA_TYPE: &str = "image/svg+xml; charset=utf-8";

/// Its size.
const WIDTH: u32 = 1_000;
const HEIGHT: u32 = 1_500;
/// The widest that the barcode can be, quiet zones included.
const BARCODE_WIDTH: u32 = 960;
/// Characters of an address on a line.
const LINE: usize = 24;
/// Lines of an address that there is room for.
const MOST_LINES: usize = 5;

/// What is printed.
pub(super) struct Label<'a> {
    pub(super) waybill: &'a Waybill,
    pub(super) sender: &'a ShipFrom,
    /// Name and phone, masked, and address.
    pub(super) recipient: (&'a str, &'a str, &'a str),
    /// Which parcel of how many.
    pub(super) parcel: (usize, usize),
}

/// Draws a label.
pub(super) fn svg(label: &Label<'_>) -> String {
    let waybill = label.waybill;
    let number = waybill.waybill_no().map(ToString::to_string);
    let number = number.unwrap_or_default();
    let issued = waybill.issued.as_ref();
    let routing = issued.and_then(|issued| issued.routing.clone());
    let mut drawn = Drawing::begin();
    let carrier = waybill.carrier().to_string();
    drawn.text(40, 90, 56, &carrier);
    drawn.text(40, 200, 80, &routing.unwrap_or_default());
    drawn.rule(230);
    drawn.barcode(260, 180, &number);
    drawn.text(200, 490, 44, &number);
    drawn.rule(520);
    let (name, phone, address) = label.recipient;
    drawn.text(40, 590, 44, &format!("收 {name} {phone}"));
    drawn.paragraph(650, address);
    drawn.rule(930);
    let sender = label.sender;
    drawn.text(40, 985, 36, &format!("寄 {} {}", sender.name, sender.phone));
    let from = format!("{}{}", RegionCode::full_name(sender.region), sender.address);
    drawn.paragraph(1_035, &from);
    drawn.rule(1_170);
    if waybill.cod.is_positive() {
        drawn.text(40, 1_240, 56, &format!("代收货款 ￥{}", yuan(waybill.cod)));
    }
    let (place, count) = label.parcel;
    let weight = format!(
        "{}.{:03} kg",
        waybill.weight_g / 1_000,
        waybill.weight_g % 1_000
    );
    drawn.text(
        40,
        1_320,
        40,
        &format!("第 {place} 件 / 共 {count} 件  {weight}"),
    );
    if let Some(insured) = waybill.insured {
        drawn.text(600, 1_320, 40, &format!("保价 ￥{}", yuan(insured)));
    }
    drawn.text(
        40,
        1_400,
        30,
        &format!("{} {}", waybill.warehouse, waybill.id),
    );
    drawn.end()
}

/// An SVG that is being drawn.
struct Drawing(String);

impl Drawing {
    fn begin() -> Self {
        Self(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100mm\" height=\"150mm\" \
             viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"Noto Sans CJK SC, SimHei, sans-serif\">\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n"
        ))
    }

    fn text(&mut self, x: u32, y: u32, size: u32, text: &str) {
        let text = escaped(text);
        let line = format!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\">{text}</text>\n");
        self.0.push_str(&line);
    }

    fn paragraph(&mut self, mut y: u32, text: &str) {
        let characters: Vec<char> = text.chars().collect();
        for line in characters.chunks(LINE).take(MOST_LINES) {
            self.text(40, y, 38, &line.iter().collect::<String>());
            y = y.saturating_add(52);
        }
    }

    fn rule(&mut self, y: u32) {
        let line = format!("<rect x=\"20\" y=\"{y}\" width=\"960\" height=\"4\"/>\n");
        self.0.push_str(&line);
    }

    /// The number as bars, as wide as there is room for whole units.
    fn barcode(&mut self, y: u32, height: u32, number: &str) {
        let code = Code128::encode(number.as_bytes());
        let modules = u32::try_from(code.len()).unwrap_or(u32::MAX);
        let unit = (BARCODE_WIDTH / modules.max(1)).max(1);
        let left = WIDTH.saturating_sub(modules.saturating_mul(unit)) / 2;
        self.0.push_str("<g class=\"barcode\">\n");
        for bar in code.bar_coordinates() {
            let (x, width) = (left + bar.x * unit, u32::from(bar.width) * unit);
            let drawn = writeln!(
                self.0,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
            );
            debug_assert!(drawn.is_ok(), "a text can always be written to");
        }
        self.0.push_str("</g>\n");
    }

    fn end(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }
}

/// A text as it may stand in SVG and HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => kept.push_str("&amp;"),
            '<' => kept.push_str("&lt;"),
            '>' => kept.push_str("&gt;"),
            '"' => kept.push_str("&quot;"),
            // XML has no place for them.
            c if c.is_control() => kept.push(' '),
            c => kept.push(c),
        }
    }
    kept
}

/// An amount in yuan.
pub(super) fn yuan(amount: Money) -> String {
    let fen = amount.fen();
    format!("{}.{:02}", fen / 100, fen % 100)
}
