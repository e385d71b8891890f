//! A file's rows put in order: headers matched to columns, rows of one number joined, chunks cut.

use std::collections::{BTreeMap, HashMap};

use domain::import_rows::{ImportedOrder, ImportedRow};
use domain::refusal::{Evidence, Refusal, RefusalClass, quote};

use super::column::{COLUMNS, Column};
use super::limits::{
    CHUNK_BYTES, CHUNK_ROWS, LARGEST_ORDER, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS,
};
use crate::order_draft::MOST_LINES;

/// A row of a file: its number, from 1, and its cells from the left.
#[derive(Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// As a spreadsheet counts.
    pub number: u32,
    /// Texts, empty where there is nothing.
    pub cells: Vec<String>,
}

/// Prints only which row: cells hold personal data.
impl std::fmt::Debug for SheetRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SheetRow({})", self.number)
    }
}

/// The orders of a file, in chunks of a size that one step works off.
///
/// # Errors
/// 422 with a code of its own each: `import_empty`, `import_columns_unknown`,
/// `import_columns_missing`, `import_column_twice`, `import_too_many_columns`,
/// `import_too_many_rows`, `import_cell_too_long`, `import_cell_without_header`,
/// `import_order_too_large`.
pub fn arrange(rows: Vec<SheetRow>) -> Result<Vec<Vec<ImportedOrder>>, Refusal> {
    let mut rows = rows.into_iter().filter(|row| !is_blank(row));
    let header = rows.next().ok_or_else(empty)?;
    let columns = columns_of(&header)?;
    let mut read = Vec::new();
    for row in rows {
        if read.len() == MOST_ROWS {
            return Err(too_many_rows());
        }
        read.push(imported(row, &columns)?);
    }
    if read.is_empty() {
        return Err(empty());
    }
    cut(join(read))
}

/// More rows than a file may have.
#[must_use]
pub fn too_many_rows() -> Refusal {
    refused(
        "import_too_many_rows",
        format!("文件至多 {MOST_ROWS} 行，请拆分后分别导入"),
        format!("a file has at most {MOST_ROWS} rows; split it and import the parts"),
    )
    .because(Evidence::new(
        "file",
        format!("at most {MOST_ROWS} rows"),
        "more",
    ))
}

/// More columns than a file may have.
#[must_use]
pub fn too_many_columns(row: u32) -> Refusal {
    refused(
        "import_too_many_columns",
        format!("文件至多 {MOST_COLUMNS} 列"),
        format!("a file has at most {MOST_COLUMNS} columns"),
    )
    .because(Evidence::new(
        format!("row {row}"),
        format!("at most {MOST_COLUMNS} columns"),
        "more",
    ))
}

/// A file without a row of orders.
#[must_use]
pub fn empty() -> Refusal {
    refused(
        "import_empty",
        "文件中没有订单行：第一行须为表头，其后每行一个订单行",
        "the file has no rows of orders: the first row is the header, each row after it a line of an order",
    )
    .because(Evidence::new("file", "a header and at least one row", "none"))
}

pub(super) fn refused(
    code: &'static str,
    chinese: impl Into<String>,
    english: impl Into<String>,
) -> Refusal {
    Refusal::new(RefusalClass::Unacceptable, code, chinese, english)
}

fn is_blank(row: &SheetRow) -> bool {
    row.cells.iter().all(|cell| cell.trim().is_empty())
}

/// The column of each cell of the header; none where the header is blank.
fn columns_of(header: &SheetRow) -> Result<Vec<Option<&'static Column>>, Refusal> {
    let filled = header
        .cells
        .iter()
        .rposition(|cell| !cell.trim().is_empty())
        .map_or(0, |last| last.saturating_add(1));
    if filled > MOST_COLUMNS {
        return Err(too_many_columns(header.number));
    }
    let mut columns = Vec::with_capacity(filled);
    let mut unknown = Vec::new();
    for (place, cell) in header.cells.iter().take(filled).enumerate() {
        let column = Column::of_header(cell);
        if column.is_none() && !cell.trim().is_empty() {
            unknown.push((place, quote(cell.trim())));
        }
        columns.push(column);
    }
    if !unknown.is_empty() {
        let known = COLUMNS.map(|column| column.chinese).join("、");
        let refusal = refused(
            "import_columns_unknown",
            "表头中有未知的列，详见 errors；可用的列见模板",
            "the header has columns that are not known, see errors; the template has all that are",
        );
        return Err(unknown
            .into_iter()
            .fold(refusal, |refusal, (place, found)| {
                let at = format!("row {} column {}", header.number, letters(place));
                refusal.because(Evidence::new(at, known.clone(), found))
            }));
    }
    for (place, column) in columns.iter().enumerate() {
        let twice = columns.iter().take(place).any(|earlier| earlier == column);
        if let (Some(column), true) = (column, twice) {
            return Err(refused(
                "import_column_twice",
                format!("列“{}”出现了两次", column.chinese),
                format!("the column {} is there twice", column.name),
            )
            .because(Evidence::new(
                format!("row {} column {}", header.number, letters(place)),
                "each column once",
                column.name,
            )));
        }
    }
    let missing: Vec<&Column> = COLUMNS
        .iter()
        .filter(|column| column.required && !columns.contains(&Some(column)))
        .collect();
    if !missing.is_empty() {
        let refusal = refused(
            "import_columns_missing",
            "缺少必需的列，详见 errors",
            "columns that are needed are missing, see errors",
        );
        return Err(missing.into_iter().fold(refusal, |refusal, column| {
            let expected = format!("{} / {}", column.chinese, column.name);
            refusal.because(Evidence::new(
                format!("row {}", header.number),
                expected,
                "nothing",
            ))
        }));
    }
    Ok(columns)
}

fn imported(row: SheetRow, columns: &[Option<&'static Column>]) -> Result<ImportedRow, Refusal> {
    let mut cells = BTreeMap::new();
    for (place, cell) in row.cells.into_iter().enumerate() {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let at = || format!("row {} column {}", row.number, letters(place));
        let length = cell.chars().count();
        if length > LONGEST_CELL {
            return Err(refused(
                "import_cell_too_long",
                format!("单元格至多 {LONGEST_CELL} 字"),
                format!("a cell has at most {LONGEST_CELL} characters"),
            )
            .because(Evidence::new(
                at(),
                format!("at most {LONGEST_CELL} characters"),
                format!("{length} characters"),
            )));
        }
        match columns.get(place).copied().flatten() {
            Some(column) => {
                cells.insert(column.name.to_owned(), cell.to_owned());
            }
            None => {
                return Err(refused(
                    "import_cell_without_header",
                    "有内容的单元格没有对应的表头",
                    "a cell has content and no header above it",
                )
                .because(Evidence::new(at(), "a header in the first row", "none")));
            }
        }
    }
    Ok(ImportedRow {
        row: row.number,
        cells,
    })
}

/// The column's letters, as a spreadsheet shows them.
fn letters(place: usize) -> String {
    let mut rest = place.saturating_add(1);
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = u8::try_from(rest.saturating_sub(1) % 26).unwrap_or_default();
        letters.push(char::from(b'A'.saturating_add(digit)));
        rest = rest.saturating_sub(1) / 26;
    }
    letters.iter().rev().collect()
}

/// Rows of one number become one order, where the first of them stands.
fn join(rows: Vec<ImportedRow>) -> Vec<ImportedOrder> {
    let mut orders: Vec<ImportedOrder> = Vec::new();
    let mut by_number: HashMap<String, usize> = HashMap::new();
    let mut same: HashMap<BTreeMap<String, String>, u32> = HashMap::new();
    for row in rows {
        let place = row
            .cells
            .get("order_no")
            .map(|number| *by_number.entry(number.clone()).or_insert(orders.len()));
        if let Some(order) = place.and_then(|place| orders.get_mut(place)) {
            order.rows.push(row);
            continue;
        }
        let same_before = if row.cells.contains_key("order_no") {
            0
        } else {
            let seen = same.entry(row.cells.clone()).or_default();
            let before = *seen;
            *seen = seen.saturating_add(1);
            before
        };
        orders.push(ImportedOrder {
            rows: vec![row],
            lines_in_file: 1,
            same_before,
        });
    }
    orders
}

/// Chunks of a bounded number of rows and bytes. An order of too many rows stands in parts, each
/// of which tells how many there are.
fn cut(orders: Vec<ImportedOrder>) -> Result<Vec<Vec<ImportedOrder>>, Refusal> {
    let mut chunks = Vec::new();
    let mut chunk: Vec<ImportedOrder> = Vec::new();
    let (mut rows, mut bytes) = (0_usize, 0_usize);
    for order in orders {
        let lines_in_file = u32::try_from(order.rows.len()).unwrap_or(u32::MAX);
        let too_many = order.rows.len() > MOST_LINES;
        for part in order.rows.chunks(MOST_LINES) {
            let size = part.iter().map(size).fold(0, usize::saturating_add);
            if size > LARGEST_ORDER && !too_many {
                return Err(order_too_large(part.first().map_or(0, |row| row.row)));
            }
            let full = rows.saturating_add(part.len()) > CHUNK_ROWS
                || bytes.saturating_add(size) > CHUNK_BYTES;
            if full && !chunk.is_empty() {
                chunks.push(std::mem::take(&mut chunk));
                (rows, bytes) = (0, 0);
            }
            rows = rows.saturating_add(part.len());
            // Of rows that become no order their numbers are enough.
            let part: Vec<ImportedRow> = if too_many {
                part.iter().map(number_only).collect()
            } else {
                bytes = bytes.saturating_add(size);
                part.to_vec()
            };
            chunk.push(ImportedOrder {
                rows: part,
                lines_in_file,
                same_before: order.same_before,
            });
        }
    }
    chunks.push(chunk);
    Ok(chunks)
}

fn number_only(row: &ImportedRow) -> ImportedRow {
    ImportedRow {
        row: row.row,
        cells: BTreeMap::new(),
    }
}

fn size(row: &ImportedRow) -> usize {
    row.cells
        .iter()
        .map(|(name, cell)| name.len().saturating_add(cell.len()).saturating_add(8))
        .fold(16, usize::saturating_add)
}

fn order_too_large(row: u32) -> Refusal {
    refused(
        "import_order_too_large",
        format!("同一订单各行的内容合计不得超过 {LARGEST_ORDER} 字节"),
        format!("the rows of one order hold at most {LARGEST_ORDER} bytes together"),
    )
    .because(Evidence::new(
        format!("row {row}"),
        format!("at most {LARGEST_ORDER} bytes"),
        "more",
    ))
}

#[cfg(test)]
mod tests;
