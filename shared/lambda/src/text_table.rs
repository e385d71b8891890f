//! Text tables: CSV in UTF-8 or GB18030 as it comes in, in UTF-8 as it goes out (4.1.1, 4.2.2).

use contract::order_import::limits::{LONGEST_CELL, MOST_COLUMNS};
use contract::order_import::{SheetRow, too_many_columns};
use domain::refusal::{Evidence, Refusal, RefusalClass, quote};
use encoding_rs::GB18030;

use crate::http::Failure;

/// The media type of a text table.
pub const CSV: &str = "text/csv";
/// What a text in UTF-8 begins with, so that spreadsheets read it as such.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";
/// What files are sent as whose bytes a gateway must not touch.
const BYTES: &str = "application/octet-stream";

/// Refuses a file that is sent as something else than one of these media types, or as bytes.
///
/// # Errors
/// 400 `unsupported_content_type`.
pub fn check_type(content_type: Option<&str>, known: &[&str]) -> Result<(), Refusal> {
    let media_type = content_type
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if known.contains(&media_type.as_str()) || media_type == BYTES {
        return Ok(());
    }
    let known = known.join(", ");
    Err(Refusal::new(
        RefusalClass::Malformed,
        "unsupported_content_type",
        format!("请以 {known} 的内容类型发送文件"),
        format!("send the file as {known}"),
    )
    .because(Evidence::new(
        "content-type",
        format!("{known} or {BYTES}"),
        content_type.map_or_else(|| "none".to_owned(), quote),
    )))
}

/// The beginning of a cell: what is too long needs no more than to be seen as such.
#[must_use]
pub fn beginning(cell: &str) -> String {
    let shown = LONGEST_CELL.saturating_mul(2);
    cell.chars().take(shown).collect()
}

/// A cell that a spreadsheet would take for a formula is shown as text.
#[must_use]
pub fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t']) {
        return format!("'{cell}");
    }
    cell
}

/// A table as a file, every cell harmless.
///
/// # Errors
/// [`Failure`] (500) when it cannot be written.
pub fn written(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, Failure> {
    let mut table = csv::Writer::from_writer(BOM.to_vec());
    for row in rows {
        let row = row.into_iter().map(harmless);
        table.write_record(row).map_err(Failure::broken)?;
    }
    let content = table.into_inner();
    content.map_err(|error| Failure::broken(error.to_string()))
}

/// The rows of a text.
///
/// # Errors
/// `import_encoding_unknown`, `import_table_broken`, `import_too_many_columns`.
pub fn rows(content: &[u8]) -> Result<Vec<SheetRow>, Refusal> {
    let text = decoded(content)?;
    // Line ends of one kind, so that lines can be counted.
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut rows, mut record) = (Vec::new(), csv::StringRecord::new());
    let mut inner_lines = 0;
    while reader.read_record(&mut record).map_err(|_| broken())? {
        // A spreadsheet counts a cell of several lines as one row.
        let inner: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        inner_lines += inner as u64;
        let line = reader.position().line().saturating_sub(1);
        let number = u32::try_from(line.saturating_sub(inner_lines)).unwrap_or(u32::MAX);
        if record
            .iter()
            .skip(MOST_COLUMNS)
            .any(|cell| !cell.is_empty())
        {
            return Err(too_many_columns(number));
        }
        rows.push(SheetRow {
            number,
            cells: record.iter().take(MOST_COLUMNS).map(beginning).collect(),
        });
    }
    Ok(rows)
}

fn decoded(content: &[u8]) -> Result<String, Refusal> {
    let marked = content.strip_prefix(BOM);
    let text = match std::str::from_utf8(marked.unwrap_or(content)) {
        Ok(text) => Some(text.to_owned()),
        Err(_) if marked.is_some() => None,
        Err(_) => GB18030
            .decode_without_bom_handling_and_without_replacement(content)
            .map(std::borrow::Cow::into_owned),
    };
    // A gateway that takes text/csv for UTF-8 puts a mark of replacement where bytes were.
    let whole = |text: &String| !text.contains(['\0', char::REPLACEMENT_CHARACTER]);
    text.filter(whole).ok_or_else(|| {
        Refusal::new(
            RefusalClass::Unacceptable,
            "import_encoding_unknown",
            "无法识别文件编码，请另存为 UTF-8 或 GB18030 的 CSV；GB18030 请以 application/octet-stream 发送",
            "the encoding is not known; save the file as CSV in UTF-8 or GB18030, and send GB18030 as application/octet-stream",
        )
        .because(Evidence::new(
            "file",
            "UTF-8 or GB18030",
            "another encoding",
        ))
    })
}

fn broken() -> Refusal {
    Refusal::new(
        RefusalClass::Unacceptable,
        "import_table_broken",
        "文件不是可读的 CSV",
        "the file is not CSV that can be read",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &[u8]) -> Vec<(u32, Vec<String>)> {
        let rows = rows(content).unwrap().into_iter();
        rows.map(|row| (row.number, row.cells)).collect()
    }

    #[test]
    fn encodings_and_line_ends_make_no_difference() {
        let expected = vec![
            (1, vec!["订单号".to_owned(), "备注".to_owned()]),
            (3, vec!["1".to_owned(), "两\n行".to_owned()]),
            (4, vec!["2".to_owned(), String::new()]),
        ];
        let text = "订单号,备注\n\n1,\"两\n行\"\n2,\n";
        let (gb18030, _, _) = GB18030.encode(text);
        let marked = [BOM, text.as_bytes()].concat();
        let windows = text.replace('\n', "\r\n");
        let endless = text.trim_end();
        for content in [
            text.as_bytes(),
            &gb18030,
            &marked,
            windows.as_bytes(),
            endless.as_bytes(),
        ] {
            assert_eq!(read(content), expected);
        }
    }

    #[test]
    fn other_encodings_are_refused() {
        let utf16: Vec<u8> = "\u{FEFF}订单号"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for content in [
            utf16.as_slice(),
            b"\xEF\xBB\xBF\xFF\xFF",
            b"a\0b",
            "订单号,\u{FFFD}\u{FFFD}".as_bytes(),
            b"\xFF\xFF",
        ] {
            assert_eq!(rows(content).unwrap_err().code, "import_encoding_unknown");
        }
    }
}
