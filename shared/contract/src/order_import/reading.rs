//! The order request that rows of a file make; and where in the file its mistakes stand.

use domain::calendar::{self, BUSINESS_OFFSET};
use domain::import_rows::{ImportedOrder, ImportedRow, RowProblem};
use domain::money::Money;
use domain::order::Channel;
use domain::refusal::{Evidence, Refusal, quote};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, date};

use super::choices::{kind, method, yes_or_no};
use super::column::Column;
use super::limits::MOST_PROBLEMS;
use crate::order_draft::MOST_LINES;
use crate::order_request::{OrderCustomer, OrderLine, OrderPaymentTerms, OrderRequest, ShipTo};

/// The request that the rows of an order make; the order is checked further as any other.
///
/// # Errors
/// What is wrong with single cells, all of it at once, at most [`MOST_PROBLEMS`].
pub fn request(order: &ImportedOrder, channel: Channel) -> Result<OrderRequest, Vec<RowProblem>> {
    let mut reader = Reader {
        rows: &order.rows,
        problems: Vec::new(),
    };
    if order.lines_in_file as usize > MOST_LINES {
        for row in &order.rows {
            reader
                .problems
                .push(too_many_lines(row, order.lines_in_file));
        }
        return Err(reader.problems);
    }
    let request = reader.request(channel);
    match (request, reader.problems.is_empty()) {
        (Some(request), true) => Ok(request),
        _ => {
            reader.problems.truncate(MOST_PROBLEMS);
            Err(reader.problems)
        }
    }
}

/// What a refusal of the order means for its rows: each piece of evidence at its row and column.
#[must_use]
pub fn problems(order: &ImportedOrder, refusal: &Refusal) -> Vec<RowProblem> {
    let first = order.rows.first().map_or(0, |row| row.row);
    let whole = Evidence::new("order", "an order that is accepted", refusal.code);
    let evidence = match refusal.evidence.as_slice() {
        [] => std::slice::from_ref(&whole),
        evidence => evidence,
    };
    evidence
        .iter()
        .take(MOST_PROBLEMS)
        .map(|evidence| {
            let (line, field) = place(&evidence.at);
            let row = line.and_then(|line| order.rows.get(line));
            let column = super::COLUMNS
                .iter()
                .find(|column| column.field == field && column.per_line == line.is_some());
            RowProblem {
                row: row.map_or(first, |row| row.row),
                column: column.map(|column| column.name.to_owned()),
                code: refusal.code.to_owned(),
                chinese: refusal.chinese.clone(),
                english: refusal.english.clone(),
                expected: evidence.expected.clone(),
                found: quote(&evidence.found),
            }
        })
        .collect()
}

/// The line and the field of a path such as `lines[2].quantity`.
fn place(path: &str) -> (Option<usize>, &str) {
    let line = path
        .strip_prefix("lines[")
        .and_then(|rest| rest.split_once("]."))
        .and_then(|(line, field)| Some((line.parse().ok()?, field)));
    match line {
        Some((line, field)) => (Some(line), field),
        None => (None, path),
    }
}

fn too_many_lines(row: &ImportedRow, lines: u32) -> RowProblem {
    RowProblem {
        row: row.row,
        column: Some("order_no".to_owned()),
        code: "import_too_many_lines".to_owned(),
        chinese: format!("一张订单至多 {MOST_LINES} 行，请拆成几张订单"),
        english: format!("an order has at most {MOST_LINES} lines; make several orders of it"),
        expected: format!("at most {MOST_LINES} rows with this number"),
        found: lines.to_string(),
    }
}

struct Reader<'a> {
    rows: &'a [ImportedRow],
    problems: Vec<RowProblem>,
}

impl Reader<'_> {
    fn request(&mut self, channel: Channel) -> Option<OrderRequest> {
        let kind = self.needed("customer_kind", kind);
        let method = self.needed("payment_method", method);
        let name = self.needed("customer_name", |text| Ok(text.to_owned()));
        let address = self.needed("address", |text| Ok(text.to_owned()));
        let external_no = self.given("order_no", number_text);
        let created_at = self.given("ordered_at", instant);
        let requested_delivery = self.given("requested_delivery", day);
        let rows = self.rows.iter();
        let lines: Vec<_> = rows.map(|row| self.line(row)).collect();
        let words = |text: &str| Ok(text.to_owned());
        Some(OrderRequest {
            channel,
            external_no,
            customer: OrderCustomer {
                id: self.given("customer_id", words),
                kind: kind?,
                name: name?,
                mobile: self.given("customer_phone", words),
                email: self.given("customer_email", words),
                uscc: self.given("uscc", words),
                domicile: self.given("domicile", words),
            },
            ship_to: ShipTo {
                name: self.given("recipient_name", words),
                mobile: self.given("recipient_phone", words),
                address: address?,
            },
            lines: lines.into_iter().collect::<Option<_>>()?,
            payment: OrderPaymentTerms {
                method: method?,
                schedule: None,
            },
            requested_delivery,
            remark: self.given("remark", words),
            created_at,
            terms: None,
            total_fen: None,
            split_shipments: self.given("split_shipments", yes_or_no).unwrap_or_default(),
        })
    }

    fn line(&mut self, row: &ImportedRow) -> Option<OrderLine> {
        let sku = self.cell_needed(row, "sku", |text| Ok(text.to_owned()));
        let quantity = self.cell_needed(row, "quantity", count);
        let price = self.cell_needed(row, "unit_price", yuan);
        let words = |name: &str| row.cells.get(name).cloned();
        Some(OrderLine {
            sku: sku?,
            name: words("goods_name"),
            specification: words("specification"),
            model: words("model"),
            unit: words("unit"),
            quantity: quantity?,
            unit_price_fen: price?,
            promotion: words("promotion"),
        })
    }

    /// A value of the whole order: from the first row that has it, and the same in all others.
    fn given<T>(&mut self, name: &str, read: Read<T>) -> Option<T> {
        let mut rows = self
            .rows
            .iter()
            .filter_map(|row| Some((row.row, row.cells.get(name)?)));
        let (first, text) = rows.next()?;
        let differing: Vec<(u32, String)> = rows
            .filter(|(_, other)| *other != text)
            .map(|(row, other)| (row, other.clone()))
            .collect();
        for (row, other) in differing {
            self.problems.push(RowProblem {
                row,
                column: Some(name.to_owned()),
                code: "import_rows_differ".to_owned(),
                chinese: format!("同一订单各行的此列须相同或留空，与第 {first} 行不一致"),
                english: format!(
                    "the rows of one order agree in this column or leave it blank; row {first} has another value"
                ),
                expected: quote(text),
                found: quote(&other),
            });
        }
        self.read(first, name, text, read)
    }

    fn needed<T>(&mut self, name: &str, read: Read<T>) -> Option<T> {
        if self.rows.iter().all(|row| !row.cells.contains_key(name)) {
            let row = self.rows.first().map_or(0, |row| row.row);
            self.missing(row, name);
            return None;
        }
        self.given(name, read)
    }

    fn cell_needed<T>(&mut self, row: &ImportedRow, name: &str, read: Read<T>) -> Option<T> {
        match row.cells.get(name) {
            Some(text) => self.read(row.row, name, text, read),
            None => {
                self.missing(row.row, name);
                None
            }
        }
    }

    fn read<T>(&mut self, row: u32, name: &str, text: &str, read: Read<T>) -> Option<T> {
        match read(text) {
            Ok(value) => Some(value),
            Err(expected) => {
                self.problems.push(RowProblem {
                    row,
                    column: Some(name.to_owned()),
                    code: "invalid_value".to_owned(),
                    chinese: "单元格的内容不符合要求".to_owned(),
                    english: "the cell is not acceptable".to_owned(),
                    expected: expected.to_owned(),
                    found: quote(text),
                });
                None
            }
        }
    }

    fn missing(&mut self, row: u32, name: &str) {
        let expected = Column::named(name).map_or("a value", |column| column.note_english);
        self.problems.push(RowProblem {
            row,
            column: Some(name.to_owned()),
            code: "import_cell_missing".to_owned(),
            chinese: "此单元格不能为空".to_owned(),
            english: "the cell must not be blank".to_owned(),
            expected: expected.to_owned(),
            found: "nothing".to_owned(),
        });
    }
}

/// Reads a cell, or says what would have been right.
type Read<T> = fn(&str) -> Result<T, &'static str>;

/// A number that a spreadsheet made a power of ten of has lost its digits.
fn number_text(text: &str) -> Result<String, &'static str> {
    let lost = text.split_once(['E', 'e']).is_some_and(|(digits, power)| {
        let number =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
        power.strip_prefix('+').is_some_and(number) && number(digits)
    });
    if lost {
        return Err(
            "the whole number as text; the spreadsheet shortened it, format the column as text",
        );
    }
    Ok(text.to_owned())
}

fn count(text: &str) -> Result<u32, &'static str> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    whole
        .parse()
        .map_err(|_| "a whole number from 1 to 1,000,000")
}

fn yuan(text: &str) -> Result<i64, &'static str> {
    let plain: String = text
        .trim_start_matches(['¥', '￥'])
        .trim_end_matches('元')
        .chars()
        .filter(|c| *c != ',')
        .collect();
    Money::parse_yuan(plain.trim())
        .map(Money::fen)
        .map_err(|_| "an amount in yuan with at most two decimals, such as 28.80")
}

const DAY: &str = "a date such as 2026-12-20";
const INSTANT: &str = "a date, or a date and time such as 2026-12-20 09:30";

fn day(text: &str) -> Result<Date, &'static str> {
    let text = text.strip_suffix(" 00:00:00").unwrap_or(text);
    if let Ok(serial) = text.parse::<i32>() {
        return from_serial(serial).ok_or(DAY);
    }
    let plain = text.replace(['/', '.', '年', '月'], "-").replace('日', "");
    let mut parts = plain.splitn(3, '-').map(str::trim).map(str::parse::<i16>);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) =
        (parts.next(), parts.next(), parts.next())
    else {
        return Err(DAY);
    };
    let narrow = |part: i16| i8::try_from(part).map_err(|_| DAY);
    if !(1970..=9998).contains(&year) {
        return Err(DAY);
    }
    Date::new(year, narrow(month)?, narrow(day)?).map_err(|_| DAY)
}

/// The day that a spreadsheet counts as this one, of the years 1970 to 2173.
fn from_serial(serial: i32) -> Option<Date> {
    (25_569..=100_000).contains(&serial).then_some(())?;
    date(1899, 12, 30)
        .checked_add(jiff::Span::new().days(serial))
        .ok()
}

fn instant(text: &str) -> Result<Timestamp, &'static str> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let Some((day_text, time)) = text.split_once([' ', 'T']) else {
        return day(text).and_then(|day| calendar::at(day, 0, 0).map_err(|_| INSTANT));
    };
    let day = day(day_text).map_err(|_| INSTANT)?;
    let mut parts = time.trim().splitn(3, [':', '：']).map(str::parse::<i8>);
    let (Some(Ok(hour)), Some(Ok(minute))) = (parts.next(), parts.next()) else {
        return Err(INSTANT);
    };
    let second = parts.next().unwrap_or(Ok(0)).map_err(|_| INSTANT)?;
    let time = DateTime::new(day.year(), day.month(), day.day(), hour, minute, second, 0);
    BUSINESS_OFFSET
        .to_timestamp(time.map_err(|_| INSTANT)?)
        .map_err(|_| INSTANT)
}

#[cfg(test)]
mod tests;
