//! The template of a file to import, made of the very columns that the reader knows (4.1.1).

use contract::order_import::COLUMNS;
use contract::order_import::limits::{LARGEST_FILE, LONGEST_CELL, MOST_ROWS};
use domain::refusal::{Refusal, quote};
use lambda::http::{Failure, Request, Response};
use lambda::text_table::{BOM, CSV};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::XLSX;

/// `GET /v1/imports/template?format=csv|xlsx`
pub(crate) fn template(request: &Request) -> Result<Response, Failure> {
    request.only_query(&["format"])?;
    match request.query("format").unwrap_or("xlsx") {
        "csv" => Ok(Response::file(
            CSV,
            "orders.csv",
            &text().map_err(Failure::broken)?,
        )),
        "xlsx" => Ok(Response::file(
            XLSX,
            "orders.xlsx",
            &workbook().map_err(Failure::broken)?,
        )),
        other => Err(Refusal::invalid("query.format", "csv, xlsx", quote(other)).into()),
    }
}

fn text() -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::Writer::from_writer(BOM.to_vec());
    table.write_record(COLUMNS.map(|column| column.chinese))?;
    table.write_record(COLUMNS.map(|column| column.example))?;
    table
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

/// Two sheets: the header with an example, and notes. All columns are formatted as text, so that
/// numbers keep their digits.
fn workbook() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let orders = book.add_worksheet().set_name("订单 Orders")?;
    for (column, place) in COLUMNS.iter().zip(0..) {
        orders.set_column_format(place, &text)?;
        orders.set_column_width(place, 18)?;
        orders.write_string_with_format(0, place, column.chinese, &bold)?;
        if !column.example.is_empty() {
            orders.write_string_with_format(1, place, column.example, &text)?;
        }
    }
    let notes = book.add_worksheet().set_name("说明 Notes")?;
    let heads = ["列", "Column", "必填 required", "说明", "Meaning"];
    for (head, place) in heads.iter().zip(0..) {
        notes.write_string_with_format(0, place, *head, &bold)?;
        notes.set_column_width(place, 24)?;
    }
    let mut row = 1;
    for column in &COLUMNS {
        let required = if column.required { "是 yes" } else { "" };
        let cells = [
            column.chinese,
            column.name,
            required,
            column.note_chinese,
            column.note_english,
        ];
        for (cell, place) in cells.iter().zip(0..) {
            notes.write_string(row, place, *cell)?;
        }
        row += 1;
    }
    let bounds = [
        format!(
            "至多 {MOST_ROWS} 行，每格至多 {LONGEST_CELL} 字，文件至多 {LARGEST_FILE} 字节；示例行请删除。"
        ),
        format!(
            "At most {MOST_ROWS} rows, {LONGEST_CELL} characters a cell, {LARGEST_FILE} bytes a file; delete the example row."
        ),
    ];
    for bound in bounds {
        row += 1;
        notes.write_string(row, 0, bound)?;
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::file;
    use contract::order_import::{arrange, request};
    use domain::order::Channel;

    #[test]
    fn the_reader_takes_each_template_and_its_example_is_an_order() {
        for (media_type, content) in [(CSV, text().unwrap()), (XLSX, workbook().unwrap())] {
            let rows = file::rows(Some(media_type), &content).unwrap();
            let chunks = arrange(rows).unwrap();
            let order = request(&chunks[0][0], Channel::Phone).unwrap();
            assert_eq!(order.external_no.as_deref(), Some("PH-2026-0001"));
            assert_eq!(order.lines[0].unit_price_fen, 2_880);
        }
    }
}
