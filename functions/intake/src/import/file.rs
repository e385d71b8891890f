//! The file that somebody sent: what it is, by its content, and its rows.

use contract::order_import::SheetRow;
use domain::refusal::{Refusal, RefusalClass};
use lambda::text_table::{self, CSV, check_type};

use super::{XLSX, spreadsheet};

/// How a zip archive, and so a spreadsheet, begins.
const ZIP: &[u8] = b"PK\x03\x04";
/// How the container begins that old and encrypted spreadsheets are in.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The rows of a file. What kind of file it is its content tells; the content type only has to
/// be one that files are sent with.
///
/// # Errors
/// 400 `unsupported_content_type`; 422 with a code for each thing that a file can have wrong.
pub(super) fn rows(content_type: Option<&str>, content: &[u8]) -> Result<Vec<SheetRow>, Refusal> {
    check_type(content_type, &[CSV, XLSX])?;
    if content.starts_with(COMPOUND) {
        return Err(compound(content));
    }
    if content.starts_with(ZIP) {
        return spreadsheet::rows(content);
    }
    text_table::rows(content)
}

/// An encrypted spreadsheet has a stream of that name, written in UTF-16.
fn compound(content: &[u8]) -> Refusal {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if content.windows(name.len()).any(|bytes| bytes == name) {
        return refused(
            "import_file_encrypted",
            "文件有密码保护，请去除密码后再导入",
            "the file is protected by a password; remove it and import again",
        );
    }
    refused(
        "import_file_format_old",
        "这是旧版 .xls 文件，请另存为 .xlsx 或 CSV",
        "this is an .xls file; save it as .xlsx or CSV",
    )
}

pub(super) fn refused(code: &'static str, chinese: &str, english: &str) -> Refusal {
    Refusal::new(RefusalClass::Unacceptable, code, chinese, english)
}
