//! The first sheet of an .xlsx file (4.1.1), read cell by cell: a sheet that claims a million
//! columns costs nothing, and one that unpacks to too much is left alone.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use contract::order_import::limits::{LARGEST_UNPACKED, MOST_COLUMNS, MOST_ROWS};
use contract::order_import::{SheetRow, empty, too_many_columns, too_many_rows};
use domain::refusal::{Evidence, Refusal};
use lambda::text_table::beginning;
use zip::ZipArchive;

use super::file::refused;

/// Texts of all cells together, in bytes: many cells may share one long text.
const LARGEST_TEXT: usize = 16 * 1024 * 1024;
/// Parts of an archive; a workbook has a few dozen.
const MOST_PARTS: usize = 1_000;
/// From here on a number has lost digits.
const EXACT: f64 = 1e15;

/// The rows of the first sheet.
///
/// # Errors
/// `import_file_broken`, `import_file_encrypted`, `import_unpacks_too_large`,
/// `import_cells_merged`, `import_too_many_rows`, `import_too_many_columns`, `import_empty`.
pub(super) fn rows(content: &[u8]) -> Result<Vec<SheetRow>, Refusal> {
    measure(content)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(|error| unreadable(&error))?;
    let name = book.sheet_names().into_iter().next().ok_or_else(empty)?;
    no_merged_cells(&mut book, &name)?;
    let mut reader = book
        .worksheet_cells_reader(&name)
        .map_err(|error| unreadable(&error))?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut bytes = 0_usize;
    while let Some(cell) = reader.next_cell().map_err(|error| unreadable(&error))? {
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        bytes = bytes.saturating_add(text.len());
        let (row, column) = cell.get_position();
        let number = row.saturating_add(1);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS {
            return Err(too_many_columns(number));
        }
        if bytes > LARGEST_TEXT {
            return Err(unpacks_too_large());
        }
        let cells = rows.entry(number).or_default();
        if cells.len() <= column {
            cells.resize(column.saturating_add(1), String::new());
        }
        if let Some(place) = cells.get_mut(column) {
            *place = text;
        }
        // The header is a row too.
        if rows.len() > MOST_ROWS.saturating_add(1) {
            return Err(too_many_rows());
        }
    }
    let rows = rows.into_iter();
    Ok(rows
        .map(|(number, cells)| SheetRow { number, cells })
        .collect())
}

/// Unpacks everything once and keeps nothing: what the archive says of its sizes may be wrong.
fn measure(content: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(|_| broken())?;
    if archive.len() > MOST_PARTS {
        return Err(unpacks_too_large());
    }
    let mut left = LARGEST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| broken())?;
        let mut part = part.take(left.saturating_add(1));
        let read = std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| broken())?;
        left = left.checked_sub(read).ok_or_else(unpacks_too_large)?;
    }
    Ok(())
}

fn no_merged_cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<(), Refusal> {
    let merged = book
        .merge_cells_by_sheet_name(name)
        .map_err(|error| unreadable(&error))?;
    let Some(first) = merged.first() else {
        return Ok(());
    };
    Err(refused(
        "import_cells_merged",
        "表中有合并的单元格，请取消合并并逐行填写",
        "the sheet has merged cells; split them and fill in each row",
    )
    .because(Evidence::new(
        format!("row {}", first.start.0.saturating_add(1)),
        "no merged cells",
        "merged cells",
    )))
}

/// A cell as it would stand in a text table. A formula counts as what it was last computed to.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::String(text) => beginning(text),
        DataRef::SharedString(text) => beginning(text),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(at) => moment(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => beginning(text),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A number with the fifteen digits that spreadsheets compute with; a longer one is shown as the
/// power of ten that it has become.
fn decimal(number: f64) -> String {
    if number.abs() >= EXACT {
        return format!("{number:.14E}").replace('E', "E+");
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

fn moment(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        return date;
    }
    format!("{date} {hour:02}:{minute:02}:{second:02}")
}

fn unreadable(error: &XlsxError) -> Refusal {
    if matches!(error, XlsxError::Password) {
        return refused(
            "import_file_encrypted",
            "文件有密码保护，请去除密码后再导入",
            "the file is protected by a password; remove it and import again",
        );
    }
    broken()
}

fn broken() -> Refusal {
    refused(
        "import_file_broken",
        "文件损坏或不是 .xlsx 工作簿，请重新另存后导入",
        "the file is damaged or is no .xlsx workbook; save it again and import that",
    )
}

fn unpacks_too_large() -> Refusal {
    refused(
        "import_unpacks_too_large",
        "文件解压后过大，请删除多余的内容或拆分文件",
        "the file unpacks to too much; remove what is not needed or split it",
    )
    .because(Evidence::new(
        "file",
        format!("at most {LARGEST_UNPACKED} bytes unpacked"),
        "more",
    ))
}

#[cfg(test)]
mod tests;
