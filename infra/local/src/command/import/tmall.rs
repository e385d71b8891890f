//! Reading the order export of Tmall 天猫: one row, one order.

use std::fs::File;
use std::path::Path;

use csv::{ByteRecord, ByteRecordsIntoIter, ReaderBuilder, Terminator, Trim};
use domain::calendar::BUSINESS_OFFSET;
use domain::identifiers::ExternalNo;
use domain::money::Money;
use jiff::Timestamp;
use jiff::civil::DateTime;

/// The columns, by their headers; others are passed over.
const COLUMNS: [&str; 7] = [NUMBER, TOTAL, PAID, ADDRESS, CREATED_AT, PAID_AT, REFUND];
const NUMBER: &str = "订单编号";
const TOTAL: &str = "总金额";
const PAID: &str = "买家实际支付金额";
const ADDRESS: &str = "收货地址";
const CREATED_AT: &str = "订单创建时间";
const PAID_AT: &str = "订单付款时间";
const REFUND: &str = "退款金额";

/// An order of the export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Line of the file, the header being 1.
    pub(super) line: u64,
    /// The order's number here: `TMALL-` and the number there.
    pub(super) external_no: String,
    /// What the order costs.
    pub(super) total: Money,
    /// Where it goes: the export tells the province only.
    pub(super) address: String,
    /// When the customer ordered.
    pub(super) created_at: Timestamp,
    /// What the customer paid at first, and when.
    pub(super) payment: Option<Payment>,
}

/// Money that came in, and what of it went back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Payment {
    /// What came in. The export tells what the buyer is left with after the refund.
    pub(super) gross: Money,
    /// What went back; zero for most.
    pub(super) refund: Money,
    /// When it came in.
    pub(super) at: Timestamp,
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {field}: {problem}")]
pub(super) struct Malformed {
    /// Line of the file.
    pub(super) line: u64,
    /// The column.
    pub(super) field: &'static str,
    /// What was expected and found.
    pub(super) problem: String,
}

/// The file is no export of Tmall.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotAnExport {
    /// It cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] csv::Error),
    /// It is in another encoding.
    #[error(
        "expected the header in UTF-8, found another encoding, probably GB18030; convert the file first: iconv -f GB18030 -t UTF-8 FILE > FILE.utf8.csv"
    )]
    Encoding,
    /// Columns are missing.
    #[error("expected the columns {}, found {found}; missing: {missing}", COLUMNS.join(", "))]
    Columns {
        /// The header as it is.
        found: String,
        /// What it lacks.
        missing: String,
    },
}

/// The rows of a file, one after another.
pub(super) struct Rows {
    records: ByteRecordsIntoIter<File>,
    /// Where each of [`COLUMNS`] is.
    places: [usize; COLUMNS.len()],
}

impl Rows {
    /// Opens a file and checks its header.
    pub(super) fn open(path: &Path) -> Result<Self, NotAnExport> {
        let mut reader = ReaderBuilder::new()
            // Rows with too many or too few fields are told by their line, with the others.
            .flexible(true)
            // Lines are counted by line feeds; a carriage return before one is trimmed.
            .terminator(Terminator::Any(b'\n'))
            .trim(Trim::All)
            .from_path(path)?;
        let places = places(reader.byte_headers()?)?;
        Ok(Self {
            records: reader.into_byte_records(),
            places,
        })
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.records.reader().position().line();
        Some(match self.records.next()? {
            Ok(record) => Record {
                line: record.position().map_or(line, csv::Position::line),
                record: &record,
                places: &self.places,
            }
            .row(),
            Err(error) => Err(Malformed {
                line,
                field: "(row)",
                problem: error.to_string(),
            }),
        })
    }
}

fn places(header: &ByteRecord) -> Result<[usize; COLUMNS.len()], NotAnExport> {
    let names: Result<Vec<&str>, _> = header.iter().map(std::str::from_utf8).collect();
    let names = names.map_err(|_| NotAnExport::Encoding)?;
    let place = |column: &str| {
        names
            .iter()
            .position(|name| name.trim_start_matches('\u{feff}') == column)
    };
    let mut places = [0; COLUMNS.len()];
    let mut missing = Vec::new();
    for (slot, column) in places.iter_mut().zip(COLUMNS) {
        match place(column) {
            Some(place) => *slot = place,
            None => missing.push(column),
        }
    }
    if missing.is_empty() {
        return Ok(places);
    }
    let found: String = names.join(", ").chars().take(200).collect();
    Err(NotAnExport::Columns {
        found,
        missing: missing.join(", "),
    })
}

/// A record on its way to a row.
struct Record<'a> {
    line: u64,
    record: &'a ByteRecord,
    places: &'a [usize; COLUMNS.len()],
}

impl Record<'_> {
    fn row(&self) -> Result<Row, Malformed> {
        let external_no = self.external_no()?;
        let total = self.amount(TOTAL)?;
        let address = self.text(ADDRESS)?;
        if address.is_empty() {
            return Err(self.malformed(ADDRESS, "expected a province, found nothing"));
        }
        Ok(Row {
            line: self.line,
            external_no,
            total,
            address: address.to_owned(),
            created_at: self
                .instant(CREATED_AT)?
                .ok_or_else(|| self.malformed(CREATED_AT, "expected a time, found nothing"))?,
            payment: self.payment()?,
        })
    }

    /// The number is also the reference of the payment, which is stricter than an order's number.
    fn external_no(&self) -> Result<String, Malformed> {
        let number = self.text(NUMBER)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        let external_no = format!("TMALL-{number}");
        if number.is_empty()
            || !number.bytes().all(plain)
            || ExternalNo::parse(&external_no).is_err()
        {
            let problem = format!(
                "expected 1 to 58 letters, digits, dots, underscores or hyphens, found {number:?}"
            );
            return Err(self.malformed(NUMBER, problem));
        }
        Ok(external_no)
    }

    fn payment(&self) -> Result<Option<Payment>, Malformed> {
        let (kept, refund) = (self.amount(PAID)?, self.amount(REFUND)?);
        let gross = kept.checked_add(refund).ok_or_else(|| {
            self.malformed(PAID, "expected an amount that can be handled, found more")
        })?;
        match self.instant(PAID_AT)? {
            Some(at) if gross.is_positive() => Ok(Some(Payment { gross, refund, at })),
            Some(_) => Err(self.malformed(
                PAID,
                "expected more than 0.00 with a time of payment, found 0.00",
            )),
            None if gross.is_zero() => Ok(None),
            None => Err(self.malformed(
                PAID_AT,
                format!("expected a time, because {gross} was paid, found nothing"),
            )),
        }
    }

    fn text(&self, column: &'static str) -> Result<&str, Malformed> {
        let index = COLUMNS
            .iter()
            .zip(self.places)
            .find(|(known, _)| **known == column);
        let field = index
            .and_then(|(_, place)| self.record.get(*place))
            .ok_or_else(|| {
                let problem = format!(
                    "expected a field, found only {} fields in the row",
                    self.record.len()
                );
                self.malformed(column, problem)
            })?;
        std::str::from_utf8(field)
            .map_err(|_| self.malformed(column, "expected UTF-8, found another encoding"))
    }

    fn amount(&self, column: &'static str) -> Result<Money, Malformed> {
        let text = self.text(column)?;
        let amount =
            Money::parse_yuan(text).map_err(|error| self.malformed(column, error.to_string()))?;
        if amount.is_negative() {
            return Err(self.malformed(column, format!("expected 0.00 or more, found {text:?}")));
        }
        Ok(amount)
    }

    /// A time of day in Asia/Shanghai, or nothing.
    fn instant(&self, column: &'static str) -> Result<Option<Timestamp>, Malformed> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let instant = text
            .parse::<DateTime>()
            .and_then(|time| BUSINESS_OFFSET.to_timestamp(time));
        instant.map(Some).map_err(|_| {
            self.malformed(
                column,
                format!("expected a time such as 2020-02-21 00:00:00, found {text:?}"),
            )
        })
    }

    fn malformed(&self, field: &'static str, problem: impl Into<String>) -> Malformed {
        Malformed {
            line: self.line,
            field,
            problem: problem.into(),
        }
    }
}

#[cfg(test)]
#[path = "tmall_tests.rs"]
mod tests;
