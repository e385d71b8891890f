//! CSV in UTF-8 or GB18030 (4.1.1).

use contract::order_import::limits::MOST_COLUMNS;
use contract::order_import::{SheetRow, too_many_columns};
use domain::refusal::{Evidence, Refusal};
use encoding_rs::GB18030;

use super::file::refused;
use super::{BOM, beginning};

/// The rows of a text.
///
/// # Errors
/// `import_encoding_unknown`, `import_table_broken`, `import_too_many_columns`.
pub(super) fn rows(content: &[u8]) -> Result<Vec<SheetRow>, Refusal> {
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
        refused(
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
    refused(
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
