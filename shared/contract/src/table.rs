//! Master data as text tables: what an export writes, an import reads back (4.2.2–4.2.4).

use std::collections::HashSet;

use domain::refusal::{Evidence, Refusal, RefusalClass, quote};

use crate::order_import::SheetRow;

pub(crate) mod cells;
#[cfg(test)]
mod tests;
mod view;

pub use cells::Cells;
pub use view::{TableImportView, TableRowOutcome, TableRowView};

/// Rows of a file, without its header and blank ones.
pub const MOST_ROWS: usize = 200;

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    name: &'static str,
    field: &'static str,
    needed: bool,
}

/// A kind of table: `V` is shown as its rows, and each row is read as an `R`.
#[derive(Clone, Copy, Debug)]
pub struct Table<R, V> {
    /// What a file is called that is exported.
    pub file: &'static str,
    /// Every column, from the left.
    pub(crate) columns: &'static [Column],
    /// The columns that together name what a row is about.
    pub(crate) key: &'static [&'static str],
    /// What a row says; where a cell does not read, something else stands in its place.
    pub(crate) read: fn(&mut Cells<'_>) -> R,
    /// The cells of a row, from the left; what is left out is an empty cell.
    pub(crate) write: fn(&V) -> Vec<String>,
}

/// A row that is to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow<R> {
    /// Its number in the file; the header is row 1.
    pub row: u32,
    /// What it is about, as written.
    pub id: String,
    /// What it says, or everything that is wrong with its cells.
    pub says: Result<R, Refusal>,
}

impl Column {
    /// A column that a file may leave out, named like the field that it fills.
    pub(crate) const fn optional(name: &'static str) -> Self {
        Self {
            name,
            field: name,
            needed: false,
        }
    }

    /// A column that a file must have.
    pub(crate) const fn needed(name: &'static str) -> Self {
        Self {
            needed: true,
            ..Self::optional(name)
        }
    }

    /// The same where the mistakes of another field belong to it.
    pub(crate) const fn of(self, field: &'static str) -> Self {
        Self { field, ..self }
    }
}

impl<R, V> Table<R, V> {
    /// The names of the columns, from the left.
    #[must_use]
    pub fn header(&self) -> Vec<String> {
        let names = self.columns.iter().map(|column| column.name.to_owned());
        names.collect()
    }

    /// The row of what is shown.
    #[must_use]
    pub fn row(&self, shown: &V) -> Vec<String> {
        (self.write)(shown)
    }

    /// The column that a mistake at a field belongs to; the field itself where there is none.
    #[must_use]
    pub fn column_of<'a>(&self, field: &'a str) -> &'a str {
        let known = self.columns.iter().find(|column| column.field == field);
        known.map_or(field, |column| column.name)
    }

    /// Why a row is refused that is about the same as one before it.
    #[must_use]
    pub fn twice(&self, id: &str) -> Refusal {
        let at = self.key.last().copied().unwrap_or("row");
        let expected = format!("each {} once in a file", self.key.join("/"));
        Refusal::invalid(at, expected, quote(id))
    }

    /// The rows of a file.
    ///
    /// # Errors
    /// 422 `import_empty`, `import_columns_unknown`, `import_columns_missing`, `import_column_twice`,
    /// `import_too_many_rows`.
    pub fn read(&self, rows: Vec<SheetRow>) -> Result<Vec<TableRow<R>>, Refusal> {
        let (names, rows) = filled(rows, MOST_ROWS, |header| self.names(header))?;
        Ok(rows.iter().map(|row| self.read_row(row, &names)).collect())
    }

    fn read_row(&self, row: &SheetRow, names: &[&'static str]) -> TableRow<R> {
        let mut cells = Cells::of(row, names);
        let key = self.key.iter().map(|name| cells.cell(name));
        let key: Vec<String> = key.map(Option::unwrap_or_default).collect();
        let read = (self.read)(&mut cells);
        TableRow {
            row: row.number,
            id: key.join("/"),
            says: cells.all_read(read),
        }
    }

    /// The columns of a header, from the left.
    fn names(&self, header: &SheetRow) -> Result<Vec<&'static str>, Refusal> {
        let mut seen = HashSet::new();
        let mut names = Vec::new();
        for cell in &header.cells {
            let wanted = cell.trim().to_ascii_lowercase();
            let known = self.columns.iter().find(|column| column.name == wanted);
            let Some(Column { name, .. }) = known else {
                return Err(refused(
                    "import_columns_unknown",
                    "文件含有未知的列",
                    "the file has a column that is not known",
                )
                .because(Evidence::new(
                    "header",
                    self.header().join(", "),
                    quote(cell),
                )));
            };
            if !seen.insert(*name) {
                return Err(refused(
                    "import_column_twice",
                    "文件中有重复的列",
                    "the file has a column twice",
                )
                .because(Evidence::new("header", format!("{name} once"), "twice")));
            }
            names.push(*name);
        }
        let needed = self.columns.iter().filter(|column| column.needed);
        let needed: Vec<&str> = needed.map(|column| column.name).collect();
        let missing = needed.iter().filter(|name| !seen.contains(**name));
        let missing: Vec<&str> = missing.copied().collect();
        if missing.is_empty() {
            return Ok(names);
        }
        Err(refused(
            "import_columns_missing",
            "文件缺少必需的列",
            "the file lacks columns that it must have",
        )
        .because(Evidence::new(
            "header",
            needed.join(", "),
            missing.join(", "),
        )))
    }
}

/// What a header is read as, and the rows below it, without blank ones: at least one and at most so many.
///
/// # Errors
/// 422 `import_empty`, `import_too_many_rows`, and what `read` refuses of the header.
pub(crate) fn filled<H>(
    rows: Vec<SheetRow>,
    most: usize,
    read: impl FnOnce(&SheetRow) -> Result<H, Refusal>,
) -> Result<(H, Vec<SheetRow>), Refusal> {
    let filled = |row: &SheetRow| row.cells.iter().any(|cell| !cell.trim().is_empty());
    let mut rows = rows.into_iter().filter(filled);
    let header = read(&rows.next().ok_or_else(empty)?)?;
    let rows: Vec<SheetRow> = rows.take(most.saturating_add(1)).collect();
    if rows.is_empty() {
        return Err(empty());
    }
    if rows.len() > most {
        return Err(refused(
            "import_too_many_rows",
            "文件行数过多，请拆分后分别导入",
            "the file has too many rows; split it and import the parts",
        )
        .because(Evidence::new(
            "file",
            format!("at most {most} rows"),
            "more",
        )));
    }
    Ok((header, rows))
}

fn empty() -> Refusal {
    refused(
        "import_empty",
        "文件中没有数据行：第一行须为表头，其后每行一条",
        "the file has no rows: the first row is the header, each row after it one entry",
    )
    .because(Evidence::new(
        "file",
        "a header and at least one row",
        "none",
    ))
}

pub(crate) fn refused(code: &'static str, chinese: &str, english: &str) -> Refusal {
    Refusal::new(RefusalClass::Unacceptable, code, chinese, english)
}
